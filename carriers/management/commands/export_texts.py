"""Write content into files: whole as YAML, or its texts as a table for translators."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from carriers.exchange.export import ALL, exported


class Command(BaseCommand):
    help = "Write a carrier, a dictionary or all of them as a table of texts (csv, xlsx) or whole (yaml)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--carrier", default=ALL, metavar="NAME", help="a carrier or dictionary; all if left out")
        parser.add_argument("--format", choices=("csv", "xlsx", "yaml"), default="xlsx")
        parser.add_argument("--folder", type=Path, default=Path(), help="where to write")

    def handle(self, *args: Any, carrier: str, format: str, folder: Path, **options: Any) -> None:
        try:
            name, data = exported(carrier, format)
        except LookupError as error:
            raise CommandError(f"There is no carrier and no dictionary {carrier}.") from error
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        self.stdout.write(f"{folder / name} written, {len(data):,} bytes.")
