"""What no single field can say: names that must exist elsewhere, and what publishing asks for."""

from collections import Counter
from collections.abc import Iterable, Iterator

from carriers.choices import Verdict
from carriers.facts import CLAIM_LISTS, Carrier, Claim, Facts, Shared, Text

Trouble = tuple[str, str]  # where, as methods[0].title; and what is wrong


def carrier_troubles(carrier: Carrier, shared: Shared, slugs: set[str]) -> Iterator[Trouble]:
    yield from _doubled("sources", carrier.sources)
    yield from _missing_texts("", carrier) if carrier.published else ()
    for number, source in enumerate(carrier.sources):
        yield from _missing_texts(f"sources[{number}].", source)
    if carrier.successor and carrier.successor not in slugs:
        yield "successor", f"there is no carrier {carrier.successor}"
    known = {source.key for source in (*carrier.sources, *shared.sources)}
    for name in (*CLAIM_LISTS, "open_questions"):
        yield from _row_troubles(name, getattr(carrier, name), known, shared)
    for number, row in enumerate(carrier.special_cases):
        if row.case not in {case.key for case in shared.cases}:
            yield f"special_cases[{number}].case", f"there is no case {row.case} in cases.yaml"
    for number, method in enumerate(carrier.methods):
        yield from _row_troubles(f"methods[{number}].documents", method.documents, known, shared)
        yield from _missing_steps(number, method.steps) if method.published else ()


def shared_troubles(shared: Shared) -> Iterator[Trouble]:
    known = {source.key for source in shared.sources}
    for name in Shared.__struct_fields__:
        yield from _doubled(name, getattr(shared, name))
    for name in ("sources", "documents", "terms", "articles", "cases", "phrases"):
        for number, row in enumerate(getattr(shared, name)):
            yield from _missing_texts(f"{name}[{number}].", row)
    for number, case in enumerate(shared.cases):
        yield from _row_troubles(f"cases[{number}].special_cases", case.special_cases, known, shared)
    for name in ("myths", "letters", "answers"):
        yield from _row_troubles(name, getattr(shared, name), known, shared)
    for number, letter in enumerate(shared.letters):
        if letter.case not in {case.key for case in shared.cases}:
            yield f"letters[{number}].case", f"there is no case {letter.case} in cases.yaml"
    for number, term in enumerate(shared.terms):
        yield from _unknown_names(f"terms[{number}].sources", term.sources, known, "source")


def _row_troubles(name: str, rows: Iterable[Facts], sources: set[str], shared: Shared) -> Iterator[Trouble]:
    rows = list(rows)
    yield from _doubled(name, rows)
    phrases = {phrase.key for phrase in shared.phrases}
    documents = {document.key for document in shared.documents}
    for number, row in enumerate(rows):
        where = f"{name}[{number}]."
        if getattr(row, "published", True):
            yield from _missing_texts(where, row)
            if isinstance(row, Claim) and not row.sources and not searched_in_vain(row):
                yield f"{where}sources", "a published claim needs at least one source"
        if both := set(getattr(row, "needs", ())) & set(getattr(row, "blocked_by", ())):
            yield f"{where}blocked_by", f"stands in needs, too: {', '.join(sorted(both))}; no reader would see the row"
        if isinstance(row, Claim) and bool(row.checked_on) != bool(row.checked_by):
            yield f"{where}checked_on", "a check has a day and a name: give both, or neither"
        if isinstance(row, Claim) and row.valid_from and row.valid_to and row.valid_from > row.valid_to:
            yield f"{where}valid_to", "the last day lies before the first"
        if bool(getattr(row, "opens", None)) != bool(getattr(row, "closes", None)):
            yield f"{where}opens", "give when it opens and when it closes, or neither (00:00 and 24:00 are midnight)"
        yield from _unknown_names(f"{where}sources", getattr(row, "sources", []), sources, "source")
        yield from _unknown_names(f"{where}phrases", getattr(row, "phrases", []), phrases, "phrase")
        if hasattr(row, "document"):
            yield from _unknown_names(f"{where}document", [row.document], documents, "document")


def searched_in_vain(row: object) -> bool:
    """Of what nobody says anywhere there is no source to name."""
    return getattr(row, "verdict", None) == Verdict.NOT_FOUND


def _doubled(name: str, rows: Iterable[Facts]) -> Iterator[Trouble]:
    for key, count in Counter(row.key for row in rows).items():  # type: ignore[attr-defined]
        if count > 1:
            yield name, f"the key {key} stands here {count} times"


def _unknown_names(where: str, names: list[str], known: set[str], kind: str) -> Iterator[Trouble]:
    for name in names:
        if name not in known:
            yield where, f"there is no {kind} {name}"


OPTIONAL_TEXTS = {"conflict", "note", "remark", "status_note"}


def _missing_texts(where: str, row: Facts) -> Iterator[Trouble]:
    for name in row.__struct_fields__:
        text = getattr(row, name)
        if not isinstance(text, Text) or (name in OPTIONAL_TEXTS and not text):
            continue
        if missing := text.missing():
            yield f"{where}{name}", f"not written yet in {', '.join(missing)} (or set published: false)"


def _missing_steps(number: int, steps: Iterable[Facts]) -> Iterator[Trouble]:
    for place, step in enumerate(steps):
        yield from _missing_texts(f"methods[{number}].steps[{place}].", step)
