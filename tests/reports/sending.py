"""What a reader does to send a report or a question, and what the page shows."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.html import Element, parse_html

from carriers import models
from guide.deadlines import JAPAN
from guide.language import HTML_LANG

NOON = dt.datetime(2026, 12, 1, 12, tzinfo=JAPAN)
FEE = "report/linksmate/fees/{}/"
ASK = "ask/?page=carriers/docomo/"
BY_LANGUAGE = pytest.mark.parametrize("language", HTML_LANG)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def passes(self, **much: float) -> None:
        self.now += dt.timedelta(**much)


def elements(response: HttpResponse) -> list[Element]:
    return list(_below(parse_html(response.content.decode().replace("<wbr>", ""))))


def _below(element: Element) -> Any:
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from _below(child)


def named(found: list[Element], tag: str) -> list[dict[str, str]]:
    return [{name: value or "" for name, value in e.attributes} for e in found if e.name == tag]


def filled(response: HttpResponse) -> dict[str, str]:
    """What the form on the page would send: what is typed in it, chosen, and hidden."""
    found = elements(response)
    sent = {
        field["name"]: field.get("value", "")
        for field in named(found, "input")
        if "name" in field and (field["type"] != "radio" or "checked" in field)
    }
    boxes = [e for e in found if e.name == "textarea"]
    return sent | {dict(e.attributes)["name"]: "".join(map(str, e.children)).removeprefix("\n") for e in boxes}


def send(client: Client, clock: Clock, path: str, language: str = "en", **typed: Any) -> Any:
    """Open the form, take a minute, send it."""
    form = filled(client.get(f"/{language}/{path}"))
    clock.passes(seconds=60)
    return post(client, path, form | typed, language)


def post(client: Client, path: str, data: dict[str, Any], language: str = "en", **extra: Any) -> Any:
    return client.post(f"/{language}/{path}", data, **extra)


def summary(response: HttpResponse) -> str:
    """The box above the form that says what is the matter."""
    found = re.search(r'<div class="error-summary".*?</div>', response.content.decode(), re.DOTALL)
    return unescape(found.group()) if found else ""


def kinds() -> list[tuple[str, str]]:
    return [
        ("signs", "carriers"),
        ("endings", "carriers"),
        ("methods", "carriers"),
        ("methods.documents", "carriers"),
        ("fees", "carriers"),
        ("sim_returns", "carriers"),
        ("contacts", "carriers"),
        ("special_cases", "carriers"),
        ("cases.special_cases", "cases"),
        ("myths", "myths"),
        ("letters", "letters"),
    ]


def a_place(rows: str, unit: str) -> str:
    """The address of the report on some row of this list."""
    *above, last = rows.split(".")
    model = {
        "signs": models.Sign,
        "endings": models.EndingRule,
        "methods": models.CancellationMethod,
        "documents": models.RequiredDocument,
        "fees": models.Fee,
        "sim_returns": models.SimReturn,
        "contacts": models.Contact,
        "special_cases": models.GeneralCase if above else models.SpecialCase,
        "myths": models.Myth,
        "letters": models.Letter,
    }[last]
    row = model._default_manager.first()
    parent = getattr(row, "method", None) or (row.case if unit == "cases" else None)
    key = f"{parent.key}.{row.key}" if parent else row.key
    carrier = getattr(row, "carrier", None) or getattr(parent, "carrier", None)
    return f"report/{carrier.slug if carrier else unit}/{rows}/{key}/"


def assert_sound(page: Any, language: str, status: int = 200) -> None:
    """In its language, one heading, no id twice, nothing inline, not for search engines, nothing kept."""
    found = elements(page)
    assert page.status_code == status
    assert dict(found[0].attributes)["lang"] == HTML_LANG[language]
    assert len([e for e in found if e.name == "h1"]) == 1
    ids = [fields["id"] for e in found if (fields := {name: value or "" for name, value in e.attributes}).get("id")]
    assert sorted(ids) == sorted(set(ids))
    assert not [name for e in found for name, _value in e.attributes if name == "style" or name.startswith("on")]
    assert {"name": "robots", "content": "noindex"} in named(found, "meta")
    assert not page.cookies
    assert "cookie" not in page.headers.get("Vary", "").lower()
