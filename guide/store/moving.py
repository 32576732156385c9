"""From one database to another: every row of every table, copied and compared, or nothing at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.db.utils import load_backend

from guide.server import threads
from guide.store import tables
from guide.store.engines import database

SOURCE, TARGET = "default", "target"
Say = Callable[[str], object]


@contextmanager
def target(url: str) -> Iterator[None]:
    """The database of this address under a name of its own, for as long as the move takes."""
    settings = connections.configure_settings({"default": database(url, threads)})["default"]
    settings["OPTIONS"].pop("pool", None)  # one connection is enough
    connections[TARGET] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, TARGET)
    try:
        yield
    finally:
        connections[TARGET].close()
        del connections[TARGET]


def move(say: Say) -> int:
    """The number of rows moved. Raises CommandError, with nothing written, if anything is not as it should be."""
    if filled := tables.filled(TARGET):
        raise CommandError(f"The target is not empty ({', '.join(filled[:5])}): name a new, empty database.")
    call_command("migrate", database=TARGET, interactive=False, verbosity=0)
    _same_migrations()
    with one_moment(SOURCE), transaction.atomic(TARGET):
        _empty()
        moved = sum(_copied(model, say) for model in tables.every_model())
        _count_on()
    return moved


def _same_migrations() -> None:
    """Of both databases; the target has all that this version of the site knows."""
    source, target = (set(MigrationRecorder(connections[name]).applied_migrations()) for name in (SOURCE, TARGET))
    if odd := sorted(f"{app} {name}" for app, name in source ^ target):
        raise CommandError(f"The two differ in their migrations ({', '.join(odd)}): run manage.py migrate first.")


@contextmanager
def one_moment(using: str) -> Iterator[None]:
    """What is read inside is one state of the database. SQLite's transaction also keeps writers waiting."""
    with transaction.atomic(using):
        if connections[using].vendor == "postgresql":
            connections[using].cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _empty() -> None:
    """Of what its own migrations made: the source's rows, with their own keys, come instead."""
    with connections[TARGET].cursor() as cursor:
        for model in tables.every_model():
            cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")


def _copied(model: type[Model], say: Say) -> int:
    _copy(model)
    before, after = tables.digests(model, SOURCE), tables.digests(model, TARGET)
    if before != after:
        raise CommandError(f"{model._meta.db_table}: {len(before ^ after)} rows arrived changed. Nothing was moved.")
    say(f"{model._meta.db_table}: {len(after)} rows.")
    return len(after)


def _copy(model: type[Model]) -> None:
    """Past the models: a date of making stays, and a text in four languages is four columns."""
    connection, columns = connections[TARGET], tables.fields(model)
    names = ", ".join(_quoted(str(field.column)) for field in columns)
    statement = f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"
    rows = tables.rows(model, SOURCE)
    with connection.cursor() as cursor:
        while some := list(islice(rows, 500)):
            cursor.executemany(statement, [_stored(row, columns, connection) for row in some])


def _stored(row: tuple[Any, ...], columns: list[Any], connection: Any) -> list[Any]:
    return [field.get_db_prep_save(value, connection) for field, value in zip(columns, row, strict=True)]


def _count_on() -> None:
    """New rows are numbered after those that came."""
    with connections[TARGET].cursor() as cursor:
        for statement in connections[TARGET].ops.sequence_reset_sql(no_style(), tables.every_model()):
            cursor.execute(statement)


def _quoted(name: str) -> str:
    return connections[TARGET].ops.quote_name(name)
