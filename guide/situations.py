"""From the carrier and the answers to the situations the reader is in, and those we do not know about."""

from dataclasses import dataclass

from carriers.choices import Billing, Kind
from carriers.facts import Carrier, Claim, OpenQuestion
from carriers.situations import Applies, Situation, applies
from guide.answers import Answers
from guide.questions import ACCESS, LEAVING, LINE, QUESTIONS, WHERE

PREPAID_LINES = {"prepaid", "travel"}
SILENT = {Situation.SIM_LOST, Situation.SIM_BROKEN}  # no SMS arrives, unless the reader says one does


@dataclass(frozen=True)
class Reader:
    """Where the reader stands: `here` is true of them, `unknown` may be."""

    here: frozenset[str]
    unknown: frozenset[str]

    def applies(self, row: Claim | OpenQuestion) -> Applies:
        return applies(row.needs, row.blocked_by, self.here, self.unknown)


def reader(carrier: Carrier, answers: Answers) -> Reader:
    here: set[str] = set()
    unknown: set[str] = set()
    for question in QUESTIONS.values():
        if not answers.known(question.key):
            unknown |= question.situations
            continue
        chosen = answers.all(question.key)
        for option in question.options:
            here |= option.puts if option.value in chosen else option.otherwise
        if question is LEAVING and answers.leaving_on:
            here.add(Situation.LEAVING)
    if SILENT & here and not answers.known(ACCESS.key):
        here.add(Situation.NO_SMS)
        unknown.discard(Situation.HAS_SMS)
    settled, open_ = _billing(carrier, answers)
    here = (here - {Situation.MONTHLY, Situation.PREPAID}) | settled
    if carrier.kind is Kind.TRAVEL:
        here.add(Situation.TRAVEL_LINE)
    unknown = (unknown - {Situation.MONTHLY, Situation.PREPAID}) | open_
    if WHERE.key in answers and answers.one(WHERE.key) == "abroad":
        unknown -= LEAVING.situations
    return Reader(frozenset(here), frozenset(unknown - here))


def _billing(carrier: Carrier, answers: Answers) -> tuple[set[str], set[str]]:
    """Monthly or prepaid: the carrier says it, or where it sells both, the kind of line does.

    Not said, the line is taken for monthly, because a bill that goes on is the worse surprise; PREPAID stays open,
    so the plan says what it assumes.
    """
    if carrier.billing is Billing.MONTHLY:
        return {Situation.MONTHLY}, set()
    if carrier.billing is Billing.PREPAID:
        return {Situation.PREPAID}, set()
    if not answers.known(LINE.key):
        return {Situation.MONTHLY}, {Situation.PREPAID}
    prepaid = answers.one(LINE.key) in PREPAID_LINES
    return {Situation.PREPAID if prepaid else Situation.MONTHLY}, set()


def settled_by(carrier: Carrier) -> frozenset[str]:
    """Situations no answer changes at this carrier."""
    travel = {Situation.TRAVEL_LINE} if carrier.kind is Kind.TRAVEL else set()
    billing = set() if carrier.billing is Billing.MIXED else {Situation.MONTHLY, Situation.PREPAID}
    return frozenset(travel | billing)
