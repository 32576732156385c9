"""The same plan as JSON, as a calendar and in the terminal."""

import datetime as dt
import json
from io import StringIO
from typing import Literal

import msgspec
import pytest
from django.core.management import CommandError, call_command
from icalendar import Calendar

from carriers.seed.files import carrier_paths
from guide.language import HTML_LANG
from guide.questions import QUESTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
ABROAD = "carrier=docomo&where=abroad"
LEAVING = "where=japan&leaving=2027-01-20"
QUERIES = {path.stem: f"carrier={path.stem}&{LEAVING}" for path in carrier_paths()}
QUERIES |= {
    "abroad": ABROAD,
    "nothing works": f"{ABROAD}&sim=lost&access=none&papers=none",
    "number kept": f"carrier=au&{LEAVING}&number=keep",
    "much tied": f"carrier=softbank&{LEAVING}&cycle=10&tied=line&tied=bank&device=paying&bundled=fibre&who=family",
    "not sure": f"carrier=mineo&{LEAVING}&device=unsure&since=unsure",
}
BY_QUERY = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)


class Shape(msgspec.Struct, forbid_unknown_fields=True):
    """The JSON as its readers rely on it: these keys, all of them, with these types."""


class Bring(Shape):
    ja: str
    name: str
    if_held: bool


class Cost(Shape):
    title: str
    text: str
    jpy: int | None
    certain: bool


class Phrase(Shape):
    ja: str
    kana: str
    romaji: str
    meaning: str
    speaker: Literal["you", "staff"]


class Source(Shape):
    url: str
    publisher: str
    remark: str | None
    official: bool
    page_date: dt.date | None


class Unknown(Shape):
    text: str
    ask: str
    kana: str
    romaji: str
    meaning: str


class Step(Shape):
    id: str
    stage: Literal["before", "on_the_day", "after"]
    title: str
    text: str
    do_by: dt.date | None
    when: Literal["by", "until", "from"]
    window_closes: dt.date | None
    next_closes: dt.date | None
    certain: bool
    alternative: bool
    because: list[str]
    what_to_do: list[str]
    url: str | None
    phone: str | None
    address: str | None
    bring: list[Bring]
    costs: list[Cost]
    phrases: list[Phrase]
    sources: list[Source]
    confidence: Literal["high", "medium", "low"]
    conflict: str | None
    checked_on: dt.date | None
    unknowns: list[Unknown]


class Rule(Shape):
    title: str
    text: str
    confidence: Literal["high", "medium", "low"]
    conflict: str | None
    checked_on: dt.date | None
    sources: list[Source]


class Plan(Shape):
    version: Literal[1]
    language: Literal["zh-hans", "zh-hant", "ja", "en"]
    carrier: str
    carrier_name: str
    answers: dict[str, list[str]]
    made_at: str
    nothing_to_cancel: bool
    last_safe_day: dt.date | None
    best_window: tuple[dt.date, dt.date] | None
    contract_ends: dt.date | None
    costs_more_from: dt.date | None
    ending_rule: Rule | None
    assumed: list[str]
    steps: list[Step]
    unknowns: list[Unknown]


@pytest.fixture
def plan_of(client):
    def plan_of(query: str, language: str = "en") -> Plan:
        response = client.get(f"/{language}/plan/yours.json?{query}")
        assert response.headers["Content-Type"] == "application/json"
        return msgspec.json.decode(response.content, type=Plan)

    return plan_of


@pytest.fixture
def calendar_of(client):
    def calendar_of(query: str, language: str = "en") -> Calendar:
        response = client.get(f"/{language}/plan/yours.ics?{query}")
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        return Calendar.from_ical(response.content)

    return calendar_of


# JSON


@BY_QUERY
def test_json_keeps_its_shape(plan_of, query):
    plan = plan_of(query)
    assert plan.made_at == "2026-12-01T10:00+09:00"
    assert set(plan.assumed) <= QUESTIONS.keys() - plan.answers.keys()
    assert all(words for step in plan.steps for words in (step.id, step.title))


@BY_QUERY
def test_every_step_has_a_cause_and_a_source(plan_of, query):
    for step in (plan := plan_of(query)).steps:
        assert step.because, step.id
        assert set(step.because) <= plan.answers.keys(), step.id
        assert step.sources, step.id


@BY_QUERY
def test_steps_stand_in_order_and_not_in_the_past(plan_of, query):
    steps = plan_of(query).steps
    assert [step.stage for step in steps] == sorted(
        (step.stage for step in steps), key=["before", "on_the_day", "after"].index
    )
    assert len({step.id for step in steps}) == len(steps)
    assert all(step.do_by >= dt.date(2026, 12, 1) for step in steps if step.do_by)


@BY_QUERY
def test_days_agree_with_each_other(plan_of, query):
    plan = plan_of(query)
    if plan.last_safe_day:
        assert plan.best_window[0] <= plan.best_window[1] == plan.last_safe_day <= plan.contract_ends
    if plan.nothing_to_cancel:
        assert plan.last_safe_day is plan.contract_ends is None


@pytest.mark.parametrize("language", HTML_LANG)
def test_json_speaks_the_language_of_its_address(plan_of, language):
    plan, english = plan_of(QUERIES["mineo"], language), plan_of(QUERIES["mineo"])
    assert plan.language == language
    assert [step.id for step in plan.steps] == [step.id for step in english.steps]
    assert (language == "en") == (plan.steps[0].title == english.steps[0].title)


def test_json_shows_japanese_unescaped(client):
    assert "ドコモ" in client.get(f"/ja/plan/yours.json?{ABROAD}").content.decode()


def test_answers_are_given_back(plan_of):
    answers = plan_of(QUERIES["much tied"]).answers
    assert answers["tied"] == ["line", "bank"]
    assert answers["leaving"] == ["2027-01-20"]


# The calendar


@BY_QUERY
def test_calendar_has_a_day_for_each_dated_step(calendar_of, plan_of, query):
    events = {(event["uid"].partition(".")[0], event["dtstart"].dt) for event in calendar_of(query).events}
    assert events == {(step.id, step.do_by) for step in plan_of(query).steps if step.do_by and not step.alternative}


@BY_QUERY
def test_every_event_is_complete(calendar_of, query):
    for event in calendar_of(query).events:
        assert event["summary"]
        assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(days=1)
        assert event["url"].startswith(f"http://testserver/en/plan/yours/?{query[:8]}")
        first, *_rest = event.walk("VALARM")
        assert first["trigger"].dt < dt.timedelta(0)
        assert first["description"]


@BY_QUERY
def test_notes_hold_the_japanese_sentences(calendar_of, plan_of, query):
    notes = {event["uid"].partition(".")[0]: event["description"] for event in calendar_of(query).events}
    for step in plan_of(query).steps:
        if step.id in notes:
            assert [row.ja for row in step.phrases if row.ja not in notes[step.id]] == []
            assert [row.ask for row in step.unknowns if row.ask not in notes[step.id]] == []


@pytest.mark.parametrize("language", HTML_LANG)
def test_calendar_speaks_the_language_of_its_address(calendar_of, plan_of, language):
    titles = {step.title for step in plan_of(QUERIES["mineo"], language).steps}
    summaries = [event["summary"] for event in calendar_of(QUERIES["mineo"], language).events]
    assert summaries
    assert {summary.partition(": ")[2] for summary in summaries} <= titles


def test_calendar_is_a_file_to_keep(client):
    disposition = client.get(f"/en/plan/yours.ics?{ABROAD}").headers["Content-Disposition"]
    assert disposition == 'attachment; filename="plan-docomo.ics"'


def test_same_step_keeps_its_uid(calendar_of):
    """Importing the calendar again replaces the events, and adds none."""
    first, second = ([event["uid"] for event in calendar_of(ABROAD).events] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


# The terminal


def printed(*arguments: str) -> dict:
    out = StringIO()
    call_command("plan", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("language", HTML_LANG)
def test_command_says_what_the_page_says(client, language):
    query = QUERIES["much tied"]
    assert printed(query, "--lang", language) == client.get(f"/{language}/plan/yours.json?{query}").json()


def test_command_takes_a_copied_query():
    assert printed(f"?{ABROAD}") == printed(ABROAD)


def test_command_drops_what_no_rule_turns_on():
    assert "cycle" not in printed(f"{ABROAD}&cycle=10&nonsense=1")["answers"]


def test_now_moves_the_plan():
    early, late = (printed(QUERIES["mineo"], "--now", now) for now in ("2026-12-19T21:30", "2027-01-19T21:30"))
    assert early["made_at"] == "2026-12-19T21:30+09:00"
    assert early["last_safe_day"] < late["contract_ends"]
    assert all(step["do_by"] >= "2027-01-19" for step in late["steps"] if step["do_by"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([""], "lack carrier: Who bills you?"),
        (["carrier=nobody&where=abroad"], "carrier: Choose your carrier"),
        (["carrier=unknown"], "lack carrier"),
        (["carrier=docomo"], "lack where: Where are you now?"),
        (["carrier=docomo&where=japan"], "lack leaving"),
        (["carrier=docomo&where=japan&leaving=2026-02-30"], "leaving: There is no such day"),
        ([f"{ABROAD}&sim=gone"], "sim: Choose one of the answers"),
        ([ABROAD, "--now", "tomorrow"], "--now tomorrow: write it as"),
        ([ABROAD, "--lang", "fr"], "invalid choice"),
        ([f"{ABROAD}&{'k' * 101}=1"], "long"),
        ([f"{ABROAD}&sim={'v' * 1001}"], "long"),
    ],
)
def test_command_says_what_is_wrong(arguments, message):
    with pytest.raises(CommandError, match=message.replace("?", r"\?")):
        printed(*arguments)


def test_now_of_another_zone_is_converted():
    assert printed(ABROAD, "--now", "2026-12-19T21:00+00:00")["made_at"] == "2026-12-20T06:00+09:00"
