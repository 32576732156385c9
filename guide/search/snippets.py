"""What is shown of a hit: its summary, or the sentence the words stand in; these are marked."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from carriers.facts import Text
from guide.search.folding import folded

ROOM = 200  # characters
LEAD = 50  # of these before the first word that was typed, if that stands far behind
NEAR = 15
_SENTENCE_ENDS = re.compile(r"(?<=[。！？!?])|(?<=\.)\s|\n")


def snippet(summary: Text, text: Text, words: Iterable[str], language: str, *, named: bool) -> Text:
    """Safe HTML, in the language this reader is shown. Who typed a name is told what goes by it.

    The words are as they are looked for: a space stands for the beginning or the end of a Latin word.
    """
    words = sorted(words)
    opening, shown = summary.shown_in(language)
    passage = opening if named else _sentence(f"{opening}\n{text.in_each()[shown]}", words, shown)
    return Text(**{shown.replace("-", "_"): _marked(passage.strip(), words, shown)})


def _sentence(text: str, words: list[str], language: str) -> str:
    """The first with all of the words, else the one with most of them."""
    best, most = "", -1
    for sentence in _SENTENCE_ENDS.split(text):
        line = f" {folded(sentence, language)} "
        number = sum(word in line for word in words)
        if number > most:
            best, most = sentence, number
        if number == len(words):
            break
    return best


def _marked(passage: str, words: list[str], language: str) -> SafeString:
    """As much of the passage as there is room for."""
    hits = _places(passage, words, language)
    start, end = _window(passage, min(hits, default=0))
    runs = groupby(range(start, end), key=hits.__contains__)
    html = format_html_join(
        "", "{}", ((_run([passage[place] for place in places], is_hit),) for is_hit, places in runs)
    )
    return format_html("{}{}{}", "…" if start else "", html, "…" if end < len(passage) else "")


def _window(passage: str, first: int) -> tuple[int, int]:
    """Where to cut, at a space if there is one near."""
    start = first - LEAD if first > ROOM - LEAD else 0
    start = (start and passage.find(" ", start, start + NEAR) + 1) or start
    end = start + ROOM
    if end >= len(passage):
        return start, len(passage)
    space = passage.rfind(" ", end - NEAR, end)
    return start, end if space < 0 else space


def _run(characters: list[str], is_hit: bool) -> str:
    return format_html("<mark>{}</mark>" if is_hit else "{}", "".join(characters))


def _places(passage: str, words: list[str], language: str) -> set[int]:
    """Where in the passage the words stand, which are folded as it is not.

    Alone, some Japanese characters are not read as they are in a word (予 in 予約): they are read both ways.
    """
    readings = ("", "ja") if language == "ja" else ("",)
    return {place for reading in readings for place in _places_in(passage, words, reading)}


def _places_in(passage: str, words: list[str], reading: str) -> Iterator[int]:
    pieces = [_letter(character, reading) for character in passage]
    origins = [place for place, piece in enumerate(pieces) for _letter_of_it in piece]
    for word in words:
        for found in re.finditer(re.escape(word.strip()), "".join(pieces)):
            first, last = origins[found.start()], origins[found.end() - 1]
            if not _is_cut_out(word, passage[:first][-1:], passage[last + 1 :][:1]):
                yield from range(first, last + 1)


def _is_cut_out(word: str, before: str, after: str) -> bool:
    return (word.startswith(" ") and _is_latin(before)) or (word.endswith(" ") and _is_latin(after))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


@lru_cache(maxsize=8192)
def _letter(character: str, reading: str) -> str:
    return folded(character, reading)
