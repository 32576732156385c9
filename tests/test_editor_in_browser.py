"""An editor signs in with a second factor, changes a cut-off, sees the plan change, and takes it back."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from carriers.models import Carrier
from guide.deadlines import JAPAN
from tests.staff import app_of, code_of
from tests.test_admin import address

PLAN = "/en/plan/yours/?carrier=biglobe-mobile&where=japan&leaving="


@pytest.mark.django_db(transaction=True)
def test_a_cut_off_is_changed_seen_in_the_plan_and_taken_back(page: Any, live_server: Any) -> None:
    carrier = Carrier.objects.get(slug="biglobe-mobile")
    place = list(carrier.endings.values_list("ends", flat=True)).index("cutoff_day")
    before = said(page, live_server)
    sign_in(page, live_server, User.objects.create_superuser("editor", password="leaving-line"))

    page.goto(live_server.url + address(carrier))
    page.click("#endings-group > details > summary")
    page.click(f"#endings-{place} > details > summary")
    page.fill(f"#id_endings-{place}-cutoff_day", "2")
    page.fill("#id_why", "The carrier's page of today")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert said(page, live_server) != before

    page.goto(live_server.url + reverse("desk-history", args=[carrier.slug]))
    expect(page.get_by_text("The carrier's page of today").first).to_be_visible()
    page.get_by_text("Take this change back").first.click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert said(page, live_server) == before


def sign_in(page: Any, live_server: Any, user: User) -> None:
    app = app_of(user)
    page.goto(live_server.url + reverse("admin:index"))
    page.fill("#id_username", "editor")
    page.fill("#id_password", "leaving-line")
    page.click("[type=submit]")
    page.fill("#id_code", code_of(app))
    page.click("[type=submit]")
    expect(page).to_have_url(live_server.url + reverse("admin:index"))


def said(page: Any, live_server: Any) -> str:
    """When the contract is over and what is to be done by when, as a reader sees it now."""
    page.goto(f"{live_server.url}{PLAN}{leaving()}")
    return re.sub(r"\s+", " ", page.locator(".headline").inner_text())


def leaving() -> str:
    return (timezone.localdate(timezone=JAPAN) + dt.timedelta(days=75)).isoformat()
