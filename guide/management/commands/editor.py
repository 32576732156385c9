"""Make an account for an editor: what `make editor` calls."""

import os
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.management.commands import createsuperuser

from guide import startup


class Command(createsuperuser.Command):
    help = "Make an account that may edit everything, by asking or from the DJANGO_SUPERUSER_* variables."
    requires_system_checks = ()
    requires_migrations_checks = False  # handle brings the tables up to date

    def handle(self, *args: Any, **options: Any) -> None:
        startup.check_folder(settings.VAR, lambda line: None)
        startup.prepare_database(lambda line: None)
        options["interactive"] = "DJANGO_SUPERUSER_PASSWORD" not in os.environ
        if options["interactive"]:
            self._introduce()
        os.environ.setdefault("DJANGO_SUPERUSER_EMAIL", "")
        super().handle(*args, **{**options, "verbosity": 0})
        self.stdout.write(f"Done. Sign in at /{settings.ADMIN_PATH} on the site.")

    def _introduce(self) -> None:
        if not sys.stdin.isatty():
            raise startup.CannotStart(
                "There is nobody to ask: run make editor in a terminal, "
                "or set DJANGO_SUPERUSER_USERNAME and DJANGO_SUPERUSER_PASSWORD."
            )
        self.stdout.write("A new editor's account. It may change everything on the site; the e-mail may stay empty.")
