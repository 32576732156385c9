"""The plan in calendars of others' making: two parsers, the rules of the format, and a program people use."""

import datetime as dt
import os
import shutil
import subprocess
from typing import Any

import pytest
import vobject
from icalendar import Calendar

from guide.language import HTML_LANG
from tests.conftest import CI
from tests.test_faces import BY_QUERY, QUERIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
BY_LANGUAGE = pytest.mark.parametrize("language", HTML_LANG)
LONGEST_LINE = 75  # bytes, as RFC 5545 has it
KHAL = """
[calendars]
[[plan]]
path = {folder}/calendar
[locale]
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}
[default]
default_calendar = plan
[sqlite]
path = {folder}/khal.db
"""


@pytest.fixture
def ics_of(client):
    def ics_of(query: str, language: str = "en") -> bytes:
        return client.get(f"/{language}/plan/yours.ics?{query}").content

    return ics_of


def days_by_icalendar(ics: bytes) -> set[tuple[str, Any]]:
    return {(str(event["summary"]), event["dtstart"].dt) for event in Calendar.from_ical(ics).events}


def days_by_vobject(ics: bytes) -> set[tuple[str, dt.date]]:
    calendar = vobject.readOne(ics.decode())
    return {(event.summary.value, event.dtstart.value) for event in calendar.contents.get("vevent", [])}


@BY_QUERY
def test_two_parsers_read_the_same_days(ics_of, query):
    assert days_by_vobject(ics := ics_of(query)) == days_by_icalendar(ics)


@BY_LANGUAGE
def test_two_parsers_read_the_same_words(ics_of, language):
    ics = ics_of(QUERIES["much tied"], language)
    assert days_by_vobject(ics) == days_by_icalendar(ics) != set()
    notes = {str(event["description"]) for event in Calendar.from_ical(ics).events}
    assert {event.description.value for event in vobject.readOne(ics.decode()).vevent_list} == notes


@BY_LANGUAGE
def test_lines_are_folded(ics_of, language):
    lines = ics_of(QUERIES["much tied"], language).split(b"\r\n")
    assert max(map(len, lines)) <= LONGEST_LINE
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()  # no character is cut in two


def test_moved_days_move_the_events(ics_of):
    """The plan imported again after the flight has changed: the same events, on other days."""
    first, second = (ics_of(f"carrier=mineo&where=japan&leaving={day}") for day in ("2027-01-20", "2027-02-20"))
    uids = [{str(event["uid"]) for event in Calendar.from_ical(ics).events} for ics in (first, second)]
    assert uids[0] & uids[1]
    assert not days_by_icalendar(first) & days_by_icalendar(second)


def test_the_last_safe_day_rings_twice(ics_of, client):
    """The evening before each day; on the last safe day in the morning too."""
    last = client.get(f"/en/plan/yours.json?{QUERIES['mineo']}").json()["last_safe_day"]
    twice = {
        event["dtstart"].dt.isoformat()
        for event in Calendar.from_ical(ics_of(QUERIES["mineo"])).events
        if [alarm["trigger"].dt for alarm in event.walk("VALARM")][1:] == [dt.timedelta(hours=9)]
    }
    assert twice == {last}


def test_a_day_keeps_nobody_busy(ics_of):
    assert {event["transp"] for event in Calendar.from_ical(ics_of(QUERIES["mineo"])).events} == {"TRANSPARENT"}


@BY_LANGUAGE
def test_the_calendar_has_a_name(ics_of, client, language):
    name = client.get(f"/{language}/plan/yours.json?{QUERIES['mineo']}").json()["carrier_name"]
    assert name in str(Calendar.from_ical(ics_of(QUERIES["mineo"], language))["x-wr-calname"])


# In a calendar program


@pytest.fixture
def khal(tmp_path):
    """khal with an empty calendar; `zone` is where its user is."""
    if not shutil.which("khal"):
        (pytest.fail if CI else pytest.skip)("no calendar program here: apt-get install khal")

    def khal(zone: str, *arguments: str) -> str:
        config = tmp_path / "khal.conf"
        config.write_text(KHAL.format(folder=tmp_path, zone=zone))
        homes = {f"XDG_{name}_HOME": str(tmp_path) for name in ("CACHE", "CONFIG", "DATA")}
        done = subprocess.run(
            ["khal", "-c", str(config), *arguments],
            env={**os.environ, **homes, "LC_ALL": "C.UTF-8", "TZ": zone},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return khal


def shown(khal, zone: str) -> set[tuple[str, dt.date]]:
    listed = khal(zone, "list", "--format", "{start-date}|{title}", "--day-format", "", "2026-12-01", "365d")
    rows = [line.split("|", 1) for line in listed.splitlines() if "|" in line]
    return {(title.strip(), dt.date.fromisoformat(day)) for day, title in rows}


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_a_calendar_program_shows_the_days(khal, ics_of, tmp_path, zone):
    """Days of Japan stay what they are, wherever the reader has gone."""
    (tmp_path / "plan.ics").write_bytes(ics := ics_of(QUERIES["much tied"], "zh-hant"))
    khal(zone, "import", "--batch", str(tmp_path / "plan.ics"))
    assert shown(khal, zone) == days_by_icalendar(ics)


def test_a_calendar_program_moves_what_is_imported_again(khal, ics_of, tmp_path):
    for day in ("2027-01-20", "2027-02-20"):
        (tmp_path / "plan.ics").write_bytes(ics := ics_of(f"carrier=mineo&where=japan&leaving={day}"))
        khal("Asia/Tokyo", "import", "--batch", str(tmp_path / "plan.ics"))
    assert shown(khal, "Asia/Tokyo") == days_by_icalendar(ics)
