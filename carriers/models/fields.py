"""Lists in one column, edited as tick boxes or as lines."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

PHONE = RegexValidator(r"^\+?\d[\d -]*\d$", _("Write the number as 0120-800-000, 151 or +81-3-6832-6600."))
CLOCK = RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", _("Write the time as 09:00 or 20:30."))


def check_hours(opens: str | None, closes: str | None) -> None:
    """Opening hours are both there and in order, or both unknown."""
    if bool(opens) != bool(closes):
        raise ValidationError({"closes": _("Fill in when it opens and when it closes, or neither.")})
    if opens and closes and opens >= closes:
        raise ValidationError({"closes": _("It closes after it opens. Midnight is written 24:00.")})


class ChoicesFormField(forms.TypedMultipleChoiceField):
    """Keeps the list's order, in whatever order a page sends what was chosen."""

    def clean(self, value: Any) -> Any:
        choices: Any = self.choices
        order = [option for option, _label in choices]
        return sorted(super().clean(value), key=order.index)


class ChoicesField(models.JSONField):
    """Some of a closed list, in the list's order; edited as tick boxes."""

    def __init__(self, *args: Any, options: Sequence[tuple[Any, Any]] = (), **kwargs: Any) -> None:
        self.options = options
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def validate(self, value: Any, model_instance: Any) -> None:
        known = [option for option, _label in self.options]
        if wrong := [option for option in value if option not in known]:
            raise ValidationError(_("Not in the list: %(wrong)s."), params={"wrong": ", ".join(map(str, wrong))})

    def formfield(self, **kwargs: Any) -> forms.Field:
        coerce: Any = type(self.options[0][0]) if self.options else str
        return ChoicesFormField(
            choices=self.options,
            coerce=coerce,
            required=False,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


class LinesFormField(forms.CharField):
    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and (initial or []) != self.to_python(data)


class LinesField(models.JSONField):
    """Short words, one a line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        return LinesFormField(
            required=False,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=self.help_text,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
