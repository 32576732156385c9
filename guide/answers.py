"""The reader's answers: what stands in the address, allow-listed, typed and sorted."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from guide.questions import CARRIER, CYCLE, CYCLE_END, LEAVING, QUESTIONS, UNSURE, WHERE, Question

LONGEST_KEY = 100  # bytes
LONGEST_VALUE = 1000
UNKNOWN_CARRIER = "unknown"


class TooLong(Exception):
    """A key or value no form of ours can have sent."""


@dataclass(frozen=True)
class Answers:
    """Given answers, by question key; `errors` names the questions whose given value was no answer."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_query(cls, pairs: Iterable[tuple[str, str]], *, today: dt.date, slugs: Iterable[str]) -> "Answers":
        """Read (key, value) pairs: unknown keys are dropped, unknown values become errors. TooLong if abused."""
        values: dict[str, list[str]] = {}
        for key, value in pairs:
            if len(key.encode()) > LONGEST_KEY or len(value.encode()) > LONGEST_VALUE:
                raise TooLong
            if key in QUESTIONS and value.strip():
                values.setdefault(key, []).append(value.strip())
        given, errors = {}, {}
        for key, question in QUESTIONS.items():
            if key in values:
                chosen = tuple(dict.fromkeys(values[key]))
                if error := _error(question, chosen, today, frozenset(slugs)):
                    errors[key] = error
                else:
                    given[key] = _sorted(question, chosen)
        if given.get(WHERE.key) == ("abroad",):  # one who has left leaves no more
            given.pop(LEAVING.key, None)
            errors.pop(LEAVING.key, None)
        return cls(given, errors)

    def __contains__(self, key: str) -> bool:
        return key in self.given

    def one(self, key: str) -> str | None:
        return self.given.get(key, (None,))[0]

    def all(self, key: str) -> tuple[str, ...]:
        return self.given.get(key, ())

    def known(self, key: str) -> bool:
        """Answered, and not with "I am not sure"."""
        return key in self.given and self.given[key] != (UNSURE,)

    @property
    def carrier(self) -> str | None:
        slug = self.one(CARRIER.key)
        return None if slug == UNKNOWN_CARRIER else slug

    @property
    def leaving_on(self) -> dt.date | None:
        value = self.one(LEAVING.key)
        return dt.date.fromisoformat(value) if value and LEAVING.option(value) is None else None

    @property
    def billing_day(self) -> int | None:
        """The day of the month the reader's billing month turns on; 31 is the last day."""
        value = self.one(CYCLE.key)
        if value in (None, UNSURE):
            return None
        return 31 if value == CYCLE_END else int(value)

    def only(self, keys: Iterable[str]) -> "Answers":
        wanted = frozenset(keys)
        return Answers(
            {key: values for key, values in self.given.items() if key in wanted},
            {key: message for key, message in self.errors.items() if key in wanted},
        )

    def without(self, *keys: str) -> "Answers":
        return self.only(key for key in self.given if key not in keys)

    def query(self) -> str:
        """The query string: questions in their order, values in theirs, so that one set of answers has one address."""
        return urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        return [(key, value) for key in QUESTIONS for value in self.all(key)]


def _sorted(question: Question, values: tuple[str, ...]) -> tuple[str, ...]:
    order = [option.value for option in question.options]
    return tuple(sorted(values, key=lambda value: order.index(value) if value in order else -1))


def _error(question: Question, values: tuple[str, ...], today: dt.date, slugs: frozenset[str]) -> str:
    if question is CARRIER:
        known = len(values) == 1 and values[0] in slugs | {UNKNOWN_CARRIER}
        return "" if known else _("Choose your carrier from the list.")
    if question is LEAVING:
        return _leaving_error(values, today)
    if any(question.option(value) is None for value in values):
        return _("Choose one of the answers below.")
    if len(values) > 1 and not question.several:
        return _("Choose one answer only.")
    if len(values) > 1 and "none" in values:
        return _("Choose “none” alone, or leave it out.")
    return ""


def _day(value: str) -> dt.date | None:
    """Written as 2026-12-20 and in no other way, so that one day has one address."""
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.isoformat() == value else None


def _leaving_error(values: tuple[str, ...], today: dt.date) -> str:
    if len(values) > 1:
        return _("Give the day, or choose one of the answers below it, not both.")
    if LEAVING.option(values[0]):
        return ""
    if not (day := _day(values[0])):
        return _("There is no such day. Write it as year-month-day, for example %(example)s.") % {
            "example": (today + dt.timedelta(days=14)).isoformat()
        }
    if day < today:
        return _("This day has passed. If you have left Japan already, answer “Outside Japan” instead.")
    if day > today + dt.timedelta(days=366):
        return _("This day is more than a year away. Check the year, or choose “I do not know yet”.")
    return ""
