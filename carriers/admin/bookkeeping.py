"""What a save keeps beside the words: whose languages fall behind, and whether a claim still counts as checked."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import NotRegistered, translator

from carriers import models

LANGUAGES = {"en": "en", "ja": "ja", "zh_hans": "zh-hans", "zh_hant": "zh-hant"}  # column: as facts name it
BOXES = ("meaning_changed", "still_right", "checked_today")
# What may change without the row saying anything else to a reader.
HARMLESS = {
    "position",
    "key",
    "published",
    "confidence",
    "conflict",
    "sources",
    "phrases",
    "facts",
    "aliases",
    "popular",
}
HARMLESS |= {*BOXES, "why", "seen"}


class Bookkeeping(forms.Form):
    """Boxes an editor ticks; the admin says who that is, and which day it is in Japan."""

    editor = ""
    today: dt.date

    meaning_changed = forms.BooleanField(
        label=_("The meaning changed"),
        required=False,
        help_text=_(
            "Tick it if readers now learn something else, as 20:00 instead of 21:00: the languages you did not change "
            "become outdated, and “checked” is taken back. Not for a typo."
        ),
    )
    still_right = forms.BooleanField(
        label=_("The other languages still say the same"),
        required=False,
        help_text=_(
            "Tick it if they fit as they are, as after a typo in the English: nothing of this row is outdated then."
        ),
    )
    checked_today = forms.BooleanField(
        label=_("I opened the source today and it still says so"),
        required=False,
        help_text=_("Readers then see today’s date, as in “checked on 22 November 2026”, and your name is noted."),
    )

    def keep_books(self, row: Any, changed: list[str]) -> None:
        """Before the row is written. `changed`: the form's fields whose value is new."""
        if isinstance(row, models.provenance.Translated):
            row.outdated = sorted(self._outdated(row, _texts_in(changed, row)))
        if isinstance(row, models.provenance.Claim):
            self._check(row, changed)

    def _outdated(self, row: Any, changed: set[tuple[str, str]]) -> set[str]:
        written = {f"{name}.{LANGUAGES[column]}" for name, column in changed}
        if self.cleaned_data.get("still_right"):
            return set()
        if not self.cleaned_data.get("meaning_changed"):
            return set(row.outdated) - written
        behind = {
            f"{name}.{language}"
            for name in {name for name, _column in changed}
            for column, language in LANGUAGES.items()
            if getattr(row, f"{name}_{column}")
        }
        return (set(row.outdated) | behind) - written

    def _check(self, row: Any, changed: list[str]) -> None:
        """A claim whose meaning is new has not been read at its source, unless the editor says so."""
        if self.cleaned_data.get("checked_today"):
            row.checked_on, row.checked_by = self.today, self.editor
        elif self._means_something_else(row, changed):
            row.checked_on, row.checked_by = None, ""

    def _means_something_else(self, row: Any, changed: list[str]) -> bool:
        facts_changed = {name for name in changed if not _is_text(name, row)} - HARMLESS
        return bool(self.cleaned_data.get("meaning_changed") or facts_changed)

    def tells_readers_something_else(self) -> bool:
        """Whether the save adds, takes away or changes what readers see; a typo, a translation or a check does not."""
        row = self.instance
        if not isinstance(row, models.provenance.Translated):
            return False
        was_seen = row.pk is not None and bool(self.initial.get("published", True))
        is_seen = self.cleaned_data.get("published", True) and not self.cleaned_data.get("DELETE")
        return bool(was_seen != is_seen or (is_seen and self._means_something_else(row, self.changed_data)))


def texts_of(model: type) -> tuple[str, ...]:
    try:
        return tuple(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return ()


def _texts_in(changed: list[str], row: Any) -> set[tuple[str, str]]:
    """The texts among the changed fields, as (name, column's ending)."""
    every = ((name, column) for name in texts_of(type(row)) for column in LANGUAGES)
    return {(name, column) for name, column in every if f"{name}_{column}" in changed}


def _is_text(field: str, row: Any) -> bool:
    return any(field == f"{name}_{column}" for name in texts_of(type(row)) for column in LANGUAGES)
