"""Words with their reading, and sentences to point at."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guide.language import second_context
from guide.reading import reading
from guide.templatetags.words import situation_name
from guide.views.crumbs import crumbs
from guide.views.verbs import get_only


@get_only
def words(request: HttpRequest) -> HttpResponse:
    context = {"terms": reading(request).shared("terms").terms}
    return render(request, "guide/words.html", context | crumbs((_("Words"), "")))


@get_only
def phrases(request: HttpRequest) -> HttpResponse:
    """Every sentence by situation, to find the one to hold up."""
    context = {"phrases": reading(request).shared("phrases").phrases} | second_context(request)
    return render(request, "guide/phrases.html", context | crumbs((_("Sentences to show"), "")))


@get_only
def phrase(request: HttpRequest, key: str) -> HttpResponse:
    """One sentence, as large as the screen: to hold up at the counter."""
    every = reading(request).shared("phrases").phrases
    row = next((row for row in every if row.key == key), None)
    if row is None:
        raise Http404
    same = [other for other in every if other.situation == row.situation]
    context = {"phrase": row, "same": same, "next": same[same.index(row) + 1] if row is not same[-1] else None}
    context |= second_context(request)
    way_here = crumbs((_("Sentences to show"), "phrases"), (situation_name(row.situation), ""))
    return render(request, "guide/phrase.html", context | way_here)
