"""A reader's word on a claim; and from every claim shown a way leads to it."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags
from playwright.sync_api import expect

from carriers import models
from carriers.choices import Handled, Tried
from carriers.models import Attempt, Report
from carriers.reading import Reading
from carriers.rows import read_carrier
from guide.reports.masking import MASK
from guide.reports.places import claim_at
from tests.keeping import change
from tests.reports.sending import (
    ASK,
    BY_LANGUAGE,
    NOON,
    Clock,
    a_place,
    assert_sound,
    elements,
    filled,
    kinds,
    named,
    post,
    send,
    summary,
)


@BY_LANGUAGE
def test_the_page_shows_the_claim(client: Client, fee: str, language: str) -> None:
    row = models.Fee.objects.filter(carrier__slug="linksmate").first()
    page = client.get(f"/{language}/{fee}")
    found = elements(page)
    assert page.status_code == 200
    said = unescape(strip_tags(page.content.decode()))
    assert getattr(row, f"title_{language.replace('-', '_')}") in said
    assert getattr(row, f"text_{language.replace('-', '_')}")[:12] in said
    assert [radio["value"] for radio in named(found, "input") if radio["type"] == "radio"] == list(Tried)


@BY_LANGUAGE
def test_a_report_is_stored_and_nothing_else_changes(client: Client, clock: Clock, fee: str, language: str) -> None:
    before = read_carrier("linksmate")
    typed = {"tried": "different", "tried_on": "2026-11-20", "text": " It was 5,500円. Call 090-1234-5678\x07 "}
    response = send(client, clock, fee, language, **typed)
    assert response.status_code == 303
    assert response.headers["Location"] == f"/{language}/thanks/?page=carriers%2Flinksmate%2F"
    row = Report.objects.get()
    assert f"report/{row.unit}/{row.rows}/{row.key}/" == fee
    assert (row.tried, row.tried_on, row.text) == ("different", dt.date(2026, 11, 20), f"It was 5,500円. Call {MASK}")
    assert (row.language, row.made_at, row.handled) == (language, clock.now, Handled.NEW)
    assert read_carrier("linksmate") == before


def test_day_and_words_may_be_left_out(client: Client, clock: Clock, fee: str) -> None:
    assert send(client, clock, fee, tried="so").status_code == 303
    assert Report.objects.get().tried_on is None


@BY_LANGUAGE
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("tried", ""),
        ("tried", "perhaps"),
        ("tried_on", "2026-12-02"),
        ("tried_on", "2014-12-31"),
        ("tried_on", "2026-02-30"),
        ("tried_on", "tomorrow"),
        ("text", "x" * 301),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, clock: Clock, fee: str, field: str, typed: str, language: str
) -> None:
    good = {"tried": "different", "tried_on": "2026-11-20", "text": 'It <b>was</b> "so" & 090-1234-5678'}
    response = send(client, clock, fee, language, **good | {field: typed})
    assert response.status_code == 422
    assert f'href="#{field}"' in summary(response)
    again = filled(response)
    for name, value in (good | {field: typed}).items():
        assert again.get(name, "") == value or (name, value) == ("tried", "perhaps")
    ids = [dict(e.attributes).get("id") for e in elements(response)]
    assert {field, f"{field}-error"} <= set(ids)
    assert not Report.objects.exists()
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("day", ["2026-12-01", "2015-01-01", "2026/11/20"])
def test_days_from_2015_until_today(client: Client, clock: Clock, fee: str, day: str) -> None:
    assert send(client, clock, fee, tried="so", tried_on=day).status_code == 303


def test_a_mended_form_need_not_wait_again(client: Client, clock: Clock, fee: str) -> None:
    refused = send(client, clock, fee, tried="so", tried_on="2026-12-02")
    assert post(client, fee, filled(refused) | {"tried_on": ""}).status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "report/nobody/fees/ending/",
        "report/docomo/fees/nothing/",
        "report/docomo/slug/d/",
        "report/docomo/__class__/x/",
        "report/docomo/fees.title/x.en/",
        "report/docomo/fees/x.y/",
        "report/docomo/sources/x/",
        "report/docomo/open_questions/x/",
        "report/cases/cases/lost-sim/",
        "report/terms/terms/mnp/",
        "ask/?page=carriers/nobody/",
        "ask/?page=cases/nothing/",
        "ask/?page=https://example.org/",
        "ask/?page=carriers/docomo/sources/",
    ],
)
def test_what_does_not_exist_takes_nothing(client: Client, db: None, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404
    assert client.post(f"/en/{path}", {"tried": "so", "text": "?"}).status_code == 404


def test_a_draft_takes_no_report(client: Client, fee: str) -> None:
    change(models.Fee.objects.filter(carrier__slug="linksmate"), "linksmate", published=False)
    assert client.get(f"/en/{fee}").status_code == 404


# Every claim shown has its way to a report


@pytest.mark.parametrize(
    "path",
    ["carriers/docomo/", "carriers/softbank/", "cases/lost-sim/", "cases/esim/", "timeline/", "myths/", "which-sim/"],
)
def test_beside_each_claim_is_the_way_to_report_on_it(client: Client, db: None, path: str) -> None:
    reading = Reading(on=NOON.date())
    page = client.get(f"/ja/{path}")
    links = [a["href"] for a in named(elements(page), "a") if a.get("href", "").startswith("/ja/report/")]
    assert len(links) == page.content.count(b'<div class="provenance">') > 0
    assert len(set(links)) == len(links)
    for link in links:
        assert claim_at(reading, *link.removeprefix("/ja/report/").strip("/").split("/")), link


@BY_LANGUAGE
@pytest.mark.parametrize(("rows", "unit"), kinds())
def test_each_kind_of_claim_has_its_page(client: Client, db: None, rows: str, unit: str, language: str) -> None:
    page = client.get(f"/{language}/{a_place(rows, unit)}")
    assert_sound(page, language)
    (title,) = [e for e in elements(page) if e.name == "h2" and e.children][:1]
    assert "".join(map(str, title.children)).strip()
    assert "fallback" not in page.content.decode()


@BY_LANGUAGE
@pytest.mark.parametrize(
    "path",
    ["ask/", ASK, "ask/?page=cases/esim/", "ask/?page=before-and-after/", "thanks/", "thanks/?page=carriers/docomo/"],
)
def test_the_pages_are_sound(client: Client, db: None, path: str, language: str) -> None:
    assert_sound(client.get(f"/{language}/{path}"), language)


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.django_db(transaction=True)
def test_a_report_is_sent_without_scripts(live_server: Any, page: Any, clock: Clock) -> None:
    page.goto(f"{live_server.url}/ja/carriers/linksmate/")
    claim = page.locator("section[aria-labelledby=fees] article").first
    claim.locator("summary").click()
    claim.locator("a[href*='/report/']").click()
    page.locator("label[for=tried-different]").click()
    page.fill("#text", "5,500円でした")
    clock.passes(minutes=1)
    page.locator("main form button").click()
    expect(page).to_have_url(f"{live_server.url}/ja/thanks/?page=carriers%2Flinksmate%2F")
    page.locator("main > p a").click()
    expect(page).to_have_url(f"{live_server.url}/ja/carriers/linksmate/")
    assert Report.objects.get().text == "5,500円でした"
    assert page.context.cookies() == []


@pytest.mark.django_db
@pytest.mark.parametrize("carrier", ["docomo", "mineo", "airalo"])
def test_each_step_of_a_plan_leads_to_its_report(client, carrier):
    plan = client.get(f"/en/plan/yours/?carrier={carrier}&where=abroad&sim=lost").text
    links = set(re.findall(r'href="(/en/report/[^"]+)"', plan))
    assert links
    assert {client.get(link).status_code for link in links} == {200}
