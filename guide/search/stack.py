"""Many texts in one, so that to find those that hold a word takes one look and not one for each."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Stack:
    def __init__(self, texts: Iterable[str]) -> None:
        parts = [f"{text}\0" for text in texts]  # no word reaches from one text into the next
        self._text = "".join(parts)
        self._ends = list(accumulate(map(len, parts)))

    def holding(self, word: str) -> set[int]:
        """The numbers of the texts that hold the word."""
        found, at = set(), self._text.find(word)
        while at >= 0:
            number = bisect_right(self._ends, at)
            found.add(number)
            at = self._text.find(word, self._ends[number])
        return found
