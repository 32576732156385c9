"""Makes the pictures of docs/editors/ anew from the real pages: `make pictures`. Needs ImageMagick's convert."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from carriers.admin.rows import place_on_page
from carriers.exchange.export import exported
from carriers.models import Carrier, EndingRule, Fee, Report
from guide.settings import BASE_DIR
from tests.staff import app_of, code_of
from tests.test_admin import address

PICTURES = BASE_DIR / "docs" / "editors"
WIDTH, MOST_HEIGHT = 1000, 620

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(page: Any) -> Any:
    page.set_viewport_size({"width": WIDTH, "height": 900})
    return page


def picture(page: Any, name: str, of: str, height: int = MOST_HEIGHT) -> None:
    """Of one part of the page, from its upper edge; in 64 colours, which is enough for a form."""
    box = page.locator(of).first
    box.evaluate("box => scrollTo(0, box.getBoundingClientRect().top + scrollY - 8)")
    seen = box.bounding_box()
    clip = {
        "x": max(0, seen["x"] - 8),
        "y": max(0, seen["y"] - 8),
        "width": min(WIDTH, seen["width"] + 16),
        "height": min(height, seen["height"] + 16),
    }
    _in_64_colours(page.screenshot(clip=clip), PICTURES / f"{name}.png")


def _in_64_colours(png: bytes, path: Path) -> None:
    subprocess.run(["convert", "-", "-strip", "+dither", "-colors", "64", f"PNG8:{path}"], input=png, check=True)


@pytest.fixture
def desk(page: Any, live_server: Any) -> Any:
    """Signed in, with a picture of the step on the way."""
    app = app_of(User.objects.create_superuser("mei", password="leaving-line"))
    page.goto(live_server.url + reverse("admin:index"))
    page.fill("#id_username", "mei")
    page.fill("#id_password", "leaving-line")
    page.click("[type=submit]")
    page.wait_for_selector("#id_code")
    picture(page, "sign-in", "#container", 330)
    page.fill("#id_code", code_of(app))
    page.click("[type=submit]")
    page.wait_for_selector(".desk")
    return page


def at(page: Any, live_server: Any, row: Any) -> None:
    """The row's page, the row open."""
    above = row if isinstance(row, Carrier | Report) else row.carrier
    page.goto(f"{live_server.url}{address(above)}#{place_on_page(row)}")
    page.wait_for_load_state()


def test_the_pictures_of_the_manual(desk: Any, live_server: Any, tmp_path: Path) -> None:
    rule = EndingRule.objects.get(carrier__slug="biglobe-mobile", ends="cutoff_day")
    fee = Fee.objects.filter(carrier__slug="mineo").first()
    picture(desk, "desk", ".desk")

    at(desk, live_server, rule)
    row = desk.locator(".djn-inline-form", has=desk.locator(f"[id='{place_on_page(rule)}']")).last
    desk.fill(f"#id_{row.get_attribute('id')}-cutoff_day", "20")
    picture(desk, "correct", f"#{row.get_attribute('id')}")
    desk.locator("[name=_save]").first.click()
    desk.wait_for_selector(".errornote")
    picture(desk, "why", "#content", 380)

    at(desk, live_server, fee)
    picture(desk, "publish", "#fees-0", 330)
    picture(desk, "translate", "#fees-0 .form-row:has([lang])", 330)

    desk.goto(live_server.url + reverse("desk-list", args=["stale"]))
    picture(desk, "check", "#content", 420)

    Fee.objects.filter(pk=fee.pk).update(title_ja="解約にお金はかかりません")
    name, table = exported("mineo", "csv")
    Fee.objects.filter(pk=fee.pk).update(title_ja=fee.title_ja)
    (tmp_path / name).write_bytes(table)
    desk.goto(live_server.url + reverse("desk-exchange"))
    desk.set_input_files("#id_file", tmp_path / name)
    desk.locator("[type=submit]").last.click()
    desk.wait_for_selector(".before-after")
    picture(desk, "exchange", "#content")
    desk.fill("#id_why", "The translator's table")
    desk.locator("[type=submit]").last.click()
    desk.wait_for_selector(".messagelist")

    desk.goto(live_server.url + reverse("desk-history", args=["mineo"]))
    picture(desk, "history", "#content", 420)

    now = timezone.now()
    sent = {"tried": "different", "language": "en", "text": "The shop took 1,100 yen for paperwork."}
    report = Report.objects.create(unit="mineo", rows="fees", key=fee.key, made_at=now, **sent)
    at(desk, live_server, report)
    picture(desk, "report", "#report_form")
