"""What changed in the facts: a page and a feed."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from carriers.models import Version
from guide.changes import RowTold, Told, told
from guide.language import HTML_LANG, reader_language
from guide.naming import named
from guide.reading import reading
from guide.templatetags.words import labelled, listed
from guide.views.crumbs import crumbs
from guide.views.verbs import get_only

LATEST = 100  # saves


def latest(request: HttpRequest) -> list[Told]:
    names = {carrier.slug: carrier.name for carrier in reading(request).each(named)}
    answers = {row.key: row.page for row in reading(request).shared("answers").answers}
    return list(told(Version.objects.defer("facts")[:LATEST], names, answers, reader_language()))


@get_only
def changes(request: HttpRequest) -> HttpResponse:
    days = [(day, _split(list(saves))) for day, saves in groupby(latest(request), key=lambda save: save.day)]
    return render(request, "guide/changes.html", {"days": days} | crumbs((_("Changes"), "")))


def _split(saves: list[Told]) -> tuple[list[Told], list[Told]]:
    """Those that changed something, and those that were published for the first time."""
    return [save for save in saves if not save.is_first], [save for save in saves if save.is_first]


@get_only
def feed(request: HttpRequest) -> HttpResponse:
    page = request.build_absolute_uri(reverse("changes"))
    atom = Atom1Feed(
        title=_("Changes in Leaving Line"),
        link=page,
        description=_("What changed in the facts on ending a Japanese mobile contract."),
        language=HTML_LANG[reader_language()],
        feed_url=request.build_absolute_uri(reverse("changes-feed")),
    )
    for save in latest(request):
        atom.add_item(
            title=str(save.name),
            link=request.build_absolute_uri(save.address),
            description=as_line(save),
            unique_id=f"{page}#version-{save.version.pk}",
            unique_id_is_permalink=False,
            updateddate=save.version.made_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def as_line(save: Told) -> str:
    """The whole save in words, a line a row."""
    if save.is_first:
        return _("Published.")
    return "\n".join(_row_as_line(row) for row in save.rows)


def _row_as_line(row: RowTold) -> str:
    fields = [labelled(f"{one.before} → {one.after}", one.label) for one in row.fields]
    return labelled(listed([row.title, *fields] if fields else [row.title, row.kind.label]), row.what)
