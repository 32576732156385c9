"""Drafts on the real pages and in real plans, on any day: the reader's views, read with an editor's eyes."""

import datetime as dt

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.urls.base import get_script_prefix, set_script_prefix
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from guide.deadlines import JAPAN
from guide.language import HTML_LANG


def choose(request: HttpRequest) -> HttpResponse:
    """The day to read for; then the preview's home page."""
    day, language = _day(request.GET.get("day", "")), request.GET.get("language")
    if day and language in HTML_LANG:
        return HttpResponseRedirect(reverse("desk-preview", args=[day.isoformat(), f"{language}/"]))
    context = {
        "today": timezone.localdate(timezone=JAPAN),
        "wrong": "day" in request.GET,
        "title": _("Preview"),
    }
    return render(request, "admin/desk/preview.html", admin.site.each_context(request) | context)


def preview(request: HttpRequest, day: str, path: str) -> HttpResponse:
    """A reader's page as it would be on that day, drafts included. Links on it lead to previews again.

    The day stands in the address before the page's own, so that a form of questions keeps it without knowing of it.
    """
    on, language = _day(day), path.partition("/")[0]
    if on is None or language not in HTML_LANG:
        raise Http404
    outer = get_script_prefix()
    set_script_prefix(reverse("desk-preview", args=[day, ""]))
    try:
        with translation.override(language):
            return _shown(request, on, path)
    finally:
        set_script_prefix(outer)


def _shown(request: HttpRequest, on: dt.date, path: str) -> HttpResponse:
    try:
        match = resolve(f"/{path}")
    except Resolver404 as error:
        raise Http404 from error
    request.path_info = f"/{path}"
    request.now = dt.datetime.combine(on, timezone.localtime(timezone=JAPAN).timetz())  # type: ignore[attr-defined]
    request.drafts = True  # type: ignore[attr-defined]
    response = match.func(request, *match.args, **match.kwargs)
    add_never_cache_headers(response)
    return response


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
