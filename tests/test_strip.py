"""The small calendar at the top of a plan, and the card to hold up at the counter."""

import datetime as dt
import html

import pytest
from django.test import Client

from guide.plan import Plan, build_plan
from guide.plan.strip import MOST_WEEKS, Square, weeks
from tests.facts import answers, at, make_carrier, make_shared

NOW = at("2026-11-22T10:00")
DOCOMO = "carrier=docomo&where=japan&leaving=2027-01-20"
pytestmark = pytest.mark.usefixtures("december")
LANGUAGES = ("zh-hans", "zh-hant", "ja", "en")


def plan_for(leaving: str) -> Plan:
    query = f"carrier=example&where=japan&leaving={leaving}"
    return build_plan(make_carrier(), make_shared(), answers(query, NOW), NOW)


def squares(plan: Plan) -> dict[dt.date, Square]:
    return {square.date: square for week in weeks(plan) for square in week}


def test_the_calendar_marks_the_window_its_last_day_and_the_flight() -> None:
    days = squares(plan_for("2026-12-20"))
    assert days[dt.date(2026, 12, 19)].mark == "last"
    assert days[dt.date(2026, 12, 20)].mark == "leaving"
    assert {day for day, square in days.items() if square.mark == "window"} == {
        dt.date(2026, 12, day) for day in range(1, 19)
    }


def test_today_is_marked_and_still_belongs_to_the_window() -> None:
    days = squares(plan_for("2026-11-27"))
    assert [day for day, square in days.items() if square.today] == [NOW.date()]
    assert days[NOW.date()].mark == "window"


@pytest.mark.parametrize("leaving", ["2026-11-24", "2026-12-06", "2026-12-20", "2027-02-28", "2027-10-01"])
def test_weeks_are_whole_begin_on_monday_and_are_few(leaving) -> None:
    found = weeks(plan_for(leaving))
    assert 1 <= len(found) <= MOST_WEEKS
    assert all([square.date.weekday() for square in week] == list(range(7)) for week in found)


def test_a_month_is_named_where_it_begins() -> None:
    days = squares(plan_for("2026-12-20"))
    assert {day.day for day, square in days.items() if square.opens_month} == {30, 1}


def test_without_a_safe_day_there_is_no_calendar() -> None:
    early = build_plan(make_carrier(methods=[]), make_shared(), answers("carrier=example&where=abroad", NOW), NOW)
    assert bool(weeks(early)) == bool(early.last_safe_day)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_at_the_shop_has_a_card_with_sentences_and_replies(client: Client, language) -> None:
    plan = client.get(f"/{language}/plan/yours/?{DOCOMO}").content.decode()
    address = f"/{language}/plan/card/method-shop/?{DOCOMO}"
    assert html.escape(address) in plan
    card = client.get(address).content.decode()
    assert "counter-ja" in card
    assert "解約の理由をお聞かせいただけますか。" in card.replace("<wbr>", "")
    assert "noindex" in card


@pytest.mark.django_db
def test_a_card_says_who_needs_a_paper_that_not_everybody_does(client: Client) -> None:
    card = client.get(f"/en/plan/card/method-shop/?{DOCOMO}").content.decode()
    papers = card.partition('class="tick-list"')[2].partition("</ul>")[0].split("<li>")[1:]
    [death] = [paper for paper in papers if "死亡" in paper]
    assert "only if the holder has died" in death
    assert "only if" not in papers[0]
    going_themselves = client.get(f"/en/plan/card/method-shop/?{DOCOMO}&who=self").content.decode()
    assert "死亡" not in going_themselves.partition('class="tick-list"')[2].partition("</ul>")[0]


@pytest.mark.django_db
def test_a_card_of_no_step_is_not_found_and_open_questions_come_first(client: Client) -> None:
    assert client.get(f"/en/plan/card/nowhere/?{DOCOMO}").status_code == 404
    asked = client.get("/en/plan/card/method-shop/?carrier=docomo")
    assert asked.status_code == 302
    assert asked["Location"].startswith("/en/plan/where/")
