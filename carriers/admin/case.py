"""One page a special case, with what holds whoever the carrier is."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from carriers import models
from carriers.admin.pages import Page
from carriers.admin.rows import Rows


class GeneralCaseRows(Rows):
    model = models.GeneralCase
    description = _("Only shared sources can be chosen here. What holds at one carrier stands on the carrier’s page.")


@admin.register(models.Case)
class CasePage(Page):
    list_display = ("title", "group", "position", "published")
    list_filter = ("group", "published")
    search_fields = ("key", "title_en", "title_ja", "title_zh_hans", "title_zh_hant")
    inlines = [GeneralCaseRows]

    def view_on_site(self, case: Any) -> str | None:
        return reverse("case", args=[case.key]) if case.published else None
