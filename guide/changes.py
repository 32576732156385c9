"""What changed in the facts, in a reader's words, from the content's own history."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from carriers.choices import Change
from carriers.facts import Carrier, Facts, Shared, Text
from carriers.history import FieldChange, RowChange, changes_of
from carriers.models import Version
from carriers.rows import MODELS, children
from guide.deadlines import JAPAN
from guide.questions import Words
from guide.templatetags.words import listed, plain, plain_day, yen

# Where readers see the entries of each dictionary; answers stand on the page they were asked on.
PAGES = {
    "sources": "about",
    "documents": "documents",
    "terms": "words",
    "phrases": "phrases",
    "cases": "cases",
    "articles": "about",
    "myths": "myths",
    "letters": "cases",
}


@dataclass(frozen=True)
class FieldTold:
    label: Words
    before: Words
    after: Words


@dataclass(frozen=True)
class RowTold:
    kind: Change
    what: Words  # what sort of row: a fee, a way to cancel
    title: Words
    fields: list[FieldTold]


@dataclass(frozen=True)
class Told:
    """One save, as a reader is told of it."""

    version: Version
    name: Words
    address: str
    rows: list[RowTold] = field(default_factory=list)

    @property
    def day(self) -> dt.date:
        return self.version.made_at.astimezone(JAPAN).date()

    @property
    def is_first(self) -> bool:
        return not self.version.changes


def told(
    versions: Iterable[Version], names: Mapping[str, Text], answers: Mapping[str, str], language: str
) -> Iterator[Told]:
    """Only what a reader of this language can see; `names`: of published carriers, `answers`: their pages by key."""
    for version in versions:
        shared = version.name in Shared.__struct_fields__
        if not (shared or version.name in names):
            continue
        rows = [row for change in changes_of(version) if (row := _row(change, shared, language))]
        if rows or not version.changes:
            yield Told(version, *_place(version, names, answers), rows)


def _place(version: Version, names: Mapping[str, Text], answers: Mapping[str, str]) -> tuple[Words, str]:
    name = version.name
    if name in names:
        return plain(names[name]), reverse("carrier", args=[name])
    address = reverse(PAGES[name]) if name in PAGES else _page_of_answer(version, answers)
    return capfirst(MODELS[_shape(name, Shared)]._meta.verbose_name_plural), address


def _page_of_answer(version: Version, answers: Mapping[str, str]) -> str:
    """Where the first of the changed answers stands now; the home page if none does."""
    standing = (change.key for change in changes_of(version) if change.key in answers)
    key = next(standing, "")
    return f"{reverse('home')}{answers[key]}#answer-{key}" if key else reverse("home")


def _row(change: RowChange, shared: bool, language: str) -> RowTold | None:
    """None if nothing of it shows in this language."""
    shape = _shape(change.rows, Shared if shared else Carrier)
    model = MODELS[shape]
    fields = [told for one in change.fields if (told := _field(one, model, language))]
    if change.kind is Change.CHANGED and not fields:
        return None
    return RowTold(change.kind, capfirst(model._meta.verbose_name), change.label or plain(change.title), fields)


def _shape(path: str, shape: type[Facts]) -> type[Facts]:
    for name in filter(None, path.split(".")):
        shape = dict(children(shape))[name]
    return shape


def _field(change: FieldChange, model: type[Model], language: str) -> FieldTold | None:
    try:
        column: Any = model._meta.get_field(change.name)
    except FieldDoesNotExist:  # a field of an older version
        return None
    before, after = (_words(value, column, language) for value in (change.before, change.after))
    return FieldTold(capfirst(column.verbose_name), before, after) if before != after else None


def _words(value: Any, column: Field, language: str) -> Words:
    if isinstance(value, dict):
        return value.get(language, "")
    if isinstance(value, bool):
        return pgettext("fact", "Yes") if value else pgettext("fact", "No")
    if value in (None, "", []):
        return _("not known")
    if column.name == "jpy":
        return yen(value)
    if isinstance(value, list):
        return listed([_choice(one, column) for one in value])
    if column.get_internal_type() == "DateField":
        return plain_day(dt.date.fromisoformat(value))
    return _choice(value, column)


def _choice(value: Any, column: Field) -> Words:
    options = dict(getattr(column, "options", ()) or column.flatchoices)
    return options.get(value, str(value))
