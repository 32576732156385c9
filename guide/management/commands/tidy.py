"""Take away what is kept about people for a time only."""

import datetime as dt
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from carriers.models import Attempt

DAY = dt.timedelta(days=1)


class Command(BaseCommand):
    help = "Delete ended sessions, locks that are over, counts of what readers sent, and old entries of the audit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--audit-days", type=int, default=180, help="how long the audit of sign-ins is kept")

    def handle(self, *args: Any, audit_days: int, **options: Any) -> None:
        if audit_days < 1:
            raise CommandError("--audit-days: give at least 1.")
        now = timezone.now()
        kept = now - dt.timedelta(days=audit_days)
        old = {
            "ended sessions": Session.objects.filter(expire_date__lt=now),
            "locks that are over": AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME),
            "counts of what readers sent": Attempt.objects.filter(since__lt=now - DAY),
            "sign-ins": AccessLog.objects.filter(attempt_time__lt=kept),
            "failed sign-ins": AccessFailureLog.objects.filter(attempt_time__lt=kept),
        }
        told = ", ".join(f"{rows.delete()[0]} {name}" for name, rows in old.items())
        self.stdout.write(f"Deleted: {told}.")
