"""Two who save one unit at once: the second waits, and then sees what the first has left."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from carriers import history
from carriers.models import Version
from tests.servers import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.fixture(autouse=True)
def _two_at_once(db: None) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets nobody begin to write while another does: make test-postgres")


def others_waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction would see the first answer again
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def in_another_thread(work: Callable[[], Any], found: list[Any]) -> threading.Thread:
    def whole() -> None:
        with transaction.atomic():
            found.append(work())
        connection.close()

    thread = threading.Thread(target=whole)
    thread.start()
    return thread


def saved() -> int:
    version = history.newest("docomo")
    copy = Version(name="docomo", made_at=timezone.now(), facts=version.facts, changes=[])
    copy.save()
    return copy.pk


def second() -> int:
    history.lock("docomo")
    return history.newest("docomo").pk


def test_the_second_waits_and_sees_the_firsts_version() -> None:
    found: list[int] = []
    with transaction.atomic():
        history.lock("docomo")
        thread = in_another_thread(second, found)
        wait_until(others_waiting, "the second at the lock")
        mine = saved()
    thread.join()
    assert found == [mine]


def test_one_who_came_after_the_first_save_still_waits_for_the_second() -> None:
    """The newest version would be another row for each of them; the oldest is the same for all."""
    saved()
    test_the_second_waits_and_sees_the_firsts_version()
    test_the_second_waits_and_sees_the_firsts_version()


def test_another_unit_waits_for_nobody() -> None:
    found: list[int] = []
    with transaction.atomic():
        history.lock("docomo")
        in_another_thread(lambda: history.lock("softbank", "cases"), found).join()
    assert found == [None]
