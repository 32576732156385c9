"""The weeks around a plan's days: what the small calendar at its top shows."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from guide.deadlines import DAY
from guide.plan.shape import Plan

Mark = Literal["last", "leaving", "window", "late", ""]
MOST_WEEKS = 6


@dataclass(frozen=True)
class Square:
    """One day and what it is; `opens_month` where the month's name belongs beside the number."""

    date: dt.date
    mark: Mark
    today: bool
    opens_month: bool


def weeks(plan: Plan) -> list[list[Square]]:
    """Weeks from Monday to Sunday, from the window's first to the one after the last safe day; none without one.

    A window longer than six weeks loses its beginning: the days that matter stand at its end.
    """
    last = plan.last_safe_day
    if plan.timing is None or last is None:
        return []
    end = _monday(max(last + DAY, plan.leaving or last)) + 6 * DAY
    begin = _monday(max(plan.now.date(), plan.timing.window_from or last))
    begin = max(begin, end - (7 * MOST_WEEKS - 1) * DAY)
    if last < begin:
        return []
    days = [begin + number * DAY for number in range((end - begin).days + 1)]
    squares = [Square(day, _mark(plan, day), day == plan.now.date(), day == begin or day.day == 1) for day in days]
    return [squares[number : number + 7] for number in range(0, len(squares), 7)]


def _monday(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY


def _mark(plan: Plan, day: dt.date) -> Mark:
    assert plan.timing is not None
    assert plan.last_safe_day is not None
    if day == plan.last_safe_day:
        return "last"
    if day == plan.leaving:
        return "leaving"
    if plan.timing.window_from and plan.timing.window_from <= day < plan.last_safe_day:
        return "window"
    if plan.timing.costs_more_from and day >= plan.timing.costs_more_from:
        return "late"
    return ""
