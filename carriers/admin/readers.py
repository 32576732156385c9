"""What readers sent, beside the claim it speaks of. An editor accepts or rejects it; the claim is changed elsewhere."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from carriers import models
from carriers.admin.layout import Helped
from carriers.admin.rows import place_on_page
from carriers.choices import Handled
from carriers.facts import LANGUAGES, Claim, Shared, Text
from carriers.history import read_unit, row_at
from carriers.rows import MODELS, children, natural_key

HANDLING = ("handled", "reason", "handled_by", "handled_at")


class HandlingForm(forms.ModelForm):
    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("handled") != Handled.NEW and not self.cleaned_data.get("reason"):
            raise ValidationError({"reason": self.fields["reason"].help_text})


class FromReaderPage(Helped, admin.ModelAdmin):
    """The reader's own words are only read; what an editor makes of them is written."""

    form = HandlingForm
    sent = ("text", "language", "made_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.sent, "handled_by", "handled_at")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        taken_out = _("[…] marks where an email address or a phone number was taken out.")
        return (
            (_("What the reader sent"), {"fields": self.sent, "description": taken_out}),
            (_("What you make of it"), {"fields": HANDLING, "description": self.handling}),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only readers send."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if form.changed_data:
            new = obj.handled == Handled.NEW
            obj.handled_by = "" if new else request.user.get_username()
            obj.handled_at = None if new else timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(models.Report)
class ReportPage(FromReaderPage):
    list_display = ("unit", "rows", "key", "tried", "tried_on", "handled", "made_at")
    list_filter = ("handled", "tried", "made_at", "language")
    search_fields = ("unit", "key", "text")
    sent = ("claim", "tried", "tried_on", *FromReaderPage.sent)
    handling = _("A report changes nothing by itself: open the source, and if it is right, change the claim first.")

    @admin.display(description=_("The claim now"))
    def claim(self, report: models.Report) -> SafeString:
        """Its words in the editor's language, and the way to where they are changed."""
        row = _claim(report)
        if row is None:
            return format_html("{}", _("This claim no longer exists."))
        link = format_html('<p><a href="{}">{}</a></p>', _admin_address(report), _("Open it to change it"))
        return format_html("{}{}", format_html_join("", "<p><strong>{}</strong><br>{}</p>", _words(row)), link)


@admin.register(models.Question)
class QuestionPage(FromReaderPage):
    list_display = ("text", "page", "language", "handled", "made_at")
    list_filter = ("handled", "made_at", "language")
    search_fields = ("text", "page")
    sent = ("page", *FromReaderPage.sent, "answer")
    handling = _("A question others may have too is answered on its page: write the answer, then accept the question.")

    @admin.display(description=pgettext_lazy("noun", "Answer"))
    def answer(self, question: models.Question) -> SafeString:
        address = f"{reverse('admin:carriers_answer_add')}?{urlencode({'page': question.page})}"
        return format_html('<a href="{}">{}</a>', address, _("Write the answer"))


def _path(report: models.Report) -> tuple[tuple[str, str], ...]:
    return tuple(zip(report.rows.split("."), report.key.split("."), strict=True))


def _claim(report: models.Report) -> Claim | None:
    unit = read_unit(report.unit)
    return row_at(unit, _path(report)) if unit else None


def _words(row: Claim) -> list[tuple[str, str]]:
    """Every text of the row, and its own name, as (label, words)."""
    model = MODELS[type(row)]
    language = get_language() if get_language() in LANGUAGES else "en"
    shown = []
    for name in row.__struct_fields__:
        value = getattr(row, name)
        words = value.shown_in(language)[0] if isinstance(value, Text) else _plain(name, value)
        if words:
            shown.append((capfirst(str(model._meta.get_field(name).verbose_name)), words))
    return shown


def _plain(name: str, value: Any) -> str:
    """What is no text and still says something."""
    return str(value) if name in ("label", "document", "number", "jpy", "url") and value is not None else ""


def _admin_address(report: models.Report) -> str:
    """The page on which the claim is edited, its carrier's, its case's or its own; and its row there."""
    (name, key), *below = _path(report)
    if report.unit in Shared.__struct_fields__:
        model: Any = MODELS[dict(children(Shared))[name]]
        page = row = model._default_manager.get(**{natural_key(model): key})
    else:
        page = row = models.Carrier.objects.get(slug=report.unit)
        below = [(name, key), *below]
    for name, key in below:
        row = getattr(row, name).get(key=key)
    address = reverse(f"admin:carriers_{page._meta.model_name}_change", args=[page.pk])
    return address if row is page else f"{address}#{place_on_page(row)}"
