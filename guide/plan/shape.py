"""What a plan is: steps in three stages, with the days at the top."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from carriers.choices import Confidence, Ends, Period, Stage, Status
from carriers.facts import (
    NO_TEXT,
    CancellationMethod,
    Carrier,
    Contact,
    Document,
    EndingRule,
    MethodStep,
    OpenQuestion,
    Phrase,
    Source,
    Text,
)
from carriers.situations import Situation
from guide.answers import Answers
from guide.deadlines import Timing
from guide.questions import Question, Words

When = Literal["by", "until", "from"]
ASK = "ask-the-carrier"
STAGES = (Stage.BEFORE, Stage.ON_THE_DAY, Stage.AFTER)


class Place(NamedTuple):
    """Where a row stands, as guide/reports/places.py names it: "docomo", "methods", "online"."""

    unit: str
    rows: str
    key: str


@dataclass(frozen=True)
class Bring:
    document: Document
    note: Text
    only_if: tuple[Situation, ...]  # what it turns on, of which the reader has said nothing

    @property
    def if_held(self) -> bool:
        return bool(self.only_if)


@dataclass(frozen=True)
class Cost:
    title: Text
    text: Text
    jpy: int | None
    certain: bool  # False: it turns on something not answered


@dataclass(frozen=True)
class Step:
    id: str
    stage: Stage
    title: Text | Words
    text: Text | Words = NO_TEXT
    do_by: dt.date | None = None
    when: When = "by"  # whether it is done by that day, goes on until it, or begins on it
    because: tuple[str, ...] = ()
    place: Place | None = None  # of the row the step rests on
    sources: tuple[Source, ...] = ()
    confidence: Confidence = Confidence.LOW
    conflict: Text = NO_TEXT
    checked_on: dt.date | None = None
    window_closes: dt.date | None = None  # the last day of the 8-day window, if the papers came today
    certain: bool = True  # False: "if this is so for you", after an answer "I am not sure"
    alternative: bool = False  # the next best way, if the best one fails
    to_do: bool = True  # False: good to know, as that the SIM need not go back
    method: CancellationMethod | None = None
    timing: Timing | None = None
    next_closes: dt.date | None = None  # the last day of the next best way, where it does not outlast this one
    sent_now_counts_on: dt.date | None = None  # where a request sent now would count later than one sent in time
    contacts: tuple[Contact, ...] = ()
    address: str = ""
    what_to_do: tuple[MethodStep, ...] = ()
    bring: tuple[Bring, ...] = ()
    costs: tuple[Cost, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    unknowns: tuple[OpenQuestion, ...] = ()


@dataclass(frozen=True)
class Plan:
    carrier: Carrier
    answers: Answers
    now: dt.datetime
    rule: EndingRule | None
    rule_sources: tuple[Source, ...]
    timing: Timing | None
    steps: tuple[Step, ...]
    assumed: tuple[Question, ...]
    unknowns: tuple[OpenQuestion, ...]

    @property
    def leaving(self) -> dt.date | None:
        return self.answers.leaving_on

    @property
    def nothing_to_cancel(self) -> bool:
        """Said plainly where it is so."""
        return ends_by_itself(self.carrier, self.rule)

    @property
    def last_safe_day(self) -> dt.date | None:
        return None if self.nothing_to_cancel or not self.timing else self.timing.last_safe_day

    @property
    def window(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last of the best days; none where it is one day, or no way is open."""
        first = self.timing.window_from if self.timing and not self.must_ask else None
        return (first, self.last_safe_day) if first and self.last_safe_day and first < self.last_safe_day else None

    @property
    def cheaper_by(self) -> dt.date | None:
        """The day that saves the last month, for who can do without the line: not one who keeps the number."""
        return self.timing.cheaper_by if self.timing and not self.keeps_number else None

    @property
    def contract_ends(self) -> dt.date | None:
        ends = not self.nothing_to_cancel and not self.pauses
        return self.timing.contract_ends if ends and self.timing else None

    @property
    def pauses(self) -> bool:
        """The line goes on while the reader is away."""
        return self.answers.one("number") == "pause" and not any(step.method for step in self.steps)

    @property
    def keeps_number(self) -> bool:
        return bool(set(self.answers.all("number")) & {"keep", "pause"}) and not any(step.method for step in self.steps)

    @property
    def must_ask(self) -> bool:
        """No way is open, so the first thing to do is to ask."""
        return any(step.id == ASK for step in self.steps)

    @cached_property
    def bring(self) -> tuple[Document, ...]:
        """What the way to cancel asks for, each document once; what only some hold is left to its step."""
        rows = (row for step in self.steps if not step.alternative for row in step.bring if not row.if_held)
        return tuple({row.document.key: row.document for row in rows}.values())

    @property
    def days_left(self) -> int | None:
        """From today to the last safe day."""
        return (self.last_safe_day - self.now.date()).days if self.last_safe_day else None

    def step(self, id: str) -> Step | None:
        return next((step for step in self.steps if step.id == id), None)

    @cached_property
    def stages(self) -> list[tuple[Stage, list[Step]]]:
        return [(stage, steps) for stage in STAGES if (steps := [step for step in self.steps if step.stage is stage])]


def ends_by_itself(carrier: Carrier, rule: EndingRule | None) -> bool:
    """Nobody has to cancel: the paid time runs out, or the carrier's service has ended."""
    return carrier.status is Status.ENDED or bool(rule and rule.ends is Ends.BY_ITSELF)


def needs_billing_day(carrier: Carrier) -> bool:
    """Whether some ending rule turns on the reader's own billing day."""
    return any(
        rule.period in {Period.CLOSING_DAY, Period.START_DAY} or rule.ends is Ends.CYCLE_END for rule in carrier.endings
    )
