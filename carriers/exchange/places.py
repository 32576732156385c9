"""Where a row stands in its unit, as methods[online].steps[0], and the texts that stand there."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from msgspec import structs

from carriers.facts import Carrier, Facts, Shared, Text, Translated, Unit
from carriers.models import Carrier as CarrierRow
from carriers.rows import children, prefetched, read_shared, to_facts

DICTIONARIES = Shared.__struct_fields__
LANGUAGES = Text.__struct_encode_fields__  # the original first, as editors read them
ATTRIBUTES = dict(zip(LANGUAGES, Text.__struct_fields__, strict=True))
FactsType = TypeVar("FactsType", bound=Facts)
Words = Mapping[str, Mapping[str, str]]  # place of a text: language: its words


class Row(NamedTuple):
    """`place` names rows by their keys, `numbered` by their number in the list: methods[0]. A carrier's own is ""."""

    place: str
    numbered: str
    facts: Facts


def rows_of(facts: Facts, place: str = "", numbered: str = "") -> Iterator[Row]:
    """The row and all below it, in page order. A step has no key: its number is its name."""
    yield Row(place, numbered, facts)
    for name, _shape in children(type(facts)):
        for number, row in enumerate(getattr(facts, name)):
            key = getattr(row, "key", number)
            yield from rows_of(row, joined(place, f"{name}[{key}]"), joined(numbered, f"{name}[{number}]"))


def joined(place: str, name: str) -> str:
    return f"{place}.{name}" if place and name else place or name


def texts_of(unit: Facts) -> dict[str, tuple[Text, list[str]]]:
    """Every text by its place, as fees[ending-free].title, with the languages that are behind."""
    return {
        joined(row.place, name): (value, [one for one in LANGUAGES if f"{name}.{one}" in outdated])
        for row in rows_of(unit)
        for outdated in [getattr(row.facts, "outdated", [])]
        for name in row.facts.__struct_fields__
        if isinstance(value := getattr(row.facts, name), Text)
    }


def with_texts(row: FactsType, words: Words, place: str = "") -> FactsType:
    """The same facts with other words; what was written anew is no longer behind its original."""
    new: dict[str, Any] = {
        name: structs.replace(getattr(row, name), **{ATTRIBUTES[one]: said for one, said in words[here].items()})
        for name in row.__struct_fields__
        if (here := joined(place, name)) in words
    }
    written = {f"{name}.{language}" for name in new for language in words[joined(place, name)]}
    if isinstance(row, Translated):
        new["outdated"] = [entry for entry in row.outdated if entry not in written]
    for name, _shape in children(type(row)):
        new[name] = [
            with_texts(below, words, joined(place, f"{name}[{getattr(below, 'key', number)}]"))
            for number, below in enumerate(getattr(row, name))
        ]
    return structs.replace(row, **new)


def unit_names() -> list[str]:
    """Every dictionary and every carrier."""
    return [*DICTIONARIES, *CarrierRow.objects.in_order().values_list("slug", flat=True)]


def read_units(names: list[str]) -> dict[str, Unit]:
    """What the rows say now; a name nobody has is left out. The number of queries is the same for all carriers."""
    found: dict[str, Unit] = {name: read_shared(name) for name in DICTIONARIES if name in names}
    slugs = [name for name in names if name not in DICTIONARIES]
    carriers = prefetched(Carrier, CarrierRow.objects.filter(slug__in=slugs).in_order()) if slugs else []
    return found | {row.slug: to_facts(row, Carrier) for row in carriers}
