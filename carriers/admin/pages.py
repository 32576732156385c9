"""A page of its own in the editors' lists."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin
from nested_admin.nested import NestedModelAdmin

from carriers import history
from carriers.admin.forms import FactsForm
from carriers.admin.layout import FourLanguages


class KeepsHistory:
    """Each save and each deletion makes a version (carriers/history.py)."""

    def save_related(self, request: HttpRequest, *args: Any) -> None:
        """The last thing a save does: by now the row and all below it are written."""
        super().save_related(request, *args)
        self._keep_history(request, args[0].instance)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self._keep_history(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        gone = list(queryset)
        super().delete_queryset(request, queryset)
        for obj in gone:
            self._keep_history(request, obj)

    def _keep_history(self, request: HttpRequest, obj: Any) -> None:
        name = history.unit_of(obj)
        history.record(name, history.read_unit(name), at=timezone.now(), by=request.user.get_username())


class Page(KeepsHistory, FourLanguages, TranslationAdmin, NestedModelAdmin):
    form = FactsForm
    save_on_top = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The name in addresses is given once: links and files hang on it."""
        return tuple(name for name in ("slug", "key") if obj and name in self._editable_names())

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
