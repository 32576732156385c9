"""Which questions a carrier's facts ask for, and in which order they would change the plan."""

from collections import Counter
from collections.abc import Iterator

from carriers.facts import CancellationMethod, Carrier, Claim, EndingRule, Shared
from carriers.situations import Applies
from guide.answers import Answers
from guide.plan import needs_billing_day
from guide.questions import CYCLE, FIRST, LEAVING, PAGES, QUESTIONS, SINCE, WHERE, Question, asked_by
from guide.situations import reader, settled_by


def rows_of(carrier: Carrier, shared: Shared) -> Iterator[Claim]:
    """Every row that can enter a plan of this carrier."""
    rows: list[Claim] = [*carrier.endings, *carrier.methods, *carrier.fees, *carrier.sim_returns]
    rows += [document for method in carrier.methods for document in method.documents]
    rows += [row for row in carrier.special_cases if row.stage != "none"]
    rows += [row for case in shared.cases for row in case.special_cases if row.stage != "none"]
    return iter(rows)


def questions_for(carrier: Carrier, shared: Shared) -> list[Question]:
    """The questions some row of this carrier turns on; the first three always."""
    settled, anybody = settled_by(carrier), reader(carrier, Answers())
    wanted = {question.key for question in FIRST}
    for row in rows_of(carrier, shared):
        if anybody.applies(row) is not Applies.NO:
            wanted |= {q.key for name in {*row.needs, *row.blocked_by} - settled if (q := asked_by(name))}
    if needs_billing_day(carrier):
        wanted.add(CYCLE.key)
    if any(fee.within_days or fee.contract_from for fee in carrier.fees):
        wanted.add(SINCE.key)
    return [question for question in QUESTIONS.values() if question.key in wanted]


def relevant(carrier: Carrier, shared: Shared, answers: Answers) -> Answers:
    """The answers some question of this carrier asks for; the others are ignored."""
    return answers.only(question.key for question in questions_for(carrier, shared))


def open_pages(carrier: Carrier, shared: Shared, answers: Answers) -> list[tuple[Question, ...]]:
    """The optional pages with questions not answered yet, the one that would change most first."""
    asked = [question for question in questions_for(carrier, shared) if question not in FIRST]
    weights = _weights(carrier, shared, answers)
    pages = []
    for page in PAGES:
        here = tuple(q for q in page if q in asked and q.key not in answers)
        if here:
            pages.append(here)
    return sorted(pages, key=lambda page: -max(weights[question.key] for question in page))


def _weights(carrier: Carrier, shared: Shared, answers: Answers) -> Counter[str]:
    """How much of this plan still turns on each question: a way or a rule counts more than a step."""
    here = reader(carrier, answers)
    weights: Counter[str] = Counter()
    for row in rows_of(carrier, shared):
        if here.applies(row) is Applies.NO:
            continue
        weight = 5 if isinstance(row, CancellationMethod | EndingRule) else 2
        for question in {
            q.key for name in (*row.needs, *row.blocked_by) if name in here.unknown and (q := asked_by(name))
        }:
            weights[question] += weight
    if needs_billing_day(carrier):
        weights[CYCLE.key] += 20
    return weights


def next_required(answers: Answers) -> Question | None:
    """The first of the three questions that still stands between the reader and a plan."""
    if not answers.carrier:
        return FIRST[0]
    if WHERE.key not in answers:
        return WHERE
    if answers.one(WHERE.key) == "japan" and LEAVING.key not in answers:
        return LEAVING
    return None
