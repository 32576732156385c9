"""What the newest versions say, each unit in one piece; nothing here reads the editors' rows (docs/decisions/0010)."""

import datetime as dt
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
from django.db.models import Count, Max

from carriers.facts import Carrier, Shared, Unit
from carriers.models import Version

AT_ONCE = 500  # versions in one query: some 8 MB


class State(NamedTuple):
    """Differs whenever something was saved. Two that save at once may end in either order, so they are counted too."""

    versions: int
    newest: int | None
    saved_at: dt.datetime | None


class Newest(NamedTuple):
    """The newest version of a unit. SQLite gives the number of one that was rolled back anew, hence the time."""

    pk: int
    made_at: dt.datetime


@dataclass(frozen=True)
class Content:
    """Which version of each unit is the newest, at one moment."""

    state: State
    newest: Mapping[str, Newest] = field(repr=False)

    def slugs(self) -> list[str]:
        """Of all carriers there ever were."""
        return [name for name in self.newest if name not in Shared.__struct_fields__]

    def units(self, names: Iterable[str]) -> Iterator[tuple[str, Unit | None]]:
        """What these units say, in no order; None for one that was deleted. Units that never were are left out."""
        wanted = [self.newest[name].pk for name in names if name in self.newest]
        for begin in range(0, len(wanted), AT_ONCE):
            rows = Version.objects.filter(pk__in=wanted[begin : begin + AT_ONCE]).order_by()
            for version in rows.only("name", "facts"):
                yield version.name, facts_of(version)


_last: Content | None = None
saves = 0  # of this process, to be seen without asking the database


def content() -> Content:
    """One query; two where something was saved since this process last asked."""
    global _last
    now, last = state(), _last
    if last is None or last.state != now:
        rows = Version.objects.order_by().values_list("name").annotate(Max("pk"), Max("made_at"))
        last = _last = Content(now, {name: Newest(pk, made_at) for name, pk, made_at in rows})
    return last


def state() -> State:
    found = Version.objects.aggregate(Count("pk"), Max("pk"), Max("made_at"))
    return State(found["pk__count"], found["pk__max"], found["made_at__max"])


def facts_of(version: Version) -> Unit | None:
    """What the version said; None if it is a deletion."""
    if not version.facts:
        return None
    if version.name in Shared.__struct_fields__:
        return msgspec.json.decode(zlib.decompress(version.facts), type=Shared)
    return msgspec.json.decode(zlib.decompress(version.facts), type=Carrier)


def forget() -> None:
    """In the process that saves: what it asked before, perhaps within a transaction that was rolled back, is void."""
    global _last
    _last = None


def saved() -> None:
    """In the process that has saved, once other connections see it."""
    global saves
    saves += 1
