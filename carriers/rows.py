"""Facts to database rows and back, field by field: a field of the shape is the model's field of the same name."""

import datetime as dt
import typing
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec
from django.db import models
from django.db.models import Model, QuerySet

from carriers import facts
from carriers import models as rows
from carriers.facts import Carrier, Facts, Shared, Text

MODELS: dict[type[Facts], type[Model]] = {
    shape: getattr(rows, shape.__name__)
    for shape in vars(facts).values()
    if isinstance(shape, type)
    and issubclass(shape, Facts)
    and hasattr(rows, shape.__name__)
    and shape is not facts.Claim
}


@cache
def _fields(shape: type[Facts]) -> dict[str, Any]:
    return {name: hint for name, hint in typing.get_type_hints(shape).items() if not name.startswith("_")}


@cache
def _child(shape: type[Facts], name: str) -> type[Facts] | None:
    """The shape of the rows below this field, if it is a list of rows."""
    hint = _fields(shape)[name]
    inside = typing.get_args(hint)[0] if typing.get_origin(hint) is list else None
    return inside if inside in MODELS else None


@cache
def children(shape: type[Facts]) -> tuple[tuple[str, type[Facts]], ...]:
    return tuple((name, child) for name in _fields(shape) if (child := _child(shape, name)))


@cache
def _relation(shape: type[Facts], name: str) -> models.Field | None:
    field = MODELS[shape]._meta.get_field(name)
    return field if isinstance(field, models.ForeignKey | models.ManyToManyField) else None


def natural_key(model: type[Model]) -> str:
    return "slug" if model is rows.Carrier else "key"


def prefetched(shape: type[Facts], queryset: QuerySet) -> QuerySet:
    """The queryset with everything `to_facts` will read."""
    return queryset.prefetch_related(*_lookups(shape))


@cache
def _lookups(shape: type[Facts]) -> tuple[str, ...]:
    names = []
    for name in _fields(shape):
        if child := _child(shape, name):
            names += [name, *(f"{name}__{below}" for below in _lookups(child))]
        elif not _is_text(shape, name) and _relation(shape, name):
            names.append(name)
    return tuple(names)


def _is_text(shape: type[Facts], name: str) -> bool:
    return _fields(shape)[name] is Text


def to_facts(row: Model, shape: type[Facts]) -> Any:
    """The row as facts, with all below it."""
    return shape(**{name: _value(row, shape, name) for name in _fields(shape)})


def _value(row: Model, shape: type[Facts], name: str) -> Any:
    if _is_text(shape, name):
        return text_of(row, name)
    if child := _child(shape, name):
        return [to_facts(below, child) for below in getattr(row, name).all()]
    relation = _relation(shape, name)
    if isinstance(relation, models.ManyToManyField):
        return sorted(other.key for other in getattr(row, name).all())
    if relation:
        other = getattr(row, name)
        return other and getattr(other, natural_key(type(other)))
    return _plain(getattr(row, name), _fields(shape)[name])


def text_of(row: Model, name: str) -> Text:
    """The four columns of a text."""
    words = {suffix: getattr(row, f"{name}_{suffix}") or "" for suffix in ("en", "ja", "zh_hans", "zh_hant")}
    return Text(**words) if any(words.values()) else facts.NO_TEXT


def _plain(value: Any, hint: Any) -> Any:
    """Columns hold bare strings and lists; the shape says which enums and small structs they are.

    A text column says "nothing" with an empty string, the shape with None where it allows that.
    """
    if value == "" and type(None) in typing.get_args(hint):
        return None
    return msgspec.convert(value, hint)


def write(value: Facts, model: type[Model], **parents: Any) -> Model:
    """Make the row, and all below it, say what the facts say; rows below that the facts do not name go."""
    key = natural_key(model)
    identity = {key: getattr(value, key)} if hasattr(value, key) else {"position": parents.pop("position")}
    row = model._default_manager.filter(**{k: v for k, v in parents.items() if k != "position"}, **identity).first()
    row = row or model(**identity)
    for name, given in parents.items():
        setattr(row, name, given)
    _set_columns(row, value)
    row.save()
    _set_many(row, value)
    for name, child in children(type(value)):
        _write_children(row, name, getattr(value, name), MODELS[child])
    return row


def _set_columns(row: Model, value: Facts) -> None:
    shape = type(value)
    for name in _fields(shape):
        given = getattr(value, name)
        if isinstance(given, Text):
            for language, words in given.in_each().items():
                setattr(row, f"{name}_{language.replace('-', '_')}", words)
        elif _child(shape, name):
            continue
        elif isinstance(relation := _relation(shape, name), models.ForeignKey):
            setattr(row, name, given and _named(relation.related_model, given))
        elif relation is None:
            setattr(row, name, _column(row, name, given))


def _column(row: Model, name: str, given: Any) -> Any:
    if given is None and isinstance(row._meta.get_field(name), models.CharField):
        return ""
    return msgspec.to_builtins(given, builtin_types=(dt.date,))


def _named(model: Any, key: str) -> Model:
    return model._default_manager.get(**{natural_key(model): key})


def _set_many(row: Model, value: Facts) -> None:
    for name in _fields(type(value)):
        if _is_text(type(value), name) or _child(type(value), name):
            continue
        relation = _relation(type(value), name)
        if isinstance(relation, models.ManyToManyField):
            others: Any = relation.related_model
            getattr(row, name).set(others._default_manager.filter(key__in=getattr(value, name)))


def _write_children(row: Model, name: str, values: Iterable[Facts], model: type[Model]) -> None:
    manager = getattr(row, name)
    kept = [
        write(value, model, **{manager.field.name: row}, position=position).pk for position, value in enumerate(values)
    ]
    manager.exclude(pk__in=kept).delete()


def read_carrier(slug: str) -> Carrier | None:
    """Everything we know of one carrier."""
    row = prefetched(Carrier, rows.Carrier.objects.filter(slug=slug)).first()
    return row and to_facts(row, Carrier)


def read_shared(*names: str) -> Shared:
    """The named dictionaries; all of them if none is named."""
    return Shared(**{name: _read_dictionary(name) for name in names or Shared.__struct_fields__})


def _read_dictionary(name: str) -> list[Any]:
    shape = dict(children(Shared))[name]
    queryset = MODELS[shape]._default_manager.all()
    if name == "sources":
        queryset = queryset.filter(carrier=None)
    return [to_facts(row, shape) for row in prefetched(shape, queryset)]
