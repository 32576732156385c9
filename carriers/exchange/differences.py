"""What an import would change: every field of every row, before and after. Unlike a reader, an editor is told all."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from carriers.choices import Change
from carriers.exchange.places import LANGUAGES, rows_of
from carriers.facts import Facts, Text, Unit
from carriers.rows import children


class Field(NamedTuple):
    """`name` as the files have it, with the language of a text: title.ja. Nothing is an empty string."""

    name: str
    before: str
    after: str

    @property
    def language(self) -> str:
        """The language of both, if they are a text."""
        return language if (language := self.name.rpartition(".")[2]) in LANGUAGES else ""


class RowDifference(NamedTuple):
    kind: Change
    place: str  # empty: the unit's own fields
    fields: list[Field]
    shape: type[Facts]


@dataclass(frozen=True)
class Proposal:
    """One unit that would change; `before` is None if it is new."""

    name: str
    before: Unit | None
    after: Unit

    @cached_property
    def rows(self) -> list[RowDifference]:
        return differences(self.before, self.after)


def differences(before: Unit | None, after: Unit) -> list[RowDifference]:
    """In page order, what goes last. Empty if and only if both say the same."""
    old = {row.place: row.facts for row in rows_of(before)} if before else {}
    new = {row.place: row.facts for row in rows_of(after)}
    return [*_kept_and_added(old, new), *_removed(old, new)]


def _kept_and_added(old: dict[str, Facts], new: dict[str, Facts]) -> Iterator[RowDifference]:
    for place, row in new.items():
        fields = list(_fields(old.get(place), row))
        if place not in old:
            yield RowDifference(Change.ADDED, place, fields, type(row))
        elif fields:
            yield RowDifference(Change.CHANGED, place, fields, type(row))


def _removed(old: dict[str, Facts], new: dict[str, Facts]) -> Iterator[RowDifference]:
    for place, row in old.items():
        if place not in new:
            yield RowDifference(Change.REMOVED, place, list(_fields(row, None)), type(row))


def _fields(before: Facts | None, after: Facts | None) -> Iterator[Field]:
    """At least one of them is there."""
    shape: type[Facts] = type(after or before)  # type: ignore[assignment]
    below = {name for name, _shape in children(shape)}
    for name in shape.__struct_fields__:
        old, new = (getattr(row, name) if row else None for row in (before, after))
        if name in below:
            yield from _order(name, old or [], new or [])
        elif isinstance(old or new, Text):
            yield from _text(name, old or Text(), new or Text())
        elif (said := (_plain(old), _plain(new))) and said[0] != said[1]:
            yield Field(name, *said)


def _text(name: str, before: Text, after: Text) -> Iterator[Field]:
    old, new = before.in_each(), after.in_each()
    for language in LANGUAGES:
        if old[language] != new[language]:
            yield Field(f"{name}.{language}", old[language], new[language])


def _order(name: str, before: list[Any], after: list[Any]) -> Iterator[Field]:
    """The order of the rows that stay: the first that fits a reader is the one the plan names."""
    old, new = ([getattr(row, "key", "") for row in rows] for rows in (before, after))
    stay = set(old) & set(new)
    old, new = ([key for key in keys if key in stay] for keys in (old, new))
    if old != new:
        yield Field(name, ", ".join(old), ", ".join(new))


def _plain(value: Any) -> str:
    """As the files write it."""
    if value is None or value == []:
        return ""
    if isinstance(value, str | dt.date):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return msgspec.json.encode(value).decode()
