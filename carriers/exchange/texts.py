"""The translators' table: one row a text, a column a language. It changes texts and nothing else."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import Max
from django.utils.translation import gettext as _

from carriers.exchange import sheets
from carriers.exchange.places import LANGUAGES, read_units, texts_of
from carriers.exchange.refused import Refused
from carriers.facts import Text, Unit
from carriers.history import facts_of
from carriers.models import Version

# `version` says what the text was when the table was made: what a translator did not touch is left as it is now.
COLUMNS = ("unit", "place", *LANGUAGES, "outdated", "version")
Changes = dict[str, dict[str, dict[str, str]]]  # unit: place: language: new words


class Line(NamedTuple):
    number: int
    unit: str
    place: str
    words: dict[str, str]  # by language, of the columns that are there and not empty
    version: str


def table(units: dict[str, Unit]) -> Iterator[list[str]]:
    """Every text that is written in some language, under a heading."""
    yield list(COLUMNS)
    versions = dict(Version.objects.filter(name__in=units).values_list("name").annotate(Max("pk")))
    for name, unit in units.items():
        for place, (text, behind) in texts_of(unit).items():
            if text:
                words = text.in_each()
                told = (*(words[one] for one in LANGUAGES), ", ".join(behind), str(versions.get(name, "")))
                yield [name, place, *told]


def changes(file: str, rows: sheets.Rows, languages: Collection[str]) -> Changes:
    """What the table says otherwise than the database, in these languages; an empty cell says nothing.

    Raises Refused with every row that cannot be placed.
    """
    lines = list(_lines(file, rows))
    known = {name: texts_of(unit) for name, unit in read_units(list({line.unit for line in lines})).items()}
    troubles = [f"{file}, {trouble}" for line in lines for trouble in _misplaced(line, known)]
    troubles += [f"{file}, {trouble}" for trouble in _unfit(lines)]
    if troubles:
        raise Refused(*troubles)
    bases = _bases(lines)
    found: Changes = {}
    for line in lines:
        now, _behind = known[line.unit][line.place]
        base = bases.get((line.unit, line.version), {}).get(line.place, (now, []))[0]
        if new := _changed(line, base, now, languages):
            found.setdefault(line.unit, {})[line.place] = new
    return found


def _changed(line: Line, base: Text, now: Text, languages: Collection[str]) -> dict[str, str]:
    was, stands = base.in_each(), now.in_each()
    return {one: said for one, said in line.words.items() if one in languages and said not in (was[one], stands[one])}


def _bases(lines: list[Line]) -> dict[tuple[str, str], dict[str, tuple[Text, list[str]]]]:
    """The texts of the versions that the table was made from."""
    numbers = {int(line.version) for line in lines if line.version}
    versions = Version.objects.filter(pk__in=numbers)
    return {(one.name, str(one.pk)): texts_of(facts) for one in versions if (facts := facts_of(one))}


def _lines(file: str, rows: sheets.Rows) -> Iterator[Line]:
    heading = [cell.strip() for cell in next(rows, (1, []))[1]]
    while heading and not heading[-1]:
        heading.pop()
    _check_heading(file, heading)
    for number, cells in rows:
        said = dict(zip(heading, cells, strict=False))
        if any(said.values()):
            words = {one: said[one] for one in LANGUAGES if said.get(one, "").strip()}
            yield Line(
                number,
                said.get("unit", "").strip(),
                said.get("place", "").strip(),
                words,
                said.get("version", "").strip(),
            )


def _check_heading(file: str, heading: list[str]) -> None:
    needed = {"unit", "place"}
    if not needed <= set(heading) <= set(COLUMNS) or len(set(heading)) < len(heading) or set(heading) == needed:
        raise Refused(
            _("%(file)s, row 1: the columns are %(found)s. They may be %(columns)s; begin with an exported table.")
            % {"file": file, "found": ", ".join(heading)[:300] or "–", "columns": ", ".join(COLUMNS)}
        )


def _misplaced(line: Line, known: dict[str, dict[str, tuple[Text, list[str]]]]) -> Iterator[str]:
    row = {"row": line.number, "unit": line.unit[:80], "place": line.place[:200]}
    if line.unit not in known:
        yield (
            _("row %(row)d, unit: there is no carrier and no dictionary “%(unit)s”. Copy the name from an export.")
            % row
        )
    elif line.place not in known[line.unit]:
        yield _("row %(row)d, place: %(unit)s has no text at “%(place)s”. Copy the place from an export.") % row


def _unfit(lines: list[Line]) -> Iterator[str]:
    first: dict[tuple[str, str], int] = {}
    for line in lines:
        row = {"row": line.number, "first": first.setdefault((line.unit, line.place), line.number)}
        if row["first"] != line.number:
            yield _("row %(row)d: the same text stands in row %(first)d already. Delete one of the two.") % row
        if line.version and not (line.version.isascii() and line.version.isdecimal() and len(line.version) < 19):
            yield _("row %(row)d, version: this is no number. Leave it as it was exported, or empty.") % row
        for language, words in line.words.items():
            if len(words) >= sheets.FULL_CELL:
                yield _("row %(row)d, %(language)s: the text fills the cell, so its end may be lost. Import YAML.") % {
                    **row,
                    "language": language,
                }
