"""Contract words explained where a page first uses them: a link to the word at the page's foot, no script needed."""

import re
from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from carriers.facts import Term

UNTOUCHED = {"a", "h1", "h2", "h3", "h4", "code"}  # a link within a link is none; headings stay calm
_TAG = re.compile(r"(</?([a-z0-9]+)[^>]*>)")


class Explained:
    """The terms of one page, and which of them it has used so far."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = {term.ja: term for term in terms}
        self.used: dict[str, Term] = {}
        self._pattern = re.compile(_any_of(self.terms)) if self.terms else None

    def mark(self, html: SafeString) -> SafeString:
        """The same HTML with a link at the first use of each term."""
        if self._pattern is None:
            return html
        pieces, closed_to = [], 0
        for place, piece in enumerate(_TAG.split(html)):
            if place % 3 == 2:  # the tag's name alone, which the split gives once more
                continue
            if place % 3 == 1:
                closed_to += _opens(piece)
            pieces.append(piece if place % 3 or closed_to else self._pattern.sub(self._link, piece))
        return mark_safe("".join(pieces))  # noqa: S308 - the HTML was safe, the links are escaped

    def _link(self, match: re.Match[str]) -> str:
        term = self.terms[match.group()]
        if term.ja in self.used:
            return match.group()
        self.used[term.ja] = term
        return format_html(
            '<a class="term" id="use-{}" href="#term-{}" lang="ja">{}</a>', term.key, term.key, match.group()
        )


def _any_of(words: Iterable[str]) -> str:
    """The longest first. MNP within MNPA is another word; kanji know no such boundary.

    Most places are passed over by the look at one letter: without it, this was half the work of a long page.
    """
    longest_first = sorted(words, key=len, reverse=True)
    letters = "".join(sorted({re.escape(word[0]) for word in longest_first}))
    whole = (rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])" for word in longest_first)
    return f"(?=[{letters}])(?:{'|'.join(whole)})"


def _opens(tag: str) -> int:
    """1 where text to leave alone begins, -1 where it ends."""
    name = tag.strip("</>").split()[0]
    return (-1 if tag.startswith("</") else 1) if name in UNTOUCHED else 0
