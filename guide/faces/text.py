"""The plan as plain text, whole and with its sources, for somebody who checks it line by line."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from carriers.facts import OpenQuestion, Text
from guide.answers import Answers
from guide.faces.station import by_when
from guide.language import in_language, reader_language
from guide.plan import Plan, Step
from guide.provenance import Provenance, provenance_of_rule, provenance_of_step
from guide.questions import QUESTIONS
from guide.summary import in_words
from guide.templatetags.words import bracketed, day, labelled, listed, only_if, yen

INDENT = "   "


def as_text(plan: Plan, language: str) -> str:
    """Lines of words in `language`; what is not written in it yet stands in the next best."""
    with override(language):
        return "\n".join(_lines(plan))


def answers_as_text(answers: Answers, plan: Plan, language: str) -> str:
    """The answers but for the carrier, in one line."""
    with override(language):
        keys = [key for key in QUESTIONS if key in answers and key != "carrier"]
        return " · ".join(said(key, answers, plan) for key in keys)


def said(key: str, answers: Answers, plan: Plan) -> str:
    return labelled(listed(in_words(QUESTIONS[key], answers, plan.carrier)), QUESTIONS[key].label)


def _words(words: Any) -> str:
    return in_language(words, reader_language())[0]


def _lines(plan: Plan) -> Iterator[str]:
    yield from _days(plan)
    for question in plan.assumed:
        yield labelled(question.assumed, _("Assumed"))
    for stage, steps in plan.stages:
        yield ""
        yield f"== {stage.label} =="
        for number, step in enumerate(steps, 1):
            yield ""
            yield from _step(number, step, plan)
    if plan.unknowns:
        yield ""
        unknowns = _("What nobody says")
        yield f"== {unknowns} =="
        for row in plan.unknowns:
            yield from _unknown(row)


def _days(plan: Plan) -> Iterator[str]:
    if plan.nothing_to_cancel:
        yield _("Nothing to cancel")
        return
    if plan.must_ask:
        yield _("No way is open to you yet")
    elif plan.timing and not plan.last_safe_day:
        yield _("Too late to do it before you leave")
    timing = plan.timing
    dates = {
        _("First day a request counts"): timing and timing.first_day,
        _("Best from"): timing and timing.window_from,
        _("Last safe day"): plan.last_safe_day,
        _("The contract then ends"): plan.contract_ends,
        _("Costs more from"): timing and timing.costs_more_from,
        _("Cheaper if done by"): plan.cheaper_by,
    }
    for label, date in dates.items():
        if date:
            yield labelled(day(date), label)
    if plan.rule:
        yield labelled(_words(plan.rule.title), _("The rule behind these days"))
        yield from _text(plan.rule.text)
        yield from _proof(provenance_of_rule(plan))


def _step(number: int, step: Step, plan: Plan) -> Iterator[str]:
    remarks = [_("If that fails")] if step.alternative else []
    remarks += [] if step.certain else [_("Only if this is so for you: you said you are not sure")]
    yield f"{number}. {_words(step.title)}" + "".join(f" {bracketed(remark)}" for remark in remarks)
    yield from (f"{INDENT}{line}" for line in _body(step, plan))


def _body(step: Step, plan: Plan) -> Iterator[str]:
    if step.do_by:
        yield capfirst(by_when(step))
    yield labelled(" · ".join(said(key, plan.answers, plan) for key in step.because), _("Because"))
    yield from _text(step.text)
    for row in step.what_to_do:
        yield f"- {_words(row.text)}" + (f" {row.button}" if row.button else "")
    if step.method:
        yield from filter(None, (step.method.url, step.method.phone))
    yield from [step.address] if step.address else []
    for contact in step.contacts:
        yield labelled(contact.number or contact.url or _words(contact.text), contact.purpose.label)
    for one in step.bring:
        held = f" {bracketed(only_if(one.only_if))}" if one.if_held else ""
        yield labelled(f"{_words(one.document.name)} {one.document.ja}{held}", _("Bring"))
    for cost in step.costs:
        state = "" if cost.certain else f" {bracketed(_('only under these conditions'))}"
        yield labelled(f"{yen(cost.jpy)} {_words(cost.title)}{state}", _("What it costs"))
    for phrase in step.phrases:
        yield f"「{phrase.ja}」 {_words(phrase.meaning)}"
    yield from _proof(provenance_of_step(step))
    for unknown in step.unknowns:
        yield from _unknown(unknown)


def _text(text: Text | Any) -> list[str]:
    return [line for line in _words(text).splitlines() if line]


def _proof(shown: Provenance) -> Iterator[str]:
    checked = shown.checked_on.isoformat() if shown.checked_on else _("never checked")
    yield f"[{shown.confidence.label} · {checked}]"
    if shown.conflict:
        yield labelled(_words(shown.conflict), _("In doubt") if shown.in_doubt else _("Caveat"))
    for source in shown.sources:
        named = listed([source.publisher, _words(source.remark)] if source.remark else [source.publisher])
        yield labelled(f"{source.url} {bracketed(named)}", _("Source"))


def _unknown(row: OpenQuestion) -> Iterator[str]:
    yield f"? {_words(row.text)}"
    yield f"  「{row.ask}」 {_words(row.meaning)}"
