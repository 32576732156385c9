"""The distinct plans a carrier's facts can lead to, found by trying the answers that could change one.

All answers times all others are billions of sets. Tried are: some days of leaving; with each of them, every answer
that could change the dates; leaving, staying and from abroad, every other answer; and so too every two answers that
some row names together. Sets with three optional answers or more are not tried.
"""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

from carriers.facts import CancellationMethod, Carrier, EndingRule, Fee, Shared
from carriers.situations import Applies
from guide.answers import Answers
from guide.deadlines import DAY, in_month, months_later
from guide.flow import questions_for, rows_of
from guide.plan import Plan, Step, build_plan
from guide.questions import CARRIER, CYCLE, CYCLE_END, FIRST, LEAVING, NUMBER, SINCE, UNSURE, WHERE, Question, asked_by
from guide.situations import reader, settled_by

SOON = 3 * DAY
LAST_DAY = 31  # of any month
DAYS_AHEAD = 367  # on which a reader may say to leave
Given = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Outcome:
    """One plan, as its shortest answers make it, and all the answers tried that lead to the same steps and dates."""

    plan: Plan
    led_here: tuple[Answers, ...]


@dataclass(frozen=True)
class Outcomes:
    plans: list[Outcome]
    tried: int
    possible: int  # how many sets of answers a reader could give


def outcomes(carrier: Carrier, shared: Shared, now: dt.datetime) -> Outcomes:
    """The distinct plans at this moment (aware, in Japan), those of the shortest answers first."""
    found: dict[Hashable, list[Plan]] = {}
    sets = answer_sets(carrier, shared, now.date())
    for answers in sets:
        plan = build_plan(carrier, shared, answers, now)
        found.setdefault(_what_it_says(plan), []).append(plan)
    plans = [Outcome(same[0], tuple(plan.answers for plan in same)) for same in found.values()]
    return Outcomes(plans, len(sets), _possible(carrier, shared))


# The answers


def answer_sets(carrier: Carrier, shared: Shared, today: dt.date) -> list[Answers]:
    """The sets to try, the shortest first."""
    asked = {question.key: question for question in questions_for(carrier, shared) if question not in FIRST}
    days = [_in_japan(value) for value in leaving_values(carrier, today)]
    abroad: Given = {WHERE.key: ("abroad",)}
    usual = [_in_japan(_mid_month(today).isoformat()), _in_japan("no"), abroad]
    dated, together = _acting(carrier, shared)
    sets: list[Given] = [*days, abroad]
    for key, question in asked.items():
        starts = [*days, abroad] if key in dated else usual
        sets += [start | {key: value} for start in starts for value in _values(carrier, question)]
    for one, other in together:
        values = product(_values(carrier, asked[one]), _values(carrier, asked[other]))
        sets += [start | {one: first, other: second} for first, second in values for start in usual]
    unlike = {(answers := Answers({CARRIER.key: (carrier.slug,), **given})).query(): answers for given in sets}
    return sorted(unlike.values(), key=lambda answers: sum(len(values) for values in answers.given.values()))


def _in_japan(leaving: str) -> Given:
    return {WHERE.key: ("japan",), LEAVING.key: (leaving,)}


def leaving_values(carrier: Carrier, today: dt.date) -> list[str]:
    """Not leaving, not yet sure; soon, in the middle and at the end of next month, and around the rules' own days."""
    soon, month = today + SOON, months_later(today, 1)
    days = {soon, _mid_month(today), in_month(month.year, month.month, LAST_DAY)}
    for rule in carrier.endings:
        for turn in ({rule.cutoff_day} if rule.cutoff_day else set()) | set(rule.closing_days):
            last = in_month(month.year, month.month, turn)
            days |= {last, last + 2 * DAY}  # in time with a day in hand, and too late
    return [option.value for option in LEAVING.options] + [day.isoformat() for day in sorted(days)]


def _mid_month(today: dt.date) -> dt.date:
    month = months_later(today, 1)
    return in_month(month.year, month.month, 15)


def _values(carrier: Carrier, question: Question) -> list[tuple[str, ...]]:
    if question is CYCLE:
        return [(value,) for value in (*_billing_days(carrier), UNSURE)]
    single: list[tuple[str, ...]] = [(option.value,) for option in question.options]
    every = tuple(option.value for option in question.options if option.value != "none")
    return [*single, every] if question.several else single


def _billing_days(carrier: Carrier) -> list[str]:
    days = {day for rule in carrier.endings for day in rule.closing_days} or {1, 15, LAST_DAY}
    return [CYCLE_END if day == LAST_DAY else str(day) for day in sorted(days)]


def _acting(carrier: Carrier, shared: Shared) -> tuple[set[str], list[tuple[str, str]]]:
    """The questions that could change the dates, and the pairs of questions that act on the plan together."""
    asked = {question.key for question in questions_for(carrier, shared) if question not in FIRST}
    dated, groups = {CYCLE.key} & asked, []
    here, settled = reader(carrier, Answers()), settled_by(carrier)
    for row in rows_of(carrier, shared):
        if here.applies(row) is Applies.NO:
            continue
        named = {q.key for name in {*row.needs, *row.blocked_by} - settled if (q := asked_by(name))} & asked
        if isinstance(row, CancellationMethod | EndingRule):
            dated |= named  # where one way is barred the next is taken: all of these act together
        elif isinstance(row, Fee):
            named |= {NUMBER.key, SINCE.key} & asked  # see guide/plan/costs.py
        groups.append(named)
    return dated, sorted({pair for group in (*groups, dated) for pair in combinations(sorted(group), 2)})


def _possible(carrier: Carrier, shared: Shared) -> int:
    """Every answer to every question asked, or none; a question with several answers has every mixture of them."""
    optional = [question for question in questions_for(carrier, shared) if question not in FIRST]
    days = DAYS_AHEAD + len(LEAVING.options)
    return (days + 1) * prod(
        2 ** (len(question.options) - 1) + 1 if question.several else len(question.options) + 1 for question in optional
    )


# The plans


def _what_it_says(plan: Plan) -> Hashable:
    """Equal for plans with the same steps and dates."""
    days = (plan.nothing_to_cancel, plan.last_safe_day, plan.contract_ends, plan.pauses, plan.timing)
    rule = plan.rule.key if plan.rule else ""
    return days, rule, tuple(map(_step_says, plan.steps)), tuple(row.key for row in plan.unknowns)


def _step_says(step: Step) -> Hashable:
    dates = (step.do_by, step.when, step.window_closes, step.next_closes, step.sent_now_counts_on)
    bring = tuple((row.document.key, row.if_held) for row in step.bring)
    costs = tuple((row.title.en, row.jpy, row.certain) for row in step.costs)
    below = tuple(row.key for rows in (step.contacts, step.unknowns) for row in rows)
    return step.id, step.certain, step.alternative, dates, bring, costs, below
