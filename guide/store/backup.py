"""The whole database as one file, with a paper beside it that says what must be in it."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from django.core.management import CommandError
from django.db import DatabaseError, connection

from guide.store import tables
from guide.store.moving import one_moment


class Paper(msgspec.Struct):
    """What lies beside a backup, as FILE.json."""

    engine: str
    sha256: str
    rows: dict[str, int]  # by table


def write(file: Path) -> Paper:
    """While others write: the file holds one moment. It has its name only once it is whole."""
    if file.exists():
        raise CommandError(f"{file} is there already: give another name.")
    with _in_one_line("No backup was written"), _half_done(file) as part:
        rows = _copy_sqlite(part) if connection.vendor == "sqlite" else _dump_postgresql(part)
        paper = Paper(connection.vendor, _sha256(part), rows)
        _beside(file).write_bytes(msgspec.json.encode(paper))
    return paper


def verify(file: Path) -> Paper:
    """The paper, if the file is what it says, and can be read to its end. Raises CommandError."""
    try:
        paper = msgspec.json.decode(_beside(file).read_bytes(), type=Paper)
        sha256 = _sha256(file)
    except (OSError, msgspec.DecodeError) as error:
        raise CommandError(f"Not a backup with its paper: {error}") from error
    if sha256 != paper.sha256:
        raise CommandError(f"{file} is damaged: its checksum is not the one in {_beside(file).name}.")
    if paper.engine == "sqlite":
        _verify_sqlite(file, paper)
    else:
        _run("pg_restore", "--file", os.devnull, str(file))
    return paper


def restore(file: Path) -> Paper:
    """Into the database of DATABASE_URL, which must be empty and of the backup's engine."""
    paper = verify(file)
    if paper.engine != connection.vendor:
        raise CommandError(f"This is a backup of {paper.engine}: restore it there, then use move_database.")
    with _in_one_line("Nothing was restored"):
        if there := _there():
            raise CommandError(f"The database is not empty ({', '.join(there[:5])}): name a new one in DATABASE_URL.")
        _place(file) if paper.engine == "sqlite" else _load_postgresql(file)
    if (rows := tables.counts(paper.rows)) != paper.rows:
        raise CommandError(f"Restored, but not every row is there: {sorted(paper.rows.items() ^ rows.items())}")
    return paper


def _copy_sqlite(part: Path) -> dict[str, int]:
    """VACUUM INTO reads one state, whatever is written meanwhile, and leaves no half-empty pages."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=30)) as source:
        source.execute("VACUUM INTO ?", [str(part)])
    with closing(sqlite3.connect(part)) as copy:
        return _sqlite_counts(copy, tables.names())


def _sqlite_counts(database: sqlite3.Connection, names: Iterable[str]) -> dict[str, int]:
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def _dump_postgresql(part: Path) -> dict[str, int]:
    """Counted and dumped from the same snapshot."""
    with one_moment("default"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = tables.counts(tables.names())
        database = connection.settings_dict["NAME"]
        _run("pg_dump", "--format=custom", "--no-owner", "--snapshot", snapshot, "--file", str(part), database)
    return rows


def _verify_sqlite(file: Path, paper: Paper) -> None:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        astray = copy.execute("PRAGMA foreign_key_check").fetchall()
        if found != "ok" or astray or _sqlite_counts(copy, paper.rows) != paper.rows:
            raise CommandError(f"{file} does not hold together: {found}, {len(astray)} rows without what they name.")


def _there() -> list[str]:
    """What is in the way. A log without its database would be played into the restored file, so it counts too."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            return connection.introspection.table_names(cursor)
    name = connection.settings_dict["NAME"]
    return [path.name for path in (Path(name), Path(f"{name}-wal")) if path.exists() and path.stat().st_size]


def _place(file: Path) -> None:
    connection.close()
    with _half_done(Path(connection.settings_dict["NAME"])) as part:
        shutil.copyfile(file, part)


def _load_postgresql(file: Path) -> None:
    database = connection.settings_dict["NAME"]
    _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--dbname", database, str(file))


@contextmanager
def _in_one_line(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise CommandError(f"{what}: {' '.join(str(error).split())}") from error


@contextmanager
def _half_done(file: Path) -> Iterator[Path]:
    """Written under another name in the same folder, flushed to the disk, then named; removed if it fails.

    It holds accounts and their keys: nobody else may read it.
    """
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's programs, which read where the server is from their environment."""
    try:
        done = subprocess.run([program, *arguments], env=os.environ | _where(), capture_output=True, text=True)
    except FileNotFoundError as error:
        raise CommandError(f"{program} is not here: install PostgreSQL's client, of the server's version.") from error
    if done.returncode:
        raise CommandError(f"{program}: {' '.join(done.stderr.split())}")


def _where() -> dict[str, str]:
    """The connection as psycopg is given it, for libpq's other users; a password in the arguments all could read."""
    if connection.vendor != "postgresql":
        return {}
    given = connection.get_connection_params()
    names = {"host", "port", "user", "password", "sslmode", "sslrootcert"}
    return {f"PG{name.upper()}": str(given[name]) for name in names & given.keys()}
