"""What ending the contract costs this reader."""

import datetime as dt

from carriers.choices import FeeKind
from carriers.facts import Fee
from carriers.situations import Applies, Situation
from guide.plan.ground import Ground
from guide.plan.shape import Cost

YEAR = dt.timedelta(days=365)


def costs(ground: Ground) -> tuple[Cost, ...]:
    """The fees of what the reader does: cancelling, moving the number or parking it."""
    states = [(fee, _state(ground, fee)) for fee in ground.carrier.fees if fee.kind in _kinds(ground)]
    return tuple(
        Cost(fee.title, fee.text, fee.jpy, state is Applies.YES) for fee, state in states if state is not Applies.NO
    )


def _kinds(ground: Ground) -> set[FeeKind]:
    if Situation.PAUSE_NUMBER in ground.here:
        return {FeeKind.KEEPING}
    if Situation.KEEP_NUMBER in ground.here:
        return {FeeKind.PORT_OUT, FeeKind.SHORT_TERM}
    return {FeeKind.ENDING, FeeKind.SHORT_TERM, FeeKind.HANDLING}


def _state(ground: Ground, fee: Fee) -> Applies:
    """Whether the fee hits a contract as old as the reader says; MAYBE where it turns on a date not asked for."""
    year_ago = ground.today - YEAR
    first_year_alone = (fee.within_days and dt.timedelta(days=fee.within_days) <= YEAR) or (
        fee.contract_from and fee.contract_from > year_ago
    )
    if Situation.AFTER_FIRST_YEAR in ground.here and first_year_alone:
        return Applies.NO
    if Situation.FIRST_YEAR in ground.here and fee.contract_to and fee.contract_to < year_ago:
        return Applies.NO
    state = ground.reader.applies(fee)
    conditional = fee.within_days or fee.contract_from or fee.contract_to
    return Applies.MAYBE if state is Applies.YES and conditional else state
