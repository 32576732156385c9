"""What `check_sources` found: a list to look at, filled by the command alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from carriers import models


@admin.register(models.SourceVisit)
class VisitPage(admin.ModelAdmin):
    list_display = ("mend", "found", "status", "address", "new_address", "visited_at")
    list_display_links = None
    actions = None
    list_filter = ("found",)
    list_select_related = ("source__carrier",)
    search_fields = ("source__key", "source__publisher", "source__url", "source__carrier__slug")
    ordering = ("-visited_at",)

    @admin.display(description=_("source"), ordering="source__key")
    def mend(self, visit: models.SourceVisit) -> str:
        """The page on which the address is put right: the carrier's own, or the shared source's."""
        row: Any = visit.source.carrier or visit.source
        address = reverse(f"admin:carriers_{row._meta.model_name}_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, visit.source)

    @admin.display(description=_("address"))
    def address(self, visit: models.SourceVisit) -> str:
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', visit.source.url)

    @admin.display(description=_("moved to"))
    def new_address(self, visit: models.SourceVisit) -> str:
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', visit.moved_to) if visit.moved_to else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("carriers.view_source")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A visit goes with its source."""
        return request.user.has_perm("carriers.delete_source")
