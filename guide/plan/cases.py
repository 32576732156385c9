"""The steps around the day: from special cases, and from what becomes of the SIM."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from carriers.choices import ContactPurpose, Stage
from carriers.facts import NO_TEXT, Claim, Contact, GeneralCase, SpecialCase
from carriers.situations import Applies
from guide.deadlines import initial_cancellation_until, month_end, months_later, sim_back_by
from guide.plan.costs import costs
from guide.plan.ground import NUMBER_LIVES_ON, Ground
from guide.plan.shape import STAGES, Cost, Place, Step, When
from guide.questions import asked_by

CONTACTS = {"lost-sim": ContactPurpose.LOST, "already-abroad": ContactPurpose.ABROAD}


def steps_of_cases(ground: Ground) -> Iterator[Step]:
    for case, row in ground.cases():
        state = ground.reader.applies(row)
        unsure = state is Applies.MAYBE and _said_unsure(ground, row)
        if row.stage in STAGES and (state is Applies.YES or unsure) and not _is_over(ground, row):
            yield _case_step(ground, case, row, certain=not unsure)


def _said_unsure(ground: Ground, row: Claim) -> bool:
    """Every open need belongs to a question answered with "I am not sure"."""
    questions = [asked_by(need) for need in row.needs if need not in ground.here]
    return all(question is not None and question.key in ground.answers for question in questions)


def _is_over(ground: Ground, row: GeneralCase) -> bool:
    """Nothing ends where the number is parked, so there is no "after"."""
    return row.stage is Stage.AFTER and ground.parks


def _case_step(ground: Ground, case: str, row: GeneralCase, *, certain: bool) -> Step:
    step = ground.step(f"{case}-{row.key}", row.stage, row, _place(ground, case, row), row.title, row.text)
    own_cost = () if row.jpy is None else (Cost(row.title, NO_TEXT, row.jpy, True),)
    moves_number = row.stage is Stage.ON_THE_DAY and bool(NUMBER_LIVES_ON & set(row.needs))
    return replace(
        step,
        do_by=_last_bill_day(ground, case, row) or ground.day(row.anchor, row.offset_days),
        when=_when(case, row),
        window_closes=initial_cancellation_until(ground.today) if case == "first-eight-days" else None,
        certain=certain,
        costs=(*own_cost, *(costs(ground) if moves_number else ())),
        phrases=ground.phrases(row.phrases),
        contacts=_contacts(ground, case),
    )


def _place(ground: Ground, case: str, row: GeneralCase) -> Place:
    if isinstance(row, SpecialCase):
        return ground.own("special_cases", row)
    return Place("cases", "cases.special_cases", f"{case}.{row.key}")


def _last_bill_day(ground: Ground, case: str, row: GeneralCase) -> dt.date | None:
    """The end of the month the last bill comes in, by the ending rule, or by the carrier's own row if that is later."""
    if case != "last-bill" or row.stage is not Stage.AFTER or not ground.timing or not ground.rule:
        return None
    months = ground.rule.last_bill_months
    by_rule = None if months is None else months_later(ground.timing.contract_ends, months)
    by_row = ground.day(row.anchor, row.offset_days) if isinstance(row, SpecialCase) or by_rule is None else None
    known = [day for day in (by_rule, by_row) if day]
    return month_end(max(known)) if known else None


def _when(case: str, row: GeneralCase) -> When:
    """An account is kept open until a day, an eSIM is deleted from a day on; all else is done by a day."""
    if row.stage is Stage.AFTER and case == "last-bill":
        return "until"
    return "from" if row.stage is Stage.AFTER and case == "esim" else "by"


def _contacts(ground: Ground, case: str) -> tuple[Contact, ...]:
    return tuple(row for row in ground.carrier.contacts if row.purpose == CONTACTS.get(case) and ground.holds(row))


def steps_of_sim_return(ground: Ground) -> Iterator[Step]:
    ended = ground.timing and ground.timing.contract_ends
    for row in ground.carrier.sim_returns:
        if row.required is None or not ground.holds(row) or ground.parks:
            continue
        title = _("Send the SIM back") if row.required else _("The SIM need not go back")
        yield replace(
            ground.step(f"sim-return-{row.key}", Stage.AFTER, row, ground.own("sim_returns", row), title, row.text),
            do_by=sim_back_by(ended, row.days) if ended and row.days else None,
            to_do=row.required,
            address=row.address,
            costs=(Cost(row.text, NO_TEXT, row.jpy, False),) if row.jpy else (),
        )
