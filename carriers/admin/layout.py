"""Fieldsets computed from the model: the plain fields in columns, each text in four languages side by side."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from carriers.admin.bookkeeping import BOXES, texts_of
from carriers.admin.choosing import READERS, Choosing
from carriers.admin.help import help_for
from carriers.admin.roles import ByRole
from carriers.models.fields import ChoicesField, LinesField
from carriers.models.provenance import Claim, Translated

SUFFIXES = ("en", "ja", "zh_hans", "zh_hant")  # the original first, as editors read it
HTML_LANG = {"en": "en", "ja": "ja", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
FIRST = ("slug", "key", "published")
CHECKED = ("checked_on", "checked_by")
PROOF = ("confidence", "checked_on", "checked_by", "checked_today", "sources", "conflict", "facts")
WIDE = (ChoicesField, LinesField, models.ManyToManyField, models.TextField, models.JSONField)

WRONG = ("invalid", "min_value", "max_value")  # what a field says of what it cannot read

Fieldset = tuple[Any, Any]


class Words(forms.Textarea):
    """Browsers send line ends as CRLF; the files have LF, and a mere save must change nothing."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if value else value


class Helped:
    """Each field says what readers will see of it, and refuses in the same words what it cannot read."""

    model: Any

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        original = getattr(db_field, "translated_field", db_field)
        if field and (words := help_for(self.model, original.name)):
            field.help_text = words
            field.error_messages |= dict.fromkeys(WRONG, words)
        return field


class FourLanguages(Helped, ByRole, Choosing):
    """Base of every page and row here: fieldsets from the model, words in the right font, few queries."""

    opts: Any
    model: Any

    sections: tuple[tuple[Any, tuple[str, ...], Any], ...] = ()  # title, fields, what to say there
    formfield_overrides = {
        models.TextField: {"widget": Words(attrs={"rows": 4})},
        models.JSONField: {"widget": forms.Textarea(attrs={"rows": 2})},
        models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
        models.URLField: {"widget": forms.URLInput(attrs={"class": "vURLField"}), "assume_scheme": "https"},
    }

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Fieldset]:
        sections = self.sections or self._computed_sections()
        return [
            (title, {"fields": self._lines(names), "classes": ["four-languages"], "description": words})
            for title, names, words in sections
        ]

    def _computed_sections(self) -> list[tuple[Any, tuple[str, ...], Any]]:
        """What the row says; then, for a claim, whom it is for and what it rests on."""
        names = self._editable_names()
        sections = [
            (None, (*(name for name in names if name not in (*READERS, *PROOF)), *self._boxes()), None),
            (
                _("For whom"),
                tuple(name for name in READERS if name in names),
                _("Leave both lists empty if the row holds for everybody."),
            ),
            (
                _("What it rests on"),
                tuple(name for name in PROOF if name in names or (name == "checked_today" and "sources" in names)),
                _("A row that readers see needs a source. A new source can be chosen once it has been saved."),
            ),
        ]
        return [section for section in sections if section[1]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Checked is an act, not a date to type (carriers/admin/bookkeeping.py)."""
        return CHECKED if issubclass(self.model, Claim) else ()

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().get_form(request, *args, **kwargs | {"form": self._kept_by(request)})

    def get_formset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().get_formset(request, *args, **kwargs | {"form": self._kept_by(request)})

    def _kept_by(self, request: HttpRequest) -> type[forms.ModelForm]:
        """The form, knowing who edits and which day it is in Japan."""
        books = {"editor": request.user.get_username(), "today": timezone.localdate()}
        return type(self.form.__name__, (self.form,), books)

    def _boxes(self) -> tuple[str, ...]:
        return ("meaning_changed", "still_right") if issubclass(self.model, Translated) else ()

    def _editable_names(self) -> list[str]:
        fields = [
            field
            for field in (*self.opts.fields, *self.opts.many_to_many)
            if field.editable and not isinstance(field, TranslationField) and not field.primary_key
            if not (field.remote_field and field.related_model is getattr(self, "parent_model", None))
        ]
        names = [field.name for field in fields]
        return sorted(names, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))

    def _lines(self, names: tuple[str, ...]) -> list[Any]:
        """The short fields of a section share a line; each text and each long list has one of its own."""
        texts = self._texts()
        boxes = tuple(name for name in names if name in BOXES)
        fields = [name for name in names if name not in boxes]
        wide = [name for name in fields if name in texts or isinstance(self.opts.get_field(name), WIDE)]
        short = tuple(name for name in fields if name not in wide)
        lines = [tuple(f"{name}_{suffix}" for suffix in SUFFIXES) if name in texts else name for name in wide]
        return [*([short] if short else []), *sorted(lines, key=lambda line: isinstance(line, str)), *boxes]

    def _texts(self) -> tuple[str, ...]:
        return texts_of(self.model)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, TranslationField):
            field.widget.attrs["lang"] = HTML_LANG[db_field.language]
            name, language = db_field.translated_field.verbose_name, dict(settings.LANGUAGES)[db_field.language]
            field.label = f"{capfirst(name)} · {language}"
            field.help_text = field.help_text if db_field.language == settings.LANGUAGE_CODE else ""
        elif db_field.name == getattr(self, "sortable_field_name", None):
            field.widget = forms.HiddenInput()
        return field
