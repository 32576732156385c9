"""A step of the plan as it stands on paper, a station of the line: plain values, in the order of the page's step."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from carriers.choices import Channel, Speaker
from carriers.facts import CancellationMethod, Contact, OpenQuestion
from guide.faces.citing import Cited
from guide.faces.said import in_phrases, japanese, said, sentence
from guide.plan import Bring, Cost, Plan, Step
from guide.provenance import provenance_of_step
from guide.summary import given_answers
from guide.templatetags.words import (
    bracketed,
    day,
    labelled,
    language_names,
    listed,
    maintenance,
    only_if,
    short_day,
    yen,
)


def station(step: Step, plan: Plan, cited: Cited) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": in_phrases(said(step.title)),
        "tags": list(_tags(step)),
        "alternative": step.alternative,
        "last_train": is_last_train(step, plan),
        "short_day": short_day(step.do_by),
        "by": by_when(step),
        "notices": list(_notices(step)),
        "text": said(step.text),
        "to_do": [{"text": said(row.text), "button": japanese(row.button)} for row in step.what_to_do],
        "facts": list(_method(step.method)) if step.method else [],
        "address": japanese(step.address),
        "contacts": [_contact(row) for row in step.contacts],
        "bring": bringing(step.bring),
        "costs": {"heading": _("What it costs"), "rows": [_cost(row) for row in step.costs]},
        "phrases": {
            "heading": _("Japanese sentences to say or show"),
            "rows": [sentence(row, row.ja, _speaker(row.speaker)) for row in step.phrases],
        },
        "unknowns": [unknown(row) for row in step.unknowns],
        "because": {"label": _("Because you said:"), "words": _because(step, plan)},
        "proof": cited.proof(provenance_of_step(step)),
    }


def is_last_train(step: Step, plan: Plan) -> bool:
    """The step that ends the line, where it has a last safe day."""
    return bool(step.method and step.do_by and not step.alternative and step.do_by == plan.last_safe_day)


def by_when(step: Step) -> str:
    if not step.do_by:
        return ""
    # Translators: whether a step is done by a day, goes on until it or begins on it.
    words = {"by": _("by %(day)s"), "until": _("until %(day)s"), "from": _("from %(day)s")}[step.when]
    return words % {"day": day(step.do_by)}


def bringing(rows: tuple[Bring, ...]) -> dict[str, Any]:
    return {"heading": _("Bring or have ready"), "rows": [_document(row) for row in rows]}


def unknown(row: OpenQuestion) -> dict[str, Any]:
    return {"label": _("Ask this:"), "text": said(row.text), "ask": sentence(row, row.ask)}


def _tags(step: Step) -> Iterator[str]:
    if step.alternative:
        yield _("If that fails")
    if not step.certain:
        yield _("Only if this is so for you: you said you are not sure")


def _notices(step: Step) -> Iterator[str]:
    if step.window_closes:
        yield _(
            "If your papers came today, the eight days end on %(day)s; if they came earlier, so many days sooner."
        ) % {"day": day(step.window_closes)}
    if step.next_closes:
        yield _("Do not wait for the last day: if this fails, the next way is open until %(day)s.") % {
            "day": day(step.next_closes)
        }
    if step.sent_now_counts_on and step.timing:
        yield _(
            "Do not send it now: a request sent outside the hours counts on %(day)s. "
            "In the hours of %(first)s it counts that day."
        ) % {"day": day(step.sent_now_counts_on), "first": day(step.timing.first_day)}


def _because(step: Step, plan: Plan) -> str:
    given = {row.question.key: row for row in given_answers(plan.answers, plan.carrier)}
    rows = [given[key] for key in step.because if key in given]
    return " · ".join(labelled(listed(row.said), row.question.label) for row in rows)


def _method(method: CancellationMethod) -> Iterator[dict[str, str]]:
    """The facts of a way to cancel, as rows of a label and its words."""
    if method.url:
        yield {"label": _("Page"), "words": method.url, "url": method.url}
    if method.phone:
        yield {"label": _("Phone"), "words": method.phone}
    after = str(method.after_hours.label) if method.closes else ""
    yield {"label": _("Hours (Japan time)"), "words": _hours(method), "small": after}
    for window in method.maintenance:
        yield {"label": _("Maintenance"), "words": maintenance(window)}
    if method.languages:
        yield {"label": _("Languages"), "words": language_names(method.languages)}
    abroad = {True: _("yes"), False: _("no"), None: _("not known")}[method.from_abroad]
    yield {"label": _("From abroad"), "words": abroad}
    if method.reservation:
        yield {"label": _("Booking"), "words": _("book a visit first (来店予約)")}


def _hours(method: CancellationMethod) -> str:
    if method.closes and method.opens and method.opens != "00:00":
        return f"{method.opens}–{method.closes}"
    if method.closes:
        return _("until %(time)s") % {"time": method.closes}
    if method.channel in (Channel.ONLINE, Channel.APP):
        return _("round the clock, as far as we know")
    return _("not known")


def _contact(row: Contact) -> dict[str, Any]:
    hours = f"{row.opens}–{row.closes} {_('Japan time')}" if row.number and row.opens and row.closes else ""
    return {
        "label": str(row.purpose.label),
        "number": row.number,
        "hours": hours,
        "url": row.url or "",
        "text": said(row.text),
        "languages": labelled(language_names(row.languages), _("Languages")) if row.languages else "",
    }


def _document(row: Bring) -> dict[str, Any]:
    name, ja = said(row.document.name), japanese(row.document.ja)
    return {
        "key": row.document.key,
        "name": name,
        "ja": japanese("") if name["words"] == ja["words"] else ja,
        "if_held": bracketed(only_if(row.only_if)) if row.if_held else "",
        "note": said(row.note),
    }


def _cost(cost: Cost) -> dict[str, Any]:
    free = _("free under these conditions") if cost.jpy == 0 else _("only under these conditions")
    return {
        "yen": yen(cost.jpy),
        "title": said(cost.title),
        "remark": "" if cost.certain else bracketed(free),
        "text": said(cost.text),
    }


def _speaker(speaker: Speaker) -> str:
    """Who says it is said only where it is not the reader."""
    return str(Speaker.STAFF.label) if speaker == Speaker.STAFF else ""
