"""A backup made while others write holds one moment of the database, and comes back whole."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.command_line import manage, refused
from tests.servers import Postgres, wait_until

WRITE = "INSERT INTO carriers_attempt (what, who, since, count) VALUES ('%s', '%d', '2026-11-22 00:00:00+00', 1)"
WRITTEN = "SELECT what, count(*) FROM carriers_attempt GROUP BY what ORDER BY what"
Place = Callable[[str], str]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Makes empty places for a database, of one engine."""
    folder = tmp_path_factory.mktemp("places")
    with ExitStack() as places:

        def new(name: str) -> str:
            if request.param == "sqlite":
                return f"sqlite:///{folder / name}.sqlite3"
            postgres: Postgres = request.getfixturevalue("postgres")
            return places.enter_context(postgres.database(f"{name}-{os.getpid()}"))

        yield new


@pytest.fixture(scope="module")
def source(place: Place) -> str:
    """The site's database; what the migrations put there is enough to count."""
    url = place("source")
    manage("migrate", "--verbosity=0", DATABASE_URL=url)
    return url


@pytest.fixture(scope="module")
def kept(source: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup, made while another writes."""
    file = tmp_path_factory.mktemp("backups") / "guide.backup"
    with writer(source) as pairs:
        wait_until(lambda: pairs, "the first pair")
        said = manage("backup", str(file), DATABASE_URL=source)
        written = len(pairs)
        wait_until(lambda: len(pairs) > written, "a pair after the backup")
    assert f"{file}: " in said
    assert file.stat().st_mode & 0o077 == 0, "it holds accounts and their keys"
    return file


def opened(url: str) -> Any:
    if url.startswith("sqlite"):
        return closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=5))
    return psycopg.connect(url)


@contextmanager
def writer(url: str) -> Iterator[list[int]]:
    """Somebody who writes two rows at a time until the end; the list grows with each pair acknowledged."""
    pairs: list[int] = []
    end = threading.Event()

    def write() -> None:
        with opened(url) as database:
            while not end.wait(0.001):
                database.execute(WRITE % ("first", len(pairs)))
                database.execute(WRITE % ("second", len(pairs)))
                database.commit()
                pairs.append(len(pairs))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield pairs
    finally:
        end.set()
        thread.join()


def test_it_comes_back_whole_and_no_transaction_is_cut(kept: Path, place: Place) -> None:
    url = place("restored")
    assert "sound" in manage("verify_backup", str(kept))
    assert "restored and counted" in manage("restore", str(kept), DATABASE_URL=url)
    with opened(url) as database:
        (_first, firsts), (_second, seconds) = database.execute(WRITTEN).fetchall()
        groups = database.execute("SELECT count(*) FROM auth_group").fetchone()[0]
    assert firsts == seconds > 0
    assert groups == 7
    assert "No migrations to apply" in manage("migrate", DATABASE_URL=url)
    assert "not empty" in refused("restore", str(kept), DATABASE_URL=url)


def test_a_damaged_backup_is_refused_and_touches_nothing(kept: Path, place: Place, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    damaged.with_name("damaged.json").write_bytes(kept.with_name(f"{kept.name}.json").read_bytes())
    url = place("untouched")
    assert "is damaged" in refused("verify_backup", str(damaged))
    assert "is damaged" in refused("restore", str(damaged), DATABASE_URL=url)
    assert "restored" in manage("restore", str(kept), DATABASE_URL=url)


def test_no_backup_is_written_over(kept: Path, source: str) -> None:
    before = kept.read_bytes()
    assert "is there already" in refused("backup", str(kept), DATABASE_URL=source)
    assert kept.read_bytes() == before


def test_a_file_without_its_paper_is_no_backup(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "alone").write_bytes(kept.read_bytes())
    assert "Not a backup with its paper" in refused("verify_backup", str(tmp_path / "alone"))


def test_a_disk_without_room_leaves_no_half_backup(source: str, tmp_path: Path) -> None:
    file = tmp_path / "no-such-folder" / "guide.backup"
    assert "no-such-folder" in refused("backup", str(file), DATABASE_URL=source)
    assert not list(tmp_path.iterdir())
