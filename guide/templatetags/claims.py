"""Where a claim comes from, beside the claim."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from carriers.facts import Claim, Source
from guide.language import reader_language
from guide.provenance import Provenance, provenance_of, provenance_of_rule, provenance_of_step
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


@register.simple_tag
def provenance(
    claim: Claim, sources: Mapping[str, Source], unit: str = "", rows: str = "", above: str = ""
) -> SafeString:
    """Source, date, confidence and conflict of a row; with its place (guide/reports), the way to report on it.

    `above`: the key of the row it belongs to, as a document to its way to cancel.
    """
    key = f"{above}.{claim.key}" if above else claim.key
    report = reverse("report", args=[unit, rows, key]) if unit else ""
    return _block(provenance_of(claim, picked(sources, claim.sources)), report, reader_language())


@register.simple_tag
def step_provenance(step: Any) -> SafeString:
    """The same for a step of a plan; one that rests on no row of its own is nothing to report on."""
    report = reverse("report", args=step.place) if step.place else ""
    return _block(provenance_of_step(step), report, reader_language())


@register.simple_tag
def rule_provenance(plan: Any) -> SafeString:
    """The same for the ending rule a plan's days rest on."""
    report = reverse("report", args=[plan.carrier.slug, "endings", plan.rule.key])
    return _block(provenance_of_rule(plan), report, reader_language())


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


@lru_cache(maxsize=2048)
def _block(provenance: Provenance, report: str, language: str) -> SafeString:
    """A long page has fifty of them, which was half of its work; they change as rarely as the facts."""
    return render_to_string("guide/_provenance.html", {"provenance": provenance, "report": report})
