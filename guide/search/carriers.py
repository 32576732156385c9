"""The list of carriers, and those in it that go by the name a reader typed."""

from dataclasses import dataclass

from carriers.choices import Kind, Network, Status
from carriers.facts import Carrier
from guide.difficulty import takes_online, works_from_abroad
from guide.search.entries import Entry, entry_of
from guide.search.names import Fit, Match, Spelling, by_name, by_typo, spelled


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


def matching(every: list[Listed], wanted: str) -> list[Listed]:
    """Carriers one of whose names or signs fits what was typed, the best first; all if nothing was typed.

    A letter is taken to be wrong only where nothing fits as it is.
    """
    typed = spelled(wanted)
    if not typed:
        return every
    return _fitting(by_name, typed, every) or _fitting(by_typo, typed, every)


def _fitting(fit: Fit, typed: Spelling, every: list[Listed]) -> list[Listed]:
    found = [(rank, one) for one in every if (rank := _rank(fit, typed, one.entry))]
    return [one for _rank, one in sorted(found, key=lambda row: row[0])]


def _rank(fit: Fit, typed: Spelling, entry: Entry) -> tuple[Match, bool] | None:
    """Of two that fit equally well, a carrier's own name goes before another's sign."""
    fits = ((fit(typed, name.spelling), name.is_sign) for name in entry.names_like(typed, misspelt=fit is by_typo))
    return min(((match, is_sign) for match, is_sign in fits if match is not None), default=None)
