"""Names as people type them: whole or in part, in another script, in romaji, with one letter wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from carriers.facts import Carrier
from guide.search.folding import readings, romaji

SHORTEST_INNER = 5  # Latin letters to be found within a word: "line" is not meant in "online"
SHORTEST_TYPO = 4
SHORTEST_TYPO_OF_BEGINNING = 6


class Match(IntEnum):
    """How well something fits what was typed, the best first."""

    EXACT = 0
    BEGINS = 1
    CONTAINS = 2
    ROMAJI = 3
    ROMAJI_BEGINS = 4
    ROMAJI_CONTAINS = 5
    TYPO = 6
    TITLE = 7
    PARTLY_TITLE = 8  # some words in the title, the others in the text
    TEXT = 9


@dataclass(frozen=True, slots=True)
class Spelling:
    """What was written, in each reading: its words with spaces, and without."""

    spaced: tuple[str, ...]
    joined: tuple[str, ...]
    romaji: str

    def __bool__(self) -> bool:
        return any(self.joined)

    @property
    def forms(self) -> tuple[str, ...]:
        """In each reading, and as it is read aloud."""
        return tuple(filter(None, (*self.joined, self.romaji)))

    def stands_in(self, forms: str) -> bool:
        return any(form in forms for form in self.forms)


Fit = Callable[[Spelling, Spelling], Match | None]


@lru_cache(maxsize=1024)  # the names are kept where they are looked for; what readers type comes and goes
def spelled(text: str) -> Spelling:
    spaced = readings(text)
    return Spelling(spaced, tuple(words.replace(" ", "") for words in spaced), romaji(spaced[0]))


def by_name(typed: Spelling, name: Spelling) -> Match | None:
    """How the name fits as it is written, or else as it is read aloud."""
    forms = [(*form, *other) for form in _forms(typed) for other in _forms(name)]
    if fits := [fit for form in forms if (fit := _fit(*form)) is not None]:
        return min(fits)
    if not typed.romaji or (fit := _fit(typed.romaji, typed.romaji, name.romaji, name.romaji)) is None:
        return None
    return Match(Match.ROMAJI + fit)


def _forms(spelling: Spelling) -> Iterable[tuple[str, str]]:
    return zip(spelling.spaced, spelling.joined, strict=True)


def _fit(typed: str, typed_joined: str, name: str, name_joined: str) -> Match | None:
    if typed_joined not in name_joined:
        return None
    if typed_joined == name_joined:
        return Match.EXACT
    if name_joined.startswith(typed_joined):
        return Match.BEGINS
    return None if typed.isascii() and not _stands_in(typed, name) else Match.CONTAINS


def _stands_in(latin: str, name: str) -> bool:
    return latin in name if len(latin) >= SHORTEST_INNER else f" {latin}" in name


def by_typo(typed: Spelling, name: Spelling) -> Match | None:
    """Of Latin letters one wrong, missing, too many, or changed with its neighbour: in the name, or how it begins."""
    latin = typed.joined[0]
    if len(latin) < SHORTEST_TYPO or not latin.isascii():
        return None
    return Match.TYPO if _is_typo(latin, name.joined[0]) or _is_typo(typed.romaji, name.romaji) else None


def _is_typo(typed: str, name: str) -> bool:
    """The first letter is taken to be right: "phone" is not J-PHONE."""
    if typed[0] != name[:1]:
        return False
    meant = [name]
    if len(typed) >= SHORTEST_TYPO_OF_BEGINNING:
        meant += [name[: len(typed) + more] for more in (-1, 0, 1)]
    return any(OSA.distance(typed, beginning, score_cutoff=1) <= 1 for beginning in meant)


def names_of(carrier: Carrier) -> list[str]:
    return [carrier.slug, *carrier.name.in_each().values(), *carrier.aliases]


def signs_of(carrier: Carrier) -> list[str]:
    """What else one reads where the carrier is meant; several carriers may share it, as "docomo" on the screen."""
    return [carrier.operator, *(row.label for row in carrier.signs)]
