"""Write the whole database to one file, while the site goes on."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from guide.store import backup


class Command(BaseCommand):
    help = "Back the database up to FILE, with FILE.json beside it: its checksum, and how many rows each table holds."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a new file")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        paper = backup.write(file)
        self.stdout.write(f"{file}: {sum(paper.rows.values())} rows, sha256 {paper.sha256}.")
