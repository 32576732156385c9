"""Special cases, and the order of leaving as one timeline."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from carriers.choices import Anchor, CaseGroup
from carriers.facts import Carrier, Case, GeneralCase, SpecialCase
from guide.language import reader_language
from guide.linked_data import faq, reviewed
from guide.reading import reading
from guide.templatetags.words import plain
from guide.terms import Explained
from guide.views.crumbs import crumbs
from guide.views.verbs import get_only

ON_A_PAGE = 50  # of the carriers with rows of their own on a case, the popular first
TIMELINE = "order-of-leaving"


@get_only
def cases(request: HttpRequest) -> HttpResponse:
    every = reading(request).shared("cases").cases
    groups = [(group, [case for case in every if case.group is group]) for group in CaseGroup]
    return render(request, "guide/cases.html", {"groups": groups} | crumbs((_("Special cases"), "")))


@get_only
def case(request: HttpRequest, key: str) -> HttpResponse:
    shared = reading(request).shared("sources", "cases", "letters", "terms")
    found = found_case(shared.cases, key)
    at_carriers = [slug for slug, keys in reading(request).each(_cases_of) if key in keys]
    context = {
        "case": found,
        "rows": found.special_cases,
        "letters": [row for row in shared.letters if row.case == key],
        "at_carriers": _at(reading(request).some(*at_carriers[:ON_A_PAGE]), key),
        "at_more": len(at_carriers) > ON_A_PAGE,
        "sources": {source.key: source for source in shared.sources},
        "explained": Explained(shared.terms),
        "modified": reading(request).changed_at("cases"),
        "reviewed": reviewed(found.special_cases),
        "linked": [faq([(row.title, row.text) for row in found.special_cases], reader_language())],
    }
    return render(request, "guide/case.html", context | crumbs((_("Special cases"), "cases"), (plain(found.title), "")))


def _at(carriers: list[Carrier], key: str) -> list[tuple[Carrier, list[SpecialCase]]]:
    return [(carrier, [row for row in carrier.special_cases if row.case == key]) for carrier in carriers]


def _cases_of(carrier: Carrier) -> tuple[str, frozenset[str]]:
    return carrier.slug, frozenset(row.case for row in carrier.special_cases)


@get_only
def timeline(request: HttpRequest) -> HttpResponse:
    """What is to be done before leaving, in the order of its days, with the phone's place in it."""
    shared = reading(request).shared("sources", "cases", "terms")
    found = found_case(shared.cases, TIMELINE)
    context = {
        "case": found,
        "stations": sorted(_dated(found), key=lambda row: row.offset_days),
        "sources": {source.key: source for source in shared.sources},
        "explained": Explained(shared.terms),
    }
    return render(request, "guide/timeline.html", context | crumbs((plain(found.title), "")))


def found_case(cases: list[Case], key: str) -> Case:
    found = next((row for row in cases if row.key == key), None)
    if found is None:
        raise Http404
    return found


def _dated(case: Case) -> list[GeneralCase]:
    return [row for row in case.special_cases if row.anchor is Anchor.LEAVING]
