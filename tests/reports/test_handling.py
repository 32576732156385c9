"""What editors do with what readers sent."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve, reverse

from carriers import models
from carriers.admin.rows import place_on_page
from carriers.choices import Handled, Tried
from carriers.models import Question, Report
from carriers.rows import read_carrier
from tests.reports.sending import BY_LANGUAGE, NOON, Clock, a_place, kinds


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("aoi"))
    return client


@pytest.fixture
def report(fee: str) -> Report:
    unit, rows, key = fee.removeprefix("report/").strip("/").split("/")
    return Report.objects.create(
        unit=unit, rows=rows, key=key, tried=Tried.DIFFERENT, text="It was 5,500円.", language="ja", made_at=NOON
    )


@pytest.fixture
def question(db: None) -> Question:
    return Question.objects.create(page="carriers/docomo/", text="By chat?", language="en", made_at=NOON)


def admin_address(row: Any) -> str:
    return reverse(f"admin:carriers_{row._meta.model_name}_change", args=[row.pk])


def test_lists_open(editor: Client, report: Report, question: Question) -> None:
    for row in (report, question):
        address = reverse(f"admin:carriers_{row._meta.model_name}_changelist")
        assert admin_address(row) in editor.get(address).text
        assert admin_address(row) in unescape(editor.get(address, {"handled__exact": "new"}).text)
        assert admin_address(row) not in editor.get(address, {"handled__exact": "accepted"}).text


@BY_LANGUAGE
def test_the_claim_stands_beside_its_report(editor: Client, report: Report, language: str) -> None:
    row = models.Fee.objects.get(carrier__slug="linksmate", key=report.key)
    page = unescape(editor.get(admin_address(report), headers={"accept-language": language}).text)
    assert getattr(row, f"title_{language.replace('-', '_')}") in page
    assert getattr(row, f"text_{language.replace('-', '_')}") in page
    assert f'href="{admin_address(row.carrier)}#{place_on_page(row)}"' in page
    assert "It was 5,500円." in page


@pytest.mark.parametrize(("rows", "unit"), kinds())
def test_each_kind_of_claim_is_shown_to_the_editor(editor: Client, rows: str, unit: str) -> None:
    _report, name, place, key = a_place(rows, unit).strip("/").split("/")
    row = Report.objects.create(unit=name, rows=place, key=key, tried=Tried.SO, language="en", made_at=NOON)
    page = editor.get(admin_address(row))
    assert page.status_code == 200
    (link,) = re.findall(r'<a href="([^"]+)">Open it to change it', page.text)
    address, _sharp, place = link.partition("#")
    assert not place or f'id="{place}"' in editor.get(address).text
    match = resolve(address)
    _app, model, _page = match.url_name.split("_")
    shown = getattr(models, {"carrier": "Carrier", "case": "Case", "myth": "Myth", "letter": "Letter"}[model])
    edited = shown._default_manager.get(pk=match.kwargs["object_id"])
    assert getattr(edited, "slug", "") == name or edited.key == key.partition(".")[0]


def test_a_report_outlives_its_claim(editor: Client, report: Report) -> None:
    models.Fee.objects.filter(carrier__slug="linksmate").delete()
    assert "no longer exists" in editor.get(admin_address(report)).text
    models.Carrier.objects.filter(slug="linksmate").delete()
    assert "no longer exists" in editor.get(admin_address(report)).text


@pytest.mark.parametrize("row", ["report", "question"])
@pytest.mark.parametrize("handled", [Handled.ACCEPTED, Handled.REJECTED])
def test_handling_is_stamped_and_changes_no_claim(
    editor: Client, clock: Clock, row: str, handled: Handled, request: Any
) -> None:
    row = request.getfixturevalue(row)
    before = read_carrier("linksmate")
    clock.passes(minutes=2)
    wanted = {"handled": handled, "reason": "The page says so."}
    assert editor.post(admin_address(row), wanted).status_code == 302
    row.refresh_from_db()
    assert (row.handled, row.reason) == (handled, "The page says so.")
    assert (row.handled_by, row.handled_at) == ("aoi", clock.now)
    assert read_carrier("linksmate") == before


def test_handling_needs_a_reason(editor: Client, report: Report) -> None:
    page = editor.post(admin_address(report), {"handled": "rejected", "reason": ""})
    assert "Say why in one line" in page.text
    report.refresh_from_db()
    assert report.handled == Handled.NEW


def test_taking_it_back_takes_the_stamp_back(editor: Client, report: Report) -> None:
    editor.post(admin_address(report), {"handled": "accepted", "reason": "So it is."})
    editor.post(admin_address(report), {"handled": "new", "reason": ""})
    report.refresh_from_db()
    assert (report.handled, report.handled_by, report.handled_at) == (Handled.NEW, "", None)


def test_the_readers_words_stay(editor: Client, report: Report) -> None:
    forged = {"handled": "accepted", "reason": "So.", "text": "forged", "tried": "so", "unit": "au", "key": "x"}
    editor.post(admin_address(report), forged | {"handled_by": "nobody"})
    report.refresh_from_db()
    assert (report.text, report.tried, report.unit) == ("It was 5,500円.", Tried.DIFFERENT, "linksmate")
    assert report.handled_by == "aoi"


@pytest.mark.parametrize("name", ["report", "question"])
def test_nobody_adds_by_hand(editor: Client, name: str) -> None:
    assert editor.get(reverse(f"admin:carriers_{name}_add")).status_code == 403


def test_the_way_to_write_the_answer(editor: Client, question: Question) -> None:
    (link,) = re.findall(r'<a href="([^"]+)">Write the answer', editor.get(admin_address(question)).text)
    assert 'name="page" value="carriers/docomo/"' in unescape(editor.get(unescape(link)).text)
