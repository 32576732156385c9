"""One box for everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guide.language import reader_language
from guide.reading import reading
from guide.search import current_index, find
from guide.views.crumbs import crumbs
from guide.views.typed import wanted
from guide.views.verbs import get_only


@get_only
def search(request: HttpRequest) -> HttpResponse:
    typed = wanted(request)
    groups = find(typed, reader_language(), current_index(reading(request))) if typed else []
    context = {"q": typed, "groups": groups, "number": sum(len(group.hits) for group in groups)}
    return render(request, "guide/search.html", context | crumbs((_("Search"), "")))
