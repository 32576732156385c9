"""Move everything to another database: from SQLite to PostgreSQL, or back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from guide.store import moving
from guide.store.engines import DATABASE_EXAMPLES


class Command(BaseCommand):
    help = "Copy every row of the database in DATABASE_URL into an empty one, and compare each. Stop the site first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, metavar="URL", help=f"the empty one: {DATABASE_EXAMPLES}")

    def handle(self, *args: Any, to: str, **options: Any) -> None:
        try:
            with moving.target(to):
                moved = moving.move(self.stdout.write)
        except DatabaseError as error:
            raise CommandError(f"Nothing was moved: {' '.join(str(error).split())}") from error
        self.stdout.write(f"{moved} rows moved and compared, each the same. Now set DATABASE_URL and start the site.")
