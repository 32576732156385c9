"""The stock admin, open after a second factor and for a working day at most."""

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from guide.desk import hours


class Desk(AdminSite):
    def has_permission(self, request: Any) -> bool:
        return super().has_permission(request) and request.user.is_verified()

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        asked = super().admin_view(view, cacheable)

        def prolonged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            hours.prolong(request, timezone.now())
            return asked(request, *args, **kwargs)

        return update_wrapper(prolonged, asked)

    def login(self, request: Any, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Name and password are asked for once; who has given them goes on to the second step."""
        from guide.desk import sign_in

        if request.method == "GET" and super().has_permission(request) and not request.user.is_verified():
            return sign_in.second_step(request)
        return super().login(request, extra_context)

    def get_urls(self) -> list[Any]:
        from guide.desk import sign_in

        return [
            path("sign-in/code/", sign_in.code, name="code"),
            path("sign-in/app/", sign_in.app, name="app"),
            path("sign-in/paper/", self.admin_view(sign_in.paper), name="paper"),
            # Whoever stopped half-way can leave, too.
            path("logout/", self.logout, name="logout"),
            *super().get_urls(),
        ]
