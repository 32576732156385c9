"""What can be found: an entry for each carrier, case, word, sentence, letter, article and myth"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from carriers.choices import ArticleGroup
from carriers.facts import LANGUAGES, NO_TEXT, Article, Carrier, Case, Letter, Myth, Phrase, Shared, Term, Text
from guide.articles import as_html
from guide.search.folding import folded
from guide.search.names import Spelling, names_of, signs_of, spelled

READ = ("cases", "terms", "phrases", "letters", "articles", "myths")


class Shelf(TextChoices):
    """The groups of what is found."""

    CARRIERS = "carriers", _("Carriers")
    CASES = "cases", _("Special cases")
    WORDS = "words", _("Words")
    PHRASES = "phrases", _("Sentences to show")
    LETTERS = "letters", _("Letters")
    ARTICLES = "articles", _("To read")
    MYTHS = "myths", _("What other guides get wrong")


@dataclass(frozen=True, slots=True)
class Address:
    page: str
    args: tuple[str, ...] = ()
    fragment: str = ""

    def __str__(self) -> str:
        """In the language of the moment."""
        return reverse(self.page, args=self.args) + (f"#{self.fragment}" if self.fragment else "")


@dataclass(frozen=True, slots=True)
class Name:
    """The spelling as one string: it takes a fourth of the room, and there are tens of thousands."""

    packed: str
    language: str = ""  # empty: in any
    is_sign: bool = False  # not the carrier's own name

    @property
    def spelling(self) -> Spelling:
        *spaced, romaji = self.packed.split("\n")
        return Spelling(tuple(spaced), tuple(words.replace(" ", "") for words in spaced), romaji)

    def holds(self, typed: Spelling) -> bool:
        """A quick look before the name is compared."""
        return typed.stands_in(self.packed.replace(" ", ""))

    def begins_as(self, typed: Spelling) -> bool:
        """The same before a letter is taken to be wrong, which the first never is."""
        romaji = self.packed[self.packed.rfind("\n") + 1 :]
        return self.packed[:1] == typed.joined[0][:1] or romaji[:1] == typed.romaji[:1]


def _name(words: str, language: str = "", *, is_sign: bool = False) -> Name:
    found = spelled(words)
    return Name("\n".join((*found.spaced, found.romaji)), language, is_sign)


@dataclass(frozen=True, slots=True)
class Entry:
    shelf: Shelf
    address: Address
    title: Text
    summary: Text
    text: Text
    japanese: str  # the word or sentence itself, where it is one to read or to show
    names: tuple[Name, ...]
    forms: str  # of all names, to pass quickly over what cannot fit
    # To look for words in, folded: what it is called in every language, its signs, and by language its title and text.
    called: str
    signs: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]

    @property
    def headings(self) -> str:
        """What it is called, in every language."""
        return "".join((self.called, *self.titles.values()))

    @property
    def everything(self) -> str:
        """All that words are looked for in."""
        return "".join((self.headings, self.signs, *self.texts.values()))

    def names_like(self, typed: Spelling, *, misspelt: bool) -> Iterator[Name]:
        """Those that may fit."""
        if misspelt:
            return (name for name in self.names if name.begins_as(typed))
        return (name for name in self.names if name.holds(typed)) if typed.stands_in(self.forms) else iter(())


def entries_of(shared: Shared) -> Iterator[Entry]:
    """Of all but the carriers, shelf by shelf."""
    cases = {case.key: case for case in shared.cases}
    yield from map(_case, cases.values())
    yield from map(_term, shared.terms)
    yield from map(_phrase, shared.phrases)
    yield from (_letter(row) for row in shared.letters if row.case in cases)
    yield from (_article(row) for row in shared.articles)
    yield from (_myth(row) for row in shared.myths)


def entry_of(carrier: Carrier) -> Entry:
    signs = (_name(sign, is_sign=True) for sign in signs_of(carrier))
    return _entry(
        Shelf.CARRIERS,
        Address("carrier", (carrier.slug,)),
        carrier.name,
        carrier.summary,
        carrier.status_note,
        names=(*_names(*names_of(carrier)), *signs),
    )


def _names(*names: str) -> Iterator[Name]:
    return map(_name, names)


def _case(case: Case) -> Entry:
    said = [words for row in case.special_cases for words in (row.title, row.text)]
    return _entry(Shelf.CASES, Address("case", (case.key,)), case.title, case.summary, *said)


def _term(term: Term) -> Entry:
    """Beside the Japanese word stands what it means; for a reader of Japanese, how it is read."""
    address, title, meaning = Address("words", fragment=term.key), replace(term.name, ja=term.kana), term.name.ja
    names = _names(term.ja, term.kana, term.romaji)
    return _entry(Shelf.WORDS, address, title, term.text, Text(ja=meaning), names=names, japanese=term.ja)


def _phrase(row: Phrase) -> Entry:
    address, title = Address("phrases", fragment=row.key), replace(row.meaning, ja=row.kana)
    names = _names(row.ja, row.kana, row.romaji)
    return _entry(Shelf.PHRASES, address, title, NO_TEXT, names=names, japanese=row.ja)


def _letter(row: Letter) -> Entry:
    address = Address("case", (row.case,), row.key)
    return _entry(Shelf.LETTERS, address, row.title, row.text, row.meaning, Text(ja=row.ja))


def _article(row: Article) -> Entry:
    """Its group is the name of its page, but for the reasons, which open the guide."""
    address = Address("home") if row.group is ArticleGroup.REASONS else Address(row.group.value, fragment=row.key)
    bare = {
        language.replace("-", "_"): unescape(strip_tags(as_html(words)))
        for language, words in row.text.in_each().items()
    }
    return _entry(Shelf.ARTICLES, address, row.title, row.summary, Text(**bare))


def _myth(row: Myth) -> Entry:
    return _entry(Shelf.MYTHS, Address("myths", fragment=row.key), row.said, row.truth)


def _entry(
    shelf: Shelf,
    address: Address,
    title: Text,
    summary: Text,
    *said: Text,
    names: Iterable[Name] = (),
    japanese: str = "",
) -> Entry:
    """`names` are those of no one language."""
    every = tuple(dict.fromkeys((*names, *(_name(words, which) for which, words in title.in_each().items() if words))))
    text = _together(said)
    called = _haystack(name for name in every if not (name.language or name.is_sign))
    signs = _haystack(name for name in every if name.is_sign)
    titles = {language: _haystack(name for name in every if name.language == language) for language in LANGUAGES}
    texts = {language: _said(language, summary, text) for language in LANGUAGES}
    forms = "\n".join({form for name in every for form in (*name.spelling.joined, name.spelling.romaji)})
    return Entry(shelf, address, title, summary, text, japanese, every, forms, called, signs, titles, texts)


def _haystack(names: Iterable[Name]) -> str:
    """A space before and after every word."""
    return "".join(dict.fromkeys(f" {form} \n" for name in names for form in name.spelling.spaced))


def _said(language: str, *texts: Text) -> str:
    return "".join(f" {folded(text.in_each()[language], language)} \n" for text in texts)


def _together(texts: Iterable[Text]) -> Text:
    """Several texts as one."""
    parts = [text.in_each() for text in texts]
    joined = {language: "\n".join(filter(None, (part[language] for part in parts))) for language in LANGUAGES}
    return _text(joined)


def _text(words: Mapping[str, str]) -> Text:
    """By language, as Text.in_each() gives it."""
    return Text(**{language.replace("-", "_"): said for language, said in words.items()})
