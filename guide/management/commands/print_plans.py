"""Every distinct plan of a carrier as text, for somebody who checks the facts behind them."""

import datetime as dt
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from carriers.facts import LANGUAGES
from carriers.reading import Reading
from guide.deadlines import JAPAN
from guide.faces.text import answers_as_text, as_text
from guide.outcomes import Outcome, outcomes
from guide.plan import NEEDED

TEN = dt.time(10, tzinfo=JAPAN)  # within everybody's hours
SHOWN = 5  # of the answers that lead to one plan


class Command(BaseCommand):
    help = "Write every distinct plan of a carrier as plain text, the one of the shortest answers first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the carrier, as in its page's address")
        parser.add_argument("--lang", default="en", choices=LANGUAGES)
        parser.add_argument("--today", help="the day in Japan, as 2026-12-19; without it, today")
        parser.add_argument("--folder", type=Path, help="write a file for each plan here, and not to the screen")

    def handle(self, *args: Any, slug: str, lang: str, today: str | None, folder: Path | None, **options: Any) -> None:
        now = dt.datetime.combine(self._day(today), TEN)
        reading = Reading(on=now.date())
        carrier, shared = reading.carrier(slug), reading.shared(*NEEDED)
        if carrier is None:
            raise CommandError(f"Readers see no carrier {slug}: take the name in its page's address, as in docomo.")
        began = time.monotonic()
        found = outcomes(carrier, shared, now)
        for number, outcome in enumerate(found.plans, 1):
            heading = f"Plan {number} of {len(found.plans)}: {carrier.name.shown_in(lang)[0]}, on {now:%Y-%m-%d}"
            self._write(_page(outcome, heading, lang), folder and folder / f"{slug}-{number:04}.txt")
        self.stdout.write(
            f"{found.tried} sets of answers tried of {found.possible:,} that readers could give: "
            f"{len(found.plans)} distinct plans, in {time.monotonic() - began:.1f} s. Left out: most days of leaving, "
            "and sets with three optional answers or more."
        )

    def _day(self, today: str | None) -> dt.date:
        try:
            return dt.date.fromisoformat(today) if today else timezone.localdate(timezone=JAPAN)
        except ValueError as error:
            raise CommandError(f"--today {today}: write it as 2026-12-19.") from error

    def _write(self, page: str, path: Path | None) -> None:
        if path is None:
            self.stdout.write(page)
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"Cannot write {path}: {error.strerror}. Choose another --folder.") from error


def _page(outcome: Outcome, heading: str, language: str) -> str:
    shown, more = outcome.led_here[:SHOWN], len(outcome.led_here) - SHOWN
    answers = [f"  {answers_as_text(one, outcome.plan, language)}" for one in shown]
    answers += [f"  and {more} more sets of answers"] if more > 0 else []
    lines = [heading, "=" * len(heading), "Answers:", *answers, "", as_text(outcome.plan, language)]
    return "\n".join([*lines, "", ""])
