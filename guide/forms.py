"""A page of questions as a form. The words and options are guide/questions.py; the checking is guide/answers.py."""

from collections.abc import Iterable

from django import forms

from carriers.choices import Kind
from guide.answers import Answers
from guide.choosing import Offer
from guide.naming import Named
from guide.questions import CARRIER, CYCLE, LEAVING, Question, Words
from guide.templatetags.words import plain


class QuestionField(forms.Field):
    """Shown by templates/questions/<kind>.html; the answers were checked before the form is made."""

    def __init__(self, question: Question, kind: str, groups: list, values: tuple[str, ...]) -> None:
        super().__init__(required=False, label=question.asks, help_text=question.hint)
        self.question, self.kind, self.groups, self.values = question, kind, groups, values

    @property
    def first(self) -> str:
        """The id of the first thing to fill in: where a message about the question leads."""
        if self.kind in ("date", "select"):
            return f"{self.question.key}-{'day' if self.kind == 'date' else 'select'}"
        _heading, options = self.groups[0]
        return f"{self.question.key}-{options[0][0]}"


class QuestionForm(forms.Form):
    """The questions of one page, with what was answered and what was wrong with it."""

    def __init__(
        self,
        questions: Iterable[Question],
        answers: Answers,
        typed: dict[str, list[str]],
        offered: Offer | None = None,
        *,
        heads: bool = True,
    ) -> None:
        """`offered` goes with the question for the carrier alone; `heads`: a single question is the page's heading."""
        super().__init__(data={})
        self.offered = offered
        carriers, questions = offered.carriers if offered else [], list(questions)
        self.heads = heads and len(questions) == 1
        for question in questions:
            values = tuple(typed.get(question.key, answers.all(question.key)))
            self.fields[question.key] = QuestionField(question, kind(question), groups(question, carriers), values)
        self.full_clean()
        for key, message in answers.errors.items():
            if key in self.fields:
                self.add_error(key, message)


def kind(question: Question) -> str:
    if question is LEAVING:
        return "date"
    if question is CYCLE:
        return "select"
    return "checkboxes" if question.several else "radios"


Choice = tuple[str, Words]


def groups(question: Question, carriers: Iterable[Named]) -> list[tuple[Words, list[Choice]]]:
    """The options under their headings; only the carriers have headings."""
    if question is not CARRIER:
        return [("", [(option.value, option.label) for option in question.options])]
    found = [
        (name.label, [(carrier.slug, plain(carrier.name)) for carrier in carriers if carrier.kind == name])
        for name in Kind
    ]
    return [(label, choices) for label, choices in found if choices]
