"""What stands outside the languages: the root, robots, the sitemap, and pages for errors."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header

from guide.naming import named
from guide.reading import reading
from guide.store.trouble import trouble_of
from guide.views.verbs import get_only

PAGES = (
    "home",
    "carriers",
    "compare",
    "finding",
    "ways",
    "documents",
    "cases",
    "timeline",
    "before-and-after",
    "words",
    "phrases",
    "myths",
    "changes",
    "about",
    "plan",
)


@get_only
def root(request: HttpRequest) -> HttpResponse:
    """To the reader's language, as the browser asks for it; a cookie is never asked."""
    with override(_asked_language(request.headers.get("Accept-Language", ""))):
        response = HttpResponseRedirect(reverse("home"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _asked_language(header: str) -> str:
    """The first language of the header that we have: zh-TW, zh-HK and zh-MO are zh-hant, other zh are zh-hans."""
    for code, _weight in parse_accept_lang_header(header.lower()):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@get_only
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /*/plan/yours",
        "Disallow: /*/plan/together",
        "Disallow: /*/plan/helper",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@get_only
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page to read in every language, each naming its other languages."""
    entries = []
    addresses: list[tuple[str, tuple[str, ...]]] = [(name, ()) for name in PAGES]
    addresses += [("carrier", (row.slug,)) for row in reading(request).each(named)]
    addresses += [("case", (row.key,)) for row in reading(request).shared("cases").cases]
    for name, arguments in addresses:
        entries.append([(code, _absolute(request, code, name, arguments)) for code, _name in settings.LANGUAGES])
    return render(request, "guide/sitemap.xml", {"entries": entries}, content_type="application/xml")


def _absolute(request: HttpRequest, language: str, name: str, arguments: tuple) -> str:
    with override(language):
        return request.build_absolute_uri(reverse(name, args=arguments))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _database_trouble(request, exception) or render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled."""
    return _database_trouble(request, sys.exception()) or render(request, "500.html", status=500)


def _database_trouble(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """It passes, and is no mistake of the program."""
    if not (trouble := trouble_of(error)):
        return None
    answer = render(request, "503.html", {"trouble": trouble}, status=503)
    answer["Retry-After"] = "60"
    return answer
