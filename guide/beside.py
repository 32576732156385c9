"""What stands in an address beside the answers: the other lines, and a second language.

Several lines are the query strings of their own plans, one after another under one key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse

from guide.answers import Answers
from guide.questions import LEAVING, QUESTIONS, WHERE

KEY = "plan"
WITH = "with"
MOST = 6  # with every question answered, as long an address as a server takes (docs/decisions/0011)
OF_THE_PERSON = (WHERE.key, LEAVING.key)  # what a family has in common


@dataclass(frozen=True)
class Beside:
    """The other lines, as query strings; the line in hand stands at `place` (from 0) among them."""

    others: tuple[str, ...] = ()
    place: int = 0
    second: str = ""  # the language that stands beside the reader's; none if empty

    @classmethod
    def of(cls, values: Sequence[str], second: str = "") -> "Beside":
        """What a question page is told: the empty one is the line in hand, which else comes last."""
        place = values.index("") if "" in values else len(values)
        return cls(tuple(value for value in values if value), place, second)

    @classmethod
    def around(cls, queries: Sequence[str], place: int, second: str = "") -> "Beside":
        """All lines but the one at this place."""
        return cls((*queries[:place], *queries[place + 1 :]), place, second)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """For a question page: the others, and an empty one where the line in hand stands."""
        lines = [(KEY, value) for value in self._among_others("")] if self.others else []
        return [*lines, *_with(self.second)]

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def without(self) -> str:
        """The address of the plan of the other lines."""
        return plan_of(self.others, self.second)

    def question(self, key: str, pairs: Sequence[tuple[str, str]]) -> str:
        """The address of a question about the line in hand."""
        query = urlencode([*pairs, *self.hidden])
        return reverse("question", args=[key]) + (f"?{query}" if query else "")

    def plan(self, answers: Answers) -> str:
        """The address of the plan the answers lead to: their own, or that of all lines."""
        return plan_of(self._among_others(answers.query()), self.second)

    def _among_others(self, query: str) -> tuple[str, ...]:
        return (*self.others[: self.place], query, *self.others[self.place :])


ALONE = Beside()


def plan_of(queries: Sequence[str], second: str = "") -> str:
    """The address of the plan of these lines; one line has a plan of its own."""
    if not queries:
        return reverse("plan")
    return f"{reverse('yours' if len(queries) == 1 else 'together')}?{plan_query(queries, second)}"


def plan_query(queries: Sequence[str], second: str = "") -> str:
    lines = queries[0] if len(queries) == 1 else urlencode([(KEY, query) for query in queries])
    return "&".join(filter(None, (lines, urlencode(_with(second)))))


def _with(second: str) -> list[tuple[str, str]]:
    return [(WITH, second)] if second else []


def another(queries: Sequence[str], answers: Answers, second: str = "") -> str:
    """The address that asks for the carrier of one more line; what the person's answers have in common is kept."""
    return Beside(tuple(queries), len(queries), second).question("carrier", answers.only(OF_THE_PERSON).pairs())


def read_lines(values: Iterable[str]) -> list[list[tuple[str, str]]]:
    """Each line's answers as they were typed; what is no answer is dropped, and so is a line without any."""
    lines = [[(key, answer) for key, answer in parse_qsl(value) if key in QUESTIONS] for value in values]
    return [line for line in lines if line]
