"""The same plan as a calendar, as JSON, on paper, as a message to somebody who helps, and its address as a QR code."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from guide.beside import plan_of, plan_query
from guide.faces.calendar import as_ics
from guide.faces.code import TooLongForCode, as_svg
from guide.faces.message import HELPERS_LANGUAGE, as_message
from guide.faces.pdf import as_pdf
from guide.faces.plain import as_plain
from guide.language import reader_language
from guide.plan import Plan
from guide.views.crumbs import crumbs
from guide.views.plan import plan_or_reroute
from guide.views.verbs import get_only_now

NOINDEX = {"X-Robots-Tag": "noindex"}  # what the plan's page says in its head


@get_only_now
def json(request: HttpRequest) -> HttpResponse:
    found = plan_or_reroute(request)
    if isinstance(found, HttpResponse):
        return found
    answer = as_plain(found[0], reader_language())
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=NOINDEX)


@get_only_now
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


@get_only_now
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


@get_only_now
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


@get_only_now
def helper(request: HttpRequest) -> HttpResponse:
    """A message in Japanese to copy; it leads to the plan in Japanese, with the reader's language beside it."""
    found = plan_or_reroute(request)
    if isinstance(found, HttpResponse):
        return found
    plan, now = found
    language, query = reader_language(), plan.answers.query()
    with override(HELPERS_LANGUAGE):
        theirs = f"{reverse('yours')}?{plan_query([query], language if language != HELPERS_LANGUAGE else '')}&to=helper"
    context = {
        "message": as_message(plan, request.build_absolute_uri(theirs)),
        "theirs": theirs,
        "mine": plan_of([query], now.beside.second),
    }
    return render(request, "plan/helper.html", context | crumbs((_("Your plan"), "plan"), (_("Send to a helper"), "")))
