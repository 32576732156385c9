"""Days in Japan: when a contract ends, what is charged, until when one must apply.

Pure functions. Dates are Japan's; `day` of the month 31 means the month's last day. Nothing here reads a clock.
"""

import calendar
import datetime as dt
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from carriers.choices import AfterHours, Channel, Ends, Period
from carriers.facts import CancellationMethod, Contact, EndingRule, Maintenance

JAPAN = ZoneInfo("Asia/Tokyo")
DAY = dt.timedelta(days=1)
EIGHT_DAYS = 8
SATURDAY = 5
# No rule we know looks further ahead than a cut-off one month before the month a contract ends in.
FURTHEST_BACK = 160
# Caution of ours, no carrier's word: nobody finds a shop open late, and a letter needs days nobody states.
SHOP_CLOSES = dt.time(17)
LETTER_DAYS = 7


def in_month(year: int, month: int, day: int) -> dt.date:
    """The day of that month, or its last day if the month is shorter: day 31 in February is the 28th or 29th."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def month_end(day: dt.date) -> dt.date:
    """The last day of the month: 29 February in a leap year."""
    return in_month(day.year, day.month, 31)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or that month's last: 31 January and one month is 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    return in_month(day.year + years, month + 1, day.day)


def closing_day_from(day: dt.date, closing: int) -> dt.date:
    """The end of the billing month a day falls in, where bills close on a personal day (SoftBank: 10th, 20th, end)."""
    this_month = in_month(day.year, day.month, closing)
    return this_month if day <= this_month else in_month(*_next_month(day), closing)


def cycle_end_from(day: dt.date, start: int) -> dt.date:
    """The last day of the cycle a day falls in, where each cycle begins on the day of the month the line began."""
    this_month = in_month(day.year, day.month, start)
    begins_next = this_month if day < this_month else in_month(*_next_month(day), start)
    return begins_next - DAY


def _next_month(day: dt.date) -> tuple[int, int]:
    later = months_later(day.replace(day=1), 1)
    return later.year, later.month


def charged_until(rule: EndingRule, day: dt.date, billing_day: int | None) -> dt.date:
    """The last day of the charge a day falls in.

    With a personal billing day that is not known, the earliest that can be, so that nobody pays a month for our guess.
    """
    if rule.period is Period.CALENDAR_MONTH:
        return month_end(day)
    if rule.period is Period.CLOSING_DAY:
        return min(
            closing_day_from(day, closing) for closing in ([billing_day] if billing_day else rule.closing_days or [31])
        )
    if rule.period is Period.START_DAY:
        return cycle_end_from(day, billing_day) if billing_day else day
    return day


def contract_end(rule: EndingRule, applied: dt.date, billing_day: int | None = None) -> dt.date:
    """The day the contract ends if the request counts on `applied`.

    same_day, chosen_day: that day, or after the days of notice. next_day: the day after. month_end: the last day of
    the month (of the day the notice is over). cutoff_day: the last day of the month if applied by the cut-off day,
    else of the next month. cycle_end: the end of the running cycle. by_itself: nobody applies; that day.
    """
    notified = applied + rule.notice_days * DAY
    match rule.ends:
        case Ends.NEXT_DAY:
            return notified + DAY
        case Ends.MONTH_END:
            return month_end(notified)
        case Ends.CUTOFF_DAY:
            cutoff = in_month(applied.year, applied.month, rule.cutoff_day or 31)
            return month_end(notified if applied <= cutoff else max(notified, months_later(applied, 1)))
        case Ends.CYCLE_END:
            return cycle_end_from(notified, billing_day) if billing_day else notified
    return notified


def last_application(rule: EndingRule, by: dt.date, billing_day: int | None = None) -> dt.date:
    """The last day to apply for a contract that ends on or before `by`; a later request never ends it earlier."""
    day = by
    while contract_end(rule, day, billing_day) > by and by - day < FURTHEST_BACK * DAY:
        day -= DAY
    return day


def initial_cancellation_until(start: dt.date) -> dt.date:
    """The last day of the 8-day window: the day the papers came (or service began) counts as the first.

    初期契約解除, Telecommunications Business Act art. 26-3.
    """
    return start + (EIGHT_DAYS - 1) * DAY


def sim_back_by(ended: dt.date, days: int) -> dt.date:
    """The day by which a SIM must have arrived, counted from the day after the contract's end."""
    return ended + days * DAY


@cache
def _holidays() -> Container[dt.date]:
    import holidays  # here: every start would wait for the calendars of the whole world otherwise

    return holidays.country_holidays("JP")


def is_holiday(day: dt.date) -> bool:
    """A national holiday of Japan, substitutes included."""
    return day in _holidays()


def is_new_year(day: dt.date) -> bool:
    """31 December to 3 January, when many shops and phone lines rest."""
    return (day.month, day.day) in {(12, 31), (1, 1), (1, 2), (1, 3)}


def is_business_day(day: dt.date) -> bool:
    """Monday to Friday, no national holiday, not the New Year."""
    return day.weekday() < SATURDAY and not is_holiday(day) and not is_new_year(day)


@dataclass(frozen=True)
class Hours:
    """When a shop, phone or page works on a request. None for `opens` and `closes`: round the clock."""

    opens: dt.time | None = None
    closes: dt.time | None = None
    after_hours: AfterHours = AfterHours.REFUSED
    weekdays: tuple[int, ...] = ()
    closed_on_holidays: bool = False
    closed_at_new_year: bool = False
    maintenance: tuple[tuple[int, dt.time, dt.time], ...] = ()  # weekday, start, end; over midnight if end < start

    @classmethod
    def of(cls, row: CancellationMethod | Contact) -> "Hours":
        """The row's hours; a shop or phone of unknown hours is taken to close early and to rest at the New Year."""
        guessed = row.closes is None and getattr(row, "channel", None) in {Channel.SHOP, Channel.PHONE}
        return cls(
            _clock(row.opens),
            SHOP_CLOSES if guessed else _clock(row.closes),
            getattr(row, "after_hours", AfterHours.REFUSED),
            tuple(row.weekdays),
            getattr(row, "closed_on_holidays", False),
            guessed or getattr(row, "closed_at_new_year", False),
            tuple((w.weekday, _clock(w.start) or dt.time.min, _clock(w.end) or dt.time.min) for w in _windows(row)),
        )

    def open_on(self, day: dt.date) -> bool:
        """Whether the day has open hours: not a weekday off, nor a holiday or New Year's day they keep."""
        return not (
            (self.weekdays and day.weekday() not in self.weekdays)
            or (self.closed_on_holidays and is_holiday(day))
            or (self.closed_at_new_year and is_new_year(day))
        )

    def over_at(self, when: dt.datetime) -> bool:
        """Whether the day's hours are over: after closing (20:00, say), or in maintenance that runs over midnight."""
        closed = self.closes is not None and when.time() >= self.closes
        return closed or any(
            when.weekday() == weekday and end <= start <= when.time() for weekday, start, end in self.maintenance
        )

    def first_day(self, when: dt.datetime) -> dt.date:
        """The first day on which a request made in open hours counts, from `when` on."""
        day = when.date()
        if self.over_at(when):
            day += DAY
        return self._forward(day)

    def counts_on(self, when: dt.datetime) -> dt.date | None:
        """The day a request sent at `when` counts; None if it cannot be sent then.

        Before opening it waits for that day's opening. After closing it waits for the next day, or the next business
        day where the carrier says so.
        """
        early = self.opens is not None and when.time() < self.opens
        if self.open_on(when.date()) and not early and not self.over_at(when):
            return when.date()
        if self.after_hours is AfterHours.REFUSED:
            return None
        day = self.first_day(when)
        while self.after_hours is AfterHours.NEXT_BUSINESS_DAY and not is_business_day(day):
            day += DAY
        return day

    def last_day(self, by: dt.date) -> dt.date:
        """The last open day on or before `by`."""
        day = by
        while not self.open_on(day) and by - day < FURTHEST_BACK * DAY:
            day -= DAY
        return day

    def _forward(self, day: dt.date) -> dt.date:
        start = day
        while not self.open_on(day) and day - start < FURTHEST_BACK * DAY:
            day += DAY
        return day


def _windows(row: CancellationMethod | Contact) -> list[Maintenance]:
    return row.maintenance if isinstance(row, CancellationMethod) else []


def _clock(text: str | None) -> dt.time | None:
    """A time of day; 24:00 never closes before the day is over, so it is no closing time."""
    return dt.time.fromisoformat(text) if text and text != "24:00" else None


@dataclass(frozen=True)
class Timing:
    """The days of a plan; `last_safe_day` is None when the reader leaves before the request could count."""

    first_day: dt.date
    last_safe_day: dt.date | None
    window_from: dt.date | None
    contract_ends: dt.date
    charged_until: dt.date
    costs_more_from: dt.date | None  # from this day on, applying costs one more period
    cheaper_by: dt.date | None  # an earlier end that saves the last period altogether


def lead_days(method: CancellationMethod) -> int:
    """The days a request is on its way; a letter of unknown speed is given a week."""
    if method.lead_days is None:
        return LETTER_DAYS if method.channel is Channel.POST else 0
    return method.lead_days


def timing(
    rule: EndingRule, hours: Hours, now: dt.datetime, leaving: dt.date | None, billing_day: int | None = None
) -> Timing:
    """Count back from leaving, or from the end of the running charge where nobody leaves.

    The last safe day is the latest open day that (1) keeps one day in hand before leaving, (2) does not run into a
    further charge after the one in which the reader leaves, (3) is not in the past.
    """
    first = hours.first_day(now)
    charge = charged_until(rule, max(leaving or first, first), billing_day)
    # Where the contract ends late anyway (past cut-off), the charge that matters is the first one still reachable.
    charge = max(charge, charged_until(rule, contract_end(rule, first, billing_day), billing_day))
    limit = last_application(rule, charge, billing_day)
    target = min(limit, leaving - DAY) if leaving else limit
    safe: dt.date | None = max(hours.last_day(target), first)
    if leaving and safe and safe > leaving:
        safe = None
    applied = safe or first
    ends = contract_end(rule, applied, billing_day)
    return Timing(
        first_day=first,
        last_safe_day=safe,
        window_from=safe and _window_from(rule, first, safe, billing_day, leaving),
        contract_ends=ends,
        charged_until=ends if rule.prorated else charged_until(rule, ends, billing_day),
        costs_more_from=None if rule.period is Period.NONE else limit + DAY,
        cheaper_by=_cheaper_by(rule, hours, first, applied, billing_day),
    )


def _window_from(
    rule: EndingRule, first: dt.date, safe: dt.date, billing_day: int | None, leaving: dt.date | None = None
) -> dt.date:
    """The first day that costs no less and no more than the last safe one.

    Where each day is charged by itself: a week before leaving, or at once if nobody leaves.
    """
    if rule.prorated or rule.period is Period.NONE:
        return max(first, safe - 7 * DAY) if leaving else first
    end = charged_until(rule, contract_end(rule, safe, billing_day), billing_day)
    day = safe
    while day > first and charged_until(rule, contract_end(rule, day - DAY, billing_day), billing_day) == end:
        day -= DAY
    return day


def _cheaper_by(
    rule: EndingRule, hours: Hours, first: dt.date, applied: dt.date, billing_day: int | None
) -> dt.date | None:
    """The last open day that still avoids the last charge, if there is one left."""
    if rule.prorated or rule.period is Period.NONE:
        return None
    before = _window_from(rule, first, applied, billing_day) - DAY
    day = hours.last_day(before)
    return day if first <= day < applied else None
