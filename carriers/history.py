"""The content's own history: each save of a carrier or a dictionary is kept, with what it changed row by row.

It works on facts, so that a load from the files, a save in the admin and a deletion are told the same way.
"""

import datetime as dt
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec
from django.db.models import Max, Model

from carriers import models
from carriers.choices import Change
from carriers.facts import NO_TEXT, Carrier, Facts, Shared, Text, Unit
from carriers.models import Version
from carriers.rows import MODELS, children, read_carrier, read_shared

# How a row is called where its change is told: the first of these it has.
LABELS = ("label", "ja", "publisher", "number", "document")
TITLES = ("title", "name", "said", "text")
UNTOLD = {"sources", "facts"}  # where a claim comes from is told beside it


class FieldChange(msgspec.Struct, frozen=True):
    """`before` and `after` as the facts' JSON has them; for a text, the mapping of its languages."""

    name: str
    before: Any = None
    after: Any = None


class RowChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """`rows` is the path of the list the row stands in, as "methods.documents"; empty for a carrier's own fields."""

    kind: Change
    rows: str
    key: str
    title: Text = NO_TEXT
    label: str = ""  # a name that is the same in every language
    fields: list[FieldChange] = []


def record(name: str, facts: Unit | None, *, at: dt.datetime, by: str = "") -> Version | None:
    """Keep what is now said under this name; nothing if it is what was said before. None: it was deleted."""
    before = latest(name)
    if before == facts:
        return None
    told = list(row_changes(before, facts)) if before and facts else []
    return Version.objects.create(
        name=name, made_at=at, made_by=by, facts=_packed(facts), changes=msgspec.to_builtins(told)
    )


def latest(name: str) -> Unit | None:
    version = Version.objects.filter(name=name).order_by("pk").last()
    return facts_of(version) if version else None


def changed_at(name: str) -> dt.datetime | None:
    """When what stands under this name was last saved with a change."""
    return Version.objects.filter(name=name).aggregate(last=Max("made_at"))["last"]


def facts_of(version: Version) -> Unit | None:
    """What the version said; None if it is a deletion."""
    if not version.facts:
        return None
    if version.name in Shared.__struct_fields__:
        return msgspec.json.decode(zlib.decompress(version.facts), type=Shared)
    return msgspec.json.decode(zlib.decompress(version.facts), type=Carrier)


def _packed(facts: Facts | None) -> bytes:
    return zlib.compress(msgspec.json.encode(facts)) if facts else b""


def unit_of(row: Model) -> str:
    """The name under which the row's history is kept: its carrier's, or its dictionary's."""
    if carrier := row if isinstance(row, models.Carrier) else getattr(row, "carrier", None):
        return carrier.slug
    return next(name for name, shape in children(Shared) if MODELS[shape] is type(row))


def read_unit(name: str) -> Unit | None:
    """What the rows say now."""
    return read_shared(name) if name in Shared.__struct_fields__ else read_carrier(name)


def changes_of(version: Version) -> list[RowChange]:
    return msgspec.convert(version.changes, list[RowChange])


def row_changes(before: Facts, after: Facts, rows: str = "") -> Iterator[RowChange]:
    """What became different in a row and in the rows below it."""
    below = children(type(after))
    if fields := list(_field_changes(before, after, {name for name, _shape in below})):
        yield _told(Change.CHANGED, rows, after, fields)
    for name, _shape in below:
        path = f"{rows}.{name}".lstrip(".")
        yield from _list_changes(_by_key(getattr(before, name)), _by_key(getattr(after, name)), path)


def _field_changes(before: Facts, after: Facts, lists: set[str]) -> Iterator[FieldChange]:
    for name in after.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if old != new and name not in lists | UNTOLD:
            yield FieldChange(name, *map(_plain, (old, new)))


def _list_changes(before: dict[str, Any], after: dict[str, Any], rows: str) -> Iterator[RowChange]:
    for key, row in after.items():
        if key in before:
            yield from row_changes(before[key], row, rows)
        else:
            yield _told(Change.ADDED, rows, row)
    for key in before.keys() - after.keys():
        yield _told(Change.REMOVED, rows, before[key])


def _by_key(rows: list[Any]) -> dict[str, Any]:
    """A step has no key of its own: its place is its name."""
    return {getattr(row, "key", str(place)): row for place, row in enumerate(rows)}


def _told(kind: Change, rows: str, row: Facts, fields: list[FieldChange] | None = None) -> RowChange:
    label = next((getattr(row, name) for name in LABELS if getattr(row, name, "")), "")
    title = next((getattr(row, name) for name in TITLES if getattr(row, name, NO_TEXT)), NO_TEXT)
    return RowChange(kind, rows, getattr(row, "key", ""), title, label, fields or [])


def _plain(value: Any) -> Any:
    return value.in_each() if isinstance(value, Text) else msgspec.to_builtins(value)
