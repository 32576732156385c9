"""What a plan stands on: facts, answers and a clock, and what every step takes from them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from msgspec import structs

from carriers.choices import Anchor, Stage, Status
from carriers.facts import (
    CancellationMethod,
    Carrier,
    Claim,
    Document,
    EndingRule,
    GeneralCase,
    OpenQuestion,
    Phrase,
    Shared,
    Source,
    Text,
)
from carriers.situations import Applies, Situation
from guide.answers import Answers
from guide.deadlines import Hours, Timing, lead_days, timing
from guide.plan.shape import Place, Step, ends_by_itself
from guide.questions import ACCESS, QUESTIONS, SIM, Words, asked_by
from guide.situations import Reader, reader, settled_by

NUMBER_LIVES_ON = {Situation.KEEP_NUMBER, Situation.PAUSE_NUMBER}


@dataclass(frozen=True)
class Ground:
    carrier: Carrier
    shared: Shared
    answers: Answers
    now: dt.datetime  # aware, in Japan

    @cached_property
    def reader(self) -> Reader:
        return reader(self.carrier, self.answers)

    @cached_property
    def here(self) -> frozenset[str]:
        return self.reader.here

    @cached_property
    def rule(self) -> EndingRule | None:
        """The first ending rule that applies."""
        return next((rule for rule in self.carrier.endings if self.holds(rule)), None)

    @cached_property
    def nothing_to_cancel(self) -> bool:
        return ends_by_itself(self.carrier, self.rule)

    @cached_property
    def number_lives_on(self) -> bool:
        """A number that is kept must not be cancelled: moving it ends the old line. Unless no row says how."""
        return bool(NUMBER_LIVES_ON & self.here) and any(
            row.stage is Stage.ON_THE_DAY and NUMBER_LIVES_ON & set(row.needs) and self.holds(row)
            for _case, row in self.cases()
        )

    @cached_property
    def parks(self) -> bool:
        """The line goes on while the reader is away."""
        return Situation.PAUSE_NUMBER in self.here and self.number_lives_on

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def holds(self, row: Claim | OpenQuestion) -> bool:
        return self.reader.applies(row) is Applies.YES

    def cases(self) -> Iterator[tuple[str, GeneralCase]]:
        """The carrier's rows, then the general ones it has not replaced under the same case and key.

        General rows prepare an ending; where the service has ended already they have nothing to say.
        """
        own = {(row.case, row.key) for row in self.carrier.special_cases}
        for row in self.carrier.special_cases:
            yield row.case, row
        if self.carrier.status is Status.ENDED:
            return
        for case in self.shared.cases:
            for general in case.special_cases:
                if (case.key, general.key) not in own:
                    yield case.key, general

    # Ways and days

    @cached_property
    def methods(self) -> list[CancellationMethod]:
        """The ways this reader can use, best first; those that still work before leaving stand first, then those
        that ask for no code a lost SIM could not receive.
        """
        if self.nothing_to_cancel or self.number_lives_on:
            return []
        usable = [row for row in self.carrier.methods if self.holds(row) and not self._barred_abroad(row)]
        return sorted(usable, key=lambda row: (self._comes_too_late(row), self._may_ask_for_a_code(row)))

    def _barred_abroad(self, method: CancellationMethod) -> bool:
        return Situation.ABROAD in self.here and method.from_abroad is False

    def _comes_too_late(self, method: CancellationMethod) -> bool:
        timed = self.timing_of(method)
        return bool(timed and timed.last_safe_day is None)

    def out_of_reach(self, method: CancellationMethod) -> bool:
        """Whether the way opens only after the reader has left, and not from abroad."""
        stays_behind = method.from_abroad is False or Situation.ABROAD in method.blocked_by
        return stays_behind and self._comes_too_late(method)

    def _may_ask_for_a_code(self, method: CancellationMethod) -> bool:
        """Signing in may end at a code by SMS; one who says that signing in works has been past it."""
        signs_in = Situation.NO_LOGIN in method.blocked_by
        return signs_in and Situation.NO_SMS in self.here and Situation.HAS_LOGIN in self.reader.unknown

    @cached_property
    def timing(self) -> Timing | None:
        """The days of the best way, or of no way in particular if there is none."""
        return self.timing_of(self.methods[0] if self.methods else None)

    def timing_of(self, method: CancellationMethod | None) -> Timing | None:
        if not self.rule or self.nothing_to_cancel:
            return None
        hours, rule = Hours(), self.rule
        if method:
            hours = Hours.of(method)
            rule = structs.replace(rule, notice_days=rule.notice_days + lead_days(method))
        return timing(rule, hours, self.now, self.answers.leaving_on, self.answers.billing_day)

    def day(self, anchor: Anchor | None, offset: int) -> dt.date | None:
        """The date a row asks for, never in the past; None where the day it counts from is not known."""
        anchors = {
            Anchor.TODAY: self.today,
            Anchor.APPLYING: self.timing and (self.timing.last_safe_day or self.timing.first_day),
            Anchor.ENDING: self.timing and self.timing.contract_ends,
            Anchor.LEAVING: self.answers.leaving_on,
        }
        start = anchors.get(anchor) if anchor else None
        return max(self.today, start + dt.timedelta(days=offset)) if start else None

    # What every step carries

    def step(self, id_: str, stage: Stage, row: Claim, place: Place, title: Text | Words, text: Text) -> Step:
        """A step that rests on one row."""
        return self.sourced(Step(id_, stage, title, text, because=self.because(row), place=place), row)

    def own(self, rows: str, row: Claim) -> Place:
        """Where one of the carrier's own rows stands."""
        return Place(self.carrier.slug, rows, row.key)

    def sourced(self, step: Step, row: Claim) -> Step:
        return replace(
            step,
            sources=self.cited([row]),
            confidence=row.confidence,
            conflict=row.conflict,
            checked_on=row.checked_on,
        )

    def cited(self, claims: Iterable[Claim]) -> tuple[Source, ...]:
        """The sources, the carrier's own first."""
        known = {source.key: source for source in (*self.shared.sources, *self.carrier.sources)}
        keys = dict.fromkeys(key for claim in claims for key in claim.sources)
        return tuple(sorted((known[key] for key in keys if key in known), key=lambda source: not source.official))

    def because(self, row: Claim, also: Iterable[str] = ()) -> tuple[str, ...]:
        """The answers that caused the step: the carrier, what the row needs, and what could have barred a way."""
        turns_on = {*row.needs, *(row.blocked_by if isinstance(row, CancellationMethod) else ())}
        open_to_answers = turns_on - settled_by(self.carrier)
        wanted = {question.key for name in open_to_answers if (question := asked_by(name))} | {"carrier", *also}
        if Situation.NO_SMS in open_to_answers and ACCESS.key not in self.answers:
            wanted.add(SIM.key)
        return tuple(key for key in QUESTIONS if key in wanted and key in self.answers)

    def phrases(self, keys: Iterable[str]) -> tuple[Phrase, ...]:
        """In the dictionary's order, which begins with the opening words."""
        wanted = set(keys)
        return tuple(phrase for phrase in self.shared.phrases if phrase.key in wanted)

    def document(self, key: str) -> Document | None:
        return next((document for document in self.shared.documents if document.key == key), None)
