"""A page of its own in the editors' lists."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin
from nested_admin.nested import NestedModelAdmin

from carriers import history
from carriers.admin.choosing import choices_of
from carriers.admin.conflicts import told_row, typed_rows
from carriers.admin.forms import PageForm
from carriers.admin.layout import Fieldset, FourLanguages


class KeepsHistory:
    """Each save and each deletion makes a version (carriers/history.py)."""

    def save_related(self, request: HttpRequest, *args: Any) -> None:
        """The last thing a save does: by now the row and all below it are written."""
        super().save_related(request, *args)
        self._keep_history(request, args[0].instance, args[0].cleaned_data.get("why", ""))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self._keep_history(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        gone = list(queryset)
        super().delete_queryset(request, queryset)
        for obj in gone:
            self._keep_history(request, obj)

    def _keep_history(self, request: HttpRequest, obj: Any, why: str = "") -> None:
        name = history.unit_of(obj)
        history.record(name, history.read_unit(name), at=timezone.now(), by=request.user.get_username(), why=why)


class Page(KeepsHistory, FourLanguages, TranslationAdmin, NestedModelAdmin):
    form = PageForm
    save_on_top = True
    change_form_template = "admin/carriers/change_form.html"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Fieldset]:
        """Why stands beside the buttons."""
        history_line = (None, {"fields": ["why", "seen"], "classes": ["four-languages"]})
        return [history_line, *super().get_fieldsets(request, obj)]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form reads the rows below, so that it can ask why they change (forms.py)."""
        form = super().get_form(request, *args, **kwargs)
        form.rows = request.__dict__.setdefault("_rows", [])
        return form

    def _create_formsets(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        formsets, inlines = super()._create_formsets(request, *args, **kwargs)
        request.__dict__.setdefault("_rows", []).extend(formsets)
        return formsets, inlines

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The name in addresses is given once: links and files hang on it."""
        given = tuple(name for name in ("slug", "key") if obj and name in self._editable_names())
        return (*super().get_readonly_fields(request, obj), *given)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """After a refusal because somebody was faster: what both say, field by field."""
        form = context["adminform"].form
        context["choices"] = choices_of(request)
        if form.meanwhile:
            context["theirs"] = [told_row(change) for change in form.meanwhile]
            context["yours"] = typed_rows(form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """From the content's own history, not from the admin's log; with the way back (guide/desk/history.py)."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_or_change_permission(request, row):
            return super().history_view(request, object_id, extra_context)
        return redirect("desk-history", history.unit_of(row))

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self._say_where(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self._say_where(request, obj)
        return super().response_change(request, obj)

    def _say_where(self, request: HttpRequest, obj: Any) -> None:
        if address := self.get_view_on_site_url(obj):
            link = format_html('<a href="{}">{}</a>', address, _("View on site"))
            messages.info(request, link)
