"""Several lines in one plan: each read and built as a single plan is, then laid side by side."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from carriers.facts import Shared
from guide.answers import LONGEST_VALUE, Answers, TooLong
from guide.beside import KEY, MOST, Beside, another, plan_of, plan_query, read_lines
from guide.faces.calendar import as_ics_together
from guide.flow import next_required, open_pages, relevant
from guide.language import reader_language, second_context, second_language
from guide.naming import named
from guide.plan import NEEDED, build_plan
from guide.plan.together import Line, SharedStep, Together, together
from guide.questions import QUESTIONS, Question, Words
from guide.reading import now as clock
from guide.reading import reading
from guide.summary import Given, given_answers
from guide.templatetags.words import plain
from guide.terms import Explained
from guide.views.crumbs import crumbs
from guide.views.plan import Asked, known_slugs
from guide.views.verbs import get_only_now


@dataclass(frozen=True)
class Row:
    """A line, and what may be done with it; every address but its own plan's keeps the other lines."""

    line: Line
    given: list[Given]
    assumed: list[tuple[Question, str]]
    sharper: str
    own: str
    left_out: str


@get_only_now
def page(request: HttpRequest) -> HttpResponse:
    lines = lines_or_reroute(request)
    if isinstance(lines, HttpResponse):
        return lines
    plan = _together(request, lines)
    rows = [_row(line, now) for line, now in zip(plan.lines, lines, strict=True)]
    queries, second = [now.answers.query() for now in lines], second_language(request)
    context = {
        "plan": plan,
        "rows": rows,
        "stages": [(stage, [(shared, _because(shared, rows)) for shared in found]) for stage, found in plan.stages],
        "another_line": another(queries, lines[0].answers, second) if len(queries) < MOST else "",
        "explained": Explained(lines[0].shared.terms),
        "lines_query": plan_query(queries, second),
        **second_context(request, plan_query(queries)),
    }
    return render(request, "plan/together.html", context | _crumbs())


@get_only_now
def ics(request: HttpRequest) -> HttpResponse:
    lines = lines_or_reroute(request)
    if isinstance(lines, HttpResponse):
        return lines
    address = request.build_absolute_uri(plan_of([now.answers.query() for now in lines]))
    return HttpResponse(
        as_ics_together(_together(request, lines), reader_language(), address),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="plan-together.ics"'},
    )


def lines_or_reroute(request: HttpRequest) -> list[Asked] | HttpResponse:
    """What the request asks of each line, or the way to what stands before the plan; nothing typed is lost on it."""
    typed, second = read_lines(_values(request)), second_language(request)
    queries = [urlencode(pairs) for pairs in typed]
    if len(typed) < 2:
        return HttpResponseRedirect(plan_of(queries, second))
    today, slugs = clock(request).date(), known_slugs(request, [pair for pairs in typed for pair in pairs])
    answers = [Answers.from_query(pairs, today=today, slugs=slugs) for pairs in typed]
    if len(typed) > MOST:
        return _too_many(request, answers, queries)
    lines = _with_facts(request, answers)
    for place, now in enumerate(lines):
        if key := _stands_before(now.answers):
            return HttpResponseRedirect(Beside.around(queries, place, second).question(key, typed[place]))
    return lines


def _values(request: HttpRequest) -> list[str]:
    values = request.GET.getlist(KEY)
    if any(len(value.encode()) > LONGEST_VALUE for value in values):
        raise BadRequest from TooLong()
    return values


def _with_facts(request: HttpRequest, answers: list[Answers]) -> list[Asked]:
    """All carriers and dictionaries in one reading; the answers a carrier has no question for are left out."""
    slugs = {one.carrier for one in answers if one.carrier}
    carriers = {carrier.slug: carrier for carrier in reading(request).some(*slugs)}
    shared = reading(request).shared(*NEEDED) if carriers else Shared()
    facts = [carriers.get(one.carrier or "") for one in answers]
    kept = [relevant(carrier, shared, one) if carrier else one for carrier, one in zip(facts, answers, strict=True)]
    queries, second = [one.query() for one in kept], second_language(request)
    return [
        Asked(one, carrier, shared, Beside.around(queries, place, second))
        for place, (carrier, one) in enumerate(zip(facts, kept, strict=True))
    ]


def _stands_before(answers: Answers) -> str | None:
    """The question to put first: what was answered wrongly, or is not answered yet."""
    wrong = next((key for key in QUESTIONS if key in answers.errors), None)
    required = next_required(answers)
    return wrong or (required.key if required else None)


def _together(request: HttpRequest, lines: list[Asked]) -> Together:
    now = clock(request)
    return together(build_plan(one.carrier, one.shared, one.answers, now) for one in lines if one.carrier)


def _row(line: Line, now: Asked) -> Row:
    pages = open_pages(line.plan.carrier, now.shared, now.answers)
    return Row(
        line,
        given_answers(now.answers, line.plan.carrier, now.beside),
        [(question, f"{now.question(question.key)}#{question.key}") for question in line.plan.assumed],
        now.question(pages[0][0].key) if pages else "",
        plan_of([now.answers.query()], now.beside.second),
        now.beside.without,
    )


def _because(shared: SharedStep, rows: list[Row]) -> dict[str, Given]:
    """The answers that caused a step, by question; those of several lines lead to the list of lines."""
    found: dict[str, list[Given]] = {}
    for line in shared.lines:
        for given in rows[line.place - 1].given:
            found.setdefault(given.question.key, []).append(given)
    alone = len(shared.lines) == 1
    return {
        key: given[0] if alone else Given(given[0].question, _said(given), "#lines") for key, given in found.items()
    }


def _said(given: list[Given]) -> list[Words]:
    return list(dict.fromkeys(words for one in given for words in one.said))


def _too_many(request: HttpRequest, answers: list[Answers], queries: list[str]) -> HttpResponse:
    """Nothing is thrown away: the reader chooses which lines to leave out."""
    carriers = {carrier.slug: plain(carrier.name) for carrier in reading(request).each(named)}
    second = second_language(request)
    rows = [
        (carriers.get(one.carrier or ""), plan_of([query], second), Beside.around(queries, place, second).without)
        for place, (one, query) in enumerate(zip(answers, queries, strict=True))
    ]
    return render(request, "plan/too_many_lines.html", {"rows": rows, "most": MOST} | _crumbs())


def _crumbs() -> dict[str, object]:
    return crumbs((_("Your plan"), "plan"), (_("Several lines"), ""))
