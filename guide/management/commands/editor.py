"""Make an account for an editor: what `make editor` calls."""

import os
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import Group, User
from django.core.management.base import CommandParser

from carriers.roles import ROLES
from guide import startup

WHAT = {
    "administrator": "everything, also accounts and who signed in",
    "publisher": "writes, publishes and deletes",
    "editor": "writes; somebody else publishes",
    "translator": "the texts of this language",
}


class Command(createsuperuser.Command):
    help = "Make an account with a role, by asking or from --role and the DJANGO_SUPERUSER_* variables."
    requires_system_checks = ()
    requires_migrations_checks = False  # handle brings the tables up to date

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--role", choices=ROLES, help="what the account may do; without it, asked or administrator")

    def handle(self, *args: Any, role: str | None = None, **options: Any) -> None:
        startup.check_folder(settings.VAR, lambda line: None)
        startup.prepare_database(lambda line: None)
        options["interactive"] = "DJANGO_SUPERUSER_PASSWORD" not in os.environ
        if options["interactive"]:
            self._introduce()
            role = role or self._asked()
        os.environ.setdefault("DJANGO_SUPERUSER_EMAIL", "")
        super().handle(*args, **{**options, "verbosity": 0})
        role = role or ROLES[0]
        self.stdout.write(f"Done: {self._give(role)}, {role}. Sign in at /{settings.ADMIN_PATH} on the site, soon:")
        self.stdout.write("the first sign-in asks to set up an app for codes on a phone, and shows ten codes to print.")

    def _introduce(self) -> None:
        if not sys.stdin.isatty():
            raise startup.CannotStart(
                "There is nobody to ask: run make editor in a terminal, "
                "or set DJANGO_SUPERUSER_USERNAME and DJANGO_SUPERUSER_PASSWORD."
            )
        self.stdout.write("A new account for the editors' pages; the email may stay empty.")

    def _asked(self) -> str:
        for number, role in enumerate(ROLES, 1):
            self.stdout.write(f"  {number}  {role}: {WHAT[role.partition(':')[0]]}")
        answer = input("Role [1]: ").strip() or "1"
        while answer not in map(str, range(1, len(ROLES) + 1)):
            answer = input(f"A number from 1 to {len(ROLES)}: ").strip()
        return ROLES[int(answer) - 1]

    def _give(self, role: str) -> str:
        """The account just made gets its powers from the role alone."""
        account = User.objects.latest("pk")
        account.is_superuser = False
        account.save()
        account.groups.set([Group.objects.get(name=role)])
        return account.get_username()
