"""What makes the guide stay on a phone: the manifest, the worker, and the page for where there is no network."""

import hashlib
import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.cache import cache_control

from guide.language import HTML_LANG, reader_language
from guide.views.crumbs import crumbs
from guide.views.verbs import get_only

FILES = ("css/guide.css", "mark.svg", "js/hand.js", "js/ticks.js", "js/offline.js")
# Kept in the reader's language; the first is the last resort.
PAGES = ("offline", "plan", "phrases", "words")
PATIENCE = 8000  # ms: a network that is there and does not answer is none
PAPER = "#fdfcf9"  # as in css/guide.css


@get_only
def manifest(request: HttpRequest) -> HttpResponse:
    """The guide as an app in the reader's language; whichever language it was installed in, it is the same app."""
    answer = {
        "id": reverse("root"),
        "name": _("Leaving Line"),
        "short_name": pgettext("under an icon", "Leaving Line"),
        "description": _("Leave in time: ways, dates, documents and costs, also without a network."),
        "lang": HTML_LANG[reader_language()],
        "start_url": reverse("plan"),
        "scope": reverse("root"),
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": list(_icons()),
    }
    return JsonResponse(answer, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def _icons() -> Iterator[dict[str, str]]:
    yield {"src": static("mark.svg"), "type": "image/svg+xml", "sizes": "any"}
    for name, size, purpose in (("192", 192, "any"), ("512", 512, "any"), ("maskable-512", 512, "maskable")):
        file = static(f"icons/icon-{name}.png")
        yield {"src": file, "type": "image/png", "sizes": f"{size}x{size}", "purpose": purpose}


@get_only
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Stands at the root, since a worker serves what lies below it. New files make a new version of it."""
    files = [static(name) for name in FILES]
    site = {
        "root": reverse("root"),
        "version": hashlib.sha256("\n".join(files).encode()).hexdigest()[:12],
        "files": files,
        "pages": {code: _pages(code) for code, _name in settings.LANGUAGES},
        "patience": PATIENCE,
    }
    context = {"site": mark_safe(json.dumps(site))}  # noqa: S308 - our own addresses
    return render(request, "guide/worker.js", context, content_type="text/javascript; charset=utf-8")


def _pages(language: str) -> list[str]:
    with override(language):
        return [reverse(name) for name in PAGES]


@get_only
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/offline.html", crumbs((_("You are offline"), "")))
