"""Every table of the site, its rows in plain values, counted and compared whatever engine holds them."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from django.apps import apps
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.fields import Field

# What the migrations fill themselves, so that a database with nothing else in it is a new one.
MADE_BY_MIGRATIONS = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
    "sqlite_sequence",
}


def every_model() -> list[type[Model]]:
    """One for each table, lists between rows included."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def fields(model: type[Model]) -> list[Field]:
    return list(model._meta.concrete_fields)


def rows(model: type[Model], using: str) -> Iterator[tuple[Any, ...]]:
    """As they stand in the columns: past the models' managers, which hide drafts and choose languages."""
    names = [field.attname for field in fields(model)]
    return QuerySet(model, using=using).order_by("pk").values_list(*names).iterator(chunk_size=500)


def names() -> list[str]:
    return [model._meta.db_table for model in every_model()]


def counts(names: Iterable[str], using: str = "default") -> dict[str, int]:
    """Rows of each table, also of one that this version of the site does not know."""
    connection, found = connections[using], {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
            found[name] = cursor.fetchone()[0]
    return found


def digests(model: type[Model], using: str) -> set[bytes]:
    """One for each row. Engines sort texts and order the keys of JSON each in its way, so neither may matter."""
    return {hashlib.sha256(msgspec.json.encode(row, order="sorted")).digest() for row in rows(model, using)}


def filled(using: str) -> list[str]:
    """Tables, of ours or not, that hold more than migrations put there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        others = sorted(set(connection.introspection.table_names(cursor)) - MADE_BY_MIGRATIONS)
        return [name for name in others if _has_rows(cursor, connection.ops.quote_name(name))]


def _has_rows(cursor: Any, name: str) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")
    return bool(cursor.fetchone()[0])
