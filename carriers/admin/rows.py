"""Rows edited on the page of what they belong to."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from modeltranslation.admin import TranslationInlineModelAdmin
from nested_admin.nested import NestedStackedInline

from carriers.admin.forms import FactsForm, FactsFormSet
from carriers.admin.layout import FourLanguages


def place_on_page(row: Model) -> str:
    """What an address ends with that opens this row on its page (static/js/rows.js): as fee.12, wherever it stands."""
    return f"{row._meta.model_name}.{row.pk}"


class Rows(FourLanguages, NestedStackedInline, TranslationInlineModelAdmin):
    """Folded rows, sorted by dragging."""

    template = "admin/carriers/rows.html"
    form = FactsForm
    formset = FactsFormSet
    extra = 0
    description: Any = ""
    sortable_field_name: str | None = "position"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        many = [field.name for field in self.opts.many_to_many]
        return super().get_queryset(request).prefetch_related(*many)
