"""The steps of the day itself: the best way to cancel and the next, or that there is none, or none needed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from carriers.choices import Stage, Status
from carriers.facts import NO_TEXT, CancellationMethod, Claim, Contact
from carriers.situations import Applies, Situation
from guide.deadlines import Hours, Timing
from guide.plan.costs import costs
from guide.plan.ground import Ground
from guide.plan.shape import ASK, Bring, Step, needs_billing_day
from guide.questions import CYCLE, LEAVING, QUESTIONS

WAYS_BARRED = (
    _("No way we know of is open to you as you are: ask the carrier"),
    _(
        "Each known way needs something you do not have now. "
        "Ask with the sentences below, and change an answer when something works again."
    ),
)
NO_WAY_KNOWN = (
    _("No source says how to cancel here: ask the carrier"),
    _("Ask with the sentences below, and keep the answer in writing."),
)


def steps_of_ways(ground: Ground) -> Iterator[Step]:
    if ground.nothing_to_cancel:
        yield _nothing_to_cancel(ground)
    elif not ground.methods and not ground.number_lives_on:
        yield _ask_the_carrier(ground)
    ways = [row for place, row in enumerate(ground.methods) if place == 0 or not ground.out_of_reach(row)]
    steps = [_way(ground, row, alternative=place > 0) for place, row in enumerate(ways[:2])]
    for way in steps:
        yield replace(way, next_closes=None if way.alternative else _closes_no_later(*steps))


def _closes_no_later(best: Step, next_best: Step | None = None) -> dt.date | None:
    """The last day of the next best way where it does not outlast the best: one who waits has no second try."""
    if next_best is None or "from" in (best.when, next_best.when) or not best.do_by or not next_best.do_by:
        return None
    return next_best.do_by if next_best.do_by <= best.do_by else None


def _way(ground: Ground, method: CancellationMethod, *, alternative: bool) -> Step:
    timed = ground.timing_of(method)
    by_billing_day = ground.answers.billing_day is not None and needs_billing_day(ground.carrier)
    return replace(
        ground.step(
            f"method-{method.key}",
            Stage.ON_THE_DAY,
            method,
            ground.own("methods", method),
            method.title,
            method.text,
        ),
        do_by=(timed.last_safe_day or timed.first_day) if timed else None,
        when="by" if timed is None or timed.last_safe_day else "from",
        alternative=alternative,
        method=method,
        timing=timed,
        sent_now_counts_on=_counts_too_late(ground, method, timed),
        what_to_do=tuple(method.steps),
        bring=tuple(sorted(_bring(ground, method), key=lambda row: row.if_held)),
        costs=() if alternative else costs(ground),
        phrases=ground.phrases(method.phrases),
        because=ground.because(method, (LEAVING.key, *([CYCLE.key] if by_billing_day else []))),
    )


def _counts_too_late(ground: Ground, method: CancellationMethod, timed: Timing | None) -> dt.date | None:
    """The day a request sent at this hour would count, where one sent in open hours still saves money or the flight."""
    counts_on = Hours.of(method).counts_on(ground.now)
    if not timed or not counts_on or counts_on <= timed.first_day:
        return None
    wanted_by = timed.cheaper_by or timed.last_safe_day
    return counts_on if wanted_by is None or counts_on > wanted_by else None


def _bring(ground: Ground, method: CancellationMethod) -> Iterator[Bring]:
    for row in method.documents:
        document = ground.document(row.document)
        if ground.reader.applies(row) is not Applies.NO and document:
            yield Bring(
                document, row.note, tuple(Situation(name) for name in row.needs if name in ground.reader.unknown)
            )


def _nothing_to_cancel(ground: Ground) -> Step:
    step = Step(
        "nothing-to-cancel",
        Stage.ON_THE_DAY,
        ground.rule.title if ground.rule else _("There is nothing to cancel"),
        ground.rule.text if ground.rule else NO_TEXT,
        because=("carrier",),
        to_do=False,
    )
    if ground.carrier.status is Status.ENDED:
        return replace(step, text=ground.carrier.status_note, sources=tuple(ground.carrier.sources))
    if not ground.rule:
        return step
    return replace(ground.sourced(step, ground.rule), place=ground.own("endings", ground.rule))


def _ask_the_carrier(ground: Ground) -> Step:
    """All ways are barred: say so, name what bars them, and whom to ask."""
    because = {key for method in ground.carrier.methods for key in ground.because(method)} | {"carrier"}
    contacts = tuple(row for row in ground.carrier.contacts if ground.holds(row) and _reachable(ground, row))
    claims: list[Claim] = [*contacts, *ground.carrier.methods, *ground.carrier.endings]
    title, text = WAYS_BARRED if ground.carrier.methods else NO_WAY_KNOWN
    return Step(
        ASK,
        Stage.ON_THE_DAY,
        title,
        text,
        do_by=ground.today,
        because=tuple(key for key in QUESTIONS if key in because),
        sources=ground.cited(claims),
        contacts=contacts,
    )


def _reachable(ground: Ground, contact: Contact) -> bool:
    """Numbers said not to work from abroad help nobody there."""
    return Situation.ABROAD not in ground.here or contact.from_abroad is not False
