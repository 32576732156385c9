"""All that can be found, kept in memory until the content changes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from carriers.reading import Reading
from carriers.snapshots import State
from guide.search.carriers import listed
from guide.search.entries import READ, Entry, entries_of
from guide.search.stack import Stack


@dataclass(frozen=True, slots=True)
class Index:
    entries: tuple[Entry, ...]
    carriers: int  # stand first, the popular ones before the others
    carrier_names: re.Pattern[str]  # to see the name in 软银解约
    # Of the same entries, to look at those alone that can fit: their names, their titles, and all that is said of them.
    forms: Stack
    titles: Stack
    texts: Stack


def current_index(reading: Reading) -> Index:
    """The index of what the site says now."""
    return _built(reading.content.state, reading)


@lru_cache(maxsize=1)
def _built(state: State, reading: Reading) -> Index:
    carriers = [one.entry for one in reading.each(listed)]
    entries = (*carriers, *entries_of(reading.shared(*READ)))
    return Index(
        entries,
        len(carriers),
        _pattern_of_names(carriers),
        forms=Stack(entry.forms for entry in entries),
        titles=Stack(entry.headings for entry in entries),
        texts=Stack(entry.everything for entry in entries),
    )


def _pattern_of_names(carriers: Iterable[Entry]) -> re.Pattern[str]:
    """Names in characters, which nothing sets off from what follows; Latin ones stand apart once they are folded."""
    own = (name for entry in carriers for name in entry.names if not name.is_sign)
    names = {form for name in own for form in name.spelling.joined if len(form) > 1 and not form[0].isascii()}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(f"({'|'.join(longest_first) or '(?!)'})")
