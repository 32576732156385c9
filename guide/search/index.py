"""All that can be found, kept in memory until the content changes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from carriers.facts import Carrier
from carriers.models import Version
from carriers.reading import Reading
from guide.search.entries import READ, Entry, entries_of
from guide.search.names import names_of, spelled


@dataclass(frozen=True, slots=True)
class Index:
    entries: tuple[Entry, ...]
    carrier_names: re.Pattern[str]  # to see the name in 软银解约


def current_index(reading: Reading) -> Index:
    """The index of what the site says now: whatever changes is added to the content's history."""
    return _built(Version.objects.order_by("-pk").values_list("pk", flat=True).first(), reading)


@lru_cache(maxsize=1)
def _built(newest: int | None, reading: Reading) -> Index:
    carriers = reading.carriers("signs")
    return Index(tuple(entries_of(carriers, reading.shared(*READ))), _pattern_of_names(carriers))


def _pattern_of_names(carriers: Iterable[Carrier]) -> re.Pattern[str]:
    """Names in characters, which nothing sets off from what follows; Latin ones stand apart once they are folded."""
    forms = {form for carrier in carriers for name in names_of(carrier) for form in spelled(name).joined}
    names = [form for form in forms if len(form) > 1 and not form[0].isascii()]
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(f"({'|'.join(longest_first) or '(?!)'})")
