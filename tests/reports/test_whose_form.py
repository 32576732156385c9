"""Whose form it is: who was too quick, comes from another site or fell into the trap is not taken at its word."""

from typing import Any

import pytest
from django.test import Client

from carriers.models import Question, Report
from tests.reports.sending import (
    ASK,
    BY_LANGUAGE,
    Clock,
    a_place,
    assert_sound,
    elements,
    filled,
    named,
    post,
    send,
    summary,
)

TOO_EARLY_OR_LATE = [{"seconds": 0}, {"seconds": 2.9}, {"days": 1, "seconds": 1}, {"days": 30}]


@BY_LANGUAGE
@pytest.mark.parametrize("passed", TOO_EARLY_OR_LATE, ids=str)
def test_too_quick_or_too_old_is_sent_again(
    client: Client, clock: Clock, fee: str, passed: dict[str, float], language: str
) -> None:
    form = filled(client.get(f"/{language}/{fee}")) | {"tried": "so", "text": "It was like this."}
    clock.passes(**passed)
    response = post(client, fee, form, language)
    assert_sound(response, language, 400)
    assert summary(response)
    assert not Report.objects.exists()
    again = filled(response)
    assert (again["tried"], again["text"]) == ("so", "It was like this.")
    clock.passes(seconds=3)
    assert post(client, fee, again, language).status_code == 303
    assert Report.objects.get().text == "It was like this."


@pytest.mark.parametrize("passed", [{"seconds": 3}, {"hours": 23, "minutes": 59}], ids=str)
def test_in_time(client: Client, clock: Clock, fee: str, passed: dict[str, float]) -> None:
    form = filled(client.get(f"/en/{fee}")) | {"tried": "so"}
    clock.passes(**passed)
    assert post(client, fee, form).status_code == 303


def test_a_token_is_good_for_one_claim_and_one_form(client: Client, clock: Clock, fee: str) -> None:
    forms = [f"/en/{a_place('signs', '')}", "/en/ask/", f"/en/{ASK}"]
    tokens = ["", "nonsense", "a:b", "\0", *(filled(client.get(address))["token"] for address in forms)]
    tokens.append(filled(client.get(f"/en/{fee}"))["token"][:-1])
    clock.passes(minutes=1)
    for token in tokens:
        assert post(client, fee, {"tried": "so", "text": "kept", "token": token}).status_code == 400
    missing = post(client, fee, {"tried": "so", "text": "kept"})
    assert (missing.status_code, filled(missing)["text"]) == (400, "kept")
    assert post(client, ASK, {"text": "?", "token": filled(client.get("/en/ask/"))["token"]}).status_code == 400
    assert not Report.objects.exists()
    assert not Question.objects.exists()


def test_a_token_of_another_site_with_our_software_is_refused(client: Client, clock: Clock, fee: str, settings: Any):
    settings.SECRET_KEY = "another"
    form = filled(client.get(f"/en/{fee}"))
    settings.SECRET_KEY = "for-tests-only"
    clock.passes(minutes=1)
    assert post(client, fee, form | {"tried": "so"}).status_code == 400


def test_the_check_needs_no_cookie(clock: Clock, fee: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = send(client, clock, fee, tried="so")
    assert response.status_code == 303
    assert not client.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@BY_LANGUAGE
@pytest.mark.parametrize("path", ["fee", ASK])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "https://evil.example"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "null"},
    ],
    ids=str,
)
def test_another_sites_page_cannot_send(
    client: Client, clock: Clock, fee: str, path: str, headers: dict[str, str], language: str
) -> None:
    path = fee if path == "fee" else path
    form = filled(client.get(f"/{language}/{path}")) | {"tried": "so", "text": "!"}
    clock.passes(minutes=1)
    assert_sound(post(client, path, form, language, headers=headers), language, 403)
    assert not Report.objects.exists()
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "same-origin", "origin": "http://testserver"}, {"origin": "https://testserver"}],
    ids=str,
)
def test_our_own_page_can(client: Client, clock: Clock, fee: str, headers: dict[str, str]) -> None:
    form = filled(client.get(f"/en/{fee}")) | {"tried": "so"}
    clock.passes(minutes=1)
    assert post(client, fee, form, headers=headers).status_code == 303


@pytest.mark.parametrize("path", ["fee", ASK])
def test_the_honeypot_thanks_and_stores_nothing(client: Client, clock: Clock, fee: str, path: str) -> None:
    path = fee if path == "fee" else path
    honest = send(client, clock, path, tried="so", text="?")
    kept = Report.objects.count() + Question.objects.count()
    trapped = send(client, clock, path, tried="so", text="?", homepage="https://spam.example")
    assert (trapped.status_code, trapped.headers["Location"]) == (honest.status_code, honest.headers["Location"])
    assert Report.objects.count() + Question.objects.count() == kept == 1


def test_the_honeypot_is_hidden_from_everybody(client: Client, fee: str) -> None:
    found = elements(client.get(f"/en/{fee}"))
    (trap,) = [field for field in named(found, "input") if field.get("name") == "homepage"]
    assert (trap["tabindex"], trap["autocomplete"], trap["type"]) == ("-1", "off", "text")
    assert "style" not in trap
    (around,) = [div for div in named(found, "div") if div.get("aria-hidden") == "true"]
    assert around["class"] == "unseen"
