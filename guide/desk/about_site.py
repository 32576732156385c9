"""What runs here: versions, database, content, for an administrator who looks for the cause of something."""

import os
import platform
import subprocess
from importlib.metadata import distributions
from typing import Any

import django
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from carriers.models import Version
from guide.operating.readiness import missing_migrations


def about_site(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("auth.change_user"):
        raise PermissionDenied
    newest = Version.objects.order_by("pk").last()
    facts = [
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (_("Commit"), commit() or _("not known")),
        (_("Database"), f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}"),
        (_("Migrations"), _("missing: %(names)s") % {"names": names} if (names := _missing()) else _("all applied")),
    ]
    context = {"title": _("What runs here"), "facts": facts, "newest": newest, "packages": packages()}
    return render(request, "admin/desk/about_site.html", admin.site.each_context(request) | context)


def commit() -> str:
    """As whoever deploys says in COMMIT, or as the checkout says; empty if neither does."""
    if given := os.environ.get("COMMIT"):
        return given
    command = ["git", "-C", str(settings.BASE_DIR), "rev-parse", "--short=12", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=5, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def packages() -> list[tuple[str, str]]:
    """Name and version of each installed package."""
    found: dict[str, Any] = {one.metadata["Name"]: one.version for one in distributions()}
    return sorted(found.items(), key=lambda package: package[0].casefold())


def _missing() -> str:
    return ", ".join(missing_migrations())
