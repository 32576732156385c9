"""The published facts for other programs (docs/open-data.md): outside the languages, open to every origin."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import condition

from carriers.facts import LANGUAGES, Carrier
from guide.language import HTML_LANG
from guide.opendata import LICENCE, VERSION, Addresses, compare_csv, head, listed, whole
from guide.reading import reading
from guide.views.verbs import get_only

View = Callable[..., HttpResponse]
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=300",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Link": f'<{LICENCE}>; rel="license"',
}


def open_data(etag: Callable[..., str | None]) -> Callable[[View], View]:
    """Only read, by any origin, kept for five minutes and then asked for again by its ETag."""

    def opened(view: View) -> View:
        checked = condition(etag)(view)

        @wraps(view)
        def answered(request: HttpRequest, **asked: str) -> HttpResponse:
            response = checked(request, **asked)
            for name, value in HEADERS.items():
                response.headers[name] = value
            return response

        return get_only(answered)

    return opened


def _etag_of_all(request: HttpRequest) -> str:
    state = reading(request).content.state
    # What holds from a day on, or until one, changes the answer without a new version.
    return f'"{VERSION}-{state.versions}-{state.newest or 0}-{reading(request).on}-{_release()}"'


def _etag_of_one(request: HttpRequest, slug: str) -> str | None:
    """None for a carrier that is not shown, so that a 404 is never "not modified"."""
    return _etag_of_all(request) if reading(request).carrier(slug) else None


def _etag_of_table(request: HttpRequest, language: str) -> str | None:
    return _etag_of_all(request) if language in LANGUAGES else None


@cache
def _release() -> str:
    """Another release may say the same content in more fields or in other words."""
    folders = [settings.BASE_DIR / name for name in ("carriers", "guide", "locale")]
    files = sorted(path for folder in folders for path in folder.rglob("*.*") if path.suffix in {".py", ".po"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


@open_data(_etag_of_all)
def carriers(request: HttpRequest) -> HttpResponse:
    every = [listed(facts, _addresses(request, facts)) for facts in reading(request).carriers()]
    return _json(_head(request) | {"carriers": every})


@open_data(_etag_of_one)
def carrier(request: HttpRequest, slug: str) -> HttpResponse:
    facts = _shown(request, slug)
    if facts is None:
        return _missing("No carrier of this name is published here.")
    known = {source.key: source for source in (*reading(request).shared("sources").sources, *facts.sources)}
    return _json(_head(request) | {"carrier": whole(facts, known, _addresses(request, facts))})


def _shown(request: HttpRequest, slug: str) -> Carrier | None:
    """The carrier, if it is shown; a successor that is not shown is not named either."""
    facts = reading(request).carrier(slug)
    if facts and facts.successor and not reading(request).carrier(facts.successor):
        return msgspec.structs.replace(facts, successor=None)
    return facts


@open_data(_etag_of_table)
def compare(request: HttpRequest, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        return _missing(f"Not one of the languages: {', '.join(LANGUAGES)}.")
    documents = {document.key: document for document in reading(request).shared("documents").documents}
    return HttpResponse(
        compare_csv(reading(request).carriers(), documents, language),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="compare-{language}.csv"',
            "Content-Language": HTML_LANG[language],
        },
    )


def _head(request: HttpRequest) -> dict[str, Any]:
    with override(settings.LANGUAGE_CODE):
        documentation = request.build_absolute_uri(reverse("about"))
    return head(reading(request).content.state.saved_at, documentation)


def _addresses(request: HttpRequest, facts: Carrier) -> Addresses:
    own = request.build_absolute_uri(reverse("api-carrier", args=[facts.slug]))
    return Addresses({language: _page(request, facts, language) for language in LANGUAGES}, own)


def _page(request: HttpRequest, facts: Carrier, language: str) -> str:
    with override(language):
        return request.build_absolute_uri(reverse("carrier", args=[facts.slug]))


def _json(content: dict[str, Any]) -> HttpResponse:
    """With the words as they are written; in every language, whatever the browser asks for."""
    return JsonResponse(
        content,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Language": ", ".join(HTML_LANG.values())},
    )


@open_data(lambda request: None)
def missing(request: HttpRequest) -> HttpResponse:
    """Programs are told in JSON, too, that an address cannot be one of ours."""
    return _missing("There is no such address here.")


def _missing(error: str) -> HttpResponse:
    return JsonResponse({"error": error}, status=404, headers={"Content-Language": "en"})
