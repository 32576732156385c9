"""What a reader is shown on a day: drafts, and rows that hold on other days only, are left out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from msgspec import structs

from carriers.facts import Carrier, Facts, Shared
from carriers.rows import children, read_carriers, read_named, read_shared

FactsType = TypeVar("FactsType", bound=Facts)


@dataclass(frozen=True)
class Reading:
    """The day for which somebody reads, in Japan; `drafts`: an editor, who sees what is not published too."""

    on: dt.date
    drafts: bool = False

    def carrier(self, slug: str) -> Carrier | None:
        return self.named([slug]).get(slug)

    def named(self, slugs: Iterable[str]) -> dict[str, Carrier]:
        """By slug; whoever is not shown is left out."""
        return {facts.slug: self.pruned(facts) for facts in read_named(slugs) if self.shows(facts)}

    def carriers(self, *names: str) -> list[Carrier]:
        """The popular first; of their lists only those named, here and below."""
        return [self.pruned(carrier) for carrier in read_carriers(*names) if self.shows(carrier)]

    def shared(self, *names: str) -> Shared:
        return self.pruned(read_shared(*names))

    def pruned(self, facts: FactsType) -> FactsType:
        """The same facts with only those rows, at every depth, that this reader is shown."""
        lists = {name: [self.pruned(row) for row in getattr(facts, name) if self.shows(row)] for name in _lists(facts)}
        return structs.replace(facts, **lists) if lists else facts

    def shows(self, row: Any) -> bool:
        begins, ends = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
        in_time = (begins is None or begins <= self.on) and (ends is None or self.on <= ends)
        return in_time and (self.drafts or getattr(row, "published", True))


def _lists(facts: Facts) -> list[str]:
    return [name for name, _shape in children(type(facts)) if getattr(facts, name)]
