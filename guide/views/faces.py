"""The same plan as a calendar, as JSON, on paper, and its address as a QR code."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guide.faces.calendar import as_ics
from guide.faces.code import TooLongForCode, as_svg
from guide.faces.pdf import as_pdf
from guide.faces.plain import as_plain
from guide.language import reader_language
from guide.plan import Plan
from guide.views.plan import plan_or_reroute
from guide.views.verbs import get_only

NOINDEX = {"X-Robots-Tag": "noindex"}  # what the plan's page says in its head


@get_only
def json(request: HttpRequest) -> HttpResponse:
    found = plan_or_reroute(request)
    if isinstance(found, HttpResponse):
        return found
    answer = as_plain(found[0], reader_language())
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=NOINDEX)


@get_only
def ics(request: HttpRequest) -> HttpResponse:
    found = plan_or_reroute(request)
    if isinstance(found, HttpResponse):
        return found
    plan = found[0]
    return HttpResponse(
        as_ics(plan, reader_language(), _page(request, plan)),
        content_type="text/calendar; charset=utf-8",
        headers=NOINDEX | {"Content-Disposition": f'attachment; filename="plan-{plan.carrier.slug}.ics"'},
    )


@get_only
def pdf(request: HttpRequest) -> HttpResponse:
    found = plan_or_reroute(request)
    if isinstance(found, HttpResponse):
        return found
    plan, asked = found
    return HttpResponse(
        as_pdf(plan, asked.shared.terms, reader_language(), _page(request, plan)),
        content_type="application/pdf",
        headers=NOINDEX | {"Content-Disposition": f'inline; filename="plan-{plan.carrier.slug}.pdf"'},
    )


@get_only
def svg(request: HttpRequest) -> HttpResponse:
    found = plan_or_reroute(request)
    if isinstance(found, HttpResponse):
        return found
    try:
        return HttpResponse(as_svg(_page(request, found[0])), content_type="image/svg+xml", headers=NOINDEX)
    except TooLongForCode:
        sorry = _("This address is too long for a QR code. Copy the address itself to your phone.")
        return HttpResponse(sorry, content_type="text/plain; charset=utf-8", status=414, headers=NOINDEX)


def _page(request: HttpRequest, plan: Plan) -> str:
    """The plan's page on the web, whole."""
    return request.build_absolute_uri(f"{reverse('yours')}?{plan.answers.query()}")
