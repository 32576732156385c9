"""The site's settings, kept away from the developer's var/ and from the shell's environment."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.servers import start_postgres

_var = TemporaryDirectory(prefix="guide-tests-")
os.environ |= {"VAR_DIR": _var.name, "SECRET_KEY": "for-tests-only", "DEBUG": "false", "HTTPS": "false"}
# Playwright's loop runs in the same thread as Django's database calls.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# `make test-postgres`: the first process starts a server, and its workers find the address in their environment.
if os.environ.get("TEST_ENGINE") == "postgresql" and "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATABASE_URL"] = start_postgres().url()

from guide.settings import *  # noqa: E402, F403

STATIC_ROOT = Path(_var.name) / "static"
STATIC_ROOT.mkdir()
# Without collected copies there is nothing the tests' processes could race for.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and nobody signs in here
