"""The lists of the desk as pages, and "checked today" for several claims at once."""

from itertools import groupby
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from carriers import history
from carriers.models import Version
from guide.deadlines import JAPAN
from guide.desk.lists import BY_KEY, CLAIMS, page_of

CLAIM_NAMES = {model._meta.model_name: model for model in CLAIMS}


def one_list(request: HttpRequest, key: str) -> HttpResponse:
    if key not in BY_KEY:
        raise Http404
    found = BY_KEY[key]
    today = timezone.localdate(timezone=JAPAN)
    context = {
        "list": found,
        "items": found.items(today),
        "count": found.count(today),
        "seen": Version.objects.order_by("pk").values_list("pk", flat=True).last() or 0,
        "title": found.label,
    }
    return render(request, "admin/desk/list.html", admin.site.each_context(request) | context)


@require_POST
@transaction.atomic
def checked_today(request: HttpRequest) -> HttpResponse:
    """The editor has opened the sources of these claims today, and they still say so."""
    seen = request.POST.get("seen", "")
    rows = [row for tick in request.POST.getlist("claim") if (row := _claim(request, tick))]
    for name, group in groupby(sorted(rows, key=_unit), key=_unit):
        _stamp(request, name, list(group), int(seen) if seen.isdecimal() else 0)
    key = request.POST.get("list", "")
    return HttpResponseRedirect(reverse("desk-list", args=[key if key in BY_KEY else "stale"]))


def _claim(request: HttpRequest, tick: str) -> Any:
    """The claim that was ticked, if there is one and this editor may change it."""
    name, _dot, pk = tick.partition(".")
    model = CLAIM_NAMES.get(name)
    if model is None or not pk.isdecimal() or not request.user.has_perm(f"carriers.change_{name}"):
        return None
    return model.objects.filter(pk=pk).first()


def _unit(row: Any) -> str:
    return history.unit_of(page_of(row))


def _stamp(request: HttpRequest, name: str, rows: list[Any], seen: int) -> None:
    """Refused where somebody saved after the list was shown: what was read at the source may not stand there now."""
    history.lock(name)
    newest = history.newest(name)
    if newest and newest.pk > seen:
        words = _("%(name)s was saved meanwhile: nothing of it is marked. Look at the list again.")
        messages.error(request, words % {"name": name})
        return
    editor, today = request.user.get_username(), timezone.localdate(timezone=JAPAN)
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(checked_on=today, checked_by=editor)
    history.record(name, history.read_unit(name), at=timezone.now(), by=editor, why=_("Checked today"))
    words = ngettext("%(count)s claim of %(name)s is marked.", "%(count)s claims of %(name)s are marked.", len(rows))
    messages.success(request, words % {"count": len(rows), "name": name})
