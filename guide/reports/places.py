"""Where a claim stands, as its address says it, and which pages take questions.

A place has three parts: the unit (a carrier's slug or a dictionary's name), the lists from there down
("methods.documents") and the keys in them ("online.residence-card").
"""

from django.utils.translation import gettext as _

from carriers.facts import NO_TEXT, Answer, Claim, Document, Facts, Letter, RequiredDocument, Shared, Text
from carriers.history import row_at
from carriers.reading import Reading
from carriers.rows import children
from guide.naming import name_of
from guide.questions import Words


def claim_at(reading: Reading, unit: str, rows: str, key: str) -> Claim | None:
    """The claim as this reader sees it; None if there is none."""
    names, keys = rows.split("."), key.split(".")
    facts = reading.shared(unit) if unit in Shared.__struct_fields__ else reading.carrier(unit)
    if facts is None or len(names) != len(keys):
        return None
    shape: type[Facts] = type(facts)
    for name in names:
        below = dict(children(shape))
        if name not in below:
            return None
        shape = below[name]
    found = row_at(facts, tuple(zip(names, keys, strict=True)))
    return found if isinstance(found, Claim) else None


def words_of(claim: Claim, reading: Reading) -> tuple[Words, Text]:
    """What it is called, and what it says."""
    texts = (getattr(claim, name, NO_TEXT) for name in ("text", "truth", "answer", "note"))
    return name_of(claim, _documents(claim, reading)), next(filter(None, texts), NO_TEXT)


def _documents(claim: Claim, reading: Reading) -> list[Document]:
    """Only a required document is named after one of them."""
    return reading.shared("documents").documents if isinstance(claim, RequiredDocument) else []


def page_of(unit: str, key: str, claim: Claim) -> str:
    """The page on which the claim stands: its address without the language."""
    match claim:
        case Letter():
            return f"cases/{claim.case}/"
        case Answer():
            return claim.page
    if unit in Shared.__struct_fields__:
        return f"cases/{key.partition('.')[0]}/" if unit == "cases" else f"{unit}/"
    return f"carriers/{unit}/"


def page_title(reading: Reading, page: str) -> Words | Text | None:
    """What the page is called, if one can ask on it; "" is the guide as a whole."""
    match page.split("/"):
        case ["carriers", slug, ""]:
            found = reading.carrier(slug)
            return found and found.name
        case ["cases", key, ""]:
            return next((row.title for row in reading.shared("cases").cases if row.key == key), None)
        case ["before-and-after", ""]:
            return _("Before and after")
        case ["myths", ""]:
            return _("What other guides get wrong")
        case [""]:
            return _("This guide")
    return None
