"""The question flow and the plan: GET only, the answers in the address, nothing kept."""

from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from carriers.choices import Speaker
from carriers.facts import Carrier, Shared
from guide.answers import UNKNOWN_CARRIER, Answers, TooLong
from guide.beside import ALONE, KEY, Beside, another, plan_query
from guide.choosing import offer
from guide.flow import next_required, open_pages, questions_for, relevant
from guide.forms import QuestionForm
from guide.language import second_context, second_language
from guide.plan import NEEDED, Plan, build_plan
from guide.plan.strip import weeks
from guide.questions import CARRIER, FIRST, LEAVING, PAGES, QUESTIONS, WHERE, Question, page_of
from guide.reading import now as clock
from guide.reading import reading
from guide.summary import given_answers
from guide.templatetags.words import plain
from guide.terms import Explained
from guide.views.crumbs import crumbs
from guide.views.typed import wanted
from guide.views.verbs import get_only, get_only_now


@dataclass(frozen=True)
class Asked:
    """What a request says: the answers, the facts of the carrier they name, and what stands beside them."""

    answers: Answers
    carrier: Carrier | None
    shared: Shared
    beside: Beside = ALONE

    def question(self, key: str) -> str:
        return self.beside.question(key, self.answers.pairs())

    def plan(self) -> str:
        return self.beside.plan(self.answers)


def asked(request: HttpRequest) -> Asked:
    """The request's answers, those the carrier has no question for left out. 400 for what no form of ours sends."""
    pairs = [(key, value) for key, values in request.GET.lists() for value in values]
    try:
        answers = Answers.from_query(pairs, today=clock(request).date(), slugs=known_slugs(request, pairs))
    except TooLong as error:
        raise BadRequest from error
    carrier = reading(request).carrier(answers.carrier) if answers.carrier else None
    shared = reading(request).shared(*NEEDED) if carrier else Shared()
    beside = Beside(second=second_language(request))
    return Asked(relevant(carrier, shared, answers) if carrier else answers, carrier, shared, beside)


def known_slugs(request: HttpRequest, pairs: list[tuple[str, str]]) -> list[str]:
    """The carriers these pairs name, those that there are."""
    given = {value.strip() for key, value in pairs if key == CARRIER.key}
    return [facts.slug for facts in reading(request).some(*given)]


@get_only
def start(request: HttpRequest) -> HttpResponse:
    context = {"answers": asked(request).answers.query()}
    return render(request, "plan/start.html", context | crumbs((_("Your plan"), "")))


@get_only
def question(request: HttpRequest, key: str) -> HttpResponse:
    if key not in QUESTIONS:
        raise Http404
    now = replace(asked(request), beside=Beside.of(request.GET.getlist(KEY), second_language(request)))
    page = [question for question in page_of(key) if _is_asked(question, now)]
    if redirect := _reroute(page, now):
        return redirect
    missing = _missing(page, now) if "go" in request.GET else {}
    answers = Answers(now.answers.given, {**now.answers.errors, **missing})
    if "go" in request.GET and not any(question.key in answers.errors for question in page) and not _unknown(now):
        return HttpResponseRedirect(_onward(request, page, now))
    return _question_page(request, page, answers, now)


def _is_asked(question: Question, now: Asked) -> bool:
    if question is LEAVING:
        return now.answers.one(WHERE.key) != "abroad"
    return question in FIRST or (now.carrier is not None and question in questions_for(now.carrier, now.shared))


def _reroute(page: list[Question], now: Asked) -> HttpResponse | None:
    """Answers that cannot lead to this page lead to the first question still open, or to the plan."""
    required = next_required(now.answers)
    if not page:
        return HttpResponseRedirect(now.question(required.key) if required else now.plan())
    if required and _place(required) < _place(page[0]):
        return HttpResponseRedirect(now.question(required.key))
    return None


def _place(question: Question) -> int:
    return PAGES.index(page_of(question.key))


def _unknown(now: Asked) -> bool:
    """ "I do not know" leads to the hints, on the same page."""
    return now.answers.one(CARRIER.key) == UNKNOWN_CARRIER


def _missing(page: list[Question], now: Asked) -> dict[str, str]:
    """The first three want an answer; every later page may be left empty."""
    return {
        question.key: _("Choose an answer to go on.")
        for question in page
        if question in FIRST and question.key not in now.answers and question.key not in now.answers.errors
    }


def _onward(request: HttpRequest, page: list[Question], now: Asked) -> str:
    """To the next open question, or to the plan; says which questions a change has opened."""
    if required := next_required(now.answers):
        return now.question(required.key)
    assert now.carrier is not None
    later = _next_page(page, now)
    if request.GET["go"] == "next" and later and page[0] not in FIRST:
        return now.question(later[0].key)
    target, before = now.plan(), request.GET.get("was", "")
    if page[0] is not CARRIER or now.beside.others or before == now.carrier.slug:
        return target
    old = reading(request).carrier(before)
    return target + "".join(f"&opened={key}" for key in _opened(old, now)) if old else target


def _opened(old: Carrier, now: Asked) -> list[str]:
    """The questions asked at this carrier and not at the one before."""
    assert now.carrier is not None
    asked_before = questions_for(old, now.shared)
    return [
        question.key
        for question in questions_for(now.carrier, now.shared)
        if question not in asked_before and question.key not in now.answers
    ]


def _next_page(page: list[Question], now: Asked) -> tuple[Question, ...] | None:
    """The next page, in their fixed order, with a question still open."""
    assert now.carrier is not None
    later = [found for found in open_pages(now.carrier, now.shared, now.answers) if _place(found[0]) > _place(page[0])]
    return min(later, key=lambda found: _place(found[0])) if later else None


def _question_page(request: HttpRequest, page: list[Question], answers: Answers, now: Asked) -> HttpResponse:
    unknown = _unknown(now)
    asked_for = [] if unknown else [question.key for question in page if question.key in request.GET]
    typed = {key: request.GET.getlist(key) for key in asked_for}
    offered = offer(reading(request), wanted(request), now.answers.carrier) if page[0] is CARRIER else None
    keys = {question.key for question in page}
    later = _next_page(page, now) if now.carrier and page[0] not in FIRST else None
    context = {
        "form": QuestionForm(page, answers.without(*keys) if unknown else answers, typed, offered, heads=not unknown),
        "offered": offered,
        "page": page,
        "hidden": [*answers.without(*keys).pairs(), *now.beside.hidden],
        "was": now.answers.one(CARRIER.key) if page[0] is CARRIER else None,
        "optional": page[0] not in FIRST,
        "place": None if unknown or page[0] not in FIRST else FIRST.index(page[0]) + 1,
        "first": len(FIRST),
        "finding": page[0] is CARRIER,
        "where": now.question(WHERE.key) if page[0] is LEAVING else None,
        "unknown": unknown,
        "articles": reading(request).shared("articles").articles if page[0] is CARRIER else [],
        "skip": now.question(later[0].key) if later else now.plan(),
        "later": later,
        "given": given_answers(now.answers.without(*keys), now.carrier, now.beside),
        "beside": now.beside,
        "errors": [(question, answers.errors[question.key]) for question in page if question.key in answers.errors],
    }
    return render(request, "plan/question.html", context | crumbs((_("Your plan"), "plan"), (str(page[0].label), "")))


def plan_or_reroute(request: HttpRequest) -> tuple[Plan, Asked] | HttpResponse:
    """The plan the request asks for, or the way to the question that stands before it."""
    now = asked(request)
    wrong = next((key for key in QUESTIONS if key in now.answers.errors), None)
    if wrong:
        return HttpResponseRedirect(f"{reverse('question', args=[wrong])}?{request.META['QUERY_STRING']}")
    if required := next_required(now.answers):
        return HttpResponseRedirect(now.question(required.key))
    assert now.carrier is not None
    return build_plan(now.carrier, now.shared, now.answers, clock(request)), now


@get_only_now
def yours(request: HttpRequest) -> HttpResponse:
    found = plan_or_reroute(request)
    if isinstance(found, HttpResponse):
        return found
    plan, now = found
    given, query = given_answers(plan.answers, plan.carrier, now.beside), plan.answers.query()
    opened = [QUESTIONS[key] for key in request.GET.getlist("opened") if key in QUESTIONS]
    context = {
        "plan": plan,
        "given": given,
        "because": {row.question.key: row for row in given},
        "sharpen": [(page, now.question(page[0].key)) for page in open_pages(plan.carrier, now.shared, plan.answers)],
        "opened": opened,
        "weeks": weeks(plan),
        "explained": Explained(now.shared.terms),
        "answers_query": plan_query([query], now.beside.second),
        "another_line": another([query], plan.answers, now.beside.second),
        "for_helper": request.GET.get("to") == "helper",
        "their_language": [now.beside.second] if now.beside.second else [],
        **second_context(request, query),
    }
    return render(
        request, "plan/yours.html", context | crumbs((_("Your plan"), "plan"), (plain(plan.carrier.name), ""))
    )


@get_only_now
def card(request: HttpRequest, step: str) -> HttpResponse:
    """One step to hold up at the counter: its sentences, large, and what the clerk may say."""
    found = plan_or_reroute(request)
    if isinstance(found, HttpResponse):
        return found
    plan, now = found
    shown, query = plan.step(step), plan.answers.query()
    if shown is None or not shown.phrases:
        raise Http404
    context = {
        "step": shown,
        "replies": [phrase for phrase in now.shared.phrases if phrase.speaker is Speaker.STAFF] if shown.method else [],
        "answers_query": plan_query([query], now.beside.second),
        **second_context(request, query),
    }
    return render(request, "plan/card.html", context)
