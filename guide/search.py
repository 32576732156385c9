"""Finding a carrier by any name people type."""

import unicodedata
from collections.abc import Iterable

from carriers.facts import Carrier

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def folded(text: str) -> str:
    """One form for full and half width, upper and lower case, katakana and hiragana, with and without spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_KATAKANA_TO_HIRAGANA)
    return "".join(character for character in plain if character.isalnum())


def names_of(carrier: Carrier) -> Iterable[str]:
    return (carrier.slug, carrier.operator, *carrier.name.in_each().values(), *carrier.aliases)


def matching(carriers: Iterable[Carrier], wanted: str) -> list[Carrier]:
    """Carriers one of whose names contains what was typed, exact names first."""
    needle = folded(wanted)
    if not needle:
        return list(carriers)
    found = [(carrier, [folded(name) for name in names_of(carrier)]) for carrier in carriers]
    hits = [(carrier, names) for carrier, names in found if any(needle in name for name in names)]
    return [carrier for carrier, names in sorted(hits, key=lambda hit: needle not in hit[1])]
