"""In how many distinct plans of a carrier each claim takes part: what many readers see is mended first."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from carriers.facts import Carrier, Shared
from guide.outcomes import outcomes
from guide.plan import Plan, Step


def uses(carrier: Carrier, shared: Shared, now: dt.datetime) -> Counter[tuple[str, str]]:
    """In how many distinct plans each claim takes part, by its list and key: ("methods.documents", "online.passport").

    A row that holds at every carrier stands under "cases.special_cases", with its case: "lost-sim.stop-the-line".
    """
    return Counter(claim for one in outcomes(carrier, shared, now).plans for claim in claims_in(one.plan))


def claims_in(plan: Plan) -> set[tuple[str, str]]:
    """The claims a plan shows, each by its list and key."""
    found = {("endings", plan.rule.key)} if plan.rule else set()
    found |= {("open_questions", row.key) for row in plan.unknowns}
    for step in plan.steps:
        found |= {(step.place.rows, step.place.key)} if step.place else set()
        found |= {("contacts", row.key) for row in step.contacts}
        found |= {("open_questions", row.key) for row in step.unknowns}
        found |= set(_fees(plan.carrier, step)) | set(_documents(step))
    return found


def _fees(carrier: Carrier, step: Step) -> Iterator[tuple[str, str]]:
    shown = [(cost.title, cost.text, cost.jpy) for cost in step.costs]
    return (("fees", fee.key) for fee in carrier.fees if (fee.title, fee.text, fee.jpy) in shown)


def _documents(step: Step) -> Iterator[tuple[str, str]]:
    shown = {row.document.key for row in step.bring}
    for row in step.method.documents if step.method else ():
        if row.document in shown:
            yield "methods.documents", f"{step.method.key}.{row.key}"  # type: ignore[union-attr]
