"""What a page leaves open to whom: a field closed here keeps its value, whatever is sent."""

from copy import deepcopy
from typing import Any

from django import forms
from django.http import HttpRequest

from carriers.admin.bookkeeping import texts_of
from carriers.models.fields import ChoicesFormField, LinesFormField
from carriers.roles import languages_of, may_publish

PUBLISHING = {"published", "valid_from", "valid_to"}
ANYBODYS = {"why", "seen"}


class ByRole:
    """Base of pages and rows.

    Who may not publish leaves what readers see as it is, and what they add is a draft. A translator writes the texts
    of the languages given, and nothing else; no rows are added or deleted (no permission of theirs says so).

    Closed fields stay in the form, disabled: the checks of a half-truth (forms.py) look at all of them.
    """

    model: Any

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may or bool(texts_of(self.model) and languages_of(request.user))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, *args, **kwargs)
        self._close(form, request)
        return form

    def get_formset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        formset = super().get_formset(request, *args, **kwargs)
        self._close(formset.form, request)
        return formset

    def _close(self, form: type[forms.ModelForm], request: HttpRequest) -> None:
        closed = self._closed_names(set(form.base_fields), request)
        form.base_fields = {
            name: _closed(field, name) if name in closed else field for name, field in form.base_fields.items()
        }

    def _closed_names(self, names: set[str], request: HttpRequest) -> set[str]:
        languages = languages_of(request.user)
        if languages is None:
            return set() if may_publish(request.user) else names & PUBLISHING
        return names - ANYBODYS - {f"{text}_{suffix}" for text in texts_of(self.model) for suffix in languages}


class Given(forms.SelectMultiple):
    """What is chosen, without what else there is: nobody chooses here."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        self.choices = [choice for choice in self.choices if str(choice[0]) in value]
        return super().optgroups(name, value, attrs)


class GivenLines(LinesFormField):
    def clean(self, value: Any) -> Any:
        """A disabled field is handed what is stored, which stays as it is."""
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class GivenChoices(ChoicesFormField):
    widget = Given

    def clean(self, value: Any) -> Any:
        return value


def _closed(field: forms.Field, name: str) -> forms.Field:
    """A copy, as the boxes are shared by every form."""
    field, said = deepcopy(field), {"required": False, "label": field.label, "help_text": field.help_text}
    if isinstance(field, LinesFormField):
        field = GivenLines(widget=field.widget, **said)
    elif isinstance(field, ChoicesFormField):
        field = GivenChoices(choices=field.choices, **said)
    elif isinstance(field, forms.ModelMultipleChoiceField):
        field.widget = Given(choices=field.choices)
    elif isinstance(field, forms.CharField):
        field.strip = False
    if name == "published":
        field.initial = False  # of a new row; one that is there keeps its own
    field.disabled = True
    return field
