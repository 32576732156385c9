"""Load the content files into the database; what an editor changed is left alone and said."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from carriers.seed import content, files


class Command(BaseCommand):
    help = "Load carriers/data into the database. An editor's changes stay, unless --force names the carrier."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=files.DATA, help="where the files stand")
        parser.add_argument(
            "--force", action="append", default=[], metavar="NAME", help="overwrite this carrier or dictionary"
        )
        parser.add_argument("--check", action="store_true", help="only read and check the files")

    def handle(self, *args: Any, folder: Path, force: list[str], check: bool, **options: Any) -> None:
        try:
            if check:
                shared, carriers = content.read(folder)
                self.stdout.write(f"{len(carriers)} carriers and {len(shared.cases)} cases read: nothing wrong.")
                return
            report = content.load(folder, frozenset(force), self.stdout.write)
        except files.ContentError as error:
            raise CommandError(f"{error}\nNothing was loaded. Mend the file and run the command again.") from error
        self._say(report)

    def _say(self, report: content.Report) -> None:
        for verb, names in (("Created", report.created), ("Updated", report.updated)):
            if names:
                self.stdout.write(f"{verb}: {', '.join(names)}.")
        for name, fields in report.left_alone.items():
            self.stdout.write(
                f"Left alone, changed by an editor: {name} ({', '.join(fields[:5])}, {len(fields)} in all)."
            )
            self.stdout.write(f"  To overwrite it: manage.py load --force {name}")
        self.stdout.write(
            f"{len(report.created)} created, {len(report.updated)} updated, "
            f"{len(report.unchanged)} unchanged, {len(report.left_alone)} left alone."
        )
