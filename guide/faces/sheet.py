"""The plan as it stands on paper, from top to bottom: plain values for guide/faces/plan.typ.

Every word is chosen here; the template knows places, sizes and colours.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from carriers.choices import Period, Status
from carriers.facts import Term
from guide.faces.citing import Cited
from guide.faces.code import TooLongForCode, as_svg
from guide.faces.said import japanese, said
from guide.faces.station import bringing, station, unknown
from guide.language import HTML_LANG, reader_language
from guide.plan import Bring, Plan
from guide.provenance import provenance_of_rule
from guide.summary import given_answers
from guide.templatetags.words import bracketed, date_in_japan, day, labelled, listed, plain, plain_day, short_day
from guide.terms import Explained


def as_sheet(plan: Plan, terms: Iterable[Term], address: str) -> dict[str, Any]:
    """JSON-ready values, in the active language; `address` is the plan's page."""
    cited = Cited()
    moment = f"{plain_day(date_in_japan(plan.now))}, {plan.now:%H:%M}"
    return {
        "lang": HTML_LANG[reader_language()],
        "site": _("Leaving Line"),
        "title": _("Your plan for %(name)s") % {"name": plain(plan.carrier.name)},
        "made": _("As of %(moment)s (Japan time)") % {"moment": moment},
        "headline": _headline(plan) | {"rule": _rule(plan, cited)},
        "overview": {"heading": _("The steps")},
        "bring": bringing(_everything_to_bring(plan)),
        "assumed": {
            "heading": _("You have not said, so the plan assumes:"),
            "rows": [str(question.assumed) for question in plan.assumed],
        },
        "stages": [
            {"heading": str(stage.label), "steps": [station(step, plan, cited) for step in steps]}
            for stage, steps in plan.stages
        ],
        "unknowns": {"heading": _("What we do not know"), "rows": [unknown(row) for row in plan.unknowns]},
        "given": {
            "heading": _("Your answers"),
            "rows": [
                {"label": str(row.question.label), "words": listed(row.said)}
                for row in given_answers(plan.answers, plan.carrier)
            ],
        },
        "words": {"heading": _("Words on this page"), "rows": [_term(term) for term in _used(plan, terms)]},
        "sources": {"heading": _("Sources"), "rows": cited.listed()},
        "address": _place(address),
    }


def _place(address: str) -> dict[str, str]:
    try:
        code = as_svg(address)
    except TooLongForCode:
        code = ""  # the address itself stands there all the same
    return {
        "heading": _("This plan on your phone"),
        "text": _("Your answers are in this address. Open it again before you act: the page may know newer facts."),
        "url": address,
        "code": code,
        "alt": _("QR code of this plan’s address"),
    }


def _headline(plan: Plan) -> dict[str, Any]:
    over, big, notes = _answer(plan)
    facts = [] if plan.nothing_to_cancel or not plan.timing else list(_dates(plan))
    return {"over": over, "big": big, "notes": [said(note) for note in notes], "facts": facts}


def _answer(plan: Plan) -> tuple[str, str, list[Any]]:
    """What stands over the big line, that line, and what stands below it."""
    if plan.nothing_to_cancel:
        ended = plan.carrier.status is Status.ENDED
        stops = _(
            "The SIM stops by itself when its paid time is over. Look only at the exceptions below: "
            "a plan that renews itself, or a card or device that must go back."
        )
        return "", _("Nothing to cancel"), [plan.carrier.status_note if ended else stops]
    if plan.must_ask:
        return _("No way is open to you yet"), _("Ask the carrier today"), []
    if plan.last_safe_day:
        keeps = _("Last safe day to move or park the number")
        return keeps if plan.keeps_number else _("Last safe day to cancel"), day(plan.last_safe_day), []
    if plan.timing:
        note = _("Look below for what still works, and what works from abroad.")
        first = labelled(day(plan.timing.first_day), _("First day a request counts"))
        return _("Too late to do it before you leave"), first, [note]
    return "", _("When the contract ends is not known"), [_("Ask the carrier first; the sentence is below.")]


def _dates(plan: Plan) -> Iterator[dict[str, str]]:
    rule = plan.rule
    if plan.window:
        same = rule and not rule.prorated and rule.period is not Period.NONE and not plan.pauses
        window = " – ".join(map(short_day, plan.window))
        yield _fact(_("Best window"), window, _("any of these days costs the same") if same else "")
    if plan.contract_ends:
        yield _fact(_("The contract then ends"), day(plan.contract_ends))
    if not plan.pauses:
        yield from _late(plan)
    if plan.cheaper_by:
        saving = _("apply by %(day)s and save the last month’s fee") % {"day": day(plan.cheaper_by)}
        yield _fact(_("Cheaper, if you can do without the line"), saving)
    if plan.leaving:
        yield _fact(_("You leave Japan"), day(plan.leaving))


def _late(plan: Plan) -> Iterator[dict[str, str]]:
    if plan.rule and plan.rule.prorated:
        yield _fact(_("One day late costs"), _("one more day of the monthly fee"))
    elif plan.timing and plan.timing.costs_more_from:
        unsure = plan.rule and plan.rule.prorated is None
        remark = bracketed(_("whether the last month is charged by the day is not known")) if unsure else ""
        fee = _("from %(day)s: one more month’s fee") % {"day": day(plan.timing.costs_more_from)}
        yield _fact(_("Late costs"), fee, remark)


def _fact(label: str, words: str, small: str = "") -> dict[str, str]:
    return {"label": label, "words": words, "small": small}


def _rule(plan: Plan, cited: Cited) -> dict[str, Any] | None:
    if plan.rule is None or plan.nothing_to_cancel or plan.pauses:
        return None
    return {
        "label": _("The rule behind these days:"),
        "title": said(plan.rule.title),
        "text": said(plan.rule.text),
        "proof": cited.proof(provenance_of_rule(plan)),
    }


def _everything_to_bring(plan: Plan) -> tuple[Bring, ...]:
    """Each document once, for the first page; the next best ways name theirs below."""
    rows = [row for step in plan.steps if not step.alternative for row in step.bring]
    return tuple({row.document.key: row for row in reversed(rows)}.values())[::-1]


def _used(plan: Plan, terms: Iterable[Term]) -> list[Term]:
    """The contract words in the plan's texts, as the page explains them."""
    explained = Explained(terms)
    texts = [plan.rule.text] if plan.rule else []
    texts += [text for step in plan.steps for text in (step.text, *(row.text for row in step.contacts))]
    for text in texts:
        explained.mark(mark_safe(escape(plain(text))))  # noqa: S308 - escaped
    return list(explained.used.values())


def _term(term: Term) -> dict[str, Any]:
    reads_japanese = reader_language() == "ja"
    return {
        "ja": japanese(term.ja),
        "kana": japanese(term.kana),
        "romaji": "" if reads_japanese else term.romaji,
        "name": said("" if reads_japanese else term.name),
        "text": said(term.text),
    }
