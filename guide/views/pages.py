"""The pages to read."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from carriers.choices import ArticleGroup, CaseGroup, Verdict
from carriers.facts import Carrier, Text
from guide.language import reader_language
from guide.linked_data import faq, reviewed
from guide.naming import named
from guide.reading import reading
from guide.terms import Explained
from guide.views.crumbs import crumbs
from guide.views.verbs import get_only


@get_only
def home(request: HttpRequest) -> HttpResponse:
    shared = reading(request).shared("articles", "cases")
    return render(
        request,
        "guide/home.html",
        {
            "popular": [carrier for carrier in reading(request).each(named) if carrier.popular],
            "reasons": [row for row in shared.articles if row.group is ArticleGroup.REASONS],
            "ways": [row for row in shared.articles if row.group is ArticleGroup.WAYS],
            "cases": [row for row in shared.cases if row.group is CaseGroup.SPECIAL],
            "around": [row for row in shared.cases if row.group is not CaseGroup.SPECIAL],
        },
    )


@get_only
def ways(request: HttpRequest) -> HttpResponse:
    shared = reading(request).shared("articles", "terms")
    context = {
        "articles": [row for row in shared.articles if row.group is ArticleGroup.WAYS],
        "explained": Explained(shared.terms),
    }
    return render(request, "guide/ways.html", context | crumbs((_("Ways to cancel"), "")))


@get_only
def documents(request: HttpRequest) -> HttpResponse:
    every = reading(request).each(_asking)
    context = {
        "documents": [(row, _asked_by(every, row.key)) for row in reading(request).shared("documents").documents],
    }
    return render(request, "guide/documents.html", context | crumbs((_("Documents"), "")))


@dataclass(frozen=True, slots=True)
class Asking:
    """A carrier, and the documents it asks for."""

    slug: str
    name: Text
    documents: frozenset[str]


def _asking(carrier: Carrier) -> Asking:
    asked = frozenset(row.document for method in carrier.methods for row in method.documents)
    return Asking(carrier.slug, carrier.name, asked)


def _asked_by(every: list[Asking], key: str) -> list[Asking]:
    return [carrier for carrier in every if key in carrier.documents]


@get_only
def before_and_after(request: HttpRequest) -> HttpResponse:
    shared = reading(request).shared("cases", "sources")
    wanted = (CaseGroup.BEFORE, CaseGroup.AFTER)
    context = {
        "groups": [(group, [case for case in shared.cases if case.group is group]) for group in wanted],
        "sources": {source.key: source for source in shared.sources},
    }
    return render(request, "guide/before_and_after.html", context | crumbs((_("Before and after"), "")))


@get_only
def about(request: HttpRequest) -> HttpResponse:
    articles = [row for row in reading(request).shared("articles").articles if row.group is ArticleGroup.ABOUT]
    return render(request, "guide/about.html", {"articles": articles} | crumbs((_("About this guide"), "")))


@get_only
def myths(request: HttpRequest) -> HttpResponse:
    """What other guides say, each with a verdict; what is simply right stands last."""
    shared = reading(request).shared("myths", "sources")
    told = shared.myths
    context = {
        "myths": sorted(told, key=lambda row: row.verdict is Verdict.RIGHT),
        "sources": {source.key: source for source in shared.sources},
        "modified": reading(request).changed_at("myths"),
        "reviewed": reviewed(told),
        "linked": [faq([(row.said, row.truth) for row in told], reader_language())],
    }
    return render(request, "guide/myths.html", context | crumbs((_("What other guides get wrong"), "")))
