"""How often each claim is part of a plan, counted anew, as for a night's cron: the desk begins with the most used."""

import datetime as dt
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from carriers.models import ClaimUse
from carriers.reading import Reading
from guide.deadlines import JAPAN
from guide.naming import named
from guide.plan import NEEDED
from guide.uses import uses

Use = tuple[str, str, str]  # unit, list, key


class Command(BaseCommand):
    help = "Count in how many distinct plans each claim takes part, for the order of the desk's lists."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.localtime(timezone=JAPAN)
        counted: Counter[Use] = Counter()
        for slug, found in self._found(now):
            counted.update({_use(slug, rows, key): plans for (rows, key), plans in found.items()})
        with transaction.atomic():
            ClaimUse.objects.all().delete()
            ClaimUse.objects.bulk_create(
                ClaimUse(unit=unit, rows=rows, key=key, plans=plans) for (unit, rows, key), plans in counted.items()
            )
        self.stdout.write(f"{len(counted)} claims counted.")

    def _found(self, now: dt.datetime) -> Any:
        reading = Reading(on=now.date())
        shared = reading.shared(*NEEDED)
        count = len(reading.each(named))
        for number, carrier in enumerate(reading.carriers(), 1):
            self.stdout.write(f"{number}/{count} {carrier.slug} ...")
            yield carrier.slug, uses(carrier, shared, now)


def _use(slug: str, rows: str, key: str) -> Use:
    """What holds at every carrier is counted for its case, all carriers together."""
    if rows == "cases.special_cases":
        case, _dot, row = key.partition(".")
        return case, rows, row
    return slug, rows, key
