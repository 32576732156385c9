"""Where to look first: each list of the desk is one sentence about the content, its most used rows first."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from carriers import choices, models
from carriers.admin.bookkeeping import LANGUAGES, texts_of
from carriers.models.provenance import Claim, Translated
from carriers.querysets import disputed, doubtful, stale
from carriers.rows import MODELS

SHOWN = 200  # rows of a list
CLAIMS: list[Any] = [model for model in MODELS.values() if issubclass(model, Claim)]
TEXTS: list[Any] = [model for model in MODELS.values() if issubclass(model, Translated)]
PARENTS = ("carrier", "case", "method")  # what a row may belong to; a method belongs to a carrier


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
        used = {(use.unit, use.key): use.plans for use in models.ClaimUse.objects.all()}
        found = (_item(row, self.note(row), used) for rows in self.rows(on) for row in _with_parents(rows))
        return sorted(found, key=lambda item: (-item.uses, item.unit, item.name))[:SHOWN]


def _with_parents(rows: QuerySet) -> QuerySet:
    fields = {field.name for field in rows.model._meta.get_fields()}
    related = [name for name in PARENTS if name in fields and rows.model is not models.Case]
    return rows.select_related(*related, *(["method__carrier"] if "method" in related else []))


def _item(row: Any, note: str, used: dict[tuple[str, str], int]) -> Item:
    parent = page_of(row)
    unit = str(parent) if parent is not row else capfirst(str(row._meta.verbose_name_plural))
    uses = used.get((getattr(parent, "slug", getattr(parent, "key", "")), _key(row)), 0)
    tick = f"{row._meta.model_name}.{row.pk}" if isinstance(row, Claim) else ""
    return Item(unit, capfirst(str(row._meta.verbose_name)), str(row), note, uses, _address(parent), tick)


def _key(row: Any) -> str:
    """As `count_uses` keeps it: a document with its way to cancel."""
    if isinstance(row, models.RequiredDocument):
        return f"{row.method.key}.{row.key}"
    return getattr(row, "key", "")


def page_of(row: Any) -> Any:
    """The row with a page of its own that this one is edited on."""
    if isinstance(row, models.Letter):
        return row
    for name in ("method", "carrier", "case"):
        if above := getattr(row, name, None):
            return page_of(above) if name == "method" else above
    return row


def _address(row: Model) -> str:
    return reverse(f"admin:carriers_{row._meta.model_name}_change", args=[row.pk])


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
    List("unknown", _("Not known"), _("What readers are told to ask. An answer with a source makes it a claim."),
         lambda on: [models.OpenQuestion.objects.filter(published=True)]),
    List("unwritten", _("Languages missing"), _("Texts that are not written in every language."), _unwritten),
    List("outdated", _("Languages behind"), _("The original changed its meaning; these have not followed."), _outdated,
         lambda row: ", ".join(row.outdated)),
]  # fmt: skip
BY_KEY = {one.key: one for one in LISTS}


def counted(on: dt.date) -> Iterator[tuple[List, int]]:
    for one in LISTS:
        yield one, one.count(on)
