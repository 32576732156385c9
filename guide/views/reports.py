"""Readers' reports on single claims, and their questions: two forms, and a page that thanks."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from carriers.facts import Text
from carriers.models import Question, Report
from carriers.models.readers import FromReader
from guide.deadlines import JAPAN
from guide.language import reader_language
from guide.questions import Words
from guide.reading import reading
from guide.reports.forms import Form, QuestionForm, ReportForm
from guide.reports.guard import HONEYPOT, TOO_QUICK, age, is_foreign, new_token
from guide.reports.limits import address_of, allowed
from guide.reports.places import claim_at, page_of, page_title, words_of
from guide.templatetags.words import plain
from guide.views.crumbs import crumbs
from guide.views.verbs import get_only


@dataclass(frozen=True)
class Sending:
    """What a reader is about to send: from which form, about what, and as which row it is kept."""

    what: str  # names the form and its limit
    about: str  # the claim's place or the page: a token is good for this alone
    page: str  # to go back to: an address without its language
    form: type[Form]
    row: FromReader
    template: str
    context: dict[str, Any] = field(default_factory=dict)


def _posted_to(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """GET, HEAD and POST. Exempt from Django's CSRF check, which needs a cookie: `_received` has its own."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(cache_control(private=True, max_age=0)(view)))


@_posted_to
def report(request: HttpRequest, unit: str, rows: str, key: str) -> HttpResponse:
    """Whether one claim was so.

    csrf_exempt, because readers have no cookie: a signed token in the form stands against forged posts.
    """
    claim = claim_at(reading(request), unit, rows, key)
    if claim is None:
        raise Http404
    title, text = words_of(claim, reading(request))
    page = page_of(unit, key, claim)
    name = page_title(reading(request), page) or title
    context = {"claim": claim, "claim_title": title, "claim_text": text, "page_title": name}
    sending = Sending(
        what="report",
        about=f"{unit}/{rows}/{key}",
        page=page,
        form=ReportForm,
        row=Report(unit=unit, rows=rows, key=key),
        template="guide/report.html",
        context=context | _crumbs(name, page, _("Was it like this for you?")),
    )
    return _received(request, sending)


@_posted_to
def ask(request: HttpRequest) -> HttpResponse:
    """A question about one page.

    csrf_exempt, because readers have no cookie: a signed token in the form stands against forged posts.
    """
    page = request.GET.get("page", "")
    title = page_title(reading(request), page)
    if title is None:
        raise Http404
    sending = Sending(
        what="question",
        about=page,
        page=page,
        form=QuestionForm,
        row=Question(page=page),
        template="guide/ask.html",
        context={"page_title": title} | _crumbs(title, page, _("Still have a question?")),
    )
    return _received(request, sending)


def _crumbs(title: Words | Text, page: str, here: str) -> dict[str, object]:
    return crumbs((plain(title), f"{reverse('home')}{page}"), (here, ""))


@get_only
def thanks(request: HttpRequest) -> HttpResponse:
    page = request.GET.get("page", "")
    try:
        resolve(f"{reverse('home')}{page}")
    except Resolver404:
        page = ""
    return render(request, "guide/thanks.html", {"page": page} | crumbs((_("Thank you"), "")))


def _received(request: HttpRequest, sending: Sending) -> HttpResponse:
    """The form, or what becomes of it: kept, or shown again with what was typed and what is the matter."""
    now = timezone.localtime(timezone=JAPAN)
    if request.method != "POST":
        return _form_page(request, sending, sending.form(today=now.date()), now)
    if is_foreign(request):
        return render(request, "guide/report_refused.html", status=403)
    if request.POST.get(HONEYPOT):
        return _thanked(sending)
    form = sending.form(request.POST, today=now.date())
    valid, passed = form.is_valid(), _age(request, sending, now)
    if passed is None or passed < TOO_QUICK:
        again = _("Please send it again: the page was open for too long, or was sent too quickly.")
        return _form_page(request, sending, form, now, again, status=400)
    if not valid:
        return _form_page(request, sending, form, now, status=422)
    if not allowed(sending.what, address_of(request), now):
        wait = _("This is a lot for one hour. Nothing is lost: your text is below. Please send it again later.")
        return _form_page(request, sending, form, now, wait, status=429)
    _keep(sending.row, form, now)
    return _thanked(sending)


def _age(request: HttpRequest, sending: Sending, now: dt.datetime) -> dt.timedelta | None:
    return age(request.POST.get("token", ""), sending.what, sending.about, now)


def _keep(row: FromReader, form: Form, now: dt.datetime) -> None:
    for name, value in form.cleaned_data.items():
        setattr(row, name, value)
    row.language, row.made_at = reader_language(), now
    row.save()


def _thanked(sending: Sending) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('thanks')}?{urlencode({'page': sending.page})}", status=303)


def _form_page(
    request: HttpRequest, sending: Sending, form: Form, now: dt.datetime, trouble: str = "", status: int = 200
) -> HttpResponse:
    """A token that is still good stays, so that whoever mends a line need not wait again."""
    good = request.method == "POST" and _age(request, sending, now) is not None
    context = {
        "form": form,
        "trouble": trouble,
        "token": request.POST["token"] if good else new_token(sending.what, sending.about, now),
        "honeypot": HONEYPOT,
    }
    return render(request, sending.template, sending.context | context, status=status)
