"""The content's own history: each save of a carrier or a dictionary is kept, with what it changed row by row.

It works on facts, so that a load from the files, a save in the admin and a deletion are told the same way.
"""

import datetime as dt
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Min, Model
from django.utils import timezone
from msgspec import structs

from carriers import models, reading, snapshots
from carriers.choices import Change
from carriers.facts import NO_TEXT, Facts, Shared, Text, Unit
from carriers.models import Version
from carriers.rows import MODELS, children, read_carrier, read_shared
from carriers.snapshots import facts_of

# How a row is called where its change is told: the first of these it has.
LABELS = ("label", "ja", "publisher", "number", "document")
TITLES = ("title", "name", "said", "question", "text")
UNTOLD = {"sources", "facts", "outdated"}  # where a claim comes from is told beside it


class FieldChange(msgspec.Struct, frozen=True):
    """`before` and `after` as the facts' JSON has them; for a text, the mapping of its languages."""

    name: str
    before: Any = None
    after: Any = None


Path = tuple[tuple[str, str], ...]  # list and key, from the unit down: (("methods", "online"), ("documents", "card"))


class RowChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one row; an empty path is the carrier's own fields."""

    kind: Change
    path: Path
    title: Text = NO_TEXT
    label: str = ""  # a name that is the same in every language
    fields: list[FieldChange] = []

    @property
    def rows(self) -> str:
        """The lists the row stands in, as "methods.documents"."""
        return ".".join(name for name, _key in self.path)

    @property
    def key(self) -> str:
        return self.path[-1][1] if self.path else ""


def record(name: str, facts: Unit | None, *, at: dt.datetime, by: str = "", why: str = "") -> Version | None:
    """Keep what is now said under this name; nothing if it is what was said before. None: it was deleted."""
    before = latest(name)
    if before == facts:
        return None
    told = list(row_changes(before, facts)) if before and facts else []
    reading.forget(name)
    transaction.on_commit(snapshots.saved)
    return Version.objects.create(
        name=name, made_at=at, made_by=by, why=why, facts=packed(facts), changes=msgspec.to_builtins(told)
    )


def catch_up() -> list[str]:
    """Keep what stands in the rows and was never kept: readers are shown versions alone. The names of such units."""
    kept = set(Version.objects.order_by().values_list("name", flat=True).distinct())
    slugs = models.Carrier.objects.values_list("slug", flat=True)
    found = {name: read_unit(name) for name in (*Shared.__struct_fields__, *slugs) if name not in kept}
    return [name for name, unit in found.items() if unit != Shared() and record(name, unit, at=timezone.now())]


def latest(name: str) -> Unit | None:
    version = newest(name)
    return facts_of(version) if version else None


def newest(name: str) -> Version | None:
    return Version.objects.filter(name=name).order_by("pk").last()


def lock(*names: str) -> None:
    """Until the transaction ends, whoever else would save these units waits here, and then reads what was saved.

    The oldest version is locked, as it is the same row for everybody. To lock and read in one statement would not do:
    it would wait, and then hand out what it saw before.
    """
    oldest = Version.objects.filter(name__in=names).order_by().values("name").annotate(pk_=Min("pk")).values("pk_")
    list(Version.objects.select_for_update().filter(pk__in=oldest).order_by("pk").values_list("pk"))


def changed_since(row: Model, seen: int | None) -> tuple[Version, list[RowChange]] | None:
    """The newest version and what it changed in the row since the version `seen`; None if that is nothing.

    The unit is locked until the save is done, so of two savers at once the second waits and is refused.
    """
    lock(unit_of(row))
    versions = Version.objects.filter(name=unit_of(row)).order_by("pk")
    last = versions.last()
    if last is None or last.pk == seen:
        return None
    path, before = path_of(row), versions.filter(pk=seen or 0).first()
    old, new = (row_at(facts, path) if (facts := version and facts_of(version)) else None for version in (before, last))
    if old is None or new is None:
        return (last, []) if old is not new else None
    told = list(row_changes(old, new, path))
    return (last, told) if told else None


def packed(facts: Facts | None) -> bytes:
    return zlib.compress(msgspec.json.encode(facts)) if facts else b""


def unit_of(row: Model) -> str:
    """The name under which the row's history is kept: its carrier's, or its dictionary's."""
    if carrier := row if isinstance(row, models.Carrier) else getattr(row, "carrier", None):
        return carrier.slug
    return next(name for name, shape in children(Shared) if MODELS[shape] is type(row))


def path_of(row: Model) -> Path:
    """Where the row stands in its unit; empty for a carrier, which is the unit."""
    if isinstance(row, models.Carrier):
        return ()
    if isinstance(row, models.Source) and row.carrier:
        return (("sources", row.key),)
    return ((unit_of(row), row.key),)  # type: ignore[attr-defined]


def read_unit(name: str) -> Unit | None:
    """What the rows say now."""
    return read_shared(name) if name in Shared.__struct_fields__ else read_carrier(name)


def changes_of(version: Version) -> list[RowChange]:
    return msgspec.convert(version.changes, list[RowChange])


def row_changes(before: Facts, after: Facts, path: Path = ()) -> Iterator[RowChange]:
    """What became different in a row and in the rows below it."""
    below = children(type(after))
    if fields := list(_field_changes(before, after, {name for name, _shape in below})):
        yield _told(Change.CHANGED, path, after, fields)
    for name, _shape in below:
        yield from _list_changes(_by_key(getattr(before, name)), _by_key(getattr(after, name)), path, name)


def _field_changes(before: Facts, after: Facts, lists: set[str]) -> Iterator[FieldChange]:
    for name in after.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if old != new and name not in lists | UNTOLD:
            yield FieldChange(name, *map(_plain, (old, new)))


def _list_changes(before: dict[str, Any], after: dict[str, Any], path: Path, name: str) -> Iterator[RowChange]:
    for key, row in after.items():
        here = (*path, (name, key))
        if key in before:
            yield from row_changes(before[key], row, here)
        else:
            yield _told(Change.ADDED, here, row)
    for key in before.keys() - after.keys():
        yield _told(Change.REMOVED, (*path, (name, key)), before[key])


def _by_key(rows: list[Any]) -> dict[str, Any]:
    """A step has no key of its own: its place is its name."""
    return {getattr(row, "key", str(place)): row for place, row in enumerate(rows)}


def _told(kind: Change, path: Path, row: Facts, fields: list[FieldChange] | None = None) -> RowChange:
    label = next((getattr(row, name) for name in LABELS if getattr(row, name, "")), "")
    title = next((getattr(row, name) for name in TITLES if getattr(row, name, NO_TEXT)), NO_TEXT)
    return RowChange(kind, path, title, label, fields or [])


def _plain(value: Any) -> Any:
    return value.in_each() if isinstance(value, Text) else msgspec.to_builtins(value)


def row_at(facts: Facts, path: Path) -> Any:
    """The row at this path; None if there is none."""
    for name, key in path:
        facts = _by_key(getattr(facts, name)).get(key)  # type: ignore[assignment]
        if facts is None:
            return None
    return facts


def restored(now: Facts, then: Facts, path: Path) -> Any:
    """`now` with the row at the path as `then` had it: brought back, taken out, or as it read."""
    if not path:
        return then
    (name, key), *below = path
    rows, before = _by_key(getattr(now, name)), _by_key(getattr(then, name))
    if below and key in rows and key in before:
        rows[key] = restored(rows[key], before[key], tuple(below))
    elif key in before:
        rows[key] = before[key]
    else:
        rows.pop(key, None)
    return structs.replace(now, **{name: list(rows.values())})
