"""Look whether a backup is what it was."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from guide.store import backup


class Command(BaseCommand):
    help = "Read FILE to its end and compare it with FILE.json: checksum, soundness, rows."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        paper = backup.verify(file)
        self.stdout.write(f"{file}: sound, {sum(paper.rows.values())} rows of {paper.engine}.")
