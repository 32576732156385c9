"""The carriers to choose from: the popular, or those that go by a name. Of thousands a page has no room for all."""

from dataclasses import dataclass

from carriers.reading import Reading
from guide.naming import Named, named
from guide.search import matching

ON_A_PAGE = 50  # carriers


@dataclass(frozen=True)
class Offer:
    carriers: list[Named]
    wanted: str  # what was typed
    is_found: bool


def offer(here: Reading, wanted: str, chosen: str | None) -> Offer:
    """With the one that was chosen before, wherever it stands."""
    every = here.each(named)
    found = _going_by(wanted, here, every) if wanted else every
    shown = (found or every)[:ON_A_PAGE]
    shown += [carrier for carrier in every if carrier.slug == chosen and carrier not in shown]
    return Offer(shown, wanted, bool(found))


def _going_by(wanted: str, here: Reading, every: list[Named]) -> list[Named]:
    names = {carrier.slug: carrier for carrier in every}
    return [names[one.slug] for one in matching(wanted, here)]
