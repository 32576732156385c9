"""Those in the list of carriers that go by the name a reader typed."""

from collections.abc import Iterable

from carriers.reading import Reading
from guide.search.carriers import Listed, listed
from guide.search.entries import Entry
from guide.search.index import current_index
from guide.search.names import Fit, Match, Spelling, by_name, by_typo, spelled
from guide.search.stack import Stack


def matching(wanted: str, reading: Reading) -> list[Listed]:
    """Carriers one of whose names or signs fits what was typed, the best first; all if nothing was typed."""
    every = reading.each(listed)
    return fitting(spelled(wanted), every, current_index(reading).forms) if spelled(wanted) else every


def fitting(typed: Spelling, every: list[Listed], forms: Stack) -> list[Listed]:
    """`forms` are those of the same carriers, in the same order; others may follow.

    A letter is taken to be wrong only where nothing fits as it is.
    """
    able = sorted(number for number in set().union(*map(forms.holding, typed.forms)) if number < len(every))
    return _best_first(by_name, typed, (every[number] for number in able)) or _best_first(by_typo, typed, every)


def _best_first(fit: Fit, typed: Spelling, carriers: Iterable[Listed]) -> list[Listed]:
    found = [(rank, one) for one in carriers if (rank := _rank(fit, typed, one.entry))]
    return [one for _rank, one in sorted(found, key=lambda row: row[0])]


def _rank(fit: Fit, typed: Spelling, entry: Entry) -> tuple[Match, bool] | None:
    """Of two that fit equally well, a carrier's own name goes before another's sign."""
    fits = ((fit(typed, name.spelling), name.is_sign) for name in entry.names_like(typed, misspelt=fit is by_typo))
    return min(((match, is_sign) for match, is_sign in fits if match is not None), default=None)
