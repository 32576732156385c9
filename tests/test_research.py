"""No fact of the research is lost: each stands in the `facts` of a published row, or has a written reason."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from carriers.facts import claims_of
from carriers.seed import content

HERE = Path(__file__).parent
# The research's fact ids with their confidence, one a line.
RESEARCH = dict(line.split() for line in (HERE / "research_facts.txt").read_text().splitlines())
LEFT_OUT: dict[str, str] = yaml.safe_load((HERE / "research_left_out.yaml").read_text())


def carried() -> Iterator[str]:
    shared, carriers = content.read()
    for facts in (*carriers, *shared.cases):
        for claim in claims_of(facts):
            yield from claim.facts if claim.published else ()


CARRIED = frozenset(carried())


def test_every_sure_fact_is_carried_or_left_out_for_a_reason() -> None:
    sure = {fact for fact, confidence in RESEARCH.items() if confidence != "low"}
    assert sorted(sure - CARRIED - LEFT_OUT.keys()) == []


def test_no_row_carries_a_fact_the_research_does_not_hold() -> None:
    assert sorted(CARRIED - RESEARCH.keys()) == []


def test_nothing_is_both_carried_and_left_out() -> None:
    assert sorted(CARRIED & LEFT_OUT.keys()) == []
    assert all(reason.strip() for reason in LEFT_OUT.values())
