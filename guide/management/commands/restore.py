"""Bring a backup back into an empty place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from guide.store import backup


class Command(BaseCommand):
    help = "Restore FILE into the database of DATABASE_URL, which must be empty. The backup is verified first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        paper = backup.restore(file)
        self.stdout.write(f"{file}: {sum(paper.rows.values())} rows restored and counted.")
