"""What an editor's form refuses: what the reader's pages could not show, and half-truths."""

import typing
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from nested_admin.formsets import NestedInlineFormSet

from carriers import facts, history
from carriers.admin.bookkeeping import Bookkeeping
from carriers.admin.inputs import Renderer
from carriers.facts import Facts, Text
from carriers.rows import children
from carriers.seed.checks import OPTIONAL_TEXTS, searched_in_vain

ENTRIES = {shape for _name, shape in children(facts.Shared)}  # always whole: load accepts no half-written ones


@cache
def shape_of(model: type[Model]) -> type[Facts]:
    return getattr(facts, model.__name__)


@cache
def hints_of(model: type[Model]) -> dict[str, Any]:
    return typing.get_type_hints(shape_of(model), include_extras=True)


class FactsForm(Bookkeeping, forms.ModelForm):
    """A row as the reader's pages take it (carriers/facts.py), and whole if readers see it."""

    default_renderer = Renderer()

    @property
    def media(self) -> forms.Media:
        """The same for every row of a kind, so it is put together once a page: its forms' class is made for it."""
        if "page_media" not in vars(type(self)):
            type(self).page_media = super().media
        return type(self).page_media

    def save(self, commit: bool = True) -> Any:
        self.keep_books(self.instance, self.changed_data)
        return super().save(commit)

    def _post_clean(self) -> None:
        """After Django's and the model's own checks, which say more plainly what is wrong."""
        super()._post_clean()
        for name, hint in hints_of(self._meta.model).items():
            if name in self.cleaned_data and not isinstance(self.fields[name], forms.ModelChoiceField):
                self._refuse_unreadable(name, hint)
        if "published" in self.fields or shape_of(self._meta.model) in ENTRIES:
            self.refuse_half_truths()

    def _refuse_unreadable(self, name: str, hint: Any) -> None:
        if (value := getattr(self.instance, name)) == "":
            return  # whether it may be empty is the model's to say
        try:
            msgspec.convert(value, hint)
        except msgspec.ValidationError as error:
            self.add_error(name, self.fields[name].help_text or _("The site cannot show this: %s.") % error)

    def refuse_half_truths(self) -> None:
        """The rule of carriers/seed/checks.py, said beside the field."""
        entry = shape_of(self._meta.model) in ENTRIES
        if not (entry or self.cleaned_data.get("published", True)):
            return
        for name, text in self._texts():
            for language in text.missing() if text or name not in OPTIONAL_TEXTS else ():
                self._ask_for(f"{name}_{language.replace('-', '_')}", entry)
        claim = issubclass(shape_of(self._meta.model), facts.Claim) and not searched_in_vain(self.instance)
        if claim and not self.cleaned_data.get("sources", True):
            self.add_error("sources", _("Readers see this row: choose at least one source, or untick “published”."))

    def _texts(self) -> Iterator[tuple[str, Text]]:
        for name, hint in hints_of(self._meta.model).items():
            if hint is Text:
                words = {suffix: self.cleaned_data.get(f"{name}_{suffix}") or "" for suffix in Text.__struct_fields__}
                yield name, Text(**words)

    def _ask_for(self, name: str, entry: bool) -> None:
        if name not in self.errors:
            always = _("This text must be written in every language.")
            seen = _("Readers see this row: write this language too, or untick “published”.")
            self.add_error(name, always if entry else seen)

    @property
    def needs_attention(self) -> bool:
        """Whether this row or one below it is refused: then it is shown unfolded."""
        return bool(self.errors) or any(rows.needs_attention for rows in getattr(self, "nested_formsets", ()))


class PageForm(FactsForm):
    """A page of its own: why it is changed, and whether somebody else saved it meanwhile."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "One line for the history, as in “docomo’s FAQ of 3 March says 20:00”. "
            "Asked for when readers learn something else; not for a typo, a translation or a check."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    meanwhile: Sequence[history.RowChange] = ()
    rows: Sequence[Any] = ()  # the formsets of the page (pages.py)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and (version := history.newest(history.unit_of(self.instance))):
            self.initial["seen"] = version.pk

    def clean(self) -> Any:
        """Refused as a whole: what stands on this page is older than what is stored."""
        cleaned = super().clean()
        if self.instance.pk and (told := history.changed_since(self.instance, self.cleaned_data.get("seen"))):
            version, self.meanwhile = told
            raise ValidationError(
                _(
                    "%(who)s saved this meanwhile, so nothing of yours was saved. Both are shown below: "
                    "copy what you need, open the page again, and put it in there."
                ),
                params={"who": version.made_by or _("A load from the files")},
            )
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.cleaned_data.get("why") or self.meanwhile:
            return
        if self._tells_readers_something_else():
            self.fields["why"].widget.attrs["autofocus"] = True
            self.add_error("why", _("Readers learn something else by this: say why in one line. The rest is kept."))

    def _tells_readers_something_else(self) -> bool:
        """Of this page or of a row on it; of a page that readers do not see, nothing does."""
        if self.tells_readers_something_else():
            return True
        if not getattr(self.instance, "published", True):
            return False
        rows = (row for formset in self.rows if formset.is_valid() for row in formset.forms if row.has_changed())
        return any(row.tells_readers_something_else() for row in rows)


class FactsFormSet(NestedInlineFormSet):
    """The rows of one kind below a carrier, a case or a way to cancel."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if hasattr(form, "cleaned_data") and form not in self.deleted_forms]
        keys = Counter(form.cleaned_data.get("key") for form in kept)
        if doubled := [key for key, count in keys.items() if key and count > 1]:
            raise ValidationError(_("Two rows have the same key: %(keys)s."), params={"keys": ", ".join(doubled)})
        for form in kept:
            # A step has no tick of its own: readers see it if they see its way to cancel.
            if "published" not in form.fields and form.cleaned_data and getattr(self.instance, "published", True):
                form.refuse_half_truths()

    @property
    def needs_attention(self) -> bool:
        return self.is_bound and bool(
            self.total_error_count() or any(getattr(form, "needs_attention", False) for form in self.forms)
        )
