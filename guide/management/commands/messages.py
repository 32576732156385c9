"""Keep the interface's translations in step with the sources."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guide import messages


class Command(BaseCommand):
    help = "Bring locale/*/LC_MESSAGES/django.po up to the sources; translations already written stay."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--check", action="store_true", help="only say what is missing, and fail if anything is")
        group.add_argument("--compile", action="store_true", help="only write the .mo files Django reads")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if options["compile"]:
            self.stdout.write(f"Compiled: {', '.join(messages.compile_stale()) or 'nothing had changed'}.")
        elif check:
            self._check()
        else:
            self._update()

    def _update(self) -> None:
        sources = messages.extracted()
        for locale in messages.LOCALES:
            messages.update(locale, sources)
            waiting = sum(1 for _trouble in messages.troubles(locale, sources))
            self.stdout.write(f"{locale}: {waiting} to translate.")

    def _check(self) -> None:
        sources = messages.extracted()
        troubles = [trouble for locale in messages.LOCALES for trouble in messages.troubles(locale, sources)]
        for trouble in troubles:
            self.stderr.write(trouble)
        if troubles:
            raise CommandError(f"{len(troubles)} to mend: run manage.py messages, then translate in locale/.")
        self.stdout.write("Every message is translated.")
