"""The plan as a calendar: a day and alarms for each dated step, the Japanese sentence in the notes."""

import datetime as dt

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guide.faces.station import by_when, is_last_train
from guide.language import in_language
from guide.plan import Plan, Step
from guide.templatetags.words import bracketed, plain

# An all-day event begins at midnight.
EVENING_BEFORE = dt.timedelta(hours=-6)
MORNING = dt.timedelta(hours=9)


def as_ics(plan: Plan, language: str, address: str) -> bytes:
    """An iCalendar file; `address` is the plan's page, named in each event."""
    from icalendar import Calendar  # takes 0.2 s to import, and few readers ask for it

    calendar = Calendar()
    calendar.add("prodid", "-//leaving-line//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Your plan for %(name)s") % {"name": plain(plan.carrier.name)})
    for step in plan.steps:
        if step.do_by and not step.alternative:
            calendar.add_component(_event(plan, step, step.do_by, language, address))
    return calendar.to_ical()


def _event(plan: Plan, step: Step, day: dt.date, language: str, address: str):  # noqa: ANN202 - icalendar is imported late
    from icalendar import Alarm, Event

    title = in_language(step.title, language)[0]
    carrier = in_language(plan.carrier.name, language)[0]
    event = Event()
    # Without the day: a plan whose days have moved, imported again, moves the events.
    event.add("uid", f"{step.id}.{plan.carrier.slug}@leaving-line")
    event.add("dtstamp", plan.now.astimezone(dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # the reader is not busy all day
    event.add("summary", f"{carrier}: {title}")
    event.add("description", _notes(step, language))
    event.add("url", address)
    for trigger in [EVENING_BEFORE, *([MORNING] if is_last_train(step, plan) else [])]:
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
