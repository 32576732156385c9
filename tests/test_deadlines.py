"""The table of days: each rule with its edges."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carriers.choices import AfterHours, Ends, Period
from guide.deadlines import (
    Hours,
    charged_until,
    closing_day_from,
    contract_end,
    cycle_end_from,
    initial_cancellation_until,
    is_business_day,
    is_holiday,
    last_application,
    month_end,
    months_later,
    sim_back_by,
    timing,
)
from tests.facts import at, make_rule

day = dt.date.fromisoformat
days = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))
billing_days = st.none() | st.integers(1, 31)
rules = st.builds(
    make_rule,
    ends=st.sampled_from([ends for ends in Ends if ends is not Ends.BY_ITSELF]),
    cutoff_day=st.none() | st.integers(1, 31),
    notice_days=st.integers(0, 40),
    period=st.sampled_from(Period),
    closing_days=st.lists(st.integers(1, 31), max_size=3),
    prorated=st.none() | st.booleans(),
)
clocks = st.none() | st.times()
hours = st.builds(
    Hours,
    opens=clocks,
    closes=clocks,
    after_hours=st.sampled_from(AfterHours),
    weekdays=st.sets(st.integers(0, 6)).map(tuple),
    closed_on_holidays=st.booleans(),
    closed_at_new_year=st.booleans(),
)
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2032, 12, 31)).map(  # noqa: DTZ001 - a zone is set next
    lambda moment: at(moment.isoformat())
)


@pytest.mark.parametrize(
    ("ends", "fields", "applied", "expected"),
    [
        (Ends.SAME_DAY, {}, "2026-12-19", "2026-12-19"),
        (Ends.NEXT_DAY, {}, "2026-12-31", "2027-01-01"),
        (Ends.CHOSEN_DAY, {"notice_days": 3}, "2026-12-30", "2027-01-02"),
        (Ends.MONTH_END, {}, "2026-12-01", "2026-12-31"),
        (Ends.MONTH_END, {}, "2028-02-29", "2028-02-29"),
        (Ends.MONTH_END, {"notice_days": 10}, "2026-11-25", "2026-12-31"),
        (Ends.CUTOFF_DAY, {"cutoff_day": 25}, "2026-12-25", "2026-12-31"),
        (Ends.CUTOFF_DAY, {"cutoff_day": 25}, "2026-12-26", "2027-01-31"),
        (Ends.CUTOFF_DAY, {"cutoff_day": 31}, "2027-02-28", "2027-02-28"),
        (Ends.CYCLE_END, {}, "2026-12-14", "2026-12-14"),
        (Ends.CYCLE_END, {}, "2026-12-15", "2027-01-14"),
    ],
)
def test_contract_end(ends: Ends, fields: dict, applied: str, expected: str) -> None:
    assert contract_end(make_rule(ends, **fields), day(applied), 15) == day(expected)


@pytest.mark.parametrize(
    ("closing", "on", "expected"),
    [
        (10, "2026-12-10", "2026-12-10"),
        (10, "2026-12-11", "2027-01-10"),
        (20, "2026-12-19", "2026-12-20"),
        (31, "2027-02-01", "2027-02-28"),
        (31, "2028-02-29", "2028-02-29"),
    ],
)
def test_closing_day_from(closing: int, on: str, expected: str) -> None:
    assert closing_day_from(day(on), closing) == day(expected)


@pytest.mark.parametrize(
    ("start", "on", "expected"),
    [
        (1, "2026-12-31", "2026-12-31"),
        (15, "2026-12-15", "2027-01-14"),
        (31, "2027-02-27", "2027-02-27"),
        (31, "2027-02-28", "2027-03-30"),
    ],
)
def test_cycle_end_from(start: int, on: str, expected: str) -> None:
    assert cycle_end_from(day(on), start) == day(expected)


def test_unknown_closing_day_is_taken_as_the_earliest() -> None:
    rule = make_rule(period=Period.CLOSING_DAY, closing_days=[10, 20, 31])
    assert charged_until(rule, day("2026-12-12"), None) == day("2026-12-20")


def test_months_later_keeps_to_the_month() -> None:
    assert months_later(day("2026-12-31"), 2) == day("2027-02-28")
    assert month_end(day("2028-02-01")) == day("2028-02-29")


def test_eight_days_count_the_first() -> None:
    assert initial_cancellation_until(day("2026-12-01")) == day("2026-12-08")


def test_sim_return_is_counted_from_the_day_after_the_end() -> None:
    assert sim_back_by(day("2026-12-31"), 14) == day("2027-01-14")


@pytest.mark.parametrize(
    ("on", "holiday", "business"),
    [
        ("2026-12-20", False, False),  # a Sunday
        ("2026-11-23", True, False),  # 勤労感謝の日, a Monday
        ("2027-03-22", True, False),  # substitute for 21 March
        ("2026-12-31", False, False),  # New Year's rest, no national holiday
        ("2027-01-04", False, True),
    ],
)
def test_japanese_days(on: str, holiday: bool, business: bool) -> None:
    assert (is_holiday(day(on)), is_business_day(day(on))) == (holiday, business)


NINE_TO_EIGHT = Hours(dt.time(9), dt.time(20), AfterHours.NEXT_BUSINESS_DAY)


@pytest.mark.parametrize(
    ("sent", "after_hours", "counts_on"),
    [
        ("2026-12-18T12:00", AfterHours.NEXT_BUSINESS_DAY, "2026-12-18"),
        ("2026-12-18T20:00", AfterHours.NEXT_BUSINESS_DAY, "2026-12-21"),  # Friday evening to Monday
        ("2026-12-18T20:00", AfterHours.NEXT_DAY, "2026-12-19"),
        ("2026-12-18T08:00", AfterHours.NEXT_DAY, "2026-12-18"),  # waits for the opening
        ("2026-12-18T20:00", AfterHours.REFUSED, None),
    ],
)
def test_a_request_outside_the_hours(sent: str, after_hours: AfterHours, counts_on: str | None) -> None:
    hours_ = Hours(dt.time(9), dt.time(20), after_hours)
    assert hours_.counts_on(at(sent)) == (day(counts_on) if counts_on else None)


def test_in_time_tomorrow_beats_sent_tonight() -> None:
    """SoftBank, Saturday 19 December at 21:00: signing in on Sunday counts on Sunday, a request tonight on Monday."""
    now = at("2026-12-19T21:00")
    assert NINE_TO_EIGHT.first_day(now) == day("2026-12-20")
    assert NINE_TO_EIGHT.counts_on(now) == day("2026-12-21")


def test_maintenance_over_midnight_ends_the_day_early() -> None:
    """docomo's page: Tuesday 22:30 to Wednesday 7:00."""
    page = Hours(maintenance=((1, dt.time(22, 30), dt.time(7)),))
    assert page.first_day(at("2026-11-24T22:29")) == day("2026-11-24")
    assert page.first_day(at("2026-11-24T22:30")) == day("2026-11-25")
    assert page.counts_on(at("2026-11-24T23:00")) is None


def test_a_shop_that_rests_at_new_year() -> None:
    shop = Hours(closed_at_new_year=True, closed_on_holidays=True, weekdays=(0, 1, 2, 3, 4))
    assert shop.last_day(day("2027-01-03")) == day("2026-12-30")
    assert shop.first_day(at("2026-12-31T10:00")) == day("2027-01-04")


@pytest.mark.parametrize(
    ("now", "leaving", "safe"),
    [
        ("2026-11-22T10:00", "2026-12-20", "2026-12-19"),  # one day in hand
        ("2026-12-20T10:00", "2026-12-20", "2026-12-20"),  # leaving today
        ("2026-12-19T10:00", "2026-12-20", "2026-12-19"),  # leaving tomorrow
        ("2028-02-01T10:00", "2028-02-29", "2028-02-28"),
        ("2026-11-22T10:00", None, "2026-11-30"),  # nobody leaves: the end of the running month
    ],
)
def test_last_safe_day_of_a_full_month_rule(now: str, leaving: str | None, safe: str) -> None:
    found = timing(make_rule(), Hours(), at(now), leaving and day(leaving) or None)
    assert found.last_safe_day == day(safe)


def test_the_cut_off_comes_before_the_flight() -> None:
    found = timing(make_rule(Ends.CUTOFF_DAY, cutoff_day=25), Hours(), at("2026-12-01T10:00"), day("2026-12-29"))
    assert (found.last_safe_day, found.costs_more_from) == (day("2026-12-25"), day("2026-12-26"))


def test_a_cut_off_already_missed_still_gives_a_day() -> None:
    found = timing(make_rule(Ends.CUTOFF_DAY, cutoff_day=25), Hours(), at("2026-12-27T10:00"), day("2026-12-29"))
    assert (found.last_safe_day, found.contract_ends) == (day("2026-12-28"), day("2027-01-31"))


def test_too_late_when_the_page_opens_only_after_the_flight() -> None:
    found = timing(make_rule(), NINE_TO_EIGHT, at("2026-12-20T21:00"), day("2026-12-20"))
    assert found.last_safe_day is None
    assert found.first_day == day("2026-12-21")


def test_leaving_early_in_a_month_names_the_cheaper_day() -> None:
    found = timing(make_rule(), Hours(), at("2026-11-10T10:00"), day("2026-12-03"))
    assert (found.last_safe_day, found.cheaper_by) == (day("2026-12-02"), day("2026-11-30"))


@given(rules, days, st.integers(1, 400), billing_days)
def test_applying_later_never_ends_the_contract_earlier(rule, applied, later, billing_day) -> None:
    after = applied + dt.timedelta(days=later)
    assert contract_end(rule, applied, billing_day) <= contract_end(rule, after, billing_day)


@given(rules, days, billing_days)
def test_last_application_is_the_last(rule, by, billing_day) -> None:
    last = last_application(rule, by, billing_day)
    assert contract_end(rule, last, billing_day) <= by
    assert last == by or contract_end(rule, last + dt.timedelta(days=1), billing_day) > by


@given(rules, hours, moments, st.integers(0, 366), billing_days)
def test_the_last_safe_day_lies_between_today_and_leaving(rule, hours_, now, ahead, billing_day) -> None:
    leaving = now.date() + dt.timedelta(days=ahead)
    found = timing(rule, hours_, now, leaving, billing_day)
    assert found.contract_ends >= found.first_day >= now.date()
    if found.last_safe_day:
        assert found.first_day <= found.last_safe_day <= leaving
        assert found.window_from is not None
        assert found.window_from <= found.last_safe_day
        assert hours_.open_on(found.last_safe_day)
