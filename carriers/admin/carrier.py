"""One page a carrier, with everything on it."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from carriers import models
from carriers.admin.pages import Page
from carriers.admin.rows import Rows
from carriers.admin.source import SourceRows


class SignRows(Rows):
    model = models.Sign
    description = _("Names by which a reader who does not know the carrier recognises it: on the SIM, screen or bill.")


class EndingRows(Rows):
    model = models.EndingRule
    description = _(
        "When the contract ends after one applies. The first that fits the reader gives the plan its dates."
    )


class StepRows(Rows):
    model = models.MethodStep
    description = _("What the reader does, one action a step.")


class DocumentRows(Rows):
    model = models.RequiredDocument
    description = _("What this way to cancel asks for.")


class MethodRows(Rows):
    model = models.CancellationMethod
    inlines = [StepRows, DocumentRows]
    description = _("The first that the reader can use is the one the plan names: drag the best to the top.")


class FeeRows(Rows):
    model = models.Fee


class SimReturnRows(Rows):
    model = models.SimReturn


class ContactRows(Rows):
    model = models.Contact


class SpecialCaseRows(Rows):
    model = models.SpecialCase
    description = _("What holds at this carrier only; what holds everywhere stands on the case’s own page.")


class OpenQuestionRows(Rows):
    model = models.OpenQuestion
    description = _("What no source says. The reader is given the Japanese sentence to ask.")


@admin.register(models.Carrier)
class CarrierPage(Page):
    list_display = ("name", "kind", "status", "popular", "published")
    list_filter = ("published", "kind", "status")
    autocomplete_fields = ("successor",)
    search_fields = ("slug", "name_en", "name_ja", "name_zh_hans", "name_zh_hant", "aliases")
    inlines = [
        SourceRows,
        SignRows,
        EndingRows,
        MethodRows,
        FeeRows,
        SimReturnRows,
        ContactRows,
        SpecialCaseRows,
        OpenQuestionRows,
    ]
    sections = (
        (
            None,
            ("slug", "published", "name", "aliases"),
            _("What the reader calls it. A carrier that is not published has no page and no plan."),
        ),
        (
            _("What kind of carrier it is"),
            ("kind", "billing", "operator", "official_site", "popular", "networks"),
            _("These decide which questions the reader is asked and where the carrier stands in the lists."),
        ),
        (
            _("Whether it still exists"),
            ("status", "successor", "status_note"),
            _("If customers were moved to another carrier, name it: the reader is sent there."),
        ),
        (_("What a leaver must know first"), ("summary",), None),
    )

    def view_on_site(self, carrier: Any) -> str | None:
        return reverse("carrier", args=[carrier.slug]) if carrier.published else None
