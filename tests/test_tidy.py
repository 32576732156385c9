"""What is kept about people for a time only goes when that is over."""

import datetime as dt
from io import StringIO

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from carriers.models import Attempt

pytestmark = pytest.mark.django_db


def tidy(**options: int) -> str:
    out = StringIO()
    call_command("tidy", stdout=out, **options)
    return out.getvalue()


def left(before: dt.timedelta) -> list[int]:
    """How many of each kind a `tidy` leaves that were made so long ago."""
    then = timezone.now() - before
    Session.objects.create(session_key="a", expire_date=then)
    AccessLog.objects.create(username="mei", attempt_time=then)
    AccessFailureLog.objects.create(username="mei", attempt_time=then)
    AccessAttempt.objects.create(username="mei", attempt_time=then, failures_since_start=5)
    Attempt.objects.create(what="report", who="x", since=then)
    for model in (AccessLog, AccessFailureLog, AccessAttempt):  # their day is set by the table
        model.objects.update(attempt_time=then)
    tidy()
    return [model.objects.count() for model in (Session, AccessAttempt, Attempt, AccessLog, AccessFailureLog)]


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (dt.timedelta(hours=-1), [1, 1, 1, 1, 1]),
        (dt.timedelta(minutes=20), [0, 1, 1, 1, 1]),
        (dt.timedelta(minutes=40), [0, 0, 1, 1, 1]),
        (dt.timedelta(days=2), [0, 0, 0, 1, 1]),
        (dt.timedelta(days=181), [0, 0, 0, 0, 0]),
    ],
    ids=str,
)
def test_each_kind_is_kept_for_its_time(age: dt.timedelta, expected: list[int]) -> None:
    assert left(age) == expected


def test_it_says_what_it_deleted_and_refuses_no_days() -> None:
    AccessLog.objects.create(username="mei")
    AccessLog.objects.update(attempt_time=timezone.now() - dt.timedelta(days=30))
    assert "1 sign-ins" in tidy(audit_days=7)
    with pytest.raises(CommandError, match="at least 1"):
        tidy(audit_days=0)
