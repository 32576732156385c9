"""The map of the questions: everything a reader may be asked, and what turns on it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from carriers.choices import Billing, Kind
from carriers.models import CancellationMethod, Carrier, Case, EndingRule
from carriers.situations import Situation
from guide.questions import QUESTIONS

pytestmark = pytest.mark.django_db
QUERIES = 12  # nine tables of rows, the session, the editor, and one to spare


def the_map(client: Client) -> str:
    return client.get(reverse("desk-flow")).text


def part(page: str, address: str) -> str:
    """The element of this id, up to its end."""
    found = re.search(rf'<(section|details)[^>]* id="{address}">.*?</\1>', page, re.DOTALL)
    assert found, address
    return found[0]


@pytest.mark.parametrize("language", ["en", "ja", "zh-hans", "zh-hant"])
def test_every_question_and_option_in_every_language(admin_client: Client, language: str) -> None:
    page = the_map(admin_client)
    with override(language):
        words = [str(one) for q in QUESTIONS.values() for one in (q.asks, *(option.label for option in q.options))]
    assert [one for one in words if f">{escape(one)}</p>" not in page] == []


def test_questions_stand_in_their_order(admin_client: Client) -> None:
    assert re.findall(r'<section class="flow-question" id="(\w+)"', the_map(admin_client)) == list(QUESTIONS)


def test_an_option_names_the_situations_it_leads_to(admin_client: Client) -> None:
    page = the_map(admin_client)
    assert '<a href="#sim-SIM_LOST">→ SIM_LOST</a>' in page
    assert '<a href="#access-NO_SMS">not chosen → NO_SMS</a>' in page
    assert {name for name in Situation if f'-{name}"' not in page} == set()


def test_rows_stand_below_the_situation_they_turn_on(admin_client: Client) -> None:
    carrier = Carrier.objects.create(slug="example", name_en="Example Mobile", kind=Kind.MVNO, billing=Billing.MONTHLY)
    CancellationMethod.objects.create(
        carrier=carrier, key="letter", channel="post", needs=[Situation.SIM_LOST], blocked_by=[Situation.BY_PROXY]
    )
    page = the_map(admin_client)
    link = f'<a href="{reverse("admin:carriers_carrier_change", args=[carrier.pk])}">Example Mobile</a>'
    assert f"{link} Way to cancel letter" in part(page, "sim-SIM_LOST")
    assert f'{link}  <span class="barred">barred: Way to cancel letter' in part(page, "who-BY_PROXY")
    assert link not in part(page, "sim-SIM_BROKEN")


def test_rows_that_hold_everywhere_lead_to_their_case(admin_client: Client) -> None:
    case = Case.objects.get(key="lost-sim")
    assert reverse("admin:carriers_case_change", args=[case.pk]) in part(the_map(admin_client), "sim-SIM_LOST")


def test_rules_that_follow_the_billing_day_stand_below_its_question(admin_client: Client) -> None:
    rule = EndingRule.objects.filter(carrier__slug="softbank", period="closing_day").first()
    assert rule
    assert f"Ending rule {rule.key}" in part(the_map(admin_client), "cycle-cycle")


def test_the_map_takes_few_queries_however_many_carriers(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    many = [
        Carrier(slug=f"many-{number}", name_en=f"Many {number}", kind=Kind.MVNO, billing=Billing.MONTHLY)
        for number in range(200)
    ]
    Carrier.objects.bulk_create(many)
    EndingRule.objects.bulk_create(EndingRule(carrier=one, key="rule", needs=["SIM_LOST"]) for one in many)
    with django_assert_max_num_queries(QUERIES):
        the_map(admin_client)


def test_the_map_is_for_editors(client: Client) -> None:
    assert client.get(reverse("desk-flow")).status_code == 302
