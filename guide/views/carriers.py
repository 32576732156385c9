"""Carriers: the list, a carrier's page, its sources, and all of them side by side."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from carriers.choices import ArticleGroup, Kind, Network, SignKind, Status
from carriers.facts import Carrier, SpecialCase, claims_of
from guide import compare as comparison
from guide.choosing import ON_A_PAGE
from guide.compare import first_rule
from guide.difficulty import difficulty, leaves_by_itself, usual_methods, works_from_abroad
from guide.language import reader_language
from guide.linked_data import how_to, reviewed
from guide.naming import name_of, named
from guide.reading import reading
from guide.search import listed, matching
from guide.search.carriers import Listed
from guide.templatetags.words import plain
from guide.terms import Explained
from guide.views.crumbs import crumbs
from guide.views.typed import wanted
from guide.views.verbs import get_only

GENERAL = ("last-bill", "help", "proof")  # the cases to read where little is known of a carrier


@get_only
def carriers(request: HttpRequest) -> HttpResponse:
    name = wanted(request)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "network", "online", "abroad")}
    every = reading(request).each(listed)
    found = [carrier for carrier in matching(name, reading(request)) if _passes(carrier, chosen)]
    context = {
        "q": name,
        "chosen": chosen,
        "found": found,
        "every": every,
        "page": _page(request, found),
        "kept": urlencode({name: value for name, value in {"q": name, **chosen}.items() if value}),
        "kinds": Kind,
        "networks": Network,
    }
    return render(request, "guide/carriers.html", context | crumbs((_("Carriers"), "")))


def _page(request: HttpRequest, rows: list[Any]) -> Page:
    """The page of the list that the address names; the nearest there is."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))


def _passes(carrier: Listed, chosen: dict[str, str]) -> bool:
    return all(
        (
            chosen["kind"] in ("", carrier.kind),
            not chosen["network"] or chosen["network"] in carrier.networks,
            not chosen["online"] or carrier.online,
            not chosen["abroad"] or carrier.abroad,
        )
    )


def shown_carrier(request: HttpRequest, slug: str) -> Carrier:
    if facts := reading(request).carrier(slug):
        return facts
    raise Http404


@get_only
def carrier(request: HttpRequest, slug: str) -> HttpResponse:
    facts = shown_carrier(request, slug)
    shared = reading(request).shared("sources", "documents", "cases", "terms")
    context = {
        "carrier": facts,
        "cases": _own_cases(facts, {case.key: case for case in shared.cases}),
        "sources": {source.key: source for source in (*shared.sources, *facts.sources)},
        "cited": cited(facts),
        "documents": {document.key: document for document in shared.documents},
        "difficulty": difficulty(facts),
        "thin": is_thin(facts),
        "rule": first_rule(facts),
        "ended": facts.status is Status.ENDED,
        "none_needed": facts.status is Status.ENDED or leaves_by_itself(facts),
        "general": [case for case in shared.cases if case.key in GENERAL],
        "abroad": works_from_abroad(facts),
        "explained": Explained(shared.terms),
        "modified": reading(request).changed_at(slug),
        "reviewed": reviewed(claims_of(facts)),
        "linked": [how_to(row.title, row, reader_language()) for row in facts.methods if row.steps],
    }
    return render(request, "guide/carrier.html", context | crumbs((_("Carriers"), "carriers"), (plain(facts.name), "")))


def is_thin(carrier: Carrier) -> bool:
    """Neither how to end it nor when it ends is known."""
    return not (usual_methods(carrier) and first_rule(carrier)) and not leaves_by_itself(carrier)


def _own_cases(carrier: Carrier, cases: dict[str, Any]) -> list[tuple[Any, list[SpecialCase]]]:
    """The carrier's special cases under their cases, in the cases' order."""
    groups: dict[str, list[SpecialCase]] = {}
    for row in carrier.special_cases:
        groups.setdefault(row.case, []).append(row)
    return [(case, groups[key]) for key, case in cases.items() if key in groups]


def cited(carrier: Carrier) -> list[Any]:
    """The carrier's own sources that claims rest on, the official first."""
    keys = {key for claim in claims_of(carrier) for key in claim.sources}
    return sorted((source for source in carrier.sources if source.key in keys), key=lambda source: not source.official)


@get_only
def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """Each page the carrier's claims rest on, with what rests on it."""
    facts = shown_carrier(request, slug)
    shared = reading(request).shared("sources", "documents")
    known = {source.key: source for source in (*shared.sources, *facts.sources)}
    claims = list(claims_of(facts))
    used = dict.fromkeys(key for claim in claims for key in claim.sources if key in known)
    names = [(claim, plain(name_of(claim, shared.documents))) for claim in claims]
    rows = [(known[key], [name for claim, name in names if key in claim.sources]) for key in used]
    rows.sort(key=lambda row: (not row[0].official, -len(row[1])))
    context = {"carrier": facts, "rows": rows, "claims": len(claims)}
    trail = crumbs(
        (_("Carriers"), "carriers"), (plain(facts.name), reverse("carrier", args=[slug])), (_("Sources"), "")
    )
    return render(request, "guide/sources.html", context | trail)


@get_only
def compare(request: HttpRequest) -> HttpResponse:
    sort = next((key for key in comparison.SORTABLE if key == request.GET.get("sort")), "")
    popular_first = reading(request).each(comparison.compared)
    every = comparison.in_order(popular_first, sort)
    slugs = set(request.GET.getlist("carrier"))
    chosen = [carrier for carrier in every if carrier.slug in slugs]
    page = _page(request, chosen or every)
    documents = {document.key: document for document in reading(request).shared("documents").documents}
    context = {
        "rows": comparison.table(reading(request).some(*(carrier.slug for carrier in page)), documents),
        "sort": sort,
        "sortable": comparison.SORTABLE,
        "offered": list(dict.fromkeys((*popular_first[:ON_A_PAGE], *chosen))),
        "chosen": [carrier.slug for carrier in chosen],
        "page": page,
        "kept": urlencode([*(("carrier", carrier.slug) for carrier in chosen), *([("sort", sort)] if sort else [])]),
    }
    return render(
        request, "guide/compare.html", context | crumbs((_("Carriers"), "carriers"), (_("Compare carriers"), ""))
    )


@get_only
def finding(request: HttpRequest) -> HttpResponse:
    """For a reader who does not know who bills them: the names they may read, and whose they are."""
    # The popular first; of thousands the search box finds the rest.
    every = reading(request).some(*(carrier.slug for carrier in reading(request).each(named)[:ON_A_PAGE]))
    groups = [
        (kind, [(row, carrier) for carrier in every for row in carrier.signs if row.kind is kind]) for kind in SignKind
    ]
    known = {source.key: source for carrier in every for source in carrier.sources}
    context = {
        "groups": [(kind, sorted(rows, key=_label)) for kind, rows in groups if rows],
        "articles": [row for row in reading(request).shared("articles").articles if row.group is ArticleGroup.FINDING],
        "sources": known | {source.key: source for source in reading(request).shared("sources").sources},
    }
    return render(
        request, "guide/finding.html", context | crumbs((_("Carriers"), "carriers"), (_("Which SIM do I have?"), ""))
    )


def _label(row: tuple[Any, Carrier]) -> str:
    return row[0].label.casefold()
