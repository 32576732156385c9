"""Special cases, and the order of leaving as one timeline."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from carriers import history
from carriers.choices import Anchor, CaseGroup
from carriers.facts import Case, GeneralCase
from carriers.rows import read_carriers, read_shared
from guide.language import reader_language
from guide.linked_data import faq, reviewed
from guide.templatetags.words import plain
from guide.terms import Explained
from guide.views.crumbs import crumbs
from guide.views.verbs import get_only

TIMELINE = "order-of-leaving"


@get_only
def cases(request: HttpRequest) -> HttpResponse:
    published = [case for case in read_shared("cases").cases if case.published]
    groups = [(group, [case for case in published if case.group is group]) for group in CaseGroup]
    return render(request, "guide/cases.html", {"groups": groups} | crumbs((_("Special cases"), "")))


@get_only
def case(request: HttpRequest, key: str) -> HttpResponse:
    shared = read_shared("sources", "cases", "letters", "terms")
    found = published_case(shared.cases, key)
    at_carriers = [
        (carrier, [row for row in carrier.special_cases if row.case == key and row.published])
        for carrier in read_carriers("special_cases")
    ]
    context = {
        "case": found,
        "rows": _published(found.special_cases),
        "letters": [row for row in shared.letters if row.case == key and row.published],
        "at_carriers": [(carrier, rows) for carrier, rows in at_carriers if rows],
        "sources": {source.key: source for source in shared.sources},
        "explained": Explained(shared.terms),
        "modified": history.changed_at("cases"),
        "reviewed": reviewed(found.special_cases),
        "linked": [faq([(row.title, row.text) for row in _published(found.special_cases)], reader_language())],
    }
    return render(request, "guide/case.html", context | crumbs((_("Special cases"), "cases"), (plain(found.title), "")))


@get_only
def timeline(request: HttpRequest) -> HttpResponse:
    """What is to be done before leaving, in the order of its days, with the phone's place in it."""
    shared = read_shared("sources", "cases", "terms")
    found = published_case(shared.cases, TIMELINE)
    context = {
        "case": found,
        "stations": sorted(_dated(found), key=lambda row: row.offset_days),
        "sources": {source.key: source for source in shared.sources},
        "explained": Explained(shared.terms),
    }
    return render(request, "guide/timeline.html", context | crumbs((plain(found.title), "")))


def published_case(cases: list[Case], key: str) -> Case:
    found = next((row for row in cases if row.key == key and row.published), None)
    if found is None:
        raise Http404
    return found


def _published(rows: list[Any]) -> list[Any]:
    return [row for row in rows if row.published]


def _dated(case: Case) -> list[GeneralCase]:
    return [row for row in _published(case.special_cases) if row.anchor is Anchor.LEAVING]
