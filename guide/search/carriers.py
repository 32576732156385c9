"""The list of carriers."""

from dataclasses import dataclass

from carriers.choices import Kind, Network, Status
from carriers.facts import Carrier
from guide.difficulty import takes_online, works_from_abroad
from guide.search.entries import Entry, entry_of


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list says of a carrier, and what one may choose by; `entry` is how it is found."""

    slug: str
    entry: Entry
    kind: Kind
    networks: tuple[Network, ...]
    status: Status
    online: bool
    abroad: bool


def listed(carrier: Carrier) -> Listed:
    """Small: it is kept in memory for every carrier (carriers/reading.py)."""
    return Listed(
        carrier.slug,
        entry_of(carrier),
        carrier.kind,
        tuple(carrier.networks),
        carrier.status,
        takes_online(carrier) is True,
        works_from_abroad(carrier) is True,
    )
