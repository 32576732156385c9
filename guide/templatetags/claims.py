"""Where a claim comes from, beside the claim."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from carriers.choices import Confidence
from carriers.facts import Claim, Source, Text

register = template.Library()


@register.filter
def lookup(mapping: Mapping[str, Any], key: str) -> Any:
    return mapping.get(key)


@register.filter
def picked(mapping: Mapping[str, Any], keys: Iterable[str]) -> list[Any]:
    """The entries with these keys, those without an entry left out."""
    return [mapping[key] for key in keys if key in mapping]


@register.filter
def published(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row.published]


@register.inclusion_tag("guide/_provenance.html")
def provenance(claim: Claim, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Source, date, confidence and conflict of a row."""
    return _shown(picked(sources, claim.sources), claim.confidence, claim.conflict, claim.checked_on)


@register.inclusion_tag("guide/_provenance.html")
def step_provenance(step: Any) -> dict[str, Any]:
    """The same for a step of a plan."""
    return _shown(step.sources, step.confidence, step.conflict, step.checked_on)


@register.inclusion_tag("guide/_provenance.html")
def rule_provenance(plan: Any) -> dict[str, Any]:
    """The same for the ending rule a plan's days rest on."""
    rule = plan.rule
    return _shown(plan.rule_sources, rule.confidence, rule.conflict, rule.checked_on)


def _shown(sources: Iterable[Source], confidence: Confidence, conflict: Text, checked_on: Any) -> dict[str, Any]:
    own_first = sorted(sources, key=lambda source: not source.official)
    return {
        "first": own_first[0] if own_first else None,
        "others": own_first[1:],
        "partly": bool(own_first) and own_first[0].official and not own_first[-1].official,
        "confidence": confidence,
        "conflict": conflict,
        "checked_on": checked_on,
    }
