"""What administrators see of signing in: that phones and papers are there, and who passed which step.

A lost phone or paper is deleted; its owner begins anew. The audit's entries are django-axes' own.
"""

from typing import Any

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessBase, AccessFailureLog, AccessLog
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

admin.site.unregister([StaticDevice, TOTPDevice, AccessLog, AccessFailureLog, AccessAttempt])


@admin.register(StaticDevice, TOTPDevice)
class SecondFactorPage(admin.ModelAdmin):
    list_display = ("user", "confirmed", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    fields = list_display

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ByStep:
    """The list says at which step of signing in an entry was made."""

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        time, *others = super().get_list_display(request)  # type: ignore[misc]
        return [time, "step", *(name for name in others if name not in ("path_info", "user_agent"))]

    @admin.display(description=gettext_lazy("Step"), ordering="path_info")
    def step(self, entry: AccessBase) -> str:
        steps = {"login": _("password"), "code": _("code"), "app": _("code of a new app")}
        return next((words for name, words in steps.items() if entry.path_info == reverse(f"admin:{name}")), "")


@admin.register(AccessLog)
class PassedPage(ByStep, AccessLogAdmin):
    pass


@admin.register(AccessFailureLog)
class FailedPage(ByStep, AccessFailureLogAdmin):
    pass


@admin.register(AccessAttempt)
class AttemptPage(ByStep, AccessAttemptAdmin):
    pass
