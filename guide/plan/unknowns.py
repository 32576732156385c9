"""What the plan does not know: what it assumes of the reader, and what no source says."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from carriers.choices import Billing, Topic
from carriers.facts import OpenQuestion
from carriers.situations import Situation
from guide.plan.ground import Ground
from guide.plan.shape import ASK, Step, needs_billing_day
from guide.questions import ACCESS, CYCLE, QUESTIONS, Question, asked_by

ON_THE_DAY = {
    Topic.METHOD,
    Topic.DOCUMENTS,
    Topic.ENDING,
    Topic.FEES,
    Topic.LANGUAGE,
    Topic.ABROAD,
    Topic.PROXY,
}
BY_BEGINNING = {
    "last-bill": Topic.LAST_BILL,
    "proof": Topic.PROOF,
    "sim-return": Topic.SIM_RETURN,
    "handset-payments": Topic.DEVICE,
    "keep-number": Topic.NUMBER,
    "away-for-months": Topic.NUMBER,
    "unused-sim": Topic.UNUSED,
}
# An unknown about a situation the reader is not in would only be noise.
ONLY_FOR = {
    Topic.ABROAD: {Situation.ABROAD},
    Topic.NUMBER: {Situation.KEEP_NUMBER, Situation.PAUSE_NUMBER},
    Topic.DEVICE: {Situation.HAS_INSTALMENTS},
    Topic.UNUSED: {Situation.SIM_UNUSED},
    Topic.PROXY: {Situation.BY_PROXY, Situation.HOLDER_DIED, Situation.HOLDER_MINOR},
}
WITHOUT_SMS = replace(ACCESS, assumed=_("you can sign in to the carrier’s page"))


def assumed(ground: Ground) -> tuple[Question, ...]:
    """The questions not answered for which the plan takes something for granted, in the order they are asked."""
    names: list[str] = list(ground.methods[0].blocked_by) if ground.methods else []
    if not ground.nothing_to_cancel:
        names.append(Situation.KEEP_NUMBER)
    if ground.carrier.billing is Billing.MIXED:
        names.append(Situation.PREPAID)
    found = {question.key for question in _open(ground, names) if question.assumed}
    if ground.rule and needs_billing_day(ground.carrier) and ground.answers.billing_day is None:
        found.add(CYCLE.key)
    silent = Situation.NO_SMS in ground.here
    asked = [question for key, question in QUESTIONS.items() if key in found]
    return tuple(WITHOUT_SMS if silent and question is ACCESS else question for question in asked)


def _open(ground: Ground, names: Iterable[str]) -> list[Question]:
    asked = [question for name in names if name in ground.reader.unknown and (question := asked_by(name))]
    return [question for question in asked if question.key not in ground.answers]


def with_unknowns(ground: Ground, steps: Iterable[Step]) -> tuple[list[Step], tuple[OpenQuestion, ...]]:
    """Each open question at the first step it concerns, and those that concern no step."""
    left = [row for row in ground.carrier.open_questions if ground.holds(row) and _concerns(ground, row)]
    asking = []
    for step in steps:
        here = [row for row in left if row.topic in _topics(step)]
        left = [row for row in left if row not in here]
        asking.append(replace(step, unknowns=tuple(here)))
    return asking, tuple(left)


def _concerns(ground: Ground, row: OpenQuestion) -> bool:
    if ground.parks:
        return row.topic is Topic.NUMBER
    return row.topic not in ONLY_FOR or bool(ONLY_FOR[row.topic] & ground.here)


def _topics(step: Step) -> set[Topic]:
    if step.id == ASK or (step.method and not step.alternative):
        return ON_THE_DAY
    return {topic for beginning, topic in BY_BEGINNING.items() if step.id.startswith(beginning)}
