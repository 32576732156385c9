"""In how many distinct plans of a carrier each claim takes part: what many readers see is mended first."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from carriers.facts import Carrier, Claim, Shared
from guide.outcomes import outcomes
from guide.plan import Plan, Step


def uses(carrier: Carrier, shared: Shared, now: dt.datetime) -> Counter[tuple[str, str]]:
    """In how many distinct plans each claim takes part, by its list and key: ("methods.documents", "online.passport").

    A row that holds at every carrier stands under "cases.special_cases", with its case: "lost-sim.stop-the-line".
    """
    return Counter(claim for one in outcomes(carrier, shared, now).plans for claim in claims_in(one.plan, shared))


def claims_in(plan: Plan, shared: Shared) -> set[tuple[str, str]]:
    """The claims a plan shows, each by its list and key."""
    by_id = dict(_step_claims(plan.carrier, shared))
    found = {("endings", plan.rule.key)} if plan.rule else set()
    found |= {("open_questions", row.key) for row in plan.unknowns}
    for step in plan.steps:
        found |= {by_id[step.id]} if step.id in by_id else set()
        found |= {("contacts", row.key) for row in step.contacts}
        found |= {("open_questions", row.key) for row in step.unknowns}
        found |= set(_fees(plan.carrier, step)) | set(_documents(step))
    return found


def _step_claims(carrier: Carrier, shared: Shared) -> Iterator[tuple[str, tuple[str, str]]]:
    """A step's id and its claim; the carrier's own rows come last, because they replace the general ones."""
    for case in shared.cases:
        for row in case.special_cases:
            yield f"{case.key}-{row.key}", ("cases.special_cases", f"{case.key}.{row.key}")
    for own in carrier.special_cases:
        yield f"{own.case}-{own.key}", ("special_cases", own.key)
    lists: tuple[tuple[str, str, list[Claim]], ...] = (
        ("method", "methods", list(carrier.methods)),
        ("sim-return", "sim_returns", list(carrier.sim_returns)),
    )
    for beginning, name, rows in lists:
        for claim in rows:
            yield f"{beginning}-{claim.key}", (name, claim.key)


def _fees(carrier: Carrier, step: Step) -> Iterator[tuple[str, str]]:
    shown = [(cost.title, cost.text, cost.jpy) for cost in step.costs]
    return (("fees", fee.key) for fee in carrier.fees if (fee.title, fee.text, fee.jpy) in shown)


def _documents(step: Step) -> Iterator[tuple[str, str]]:
    shown = {row.document.key for row in step.bring}
    for row in step.method.documents if step.method else ():
        if row.document in shown:
            yield "methods.documents", f"{step.method.key}.{row.key}"  # type: ignore[union-attr]
