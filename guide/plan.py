"""The plan: steps with dates, built from a carrier's facts, the reader's answers and a clock.

Nothing here reads the database, a request or the time of day: `build_plan` is a function of its arguments.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from carriers.choices import Anchor, Confidence, Ends, FeeKind, Stage, Status, Topic
from carriers.facts import (
    NO_TEXT,
    CancellationMethod,
    Carrier,
    Claim,
    Contact,
    Document,
    EndingRule,
    Fee,
    GeneralCase,
    MethodStep,
    OpenQuestion,
    Phrase,
    Shared,
    Source,
    SpecialCase,
    Text,
)
from carriers.situations import Applies, Situation
from guide.answers import Answers
from guide.deadlines import Hours, Timing, initial_cancellation_until, month_end, months_later, sim_back_by, timing
from guide.questions import CYCLE, LEAVING, QUESTIONS, Question, Words, asked_by
from guide.situations import Reader, reader, settled_by

STAGES = (Stage.BEFORE, Stage.ON_THE_DAY, Stage.AFTER)
YEAR = dt.timedelta(days=365)
NUMBER_LIVES_ON = {Situation.KEEP_NUMBER, Situation.PAUSE_NUMBER}


@dataclass(frozen=True)
class Bring:
    document: Document
    note: Text
    if_held: bool  # we do not know whether the reader holds it


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
    because: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    confidence: Confidence = Confidence.LOW
    conflict: Text = NO_TEXT
    checked_on: dt.date | None = None
    window_closes: dt.date | None = None  # the last day of the 8-day window, if the papers came today
    certain: bool = True  # False: "if this is so for you", after an answer "I am not sure"
    alternative: bool = False  # the next best way, if the best one fails
    method: CancellationMethod | None = None
    timing: Timing | None = None
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
    timing: Timing | None
    steps: tuple[Step, ...]
    assumed: tuple[Question, ...]
    unknowns: tuple[OpenQuestion, ...]

    @property
    def leaving(self) -> dt.date | None:
        return self.answers.leaving_on

    @property
    def nothing_to_cancel(self) -> bool:
        """The contract ends by itself, or the carrier's service has ended: said plainly."""
        return self.carrier.status is Status.ENDED or bool(self.rule and self.rule.ends is Ends.BY_ITSELF)

    @property
    def last_safe_day(self) -> dt.date | None:
        return None if self.nothing_to_cancel or not self.timing else self.timing.last_safe_day

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

    @cached_property
    def stages(self) -> list[tuple[Stage, list[Step]]]:
        return [(stage, steps) for stage in STAGES if (steps := [step for step in self.steps if step.stage is stage])]


def build_plan(carrier: Carrier, shared: Shared, answers: Answers, now: dt.datetime) -> Plan:
    """The plan for these answers at this moment (an aware time in Japan)."""
    return _Builder(carrier, shared, answers, now).plan()


class _Builder:
    def __init__(self, carrier: Carrier, shared: Shared, answers: Answers, now: dt.datetime) -> None:
        self.carrier, self.shared, self.answers, self.now = carrier, shared, answers, now
        self.reader: Reader = reader(carrier, answers)
        self.sources = {source.key: source for source in (*shared.sources, *carrier.sources)}
        self.phrases = {phrase.key: phrase for phrase in shared.phrases}
        self.documents = {document.key: document for document in shared.documents}
        self.rule = next((rule for rule in carrier.endings if self._holds(rule)), None)
        self.assumed: dict[str, Question] = {}
        self.attached: set[str] = set()

    def plan(self) -> Plan:
        methods = [] if self.nothing_to_cancel or self._number_lives_on() else self._methods()
        self.timing = self._timing(methods[0] if methods else None)
        steps = [*self._method_steps(methods), *self._case_steps(), *self._sim_return_steps()]
        if self._pauses():
            steps = [step for step in steps if step.stage is not Stage.AFTER]
        steps = [self._with_unknowns(step) for step in steps]
        steps.sort(key=_place)
        self._assume_for_rule()
        leftover = tuple(row for row in self._open_questions() if row.key not in self.attached and self._general(row))
        return Plan(
            self.carrier, self.answers, self.now, self.rule, self.timing, tuple(steps),
            tuple(self.assumed.values()), leftover,
        )  # fmt: skip

    @property
    def nothing_to_cancel(self) -> bool:
        return self.carrier.status is Status.ENDED or bool(self.rule and self.rule.ends is Ends.BY_ITSELF)

    def _holds(self, row: Claim | OpenQuestion) -> bool:
        return row.published and self.reader.applies(row) is Applies.YES

    def _number_lives_on(self) -> bool:
        """A number that is kept must not be cancelled: moving it ends the old line. Unless no row says how."""
        return bool(NUMBER_LIVES_ON & self.reader.here) and any(
            row.stage is Stage.ON_THE_DAY and NUMBER_LIVES_ON & set(row.needs) and self._holds(row)
            for _case, row in self._cases()
        )

    def _pauses(self) -> bool:
        """Nothing ends where the number is parked: no last bill, no SIM to send back."""
        return Situation.PAUSE_NUMBER in self.reader.here and self._number_lives_on()

    # Dates

    def _timing(self, method: CancellationMethod | None) -> Timing | None:
        if not self.rule or self.nothing_to_cancel:
            return None
        hours = Hours.of(method) if method else Hours()
        return timing(self.rule, hours, self.now, self.answers.leaving_on, self.answers.billing_day)

    def _day(self, anchor: Anchor | None, offset: int) -> dt.date | None:
        """The date a row asks for; never in the past, and before leaving if it counts from applying or leaving."""
        today = self.now.date()
        anchors = {
            Anchor.TODAY: today,
            Anchor.APPLYING: self.timing and (self.timing.last_safe_day or self.timing.first_day),
            Anchor.ENDING: self.timing and self.timing.contract_ends,
            Anchor.LEAVING: self.answers.leaving_on,
        }
        start = anchors.get(anchor) if anchor else None
        return max(today, start + dt.timedelta(days=offset)) if start else None

    def _last_bill_day(self) -> dt.date | None:
        """The end of the month the last bill comes in, where the ending rule knows it."""
        if self.timing and self.rule and self.rule.last_bill_months is not None:
            return month_end(months_later(self.timing.contract_ends, self.rule.last_bill_months))
        return None

    # Ways to cancel

    def _methods(self) -> list[CancellationMethod]:
        """The ways this reader can use, best first; those that still work before leaving stand first."""
        usable = [method for method in self.carrier.methods if self._holds(method) and not self._barred_abroad(method)]
        return sorted(usable, key=lambda method: self._comes_too_late(method))

    def _barred_abroad(self, method: CancellationMethod) -> bool:
        return Situation.ABROAD in self.reader.here and method.from_abroad is False

    def _comes_too_late(self, method: CancellationMethod) -> bool:
        timed = self._timing(method)
        return bool(timed and timed.last_safe_day is None)

    def _method_steps(self, methods: list[CancellationMethod]) -> Iterator[Step]:
        if self.nothing_to_cancel:
            yield self._nothing_step()
        elif not methods and not self._number_lives_on():
            yield self._no_way_step()
        for place, method in enumerate(methods[:2]):
            yield self._method_step(method, alternative=place > 0)

    def _method_step(self, method: CancellationMethod, *, alternative: bool) -> Step:
        timed = self._timing(method)
        if not alternative:
            self._assume(method.blocked_by)
        counts_on = Hours.of(method).counts_on(self.now)
        return replace(
            self._claim_step(f"method-{method.key}", Stage.ON_THE_DAY, method, method.title, method.text),
            do_by=(timed.last_safe_day or timed.first_day) if timed else None,
            alternative=alternative,
            method=method,
            timing=timed,
            sent_now_counts_on=counts_on if timed and counts_on and counts_on > timed.first_day else None,
            what_to_do=tuple(method.steps),
            bring=tuple(self._bring(method)),
            costs=() if alternative else tuple(self._costs()),
            phrases=self._phrases(method.phrases),
            because=self._because(method, (LEAVING.key, *([CYCLE.key] if self._by_billing_day() else []))),
        )

    def _by_billing_day(self) -> bool:
        return self.answers.billing_day is not None and bool(self.rule) and needs_billing_day(self.carrier)

    def _bring(self, method: CancellationMethod) -> Iterator[Bring]:
        for row in method.documents:
            state = self.reader.applies(row)
            if row.published and state is not Applies.NO and row.document in self.documents:
                yield Bring(self.documents[row.document], row.note, state is Applies.MAYBE)

    def _costs(self) -> Iterator[Cost]:
        kinds = {FeeKind.ENDING, FeeKind.SHORT_TERM, FeeKind.HANDLING}
        if Situation.KEEP_NUMBER in self.reader.here:
            kinds = {FeeKind.PORT_OUT, FeeKind.SHORT_TERM}
        if Situation.PAUSE_NUMBER in self.reader.here:
            kinds = {FeeKind.KEEPING}
        for fee in self.carrier.fees:
            state = self._fee_state(fee)
            if fee.published and fee.kind in kinds and state is not Applies.NO:
                yield Cost(fee.title, fee.text, fee.jpy, state is Applies.YES)

    def _fee_state(self, fee: Fee) -> Applies:
        """Whether the fee hits a contract as old as the reader says; MAYBE where the reader has not said."""
        state = self.reader.applies(fee)
        today = self.now.date()
        over = (fee.within_days and dt.timedelta(days=fee.within_days) <= YEAR) or (
            fee.contract_from and fee.contract_from > today - YEAR
        )
        if Situation.AFTER_FIRST_YEAR in self.reader.here and over:
            return Applies.NO
        if Situation.FIRST_YEAR in self.reader.here and fee.contract_to and fee.contract_to < today - YEAR:
            return Applies.NO
        conditional = fee.within_days or fee.contract_from or fee.contract_to
        return Applies.MAYBE if state is Applies.YES and conditional else state

    def _nothing_step(self) -> Step:
        ended = self.carrier.status is Status.ENDED
        claim = None if ended else self.rule
        step = Step(
            "nothing-to-cancel",
            Stage.ON_THE_DAY,
            self.rule.title if self.rule else _("There is nothing to cancel"),
            self.carrier.status_note if ended else (self.rule.text if self.rule else NO_TEXT),
            because=("carrier",),
        )
        return self._sourced(step, claim) if claim else replace(step, sources=tuple(self.carrier.sources))

    def _no_way_step(self) -> Step:
        """All ways are barred: say so, name what bars them, and whom to ask."""
        barred = [method for method in self.carrier.methods if method.published]
        because = {key for method in barred for key in self._because(method)} | {"carrier"}
        contacts = tuple(row for row in self.carrier.contacts if self._holds(row))
        claims: list[Claim] = [*contacts, *barred, *self.carrier.endings]
        return Step(
            "ask-the-carrier",
            Stage.ON_THE_DAY,
            _("No way we know of is open to you as you are: ask the carrier"),
            _(
                "Each known way needs something you do not have now. "
                "Ask with the sentences below, and change an answer when something works again."
            ),
            do_by=self.now.date() if not self.timing else self.timing.last_safe_day or self.timing.first_day,
            because=tuple(key for key in QUESTIONS if key in because),
            sources=self._cited(claims),
            confidence=Confidence.LOW,
            contacts=contacts,
        )

    # Cases and the SIM

    def _cases(self) -> Iterator[tuple[str, GeneralCase]]:
        """The carrier's rows, then the general ones it has not replaced under the same case and key."""
        own = {(row.case, row.key) for row in self.carrier.special_cases if row.published}
        for row in self.carrier.special_cases:
            yield row.case, row
        for case in self.shared.cases:
            for general in case.special_cases:
                if case.published and (case.key, general.key) not in own:
                    yield case.key, general

    def _case_steps(self) -> Iterator[Step]:
        for case, row in self._cases():
            state = self.reader.applies(row)
            unsure = state is Applies.MAYBE and self._said_unsure(row)
            if row.published and row.stage in STAGES and (state is Applies.YES or unsure):
                yield self._case_step(case, row, certain=not unsure)

    def _said_unsure(self, row: Claim) -> bool:
        """Every open need belongs to a question answered with "I am not sure"."""
        questions = [asked_by(need) for need in row.needs if need not in self.reader.here]
        return all(question is not None and question.key in self.answers for question in questions)

    def _case_step(self, case: str, row: GeneralCase, *, certain: bool) -> Step:
        own = isinstance(row, SpecialCase)
        step = self._claim_step(f"{case}-{row.key}", row.stage, row, row.title, row.text)
        costs = () if row.jpy is None else (Cost(row.title, NO_TEXT, row.jpy, True),)
        if row.stage is Stage.ON_THE_DAY and NUMBER_LIVES_ON & set(row.needs):
            costs = (*costs, *self._costs())
        return replace(
            step,
            do_by=(not own and case == "last-bill" and self._last_bill_day()) or self._day(row.anchor, row.offset_days),
            window_closes=initial_cancellation_until(self.now.date()) if case == "first-eight-days" else None,
            certain=certain,
            costs=costs,
            phrases=self._phrases(row.phrases),
            contacts=self._contacts_for(case),
        )

    def _contacts_for(self, case: str) -> tuple[Contact, ...]:
        purpose = {"lost-sim": "lost", "already-abroad": "abroad"}.get(case)
        return tuple(row for row in self.carrier.contacts if self._holds(row) and row.purpose == purpose)

    def _sim_return_steps(self) -> Iterator[Step]:
        for row in self.carrier.sim_returns:
            if self._holds(row) and row.required is not None:
                title = _("Send the SIM back") if row.required else _("The SIM need not go back")
                step = self._claim_step(f"sim-return-{row.key}", Stage.AFTER, row, title, row.text)
                ended = self.timing and self.timing.contract_ends
                yield replace(
                    step,
                    do_by=sim_back_by(ended, row.days) if ended and row.days else None,
                    address=row.address,
                    costs=(Cost(row.text, NO_TEXT, row.jpy, False),) if row.jpy else (),
                )

    # What every step carries

    def _claim_step(self, id_: str, stage: Stage, row: Claim, title: Text | Words, text: Text) -> Step:
        return self._sourced(Step(id_, stage, title, text, because=self._because(row)), row)

    def _sourced(self, step: Step, row: Claim) -> Step:
        return replace(
            step,
            sources=self._cited([row]),
            confidence=row.confidence,
            conflict=row.conflict,
            checked_on=row.checked_on,
        )

    def _cited(self, claims: Iterable[Claim]) -> tuple[Source, ...]:
        """The sources, the carrier's own first."""
        keys = dict.fromkeys(key for claim in claims for key in claim.sources)
        return tuple(sorted((self.sources[key] for key in keys if key in self.sources), key=lambda s: not s.official))

    def _phrases(self, keys: Iterable[str]) -> tuple[Phrase, ...]:
        return tuple(self.phrases[key] for key in keys if key in self.phrases)

    def _because(self, row: Claim, also: Iterable[str] = ()) -> tuple[str, ...]:
        """The answers that caused the step: the carrier, and each answer the row turns on."""
        open_to_answers = {*row.needs, *row.blocked_by} - settled_by(self.carrier)
        wanted = {question.key for name in open_to_answers if (question := asked_by(name))} | {"carrier", *also}
        return tuple(key for key in QUESTIONS if key in wanted and key in self.answers)

    def _assume(self, situations: Iterable[str]) -> None:
        for name in situations:
            question = asked_by(name) if name in self.reader.unknown else None
            if question and question.assumed and question.key not in self.answers:
                self.assumed[question.key] = question

    def _assume_for_rule(self) -> None:
        if self.rule and needs_billing_day(self.carrier) and self.answers.billing_day is None:
            self.assumed[CYCLE.key] = CYCLE
        if not self.nothing_to_cancel:
            self._assume([Situation.KEEP_NUMBER])
        if self.carrier.billing == "mixed":
            self._assume([Situation.PREPAID])

    # What we do not know

    def _open_questions(self) -> list[OpenQuestion]:
        return [row for row in self.carrier.open_questions if self._holds(row)]

    def _general(self, row: OpenQuestion) -> bool:
        """Unknowns about a situation the reader is not in would only be noise."""
        asked_for = {
            Topic.ABROAD: Situation.ABROAD,
            Topic.NUMBER: Situation.KEEP_NUMBER,
            Topic.DEVICE: Situation.HAS_INSTALMENTS,
            Topic.UNUSED: Situation.SIM_UNUSED,
        }
        if row.topic is Topic.PROXY:
            return bool({Situation.BY_PROXY, Situation.HOLDER_DIED, Situation.HOLDER_MINOR} & self.reader.here)
        return row.topic not in asked_for or asked_for[row.topic] in self.reader.here

    def _with_unknowns(self, step: Step) -> Step:
        topics = _topics_of(step)
        rows = [row for row in self._open_questions() if row.topic in topics and self._general(row)]
        rows = [row for row in rows if row.key not in self.attached]
        self.attached |= {row.key for row in rows}
        return replace(step, unknowns=tuple(rows))


def _place(step: Step) -> tuple[int, int, dt.date]:
    """By stage; the way to cancel opens its day, the next best follows it; then by date, what has none last."""
    rank = 2 if step.method is None else int(step.alternative)
    return STAGES.index(step.stage), rank, step.do_by or dt.date.max


def _topics_of(step: Step) -> set[Topic]:
    if step.id == "ask-the-carrier" or (step.method and not step.alternative):
        return {Topic.METHOD, Topic.DOCUMENTS, Topic.ENDING, Topic.FEES, Topic.LANGUAGE, Topic.ABROAD, Topic.PROXY}
    for beginning, topics in (
        ("last-bill", {Topic.LAST_BILL}),
        ("proof", {Topic.PROOF}),
        ("sim-return", {Topic.SIM_RETURN}),
        ("handset-payments", {Topic.DEVICE}),
        ("keep-number", {Topic.NUMBER}),
        ("away-for-months", {Topic.NUMBER}),
        ("unused-sim", {Topic.UNUSED}),
    ):
        if step.id.startswith(beginning):
            return topics
    return set()


def needs_billing_day(carrier: Carrier) -> bool:
    """Whether some ending rule turns on the reader's own billing day."""
    return any(
        rule.published and (rule.period in {"closing_day", "start_day"} or rule.ends is Ends.CYCLE_END)
        for rule in carrier.endings
    )
