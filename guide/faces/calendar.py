"""The plan as a calendar: a day and alarms for each dated step, the Japanese sentence in the notes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guide.faces.station import by_when, is_last_train
from guide.language import in_language
from guide.plan import Plan, Step
from guide.plan.together import Line, Together
from guide.templatetags.together import line_names
from guide.templatetags.words import bracketed

# An all-day event begins at midnight.
EVENING_BEFORE = dt.timedelta(hours=-6)
MORNING = dt.timedelta(hours=9)


@dataclass(frozen=True)
class Entry:
    step: Step
    day: dt.date
    uid: str
    whose: str  # the carrier, or the lines
    last_train: bool  # it ends the line on its last safe day


def as_ics(plan: Plan, language: str, address: str) -> bytes:
    """An iCalendar file; `address` is the plan's page, named in each event."""
    carrier = in_language(plan.carrier.name, language)[0]
    entries = [
        Entry(step, step.do_by, f"{step.id}.{plan.carrier.slug}", carrier, is_last_train(step, plan))
        for step in plan.steps
        if step.do_by and not step.alternative
    ]
    return _calendar(carrier, entries, plan.now, language, address)


def as_ics_together(plan: Together, language: str, address: str) -> bytes:
    """The same for several lines: what is one step on one day is one event."""
    entries = [
        Entry(
            shared.step,
            day,
            f"{shared.step.id}.{_slugs(lines)}",
            line_names(lines),
            bool(shared.step.method) and any(line.plan.last_safe_day == day for line in lines),
        )
        for shared in plan.steps
        for day, lines in shared.by_day
        if day and not shared.step.alternative
    ]
    return _calendar(line_names(plan.lines), entries, plan.lines[0].plan.now, language, address)


def _slugs(lines: Iterable[Line]) -> str:
    return "-".join(f"{line.plan.carrier.slug}{line.number or ''}" for line in lines)


def _calendar(whose: str, entries: Iterable[Entry], now: dt.datetime, language: str, address: str) -> bytes:
    from icalendar import Calendar  # takes 0.2 s to import, and few readers ask for it

    calendar = Calendar()
    calendar.add("prodid", "-//leaving-line//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Your plan for %(name)s") % {"name": whose})
    for entry in entries:
        calendar.add_component(_event(entry, now, language, address))
    return calendar.to_ical()


def _event(entry: Entry, now: dt.datetime, language: str, address: str):  # noqa: ANN202 - icalendar is imported late
    from icalendar import Alarm, Event

    title = in_language(entry.step.title, language)[0]
    event = Event()
    # Without the day: a plan whose days have moved, imported again, moves the events.
    event.add("uid", f"{entry.uid}@leaving-line")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # the reader is not busy all day
    event.add("summary", f"{entry.whose}: {title}")
    event.add("description", _notes(entry.step, language))
    event.add("url", address)
    for trigger in [EVENING_BEFORE, *([MORNING] if entry.last_train else [])]:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", trigger)
        event.add_component(alarm)
    return event


def _notes(step: Step, language: str) -> str:
    lines = [f"{capfirst(by_when(step))} {bracketed(_('Japan time'))}", in_language(step.text, language)[0]]
    lines += [f"{number}. {in_language(row.text, language)[0]}" for number, row in enumerate(step.what_to_do, 1)]
    if step.method and step.method.url:
        lines.append(step.method.url)
    lines += [f"{row.document.ja} ({in_language(row.document.name, language)[0]})" for row in step.bring]
    lines += [f"{row.ja}\n{row.kana}\n{in_language(row.meaning, language)[0]}" for row in step.phrases]
    if step.unknowns:
        lines.append(_("We do not know; ask:"))
        lines += [f"{row.ask}\n{in_language(row.meaning, language)[0]}" for row in step.unknowns]
    return "\n\n".join(line for line in lines if line)
