"""The plan: steps with dates, built from a carrier's facts, the reader's answers and a clock.

Nothing here reads the database, a request or the time of day: `build_plan` is a function of its arguments.
"""

import datetime as dt

from carriers.facts import Carrier, Shared
from guide.answers import Answers
from guide.plan.cases import steps_of_cases, steps_of_sim_return
from guide.plan.ground import Ground
from guide.plan.shape import STAGES, Bring, Cost, Plan, Step, needs_billing_day
from guide.plan.unknowns import assumed, with_unknowns
from guide.plan.ways import steps_of_ways

__all__ = ["NEEDED", "STAGES", "Bring", "Cost", "Plan", "Step", "build_plan", "needs_billing_day"]

NEEDED = ("sources", "documents", "terms", "phrases", "cases")  # the dictionaries a plan and its page are made of


def build_plan(carrier: Carrier, shared: Shared, answers: Answers, now: dt.datetime) -> Plan:
    """The plan for these answers at this moment (an aware time in Japan)."""
    ground = Ground(carrier, shared, answers, now)
    steps = [*steps_of_ways(ground), *steps_of_cases(ground), *steps_of_sim_return(ground)]
    asking, unknowns = with_unknowns(ground, sorted(steps, key=_place))
    return Plan(
        carrier=carrier,
        answers=answers,
        now=now,
        rule=ground.rule,
        rule_sources=ground.cited([ground.rule]) if ground.rule else (),
        timing=ground.timing,
        steps=tuple(asking),
        assumed=assumed(ground),
        unknowns=unknowns,
    )


def _place(step: Step) -> tuple[int, int, dt.date]:
    """By stage; the way to cancel opens its day, the next best follows it; then by date, what has none last."""
    rank = 2 if step.method is None else int(step.alternative)
    return STAGES.index(step.stage), rank, step.do_by or dt.date.max
