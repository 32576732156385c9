"""Show what a file of content would change; write it if told to."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from carriers.choices import Change
from carriers.exchange import writing
from carriers.exchange.dry_run import DryRun, dry_run
from carriers.exchange.refused import Refused
from carriers.exchange.upload import read


class Command(BaseCommand):
    help = "Compare a file (.yaml, .zip, .csv, .xlsx) with the database. Only --write writes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--write", action="store_true", help="write it, if nothing is wrong")
        parser.add_argument("--why", default="", help="one line for the history; --write asks for it")

    def handle(self, *args: Any, file: Path, write: bool, why: str, **options: Any) -> None:
        if write and not why:
            raise CommandError("Say why, for the history: --why 'Texts from the translator, November'.")
        try:
            upload = read(file.name, file.read_bytes())
            dry = dry_run(upload)
            self._say(dry)
            if write and not dry.troubles:
                _dry, written = writing.confirm(upload, dry.seen, at=timezone.now(), why=why)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except Refused as error:
            raise CommandError(f"{error}\nNothing was written.") from error
        if dry.troubles:
            raise CommandError("\n".join([*dry.troubles, "Nothing was written."]))
        if write and not written:
            raise CommandError("Somebody saved this meanwhile. Nothing was written; run the command again.")
        self.stdout.write(f"{self._counted(dry)}. {'Written.' if write else 'Not written: --write does that.'}")

    def _say(self, dry: DryRun) -> None:
        for proposal in dry.proposals:
            for row in proposal.rows:
                self.stdout.write(f"{proposal.name} {row.place}: {row.kind.label}".replace(" :", ":"))
                for name, before, after in row.fields:
                    self.stdout.write(f"  {name}: {before!r} -> {after!r}")

    def _counted(self, dry: DryRun) -> str:
        counts = ", ".join(f"{dry.counts[kind]} {kind.label}" for kind in Change)
        return f"Carriers and dictionaries that differ: {len(dry.proposals)}; rows: {counts}"
