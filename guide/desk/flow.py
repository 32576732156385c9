"""The map of the flow: the questions, the situations each answer puts the reader into, the rows that turn on them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from carriers import models
from carriers.admin.layout import HTML_LANG
from carriers.choices import Ends, Period
from carriers.situations import Situation
from guide.language import in_language
from guide.questions import CYCLE, FIRST, PAGES, SINCE, Option, Question, Words

# The rows a plan is made of, with the page each is edited on.
ROWS: dict[Any, str] = {
    models.EndingRule: "carrier",
    models.CancellationMethod: "carrier",
    models.RequiredDocument: "method__carrier",
    models.Fee: "carrier",
    models.SimReturn: "carrier",
    models.Contact: "carrier",
    models.SpecialCase: "carrier",
    models.OpenQuestion: "carrier",
    models.GeneralCase: "case",
}
BY_BILLING_DAY = {*Period} - {Period.CALENDAR_MONTH, Period.NONE}


class Row(NamedTuple):
    page: str  # address of the carrier or case in the admin
    unit: str
    kind: str
    key: str


@dataclass
class Dependents:
    """The rows that need or are barred by one situation, by the page they are edited on."""

    label: Any
    needing: list[Row] = field(default_factory=list)
    barred: list[Row] = field(default_factory=list)

    def by_page(self) -> list[tuple[str, str, list[str], list[str]]]:
        """Address and name of the page, the rows there that need the situation, and those it bars."""
        pages = sorted({(row.unit.casefold(), row.unit, row.page) for row in (*self.needing, *self.barred)})
        needing, barred = _named_by_page(self.needing), _named_by_page(self.barred)
        return [(page, unit, needing[page], barred[page]) for _folded, unit, page in pages]


def _named_by_page(rows: list[Row]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        named[row.page].append(f"{row.kind} {row.key}")
    return named


EachLanguage = list[tuple[str, str]]  # HTML language and words, the original first


class Answer(NamedTuple):
    value: str
    words: EachLanguage
    puts: list[str]
    otherwise: list[str]  # where the reader is who did not choose it


class Asked(NamedTuple):
    question: Question
    words: EachLanguage
    assumed: EachLanguage
    answers: list[Answer]
    turning: list[tuple[str, Dependents]]


def flow(request: HttpRequest) -> HttpResponse:
    dependents = _dependents()
    pages = [[_asked(question, dependents) for question in page] for page in PAGES]
    context = {"title": _("Map of the questions"), "pages": pages, "first": [question.key for question in FIRST]}
    return render(request, "admin/desk/flow.html", admin.site.each_context(request) | context)


def _asked(question: Question, dependents: dict[str, Dependents]) -> Asked:
    names = [*sorted(question.situations, key=list(Situation).index), *({question.key} & dependents.keys())]
    return Asked(
        question,
        _in_each(question.asks),
        _in_each(question.assumed) if question.assumed else [],
        [_answer(option) for option in question.options],
        [(str(name), dependents[name]) for name in names],
    )


def _answer(option: Option) -> Answer:
    return Answer(option.value, _in_each(option.label), sorted(option.puts), sorted(option.otherwise))


def _in_each(words: Words) -> EachLanguage:
    return [(html, in_language(words, code)[0]) for code, html in HTML_LANG.items()]


def _dependents() -> dict[str, Dependents]:
    """By situation; and by question where rows turn on the answer itself."""
    found = {str(name.value): Dependents(name.label) for name in Situation}
    found[CYCLE.key] = Dependents(_("the months follow the reader’s own billing day"))
    found[SINCE.key] = Dependents(_("the fee turns on the age of the contract"))
    for model, path in ROWS.items():
        for row, values in _rows(model, path):
            for name in values["needs"]:
                found[name].needing.append(row)
            for name in values["blocked_by"]:
                found[name].barred.append(row)
            if key := _turns_on(values):
                found[key].needing.append(row)
    return found


def _turns_on(values: dict[str, Any]) -> str:
    """The question whose answer itself counts, as guide/flow.py has it."""
    if values.get("period") in BY_BILLING_DAY or values.get("ends") == Ends.CYCLE_END:
        return CYCLE.key
    return SINCE.key if values.get("within_days") or values.get("contract_from") else ""


def _rows(model: type[Model], path: str) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Only the columns that count: with thousands of carriers the texts would take seconds."""
    parent = models.Case if path == "case" else models.Carrier
    name = f"{path}__{'title' if parent is models.Case else 'name'}"
    own = [column for column in ("period", "ends", "within_days", "contract_from") if _has(model, column)]
    kind = capfirst(str(model._meta.verbose_name))
    columns = ("key", "needs", "blocked_by", f"{path}_id", name, *own)
    for values in model._default_manager.values(*columns):
        page = reverse(f"admin:carriers_{parent._meta.model_name}_change", args=[values[f"{path}_id"]])
        yield Row(page, values[name] or "", kind, values["key"]), values


def _has(model: type[Model], column: str) -> bool:
    return any(one.name == column for one in model._meta.get_fields())
