"""The plan as a short message to somebody who is asked to help, in Japanese."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from guide.faces.station import by_when
from guide.faces.text import said
from guide.plan import Plan, Step
from guide.questions import QUESTIONS
from guide.templatetags.words import bracketed, day, labelled, listed, only_if, plain

HELPERS_LANGUAGE = "ja"


def as_message(plan: Plan, address: str) -> str:
    """Lines of plain text; `address` is the plan in the helper's language."""
    with override(HELPERS_LANGUAGE):
        return "\n".join(_lines(plan, address))


def _lines(plan: Plan, address: str) -> Iterator[str]:
    yield _("Please help me with a Japanese mobile contract.")
    yield ""
    yield from (said(key, plan.answers, plan) for key in QUESTIONS if key in plan.answers)
    if plan.last_safe_day:
        yield labelled(day(plan.last_safe_day), _("Last safe day"))
    yield ""
    yield _("What is to be done:")
    for step in plan.steps:
        if not step.alternative:
            yield from _step(step)
    yield ""
    yield _("Every step, with what to say and its sources:")
    yield address


def _step(step: Step) -> Iterator[str]:
    title = plain(step.title)
    if not step.certain:
        title += bracketed(_("only if this is so"))
    yield "- " + (labelled(title, capfirst(by_when(step))) if step.do_by else title)
    if step.bring:
        papers = [row.document.ja + (bracketed(only_if(row.only_if)) if row.if_held else "") for row in step.bring]
        yield "  " + labelled(listed(papers), _("Bring"))
