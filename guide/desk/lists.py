"""Where to look first: each list of the desk is one sentence about the content, its most used rows first."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import CharField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from carriers import choices, models
from carriers.admin.bookkeeping import LANGUAGES, texts_of
from carriers.admin.rows import place_on_page
from carriers.facts import Carrier
from carriers.models.provenance import Claim, Translated
from carriers.querysets import disputed, doubtful, stale
from carriers.rows import MODELS, children

SHOWN = 200  # rows of a list
CLAIMS: list[Any] = [model for model in MODELS.values() if issubclass(model, Claim)]
TEXTS: list[Any] = [model for model in MODELS.values() if issubclass(model, Translated)]
PARENTS = ("carrier", "case", "method", "source")  # what a row may belong to; a method belongs to a carrier
LISTS_OF_A_CARRIER = {MODELS[shape]: name for name, shape in children(Carrier)}


@dataclass(frozen=True)
class Item:
    """A row to mend: where it stands, how it is called, in how many plans it takes part, and the page to mend it on."""

    unit: str
    what: str
    name: str
    note: str
    uses: int
    address: str
    tick: str  # what "checked today" is sent for; empty for what is no claim


@dataclass(frozen=True)
class List:
    key: str
    label: str | Promise
    help: str | Promise
    rows: Callable[[dt.date], list[QuerySet]]
    note: Callable[[Any], str] = lambda row: ""

    def count(self, on: dt.date) -> int:
        """In one query, however many tables the rows stand in."""
        first, *others = (rows.order_by().values_list("pk") for rows in self.rows(on))
        return first.union(*others, all=True).count() if others else first.count()

    def items(self, on: dt.date) -> list[Item]:
        """The most used first; of each table no more is read than a page shows, however many carriers there are."""
        most_used = (row for rows in self.rows(on) for row in _with_parents(_by_use(rows))[:SHOWN])
        found = (_item(row, self.note(row)) for row in most_used)
        return sorted(found, key=lambda item: (-item.uses, item.unit, item.name))[:SHOWN]


def _by_use(rows: QuerySet) -> QuerySet:
    """With `plans`, the number of plans each takes part in, as `count_uses` keeps it."""
    place = _place_in_uses(rows.model)
    plans = Coalesce(Subquery(models.ClaimUse.objects.filter(**place).values("plans")), 0) if place else Value(0)
    return rows.annotate(plans=plans).order_by("-plans", "pk")


def _place_in_uses(model: type[Model]) -> dict[str, Any]:
    """A document stands with its way to cancel; what holds everywhere, with its case. Words are part of no plan."""
    if model is models.RequiredDocument:
        key = Concat(OuterRef("method__key"), Value("."), OuterRef("key"), output_field=CharField())
        return {"unit": OuterRef("method__carrier__slug"), "rows": "methods.documents", "key": key}
    if model is models.GeneralCase:
        return {"unit": OuterRef("case__key"), "rows": "cases.special_cases", "key": OuterRef("key")}
    if model is models.Report:
        return {name: OuterRef(name) for name in ("unit", "rows", "key")}
    if model in LISTS_OF_A_CARRIER:
        return {"unit": OuterRef("carrier__slug"), "rows": LISTS_OF_A_CARRIER[model], "key": OuterRef("key")}
    return {}


def _with_parents(rows: QuerySet) -> QuerySet:
    fields = {field.name for field in rows.model._meta.get_fields()}
    related = [name for name in PARENTS if name in fields and rows.model is not models.Case]
    above = {"method": "method__carrier", "source": "source__carrier"}
    return rows.select_related(*related, *(above[name] for name in related if name in above))


def _item(row: Any, note: str) -> Item:
    parent = page_of(row)
    unit = str(parent) if parent is not row else capfirst(str(row._meta.verbose_name_plural))
    tick = place_on_page(row) if isinstance(row, Claim) else ""
    return Item(unit, capfirst(str(row._meta.verbose_name)), str(row), note, row.plans, address_of(row), tick)


def page_of(row: Any) -> Any:
    """The row with a page of its own that this one is edited on."""
    if isinstance(row, models.Letter):
        return row
    for name in ("source", "method", "carrier", "case"):  # of a visit, its source; of a document, its way to cancel
        if above := getattr(row, name, None):
            return page_of(above) if name in ("source", "method") else above
    return row


def address_of(row: Any) -> str:
    """Where the row is mended: its own page, or its place on the page of what it belongs to."""
    row = getattr(row, "source", row)  # a visit is mended at its source
    page = page_of(row)
    address = reverse(f"admin:carriers_{page._meta.model_name}_change", args=[page.pk])
    return address if page is row else f"{address}#{place_on_page(row)}"


def _claims(sentence: Callable[[QuerySet, dt.date], QuerySet]) -> Callable[[dt.date], list[QuerySet]]:
    return lambda on: [sentence(model._default_manager.all(), on) for model in CLAIMS]


def _unwritten(on: dt.date) -> list[QuerySet]:
    """Texts that are written in one language at least and not in all; a text may be left out altogether."""
    return [
        model._default_manager.filter(reduce(Q.__or__, conditions))
        for model in TEXTS
        if (conditions := [_half_written(name) for name in texts_of(model)])
    ]


def _half_written(name: str) -> Q:
    columns = [f"{name}_{column}" for column in LANGUAGES]
    empty = [Q(**{column: ""}) | Q(**{f"{column}__isnull": True}) for column in columns]
    return reduce(Q.__or__, empty) & ~reduce(Q.__and__, empty)


def _outdated(on: dt.date) -> list[QuerySet]:
    return [model._default_manager.exclude(outdated=[]) for model in TEXTS]


def _checked(row: Any) -> str:
    return row.checked_on.isoformat() if row.checked_on else str(_("never checked"))


LISTS = [
    List("reports", _("Readers’ reports"), _("What readers tried. Look at the source, then accept or reject."),
         lambda on: [models.Report.objects.filter(handled=choices.Handled.NEW)]),
    List("questions", _("Readers’ questions"), _("What readers still want to know. A good answer is published."),
         lambda on: [models.Question.objects.filter(handled=choices.Handled.NEW)]),
    List("sources", _("Dead or moved sources"), _("What check_sources found gone, moved or unreadable."),
         lambda on: [models.SourceVisit.objects.filter(
             found__in=[choices.Visit.GONE, choices.Visit.MOVED, choices.Visit.TROUBLE])]),
    List("stale", _("Not checked for long"), _("Fees and contacts after half a year, the rest after a year."),
         _claims(stale), _checked),
    List("doubtful", _("Not sure"), _("Claims of low confidence: a better source would help."), _claims(doubtful)),
    List("disputed", _("Sources disagree"), _("Claims whose sources say different things."), _claims(disputed)),
    List("unknown", pgettext_lazy("list", "Not known"),
         _("What readers are told to ask. An answer with a source makes it a claim."),
         lambda on: [models.OpenQuestion.objects.filter(published=True)]),
    List("unwritten", _("Languages missing"), _("Texts that are not written in every language."), _unwritten),
    List("outdated", _("Languages behind"), _("The original changed its meaning; these have not followed."), _outdated,
         lambda row: ", ".join(row.outdated)),
]  # fmt: skip
BY_KEY = {one.key: one for one in LISTS}


def counted(on: dt.date) -> Iterator[tuple[List, int]]:
    for one in LISTS:
        yield one, one.count(on)
