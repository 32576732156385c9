"""What a load refuses and what a form refuses, for an import: all that it would newly break, here or elsewhere."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from msgspec import structs

from carriers import models
from carriers.exchange.places import ATTRIBUTES, DICTIONARIES, joined, read_units, rows_of
from carriers.facts import Carrier, Facts, Shared, Text, Unit
from carriers.rows import MODELS, read_shared
from carriers.seed.checks import carrier_troubles, shared_troubles

UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Trouble:
    """The same trouble is the same wherever its row has moved to."""

    unit: str
    place: str  # as methods[online].title
    message: str
    where: str = field(compare=False)  # as methods[0].title, to find its line


def troubles(before: dict[str, Unit], after: dict[str, Unit]) -> list[Trouble]:
    """Of the units that change; `before` lacks the new ones. What was wrong before is not this import's to mend."""
    if not after:
        return []
    shared = read_shared()
    new_shared = structs.replace(shared, **{name: getattr(after[name], name) for name in DICTIONARIES if name in after})
    slugs = set(models.Carrier.objects.values_list("slug", flat=True))
    carriers = {name: unit for name, unit in before.items() if name in after and isinstance(unit, Carrier)}
    new_carriers = {name: unit for name, unit in after.items() if isinstance(unit, Carrier)}
    if new_shared != shared:
        carriers = _all_carriers(slugs)
        new_carriers = carriers | new_carriers
    old = set(_told(carriers, shared, slugs))
    new = list(_told(new_carriers, new_shared, slugs | new_carriers.keys()))
    return [
        *(trouble for trouble in new if trouble not in old),
        *(trouble for name, unit in after.items() for trouble in _of_unit(name, before.get(name), unit)),
    ]


def _all_carriers(slugs: set[str]) -> dict[str, Carrier]:
    return {name: unit for name, unit in read_units(list(slugs)).items() if isinstance(unit, Carrier)}


def _told(carriers: dict[str, Carrier], shared: Shared, slugs: set[str]) -> Iterator[Trouble]:
    for where, message in shared_troubles(shared):
        yield Trouble(re.split(r"[\[.]", where)[0], _place(shared, where), message, where)
    for slug, carrier in carriers.items():
        for where, message in carrier_troubles(carrier, shared, slugs):
            yield Trouble(slug, _place(carrier, where), message, where)


def _place(unit: Unit, where: str) -> str:
    """methods[0].title by its row's key."""
    row = max((row for row in rows_of(unit) if where.startswith(row.numbered)), key=lambda row: len(row.numbered))
    return row.place + where.removeprefix(row.numbered)


def _of_unit(name: str, before: Unit | None, after: Unit) -> Iterator[Trouble]:
    if isinstance(after, Carrier) and name in (*DICTIONARIES, "all"):
        yield Trouble(name, "slug", _("this name is taken: choose another"), "slug")
    if isinstance(after, Shared) and before != after and not getattr(after, name):
        yield Trouble(name, name, _("the dictionary is empty: keep at least one row"), name)
    yield from (Trouble(name, "sources", message, "sources") for message in _taken_sources(name, after))
    known = {row.place: row.facts for row in rows_of(before)} if before else {}
    for row in rows_of(after):
        if row.facts != known.get(row.place) and not isinstance(row.facts, Shared):
            for column, message in _of_row(row.facts):
                yield Trouble(name, joined(row.place, column), message, joined(row.numbered, column))


def _taken_sources(name: str, unit: Unit) -> Iterator[str]:
    """A source's key is one in the whole database."""
    keys = [source.key for source in unit.sources]
    others = models.Source.objects.filter(key__in=keys).select_related("carrier")
    mine = others.filter(carrier=None) if isinstance(unit, Shared) else others.filter(carrier__slug=name)
    for source in others.exclude(pk__in=mine):
        owner = source.carrier.slug if source.carrier else "sources"
        yield _("the key %(key)s belongs to a source of %(owner)s: choose another") % {
            "key": source.key,
            "owner": owner,
        }


def _of_row(facts: Facts) -> Iterator[tuple[str, str]]:
    """What the model refuses: too long a text, a number that is no phone number, hours out of order."""
    columns = _columns(facts)
    row = MODELS[type(facts)](**columns)
    for name, value in columns.items():
        if isinstance(value, str) and UNSHOWN.search(value):
            yield _as_field(name), _("it holds a character that cannot be seen: delete it")
    try:
        row.clean_fields(exclude={one.name for one in row._meta.fields} - columns.keys())
    except ValidationError as error:
        yield from _said(error)
    try:
        row.clean()
    except ValidationError as error:
        yield from _said(error)


def _columns(facts: Facts) -> dict[str, Any]:
    """The row's own columns; what it points to is seen to by the checks of the load."""
    columns: dict[str, Any] = {}
    for name in facts.__struct_fields__:
        value = getattr(facts, name)
        if isinstance(value, Text):
            columns |= {f"{name}_{ATTRIBUTES[language]}": words for language, words in value.in_each().items()}
        elif not (column := _field(facts, name)).is_relation:
            empty = "" if column.empty_strings_allowed else None
            columns[name] = empty if value is None else msgspec.to_builtins(value, builtin_types=(dt.date,))
    return columns


def _field(facts: Facts, name: str) -> Any:
    model: type[Model] = MODELS[type(facts)]
    return model._meta.get_field(name)


def _said(error: ValidationError) -> Iterator[tuple[str, str]]:
    for name, messages in (error.message_dict if hasattr(error, "error_dict") else {"": error.messages}).items():
        yield from ((_as_field(name), message) for message in messages)


def _as_field(column: str) -> str:
    """title_zh_hans as the files have it: title.zh-hans."""
    for language, attribute in ATTRIBUTES.items():
        if column.endswith(f"_{attribute}"):
            return f"{column.removesuffix(f'_{attribute}')}.{language}"
    return column
