"""From what was typed to what is found: names first, then titles, then texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from carriers.facts import LANGUAGES, NO_TEXT, Text
from guide.search.entries import Entry, Shelf
from guide.search.index import Index
from guide.search.names import Fit, Match, Spelling, by_name, by_typo, spelled
from guide.search.snippets import snippet

LONGEST_WHOLE = 2  # letters: "au" is not meant in "automatic"
IN_A_GROUP = 10
IN_ALL = 40
CARRIERS_BY_TEXT = 50  # the popular: of the others nobody sees that their texts have the words too


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader typed: whole, and as its words; these in each reading, since nobody says which it is."""

    whole: Spelling
    words: tuple[tuple[str, ...], ...]
    language: str  # the reader's

    def words_match(self, entry: Entry, language: str) -> Match | None:
        """How the entry fits that has every word, be it in its title or in what it says."""
        title, text = entry.titles[language], entry.texts[language]
        for words in self.words:
            in_title = [word in entry.called or word in title for word in words]
            if all(found or word in text or word in entry.signs for found, word in zip(in_title, words, strict=True)):
                return Match.TITLE if all(in_title) else Match.PARTLY_TITLE if any(in_title) else Match.TEXT
        return None


@dataclass(frozen=True, slots=True)
class Hit:
    entry: Entry
    match: Match
    aside: bool = False  # found by a sign, or in words of another language than the reader's
    snippet: Text = NO_TEXT

    @property
    def rank(self) -> tuple[Match, bool]:
        return self.match, self.aside


@dataclass(frozen=True, slots=True)
class Group:
    shelf: Shelf
    hits: list[Hit]


def find(typed: str, language: str, index: Index) -> list[Group]:
    """What fits, in groups, the best first. A letter is taken to be wrong only where nothing fits as it is."""
    whole = spelled(typed)
    if not whole:
        return []
    query = Query(whole, tuple(dict.fromkeys(_words(reading, index) for reading in whole.spaced)), language)
    hits = [hit for number in sorted(_able(query, index)) if (hit := _hit(index.entries[number], query))]
    return list(_groups(hits or _misspelt(index.entries, query), query))


def _able(query: Query, index: Index) -> set[int]:
    """The numbers of the entries that can fit: a name of theirs holds the whole, or they hold every word of it."""
    named = set().union(*map(index.forms.holding, query.whole.forms))
    worded = set().union(*(set.intersection(*map(index.texts.holding, words)) for words in query.words if words))
    called = set().union(*(index.titles.holding(word) for words in query.words for word in words))
    by_text = sorted(number for number in worded - called - named if number < index.carriers)
    return (named | worded).difference(by_text[CARRIERS_BY_TEXT:])


def _words(reading: str, index: Index) -> tuple[str, ...]:
    """As they are looked for: one in Latin letters where a word begins, if it is short as a whole; others anywhere."""
    parts = (part for word in reading.split() for part in index.carrier_names.split(word) if part)
    return tuple(_latin(part) if part.isascii() else part for part in parts)


def _latin(word: str) -> str:
    return f" {word}" if len(word) > LONGEST_WHOLE else f" {word} "


def _hit(entry: Entry, query: Query) -> Hit | None:
    named = list(_by_names(entry, query, by_name))
    return min(named or _by_words(entry, query), key=attrgetter("rank"), default=None)


def _by_names(entry: Entry, query: Query, fit: Fit) -> Iterator[Hit]:
    for name in entry.names_like(query.whole, misspelt=fit is by_typo):
        if (match := fit(query.whole, name.spelling)) is not None:
            yield Hit(entry, match, name.is_sign or name.language not in ("", query.language))


def _by_words(entry: Entry, query: Query) -> Iterator[Hit]:
    for language in LANGUAGES:
        if (match := query.words_match(entry, language)) is not None:
            yield Hit(entry, match, language != query.language)


def _misspelt(entries: Iterable[Entry], query: Query) -> list[Hit]:
    """Only carriers: their names are what people have to guess the letters of."""
    hits = (
        min(_by_names(entry, query, by_typo), key=attrgetter("rank"), default=None)
        for entry in entries
        if entry.shelf is Shelf.CARRIERS
    )
    return [hit for hit in hits if hit]


def _groups(hits: Iterable[Hit], query: Query) -> Iterator[Group]:
    """Ten of a group, forty in all; the group with the best hit first."""
    room = IN_ALL
    # The entries stand shelf by shelf.
    shelves = {shelf: list(found) for shelf, found in groupby(hits, key=attrgetter("entry.shelf"))}
    best_first = {shelf: sorted(_meant(found), key=attrgetter("rank")) for shelf, found in shelves.items()}
    for shelf, found in sorted(best_first.items(), key=lambda row: row[1][0].rank):
        shown = found[: min(IN_A_GROUP, room)]
        room -= len(shown)
        if shown:
            yield Group(shelf, [replace(hit, snippet=_snippet(hit, query)) for hit in shown])


def _meant(hits: list[Hit]) -> list[Hit]:
    """Who typed a carrier's name means that carrier, not all whose texts speak of it."""
    named = [hit for hit in hits if hit.match < Match.TITLE]
    return named if named and hits[0].entry.shelf is Shelf.CARRIERS else hits


def _snippet(hit: Hit, query: Query) -> Text:
    words = {word for reading in query.words for word in reading}
    return snippet(hit.entry.summary, hit.entry.text, words, query.language, named=hit.match < Match.TITLE)
