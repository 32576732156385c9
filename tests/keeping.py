"""Rows changed by hand in a test, and then saved as the editors' pages save them: readers are shown what was kept."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from carriers import history, reading, snapshots
from guide.deadlines import JAPAN


def keep(*names: str) -> None:
    """What stands in the rows of these units becomes their newest version, if it says anything new."""
    for name in names:
        history.record(name, history.read_unit(name), at=timezone.now())


def change(rows: QuerySet, *names: str, **fields: Any) -> None:
    """Give the rows these fields, and keep the units they belong to."""
    rows.update(**fields)
    keep(*names)


def today() -> reading.Reading:
    """With a reader's eyes."""
    return reading.Reading(on=timezone.localdate(timezone=JAPAN))


def begin_anew() -> None:
    """As in a process that has read nothing yet."""
    for name in snapshots.content().newest:
        reading.forget(name)
