"""What a reader is shown on a day: drafts, and rows that hold on other days only, are left out.

It is read from the newest versions, not from the editors' rows, and what was read is kept in memory under the version
it comes from (docs/decisions/0010).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from msgspec import structs

from carriers import snapshots
from carriers.facts import Carrier, Facts, Shared, Unit
from carriers.memory import Memory
from carriers.rows import children
from carriers.snapshots import Content, Newest

FactsType = TypeVar("FactsType", bound=Facts)
Brief = TypeVar("Brief")

_units: Memory[tuple, Unit | None] = Memory(128)  # as shown; some 100 kB each
_lists: Memory[tuple, list[Any]] = Memory(32)
_briefs: dict[tuple, "_Kept"] = {}
_NOT_READ = Shared()  # None is what is not shown


@dataclass(frozen=True)
class Reading:
    """The day for which somebody reads, in Japan; `drafts`: an editor, who sees what is not published too.

    The content is that of one moment: the first thing that is read decides which versions are the newest.
    """

    on: dt.date
    drafts: bool = False

    @cached_property
    def content(self) -> Content:
        return snapshots.content()

    def carrier(self, slug: str) -> Carrier | None:
        return next(iter(self.some(slug)), None)

    def some(self, *slugs: str) -> list[Carrier]:
        """Those of these carriers that are shown, in this order."""
        found = self._shown(slugs)
        return [facts for slug in slugs if isinstance(facts := found.get(slug), Carrier)]

    def carriers(self) -> Iterator[Carrier]:
        """All, whole, the popular first: one after the other, as there may be more of them than memory."""
        order = self.each(_slug)
        for begin in range(0, len(order), 100):
            here = order[begin : begin + 100]
            found = {name: self.pruned(facts) for name, facts in self.content.units(here) if facts}
            yield from (found[slug] for slug in here)  # type: ignore[misc]

    def each(self, brief: Callable[[Carrier], Brief]) -> list[Brief]:
        """What a page says of every carrier in its lists, the popular first.

        Kept until the carrier changes: `brief` is a function of the carrier alone, what it returns is small, and
        nobody changes the list.
        """
        key = (brief, self.content.state, self.on, self.drafts)
        if (found := _lists.get(key)) is None:
            kept = sorted((one for one in self._each(brief) if one.shown), key=lambda one: one.place)
            found = _lists[key] = [one.value for one in kept]
        return found

    def _each(self, brief: Callable[[Carrier], Any]) -> Iterable["_Kept"]:
        newest = self.content.newest
        kept = {slug: _briefs.get((brief, slug, self.drafts)) for slug in self.content.slugs()}
        lacking = [slug for slug, one in kept.items() if one is None or not one.holds(newest[slug], self.on)]
        for slug, facts in self.content.units(lacking):
            kept[slug] = _briefs[brief, slug, self.drafts] = self._kept(brief, newest[slug], facts)
        return (one for one in kept.values() if one)

    def _kept(self, brief: Callable[[Carrier], Any], version: Newest, facts: Any) -> "_Kept":
        if facts is None:
            return _Kept(version, 0, dt.date.max.toordinal() + 1)
        place = (facts.popular is None, facts.popular or 0, facts.slug)
        shown = self.shows(facts)
        return _Kept(version, *_span(facts, self.on), shown, place, brief(self.pruned(facts)) if shown else None)

    def shared(self, *names: str) -> Shared:
        """The named dictionaries; all of them if none is named."""
        found = self._shown(names or Shared.__struct_fields__)
        return Shared(**{name: getattr(facts, name) for name, facts in found.items() if facts})

    def changed_at(self, name: str) -> dt.datetime | None:
        """When what stands under this name was last saved with a change."""
        return self.content.newest[name].made_at if name in self.content.newest else None

    def _shown(self, names: Iterable[str]) -> dict[str, Unit | None]:
        newest = self.content.newest
        keys = {name: (name, newest[name], self.on, self.drafts) for name in names if name in newest}
        found = {name: _units.get(key, _NOT_READ) for name, key in keys.items()}
        lacking = [name for name, facts in found.items() if facts is _NOT_READ]
        for name, facts in self.content.units(lacking):
            found[name] = _units[keys[name]] = self.pruned(facts) if facts and self.shows(facts) else None
        return found

    def pruned(self, facts: FactsType) -> FactsType:
        """The same facts with only those rows, at every depth, that this reader is shown."""
        lists = {}
        for name in _lists_of(facts):
            rows = getattr(facts, name)
            shown = [self.pruned(row) for row in rows if self.shows(row)]
            if list(map(id, shown)) != list(map(id, rows)):
                lists[name] = shown
        return structs.replace(facts, **lists) if lists else facts

    def shows(self, row: Any) -> bool:
        begins, ends = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
        in_time = (begins is None or begins <= self.on) and (ends is None or self.on <= ends)
        return in_time and (self.drafts or getattr(row, "published", True))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A brief, and for which version and days it holds."""

    version: Newest
    since: int
    until: int
    shown: bool = False
    place: tuple = ()
    value: Any = None

    def holds(self, version: Newest, on: dt.date) -> bool:
        return self.version == version and self.since <= on.toordinal() < self.until


def _slug(carrier: Carrier) -> str:
    return carrier.slug


def _span(facts: Facts, on: dt.date) -> tuple[int, int]:
    """From which day until which other one the same rows hold as on this one; days as their ordinals."""
    turns, today = [0, *_turns(facts), dt.date.max.toordinal() + 1], on.toordinal()
    return max(day for day in turns if day <= today), min(day for day in turns if day > today)


def _turns(facts: Facts) -> Iterator[int]:
    """The days on which a row begins to hold, or no longer does."""
    if begins := getattr(facts, "valid_from", None):
        yield begins.toordinal()
    if ends := getattr(facts, "valid_to", None):
        yield ends.toordinal() + 1
    for name in _lists_of(facts):
        for row in getattr(facts, name):
            yield from _turns(row)


def _lists_of(facts: Facts) -> list[str]:
    return [name for name, _shape in children(type(facts)) if getattr(facts, name)]


def forget(name: str) -> None:
    """Where something is saved under this name: the process may have read it in a transaction that was rolled back."""
    snapshots.forget()
    _lists.forget(lambda key: True)
    _units.forget(lambda key: key[0] == name)
    for key in [key for key in _briefs if key[1] == name]:
        del _briefs[key]
