"""A living page of the parts every page is made of, for those who draw them; only where DEBUG is on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guide.answers import Answers
from guide.deadlines import DAY
from guide.forms import QuestionForm
from guide.naming import named
from guide.plan import NEEDED, build_plan
from guide.plan.strip import weeks
from guide.questions import WHERE
from guide.reading import now as clock
from guide.reading import reading
from guide.summary import given_answers
from guide.views.verbs import get_only


@get_only
def parts(request: HttpRequest) -> HttpResponse:
    """The plan of the first carrier there is, for someone who leaves in four weeks."""
    carriers, shared, now = reading(request).each(named), reading(request).shared(*NEEDED), clock(request)
    carrier = reading(request).carrier(carriers[0].slug) if carriers else None
    if carrier is None:
        raise Http404
    said = [("carrier", carrier.slug), ("where", "japan"), ("leaving", f"{now.date() + 28 * DAY}")]
    answers = Answers.from_query(said, today=now.date(), slugs={carrier.slug})
    plan = build_plan(carrier, shared, answers, now)
    context = {
        "plan": plan,
        "weeks": weeks(plan),
        "because": {row.question.key: row for row in given_answers(answers, carrier)},
        "phrase": shared.phrases[0],
        "form": QuestionForm([WHERE], Answers({}, {WHERE.key: "An error beside its question."}), {}),
        "answers_query": answers.query(),
    }
    return render(request, "guide/parts.html", context)
