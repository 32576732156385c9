"""The bundled content as the first load left it, kept: a copy takes milliseconds, another load seconds."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

_sqlite = sqlite3.connect(":memory:")
_tables: dict[str, bytes] = {}  # PostgreSQL's, each as COPY gives it


def keep() -> None:
    if connection.vendor == "sqlite":
        connection.connection.backup(_sqlite)
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as rows:
                _tables[table] = b"".join(rows)


def bring_back() -> None:
    """Everything, the groups that the migrations made too."""
    if connection.vendor == "sqlite":
        _sqlite.backup(connection.connection)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in _tables))
        cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign keys while the tables fill
        for table, rows in _tables.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT binary)') as copy:
                copy.write(rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)


def address(folder: Path) -> str:
    """Where another process finds what is in the database now."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "guide.sqlite3")) as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{folder / 'guide.sqlite3'}"
    settings = connection.settings_dict
    return f"postgres://guide@/{settings['NAME']}?host={settings['OPTIONS']['host']}"


def copy_into(path: Path) -> None:
    """For a server of its own on SQLite; on another engine the file stays empty, and the server loads the content."""
    with closing(sqlite3.connect(path)) as copy:
        _sqlite.backup(copy)
