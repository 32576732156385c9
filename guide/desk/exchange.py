"""Content in and out for editors: exports, and imports that are shown before they are written."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from carriers.choices import Change
from carriers.exchange import rights, ticket, writing
from carriers.exchange.dry_run import DryRun, dry_run
from carriers.exchange.export import ALL, FORMATS, exported
from carriers.exchange.places import unit_names
from carriers.exchange.refused import Refused
from carriers.exchange.upload import MOST_BYTES, read
from carriers.models import Version

LISTED = 200  # troubles on a page


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.zip,.csv,.xlsx"}),
        help_text=gettext_lazy("YAML or .zip for whole content, .csv or .xlsx for texts; at most 5 MB."),
    )


class ConfirmForm(forms.Form):
    ticket = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=Version._meta.get_field("why").max_length,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("One line for the history: where the changes come from."),
    )


def exchange(request: HttpRequest) -> HttpResponse:
    """The form; what a chosen file would change; and, confirmed, the change."""
    _check(request)
    if request.method != "POST":
        return _page(request, UploadForm())
    try:
        return _confirmed(request) if "ticket" in request.POST else _uploaded(request)
    except Refused as error:
        return _page(request, UploadForm(), error.troubles)


def export(request: HttpRequest, name: str, format: str) -> HttpResponse:
    _check(request)
    try:
        file, data = exported(name, format)
    except LookupError as error:
        raise Http404 from error
    kind = FORMATS[file.rpartition(".")[2]]
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{file}"'})


def _check(request: HttpRequest) -> None:
    if not rights.languages_of(request.user):
        raise PermissionDenied


def _uploaded(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    file = form.cleaned_data["file"]
    upload = read(file.name, file.read(MOST_BYTES + 1), rights.languages_of(request.user))
    return _compared(request, dry_run(upload, request.user))


def _confirmed(request: HttpRequest) -> HttpResponse:
    form = ConfirmForm(request.POST)
    upload, seen = ticket.unpacked(request.POST["ticket"], request.user)
    if not form.is_valid():
        return _compared(request, dry_run(upload, request.user), form)
    dry, written = writing.confirm(upload, seen, at=timezone.now(), user=request.user, why=form.cleaned_data["why"])
    if not written:
        messages.error(
            request, _("Nothing was written: somebody changed this meanwhile. Look at the differences again.")
        )
        return _compared(request, dry, form)
    rows = dry.counts.total()
    messages.success(request, ngettext("%(rows)d row written.", "%(rows)d rows written.", rows) % {"rows": rows})
    return HttpResponseRedirect(reverse("desk-exchange"))


def _compared(request: HttpRequest, dry: DryRun, form: ConfirmForm | None = None) -> HttpResponse:
    """The dry run, with the way to confirm it if nothing is wrong."""
    good = dry.proposals and not dry.troubles
    said = {"ticket": ticket.packed(dry, request.user), "why": request.POST.get("why", "")} if good else {}
    confirm = ConfirmForm(said if form else None, initial=said)
    context = {
        "title": _("What the import would change"),
        "dry": dry,
        "counts": [(kind.label, dry.counts[kind]) for kind in Change if dry.counts[kind]],
        "troubles": dry.troubles[:LISTED],
        "more": max(0, len(dry.troubles) - LISTED),
        "form": confirm if good else None,
    }
    return _rendered(request, "exchange_dry_run", context)


def _page(request: HttpRequest, form: UploadForm, troubles: Sequence[str] = ()) -> HttpResponse:
    context = {
        "title": _("Import and export"),
        "form": form,
        "troubles": troubles[:LISTED],
        "more": max(0, len(troubles) - LISTED),
        "names": [ALL, *unit_names()],
        "languages": rights.languages_of(request.user),
    }
    return _rendered(request, "exchange", context)


def _rendered(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"admin/desk/{page}.html", {**admin.site.each_context(request), **context})
