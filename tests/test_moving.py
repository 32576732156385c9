"""Between SQLite and PostgreSQL nothing is lost, and nothing arrives half."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connections

from carriers.models import Carrier, Term
from guide.store import moving, tables
from guide.store.moving import SOURCE, TARGET
from tests.command_line import manage
from tests.servers import Postgres
from tests.staff import account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[str]:
    with postgres.database(f"moved-{os.getpid()}") as url:
        yield url


@pytest.fixture
def lived_in(client: Any) -> User:
    """A site with an editor, a second factor, a session, and a text that is not the same in every column."""
    editor = account("editor", name="mei")
    client.force_login(editor)
    Term.objects.filter(pk=Term.objects.first().pk).update(text_en="", text_zh_hant="𠮷 “quoted” \\ line\nbreak")
    return editor


def test_there_and_back_every_row_is_the_same(lived_in: User, empty: str, tmp_path: Path) -> None:
    said: list[str] = []
    with moving.target(empty):
        moved = moving.move(said.append)
        assert moved == rows(SOURCE) == rows(TARGET)
        assert f"carriers_carrier: {Carrier.objects.count()} rows." in said
        assert a_new_user(TARGET) > lived_in.pk
    back = f"sqlite:///{tmp_path / 'back.sqlite3'}"
    assert f"{moved} rows moved and compared" in manage("move_database", "--to", back, DATABASE_URL=empty)
    with moving.target(back):
        assert {model: tables.digests(model, TARGET) for model in tables.every_model()} == {
            model: tables.digests(model, SOURCE) for model in tables.every_model()
        }


def rows(using: str) -> int:
    return sum(tables.counts(tables.names(), using).values())


def a_new_user(using: str) -> int:
    """The key it got; it is taken away again."""
    user = User.objects.using(using).create(username="after")
    key = user.pk
    user.delete()
    return key


def test_a_target_with_anything_in_it_is_refused(empty: str) -> None:
    with moving.target(empty):
        connections[TARGET].cursor().execute("CREATE TABLE someones (name text); INSERT INTO someones VALUES ('x')")
        with pytest.raises(CommandError, match="not empty .someones"):
            moving.move(lambda line: None)


def test_a_source_behind_its_code_is_refused(empty: str) -> None:
    with connections[SOURCE].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'carriers' AND name LIKE '0005%'")
    try:
        with (
            moving.target(empty),
            pytest.raises(CommandError, match=r"carriers 0005_source_remark.* manage.py migrate"),
        ):
            moving.move(lambda line: None)
    finally:
        call_command("migrate", "carriers", fake=True, verbosity=0)


def test_a_row_that_arrives_changed_undoes_the_move(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = moving._stored
    with moving.target(empty):
        with monkeypatch.context() as patched:
            patched.setattr(moving, "_stored", lambda *given: [f"{v} " if v == "docomo" else v for v in stored(*given)])
            with pytest.raises(CommandError, match="arrived changed. Nothing was moved"):
                moving.move(lambda line: None)
        assert tables.filled(TARGET) == []
        assert moving.move(lambda line: None), "and it can be tried again"


def test_a_target_that_is_not_there_is_one_line(postgres: Postgres) -> None:
    with pytest.raises(CommandError, match="Nothing was moved"):
        call_command("move_database", to=postgres.url("nowhere"))
