"""One box for everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guide.language import reader_language
from guide.reading import reading
from guide.search import current_index, find
from guide.views.crumbs import crumbs
from guide.views.verbs import get_only

LONGEST = 100


@get_only
def search(request: HttpRequest) -> HttpResponse:
    typed = _line(request.GET.get("q", "")[:LONGEST])
    groups = find(typed, reader_language(), current_index(reading(request))) if typed else []
    context = {"q": typed, "groups": groups, "number": sum(len(group.hits) for group in groups)}
    return render(request, "guide/search.html", context | crumbs((_("Search"), "")))


def _line(text: str) -> str:
    """One line, without what cannot be seen."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())
