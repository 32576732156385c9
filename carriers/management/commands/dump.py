"""Write the database back into content files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from carriers.seed import content, files


class Command(BaseCommand):
    help = "Write the database into YAML files that load reads, for review and commit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=files.DATA, help="where to write")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        written = list(content.dump(folder))
        self.stdout.write(f"{len(written)} files written to {folder}.")
