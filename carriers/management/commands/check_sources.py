"""Visit the pages of the sources and note which are there, have moved or are gone."""

import datetime as dt
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from carriers.choices import Visit
from carriers.models import Carrier, Source
from carriers.watching import Finding, Stop, Visitor, stops, visits


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text}: write a whole number above 0.")
    return int(text)


class Command(BaseCommand):
    help = (
        "Visit the pages of the sources: those never visited first, then those visited longest ago. "
        "One request a second a host, as robots.txt allows. A run that is broken off goes on with the next."
    )
    stealth_options = ("visitor",)  # a test brings its own clock and server

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=_positive, metavar="N", help="visit N addresses at most")
        parser.add_argument("--older-than", type=_positive, metavar="DAYS", help="leave out what was visited since")
        parser.add_argument("--carrier", metavar="SLUG", help="only the sources of this carrier")

    def handle(
        self, *args: Any, limit: int | None, older_than: int | None, carrier: str | None, **options: Any
    ) -> None:
        visitor = options.get("visitor") or Visitor()
        before = visitor.now() - dt.timedelta(days=older_than) if older_than else None
        planned = stops(self._sources(carrier), before, limit)
        found: Counter[Visit] = Counter()
        began = time.monotonic()
        try:
            for number, (stop, finding) in enumerate(visits(visitor, planned), 1):
                found[finding.found] += 1
                self.stdout.write(f"{number}/{len(planned)} {_told(stop, finding)}")
        except KeyboardInterrupt:
            self.stdout.write("Broken off. What was found is kept; the next run goes on from here.")
        self._sum_up(found, len(planned), time.monotonic() - began)

    def _sources(self, carrier: str | None) -> QuerySet[Source]:
        if carrier is None:
            return Source.objects.all()
        if not Carrier.objects.filter(slug=carrier).exists():
            raise CommandError(f"There is no carrier {carrier}: take the name in its page's address, as in docomo.")
        return Source.objects.filter(carrier__slug=carrier)

    def _sum_up(self, found: Counter[Visit], planned: int, seconds: float) -> None:
        counts = ", ".join(f"{found[kind]} {kind.value}" for kind in Visit)
        minutes, seconds = divmod(round(seconds), 60)
        self.stdout.write(f"{found.total()} of {planned} addresses visited in {minutes} min {seconds} s: {counts}.")


def _told(stop: Stop, finding: Finding) -> str:
    keys = ", ".join(source.key for source in stop.sources)
    note = f" to {finding.moved_to}" if finding.moved_to else f" ({finding.why})" if finding.why else ""
    return f"{finding.found.value}: {keys} {stop.url}{note}"
