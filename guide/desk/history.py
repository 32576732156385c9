"""The history of a carrier or a dictionary for editors, with the way back to any version."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carriers import history
from carriers.admin.conflicts import told_row
from carriers.facts import Shared, Unit
from carriers.models import Version
from carriers.roles import may_publish
from carriers.rows import MODELS, children
from carriers.seed import content

SHOWN = 50  # versions on a page


def versions(request: HttpRequest, name: str) -> HttpResponse:
    """Who changed what, when and why, the newest first."""
    check_may_change(request, name)
    every = list(Version.objects.filter(name=name).order_by("-pk")[:SHOWN])
    if not every:
        raise Http404
    told = [(one, list(enumerate(map(told_row, history.changes_of(one))))) for one in every]
    context = {
        "name": name,
        "versions": told,
        "newest": every[0].pk,
        "title": _("History of %(name)s") % {"name": name},
    }
    return render(request, "admin/desk/history.html", admin.site.each_context(request) | context)


@require_POST
@transaction.atomic
def revert(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """All of it as the version had it; or, with a row's number, that row as it was before the version."""
    check_may_change(request, name)
    if not may_publish(request.user):
        raise PermissionDenied
    history.lock(name)
    version = Version.objects.filter(name=name, pk=pk).first()
    newest = history.newest(name)
    if version is None or newest is None:
        raise Http404
    number = request.POST.get("row", "")
    if str(newest.pk) != request.POST.get("newest"):
        messages.error(request, _("Somebody saved this meanwhile. Look at the history again, then take it back."))
    elif target := _row_before(version, newest, int(number)) if number.isdecimal() else history.facts_of(version):
        _take_back(request, name, target, version)
    else:
        messages.error(request, _("There is nothing to go back to."))
    return HttpResponseRedirect(reverse("desk-history", args=[name]))


def _row_before(version: Version, newest: Version, number: int) -> Unit | None:
    """What stands now, with one row as it was before the version changed it."""
    changes = history.changes_of(version)
    before = Version.objects.filter(name=version.name, pk__lt=version.pk).order_by("pk").last()
    now, then = history.facts_of(newest), before and history.facts_of(before)
    return history.restored(now, then, changes[number].path) if number < len(changes) and now and then else None


def _take_back(request: HttpRequest, name: str, target: Unit, version: Version) -> None:
    content.replace_unit(name, target)
    why = _("Taken back to what stood on %(day)s") % {"day": f"{timezone.localtime(version.made_at):%Y-%m-%d %H:%M}"}
    history.record(name, history.read_unit(name), at=timezone.now(), by=request.user.get_username(), why=why)
    messages.success(request, _("Taken back. Readers see it now; the history keeps both."))


def check_may_change(request: HttpRequest, name: str) -> None:
    """Who may change the carriers, or the dictionary's entries, may see and take back their history."""
    shapes = dict(children(Shared))
    model = MODELS[shapes[name]]._meta.model_name if name in shapes else "carrier"
    if not request.user.has_perm(f"carriers.change_{model}"):
        raise PermissionDenied
