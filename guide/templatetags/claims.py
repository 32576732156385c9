"""Where a claim comes from, beside the claim."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from carriers.choices import Confidence
from carriers.facts import Claim, Source, Text
from guide.language import reader_language
from guide.reading import reading

register = template.Library()


@register.filter
def lookup(mapping: Mapping[str, Any], key: str) -> Any:
    return mapping.get(key)


@register.filter
def picked(mapping: Mapping[str, Any], keys: Iterable[str]) -> list[Any]:
    """The entries with these keys, those without an entry left out."""
    return [mapping[key] for key in keys if key in mapping]


@register.simple_tag
def source_line(source: Source) -> SafeString:
    """A long page names the same few sources a hundred times."""
    return _line(source, reader_language())


@lru_cache(maxsize=1024)
def _line(source: Source, language: str) -> SafeString:
    return render_to_string("guide/_source.html", {"source": source})


@register.inclusion_tag("guide/_provenance.html")
def provenance(
    claim: Claim, sources: Mapping[str, Source], unit: str = "", rows: str = "", above: str = ""
) -> dict[str, Any]:
    """Source, date, confidence and conflict of a row; with its place (guide/reports), the way to report on it.

    `above`: the key of the row it belongs to, as a document to its way to cancel.
    """
    shown = _shown(picked(sources, claim.sources), claim.confidence, claim.conflict, claim.checked_on)
    key = f"{above}.{claim.key}" if above else claim.key
    return shown | {"report": reverse("report", args=[unit, rows, key]) if unit else ""}


@register.inclusion_tag("guide/_provenance.html")
def step_provenance(step: Any) -> dict[str, Any]:
    """The same for a step of a plan; one that rests on no row of its own is nothing to report on."""
    shown = _shown(step.sources, step.confidence, step.conflict, step.checked_on)
    return shown | {"report": reverse("report", args=step.place) if step.place else ""}


@register.inclusion_tag("guide/_provenance.html")
def rule_provenance(plan: Any) -> dict[str, Any]:
    """The same for the ending rule a plan's days rest on."""
    rule = plan.rule
    shown = _shown(plan.rule_sources, rule.confidence, rule.conflict, rule.checked_on)
    return shown | {"report": reverse("report", args=[plan.carrier.slug, "endings", rule.key])}


@register.inclusion_tag("guide/_questions.html", takes_context=True)
def readers_questions(context: Context) -> dict[str, Any]:
    """What readers asked on this page, and the way to ask."""
    request = context["request"]
    page = request.path_info.split("/", 2)[2]  # without the language
    return {
        "answers": [row for row in reading(request).shared("answers").answers if row.page == page],
        "page": page,
        "sources": context["sources"],
        "explained": context.get("explained"),
    }


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
