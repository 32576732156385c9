"""The same plan as a calendar and as JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from guide.faces.calendar import as_ics
from guide.faces.plain import as_plain
from guide.language import reader_language
from guide.views.plan import plan_or_reroute
from guide.views.verbs import get_only


@get_only
def json(request: HttpRequest) -> HttpResponse:
    found = plan_or_reroute(request)
    if isinstance(found, HttpResponse):
        return found
    answer = as_plain(found[0], reader_language())
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 2})


@get_only
def ics(request: HttpRequest) -> HttpResponse:
    found = plan_or_reroute(request)
    if isinstance(found, HttpResponse):
        return found
    plan = found[0]
    page = request.build_absolute_uri(f"{reverse('yours')}?{plan.answers.query()}")
    return HttpResponse(
        as_ics(plan, reader_language(), page),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="plan-{plan.carrier.slug}.ics"'},
    )
