"""What a reader may say of a claim, or ask. What was typed stands in the form again if it is refused."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carriers.choices import Tried
from guide.reports.masking import masked, one_line

FIRST_DAY = dt.date(2015, 1, 1)  # older rules are gone


class LineField(forms.CharField):
    """One line, cleaned as it is stored: nothing in it leads to a person."""

    def __init__(self, **kwargs: Any) -> None:
        too_long = gettext_lazy("This is too long: %(show_value)d characters. Write at most %(limit_value)d.")
        super().__init__(error_messages={"max_length": too_long, **kwargs.pop("error_messages", {})}, **kwargs)

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")

    def clean(self, value: Any) -> str:
        return masked(super().clean(value))


class Form(forms.Form):
    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


class ReportForm(Form):
    tried = forms.ChoiceField(
        choices=Tried,
        error_messages={
            "required": gettext_lazy("Choose whether it was like this or different."),
            "invalid_choice": gettext_lazy("Choose whether it was like this or different."),
        },
    )
    tried_on = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%Y/%m/%d"])
    text = LineField(required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        example = (self.today - dt.timedelta(days=14)).isoformat()
        self.fields["tried_on"].error_messages["invalid"] = _(
            "There is no such day. Write it as year-month-day, for example %(example)s."
        ) % {"example": example}

    def clean_tried_on(self) -> dt.date | None:
        day = self.cleaned_data["tried_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day is still to come. Give the day you tried, or leave it empty."))
        if day and day < FIRST_DAY:
            raise forms.ValidationError(_("This is before 2015. Check the year, or leave it empty."))
        return day


class QuestionForm(Form):
    text = LineField(max_length=500, error_messages={"required": gettext_lazy("Write your question first.")})
