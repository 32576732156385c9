"""How a text is shown, and how sure it is said to be."""

import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client

from carriers.choices import Confidence
from carriers.facts import Maintenance
from guide.provenance import Provenance
from guide.templatetags.words import maintenance
from tests.facts import text


def shown(words: Any) -> str:
    return Template("{% load words %}{% paragraphs words %}").render(Context({"words": words}))


def test_lines_are_paragraphs_and_what_is_numbered_is_a_list() -> None:
    found = shown(text("Change it in time.\nFriends stay.\n\n1. Open <b>LINE</b>.\n2. Enter the 1. code.\n\nThen go."))
    assert found == (
        "<p>Change it in time.<br>Friends stay.</p>"
        '<ol class="do"><li>Open &lt;b&gt;LINE&lt;/b&gt;.</li><li>Enter the 1. code.</li></ol>'
        "<p>Then go.</p>"
    )


def test_a_telephone_number_and_an_amount_are_never_parted() -> None:
    found = shown(text("0120-524-360に電話。+81-3-6832-6600も。3,300円。2026-12-20まで。"))
    whole = ["0120-524-360", "+81-3-6832-6600", "3,300円", "2026-12-20"]
    assert re.findall(r'<span class="whole">(.*?)</span>', found) == whole


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [("22:30", "07:00", "Tuesday 22:30–07:00 (into the next day)"), ("01:00", "05:00", "Tuesday 01:00–05:00")],
)
def test_maintenance_over_midnight_ends_on_the_next_day(start: str, end: str, said: str) -> None:
    assert maintenance(Maintenance(weekday=1, start=start, end=end)) == said


def test_no_text_is_no_paragraph() -> None:
    assert shown(text("")) == ""


@pytest.mark.parametrize(
    ("confidence", "conflict", "expected"),
    [(Confidence.LOW, "But.", True), (Confidence.HIGH, "But.", False), (Confidence.LOW, "", False)],
)
def test_what_is_sure_is_not_said_to_be_in_doubt(confidence: Confidence, conflict: str, expected: bool) -> None:
    assert Provenance((), confidence, text(conflict), None).in_doubt is expected


@pytest.mark.django_db
def test_a_page_never_says_in_doubt_and_sure_of_one_claim(client: Client) -> None:
    page = client.get("/en/carriers/docomo/").content.decode()
    lines = [part.partition("</summary>")[0] for part in page.split("<summary>")]
    doubtful = [line for line in lines if "In doubt" in line]
    assert doubtful
    assert all("not sure" in line for line in doubtful)
    assert any("with a caveat" in line for line in lines)
