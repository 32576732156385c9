"""Languages of a page: the words in each, the notice when they are in another, the same page elsewhere."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from carriers.facts import Text
from guide.reading import reading

HTML_LANG = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "ja": "ja", "en": "en"}


def in_language(words: Text | str | Promise, language: str) -> tuple[str, str]:
    """The words for a reader of `language`, and the language they really are in."""
    if isinstance(words, Text):
        return words.shown_in(language)
    with override(language):
        return str(words), language


def reader_language() -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return language if language in HTML_LANG else settings.LANGUAGE_CODE


def fallback_notice(shown: str) -> str:
    """What the reader is told beside words of another language."""
    return {
        "en": _("Only in English so far"),
        "ja": _("Only in Japanese so far"),
        "zh-hans": _("Only in Simplified Chinese so far"),
        "zh-hant": _("Only in Traditional Chinese so far"),
    }[shown]


@dataclass(frozen=True)
class Alternate:
    code: str
    html_lang: str
    name: str
    path: str
    current: bool


def alternates(request: HttpRequest) -> list[Alternate]:
    """This page in each language; empty where the page has no language in its address."""
    current = next((code for code in HTML_LANG if request.path_info.startswith(f"/{code}/")), None)
    if current is None:
        return []
    prefix, rest = get_script_prefix(), request.path_info[len(current) + 1 :]
    return [
        Alternate(code, HTML_LANG[code], name, f"{prefix}{code}{rest}", code == current)
        for code, name in settings.LANGUAGES
    ]


def second_language(request: HttpRequest) -> str:
    """The language that stands beside the page's, for somebody who helps; empty if none is asked for."""
    asked = request.GET.get("with", "")
    return asked if asked in HTML_LANG and asked != reader_language() else ""


def second_context(request: HttpRequest, query: str = "") -> dict[str, object]:
    """For a page that can stand in two languages: the second, and the ways to choose one; `query` is kept."""
    kept, second = f"{query}&" if query else "", second_language(request)
    return {
        "second": second,
        "second_suffix": f"?{kept}with={second}" if second else "",
        "seconds": [(page, f"?{kept}with={page.code}") for page in alternates(request) if not page.current],
        "without_second": f"?{query}" if query else request.path,
    }


def _origin(request: HttpRequest) -> str:
    """The site's address; empty on the page that refuses a host that is not ours."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""


def language_context(request: HttpRequest) -> dict[str, object]:
    """For every template: the page's language, its other languages, the answers that stay in the switch."""
    query = request.META.get("QUERY_STRING", "")
    language = reader_language()
    return {
        "language": language,
        "html_lang": HTML_LANG[language],
        "alternates": alternates(request),
        "query_suffix": f"?{query}" if query else "",
        "origin": _origin(request),
        "preview_day": reading(request).on if reading(request).drafts else None,
    }
