"""What is published, for other programs: facts as plain values, and the compare table as CSV.

docs/open-data.md is the contract. Every field is always there: what is not known or not written is null, no list
is missing.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any, NamedTuple

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import override

from carriers.facts import LANGUAGES, Carrier, Claim, Document, Facts, Source, Text, claims_of
from guide import difficulty
from guide.compare import SORTABLE, Row, table
from guide.deadlines import JAPAN
from guide.questions import Words
from guide.templatetags.words import plain

VERSION = "1"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
INTERNAL = {"published", "facts", "checked_by", "outdated"}  # how the content is made is not content
LISTED = ("slug", "name", "aliases", "kind", "billing", "networks", "status", "operator", "official_site")
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # some spreadsheets read the wide signs as the narrow ones


class Addresses(NamedTuple):
    """Where a carrier is to be read, whole addresses."""

    pages: dict[str, str]  # by language
    url: str  # its own JSON


def head(content_as_of: dt.datetime | None, documentation: str) -> dict[str, Any]:
    """What stands at the top of every file."""
    return {
        "version": VERSION,
        "licence": {"name": "CC BY 4.0", "url": LICENCE},
        "documentation": documentation,
        "languages": list(LANGUAGES),
        "content_as_of": content_as_of and content_as_of.astimezone(JAPAN).isoformat(timespec="seconds"),
    }


def listed(carrier: Carrier, addresses: Addresses) -> dict[str, Any]:
    """A carrier in a few words, as the list has it."""
    return {name: _plain(getattr(carrier, name), {}) for name in LISTED} | {
        "difficulty": _difficulty(carrier),
        **addresses._asdict(),
    }


def _difficulty(carrier: Carrier) -> dict[str, Any]:
    return {
        "key": difficulty.difficulty(carrier).key,
        "reasons": {
            "ends_by_itself": difficulty.leaves_by_itself(carrier),
            "takes_online": difficulty.takes_online(carrier),
            "works_from_abroad": difficulty.works_from_abroad(carrier),
            "without_japanese": difficulty.without_japanese(carrier),
            "without_login": difficulty.without_login(carrier),
        },
    }


def whole(carrier: Carrier, known: Mapping[str, Source], addresses: Addresses) -> dict[str, Any]:
    """Everything about a carrier that readers see; `known` are the sources its claims may name."""
    cited = dict.fromkeys(key for claim in claims_of(carrier) for key in claim.sources)
    return _plain(carrier, known) | listed(carrier, addresses) | {"sources": _sources(cited, known)}


def _plain(value: Any, known: Mapping[str, Source]) -> Any:
    """As JSON has it: a text by its languages, a claim with its sources themselves, nothing as null."""
    if isinstance(value, Text):
        return {language: words or None for language, words in value.in_each().items()} if value else None
    if isinstance(value, Facts):
        fields = {name: _plain(getattr(value, name), known) for name in value.__struct_fields__ if name not in INTERNAL}
        return fields | {"sources": _sources(value.sources, known)} if isinstance(value, Claim) else fields
    if isinstance(value, list):
        return [_plain(row, known) for row in value]
    return None if value == "" else msgspec.to_builtins(value)


def _sources(keys: Iterable[str], known: Mapping[str, Source]) -> list[dict[str, Any]]:
    """The carrier's own and the offices' pages first."""
    found = sorted((known[key] for key in keys if key in known), key=lambda source: not source.official)
    return [
        {
            "url": source.url,
            "publisher": source.publisher,
            "remark": _plain(source.remark, known),
            "official": source.official,
            "page_date": source.page_date and source.page_date.isoformat(),
        }
        for source in found
    ]


def compare_csv(carriers: Iterable[Carrier], documents: Mapping[str, Document], language: str) -> str:
    """The compare table; the mark at its beginning tells a spreadsheet that it is UTF-8."""
    with override(language):
        lines = [["slug", _("Carrier"), *SORTABLE.values()], *map(_line, table(carriers, documents))]
        out = StringIO()
        csv.writer(out).writerows([harmless(str(words)) for words in line] for line in lines)
    return "\ufeff" + out.getvalue()


def _line(row: Row) -> list[Words]:
    return [row.carrier.slug, plain(row.carrier.name), row.hardness.words, *(cell.words for _column, cell in row.cells)]


def harmless(words: str) -> str:
    """A cell that a spreadsheet would run as a formula is kept as words by an apostrophe."""
    return f"'{words}" if words.startswith(FORMULA) else words
