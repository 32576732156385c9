"""Choosing from long lists: a list stands once on a page, and a row's box holds only what is chosen there.

static/js/rows.js brings the rest in when the row is opened. A long page has some hundred boxes; with every list in
every box it was half options.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import FilteredSelectMultiple, RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy as _

from carriers.models import Carrier, Source
from carriers.situations import Situation

READERS = ("needs", "blocked_by")
Choices = list[tuple[Any, Any]]


class Listed(BaseChoiceIterator):
    """A list that a copied form does not copy."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.choices)


class ChosenOnly:
    """A box that shows what is chosen, and names the list that the rest is taken from."""

    choices: Any

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        shown = {"", *value}
        self.choices = [(key, label) for key, label in self.choices if str(key) in shown]
        return super().optgroups(name, value, attrs)


class ChooseSome(ChosenOnly, FilteredSelectMultiple):
    """The two boxes of the stock admin, which their script draws when rows.js says so."""

    class Media:
        js = ["js/rows.js"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        del context["widget"]["attrs"]["class"]  # by it the stock script would find the box at once
        return context


class ChooseOne(ChosenOnly, forms.Select):
    class Media:
        js = ["js/rows.js"]


def choices_of(request: HttpRequest) -> dict[str, Choices]:
    """The lists read for this page so far, by the name the boxes know them by."""
    return request.__dict__.setdefault("_choices", {})


class Choosing:
    """Base of pages and rows: related rows are read once a page, not once a row."""

    model: Any

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # what is added beside a form is not in the form's lists
        if db_field.name in READERS:
            situations = choices_of(request).setdefault("situation", Situation.choices)
            attrs = {"data-choices": "situation"}
            field.widget = ChooseSome(_("situations"), False, attrs=attrs, choices=Listed(situations))
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.related_model._meta.app_label == Carrier._meta.app_label:
            widget = ChooseSome(db_field.verbose_name, False)
            self._choose_from(field, widget, self._offered(db_field.related_model, request), request)
            field.help_text = db_field.help_text
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name not in self.autocomplete_fields:
            self._choose_from(field, ChooseOne(), field.queryset, request)
        return field

    def _offered(self, model: Any, request: HttpRequest) -> models.QuerySet:
        """All phrases; of the sources, the shared ones and those of the carrier whose page this is."""
        if model is not Source:
            return model._default_manager.all()
        allowed = models.Q(carrier=None)
        number = request.resolver_match and request.resolver_match.kwargs.get("object_id")
        if number and getattr(self, "parent_model", None) is not None and _is_carrier_page(request):
            allowed |= models.Q(carrier_id=number)
        return model._default_manager.filter(allowed)

    def _choose_from(self, field: Any, widget: forms.Select, queryset: models.QuerySet, request: HttpRequest) -> None:
        name, read = queryset.model._meta.model_name, choices_of(request)
        if name not in read:
            read[name] = [(row.pk, _label(row)) for row in queryset]
        empty = [] if isinstance(widget, ChooseSome) else [("", field.empty_label or "")]
        widget.attrs["data-choices"] = name
        field.queryset, field.widget, field.choices = queryset, widget, Listed([*empty, *read[name]])


def _label(row: models.Model) -> str:
    return f"{row.ja} ({row.key})" if hasattr(row, "ja") else str(row)


def _is_carrier_page(request: HttpRequest) -> bool:
    return request.resolver_match.url_name == f"carriers_{Carrier._meta.model_name}_change"
