"""DATABASE_URL and CACHE_URL: what they become, and what is said when nothing answers there."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connections
from django.db.utils import load_backend

from guide import startup
from guide.startup import CannotStart
from guide.store.engines import cache, database
from tests.servers import Postgres, free_port, listening, started


def test_sqlite_takes_the_write_lock_at_once_and_waits_for_it() -> None:
    options = database("sqlite:////tmp/guide.sqlite3", 4)["OPTIONS"]
    assert (options["timeout"], options["transaction_mode"]) == (5, "IMMEDIATE")
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_has_a_pool_with_room_for_every_thread() -> None:
    settings = database("postgres://mei:secret@db.example/guide?sslmode=verify-full", 4)
    assert settings["OPTIONS"]["pool"]["max_size"] >= 4
    assert settings["OPTIONS"]["sslmode"] == "verify-full"
    assert settings["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize("url", ["mysql://host/name", "guide.sqlite3", ""])
def test_another_database_is_refused_in_one_line(url: str) -> None:
    with pytest.raises(SystemExit, match=r"write it as in sqlite:.* postgres:"):
        database(url, 4)


def test_another_cache_is_refused_in_one_line() -> None:
    with pytest.raises(SystemExit, match="write it as in redis:"):
        cache("memcached://host")


def test_a_cache_of_ones_own_is_the_default() -> None:
    assert "locmem" in cache("")["BACKEND"]


def startup_with(monkeypatch: pytest.MonkeyPatch, url: str, lines: list[str]) -> None:
    wrapper = load_backend("django.db.backends.postgresql").DatabaseWrapper(
        connections.configure_settings({"default": database(url, 4)})["default"]
    )
    monkeypatch.setattr(startup, "connection", wrapper)
    startup.check_engines(lines.append)


def test_a_postgresql_that_is_not_there_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotStart, match=r"PostgreSQL refuses .*refused.*: start it, or mend DATABASE_URL"):
        startup_with(monkeypatch, f"postgres://guide@127.0.0.1:{free_port()}/guide", [])


def test_a_database_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, postgres: Postgres) -> None:
    with pytest.raises(CannotStart, match='database "nowhere" does not exist'):
        startup_with(monkeypatch, postgres.url("nowhere"), [])


def test_a_postgresql_that_answers_is_said(monkeypatch: pytest.MonkeyPatch, postgres: Postgres) -> None:
    lines: list[str] = []
    startup_with(monkeypatch, postgres.url(), lines)
    assert lines == ["Database: PostgreSQL answers."]


def test_a_redis_that_goes_is_missed_by_nobody(tmp_path: Path, settings: Any, redis: str) -> None:
    """The site starts and answers without it; what was kept is made again."""
    port = free_port()
    settings.CACHES = {"default": cache(f"redis://127.0.0.1:{port}/0")}
    command = [redis, "--port", str(port), "--save", "", "--dir", str(tmp_path), "--loglevel", "warning"]
    lines: list[str] = []
    with started(command, up=lambda: listening(port)):
        startup.check_engines(lines.append)
        kept = caches["default"]
        kept.set("page", "words")
        kept.set_many({"other": "more words"})
        assert kept.get_many(["page", "other"]) == {"page": "words", "other": "more words"}
    assert kept.get("page", "made again") == "made again"
    assert kept.get_many(["page"]) == {}
    kept.set("page", "words")
    assert kept.set_many({"page": "words"}) == ["page"]
    assert not kept.add("page", "words")
    assert not kept.delete("page")
    startup.check_engines(lines.append)
    assert [line.partition(" (")[0] for line in lines if "Redis" in line] == [
        "Cache: Redis answers.",
        "Cache: Redis refuses",
    ]
