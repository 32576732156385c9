"""The pages to read."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from carriers.choices import ArticleGroup, CaseGroup, Channel, Kind, Network
from carriers.facts import Carrier, Claim, SpecialCase, claims_of
from carriers.models import Carrier as CarrierRow
from carriers.rows import read_carrier, read_carriers, read_shared
from guide.search import matching
from guide.templatetags.words import plain
from guide.views.verbs import get_only


@get_only
def home(request: HttpRequest) -> HttpResponse:
    shared = read_shared("articles", "cases")
    return render(
        request,
        "guide/home.html",
        {
            "popular": CarrierRow.objects.popular(),
            "reasons": [row for row in shared.articles if row.published and row.group is ArticleGroup.REASONS],
            "ways": [row for row in shared.articles if row.published and row.group is ArticleGroup.WAYS],
            "cases": [row for row in shared.cases if row.published and row.group is CaseGroup.SPECIAL],
        },
    )


@get_only
def carriers(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()[:100]
    chosen = {name: request.GET.get(name, "") for name in ("kind", "network", "online", "abroad")}
    every = read_carriers("methods")
    found = [carrier for carrier in matching(every, wanted) if _passes(carrier, chosen)]
    context = {"q": wanted, "chosen": chosen, "found": found, "every": every, "kinds": Kind, "networks": Network}
    return render(request, "guide/carriers.html", context | crumbs((_("Carriers"), "")))


def _passes(carrier: Carrier, chosen: dict[str, str]) -> bool:
    return all(
        (
            chosen["kind"] in ("", carrier.kind),
            not chosen["network"] or chosen["network"] in carrier.networks,
            not chosen["online"] or takes_online(carrier),
            not chosen["abroad"] or works_from_abroad(carrier) is True,
        )
    )


def takes_online(carrier: Carrier) -> bool:
    return any(row.published and row.channel in {Channel.ONLINE, Channel.APP, Channel.CHAT} for row in carrier.methods)


def works_from_abroad(carrier: Carrier) -> bool | None:
    """True if some way is said to work, False if all are said not to, None if nobody says."""
    said = {row.from_abroad for row in carrier.methods if row.published}
    return True if True in said else None if None in said or not said else False


@get_only
def carrier(request: HttpRequest, slug: str) -> HttpResponse:
    facts = read_carrier(slug)
    if facts is None or not facts.published:
        raise Http404
    shared = read_shared("sources", "documents", "cases")
    name = plain(facts.name)
    context = {
        "carrier": facts,
        "cases": _own_cases(facts, {case.key: case for case in shared.cases}),
        "sources": {source.key: source for source in (*shared.sources, *facts.sources)},
        "cited": _cited(facts),
        "documents": {document.key: document for document in shared.documents},
        "online": takes_online(facts),
        "abroad": works_from_abroad(facts),
    }
    return render(request, "guide/carrier.html", context | crumbs((_("Carriers"), "carriers"), (name, "")))


def _own_cases(carrier: Carrier, cases: dict[str, Any]) -> list[tuple[Any, list[SpecialCase]]]:
    """The carrier's special cases under their cases, in the cases' order."""
    groups: dict[str, list[SpecialCase]] = {}
    for row in carrier.special_cases:
        if row.published:
            groups.setdefault(row.case, []).append(row)
    return [(case, groups[key]) for key, case in cases.items() if key in groups]


def _cited(carrier: Carrier) -> list[Any]:
    """The sources the published claims rest on, the carrier's own first."""
    keys = {key for claim in claims_of(carrier) if claim.published for key in claim.sources}
    return sorted((source for source in carrier.sources if source.key in keys), key=lambda source: not source.official)


@get_only
def ways(request: HttpRequest) -> HttpResponse:
    articles = [row for row in read_shared("articles").articles if row.published and row.group is ArticleGroup.WAYS]
    return render(request, "guide/ways.html", {"articles": articles} | crumbs((_("Ways to cancel"), "")))


@get_only
def documents(request: HttpRequest) -> HttpResponse:
    every = read_carriers("methods", "documents")
    context = {
        "documents": [(row, _asked_by(every, row.key)) for row in read_shared("documents").documents],
    }
    return render(request, "guide/documents.html", context | crumbs((_("Documents"), "")))


def _asked_by(every: list[Carrier], key: str) -> list[Carrier]:
    return [
        carrier
        for carrier in every
        if any(row.document == key and row.published for method in carrier.methods for row in method.documents)
    ]


@get_only
def cases(request: HttpRequest) -> HttpResponse:
    published = [case for case in read_shared("cases").cases if case.published]
    groups = [(group, [case for case in published if case.group is group]) for group in CaseGroup]
    return render(request, "guide/cases.html", {"groups": groups} | crumbs((_("Special cases"), "")))


@get_only
def case(request: HttpRequest, key: str) -> HttpResponse:
    shared = read_shared("sources", "cases")
    found = next((row for row in shared.cases if row.key == key and row.published), None)
    if found is None:
        raise Http404
    at_carriers = [
        (carrier, [row for row in carrier.special_cases if row.case == key and row.published])
        for carrier in read_carriers("special_cases")
    ]
    context = {
        "case": found,
        "rows": _published(found.special_cases),
        "at_carriers": [(carrier, rows) for carrier, rows in at_carriers if rows],
        "sources": {source.key: source for source in shared.sources},
    }
    return render(request, "guide/case.html", context | crumbs((_("Special cases"), "cases"), (plain(found.title), "")))


def _published(rows: list[Any]) -> list[Claim]:
    return [row for row in rows if row.published]


@get_only
def words(request: HttpRequest) -> HttpResponse:
    shared = read_shared("terms", "phrases")
    context = {
        "terms": shared.terms,
        "phrases": shared.phrases,
    }
    return render(request, "guide/words.html", context | crumbs((_("Words"), "")))


@get_only
def before_and_after(request: HttpRequest) -> HttpResponse:
    shared = read_shared("cases", "sources")
    wanted = (CaseGroup.BEFORE, CaseGroup.AFTER)
    context = {
        "groups": [
            (group, [case for case in shared.cases if case.published and case.group is group]) for group in wanted
        ],
        "sources": {source.key: source for source in shared.sources},
    }
    return render(request, "guide/before_and_after.html", context | crumbs((_("Before and after"), "")))


@get_only
def about(request: HttpRequest) -> HttpResponse:
    articles = [row for row in read_shared("articles").articles if row.published and row.group is ArticleGroup.ABOUT]
    return render(request, "guide/about.html", {"articles": articles} | crumbs((_("About this guide"), "")))


def crumbs(*crumbs: tuple[str, str]) -> dict[str, object]:
    """The breadcrumb: (words, URL name), the page itself last and without a link."""
    return {"crumbs": crumbs}
