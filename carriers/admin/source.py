"""Sources: a carrier's own on its page, all of them in a list."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from carriers import models
from carriers.admin.forms import FactsForm, FactsFormSet
from carriers.admin.layout import FourLanguages
from carriers.admin.pages import KeepsHistory
from carriers.admin.rows import Rows


def cited_by(*sources: Model) -> list[str]:
    """The rows that rest on these sources; a source goes only when none does."""
    models_ = (model for model in vars(models).values() if isinstance(model, type) and issubclass(model, Model))
    return [
        f"{model._meta.verbose_name} {row.key}"
        for model in models_
        if any(field.name == "sources" for field in model._meta.many_to_many)
        for row in model._default_manager.filter(sources__in=sources).distinct()
    ]


class SourceFormSet(FactsFormSet):
    def clean(self) -> None:
        super().clean()
        if citing := cited_by(*(form.instance for form in self.deleted_forms if form.instance.pk)):
            raise ValidationError(
                _("A source that rows rest on cannot be deleted. First choose another in: %(rows)s."),
                params={"rows": ", ".join(citing)},
            )


class SourceRows(Rows):
    model = models.Source
    formset = SourceFormSet
    sortable_field_name = None
    is_sortable = False
    description = _("Pages that say something. Save a new one first; then the rows below can rest on it.")


@admin.register(models.Source)
class SourcePage(KeepsHistory, FourLanguages, TranslationAdmin):
    form = FactsForm
    list_display = ("key", "publisher", "official", "page_date", "carrier")
    list_filter = ("official", ("carrier", admin.EmptyFieldListFilter))
    list_select_related = ("carrier",)
    autocomplete_fields = ("carrier",)
    search_fields = ("key", "publisher", "url", "carrier__slug")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        to_delete, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, forbidden, [*protected, *cited_by(*objs)]
