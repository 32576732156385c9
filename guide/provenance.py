"""How well a claim is known: where it comes from, how sure it is, what speaks against it and when it was checked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from carriers.choices import Confidence
from carriers.facts import Source, Text
from guide.plan import Plan, Step


@dataclass(frozen=True, slots=True)
class Provenance:
    """Official sources come first."""

    sources: tuple[Source, ...]
    confidence: Confidence
    conflict: Text
    checked_on: dt.date | None

    @property
    def first(self) -> Source | None:
        return self.sources[0] if self.sources else None

    @property
    def in_doubt(self) -> bool:
        """Something speaks against it, and it is not sure; against what is sure a caveat is enough."""
        return bool(self.conflict) and self.confidence is Confidence.LOW

    @property
    def partly(self) -> bool:
        """Only some of it is from an official page."""
        return bool(self.sources) and self.sources[0].official and not self.sources[-1].official


def provenance_of(row: Any, sources: Iterable[Source]) -> Provenance:
    """Of a claim, or of a step, which says the same about itself."""
    own_first = tuple(sorted(sources, key=lambda source: not source.official))
    return Provenance(own_first, row.confidence, row.conflict, row.checked_on)


def provenance_of_step(step: Step) -> Provenance:
    return provenance_of(step, step.sources)


def provenance_of_rule(plan: Plan) -> Provenance:
    """Of the ending rule a plan's days rest on."""
    return provenance_of(plan.rule, plan.rule_sources)
