"""The ten facts leavers ask for first, of each carrier, as the compare table and its CSV show them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carriers.choices import FeeKind, Period
from carriers.facts import Carrier, Document, EndingRule, Fee, Text
from carriers.situations import Applies, Situation
from guide import difficulty
from guide.answers import Answers
from guide.questions import Words
from guide.situations import reader
from guide.templatetags.words import language_names, listed, plain, yen


@dataclass(frozen=True)
class Cell:
    """What stands in the table, and what it is sorted by; None comes last, as what is not known."""

    words: Words
    order: Any = None


NOT_KNOWN = Cell(gettext_lazy("not known"))


@dataclass(frozen=True)
class Column:
    key: str
    label: Words
    cell: Callable[[Carrier], Cell]


def hardness(carrier: Carrier) -> Cell:
    found = difficulty.difficulty(carrier)
    return Cell(found.label, found.key)


def ending_fee(carrier: Carrier) -> Cell:
    """What ending costs whoever leaves; a fee under conditions is named as such."""
    fees = [row for row in carrier.fees if row.kind in (FeeKind.ENDING, FeeKind.SHORT_TERM)]
    always = [row for row in fees if row.kind is FeeKind.ENDING and {*row.needs} <= {Situation.AFTER_FIRST_YEAR}]
    if always and (jpy := always[0].jpy) is not None:
        return Cell(_with_condition(yen(jpy), fees), jpy)
    return Cell(_with_condition(_("not known"), fees)) if fees else NOT_KNOWN


def _with_condition(words: str, fees: list[Fee]) -> str:
    early = [row.jpy for row in fees if row.kind is FeeKind.SHORT_TERM]
    if not any(early) and (not early or words == NOT_KNOWN.words):
        return words
    most = max((jpy for jpy in early if jpy), default=None)
    return _("%(usual)s; leaving early: %(early)s") % {"usual": words, "early": yen(most)}


def contract_ends(carrier: Carrier) -> Cell:
    rule = first_rule(carrier)
    return Cell(rule.ends.label, list(type(rule.ends)).index(rule.ends)) if rule else NOT_KNOWN


def last_month(carrier: Carrier) -> Cell:
    rule = first_rule(carrier)
    if rule and rule.period is Period.NONE:
        return Cell(_("no monthly charge"), 0)
    if rule is None or rule.prorated is None:
        return NOT_KNOWN
    return Cell(_("charged by the day"), 1) if rule.prorated else Cell(_("charged in full"), 2)


def last_bill(carrier: Carrier) -> Cell:
    rule = first_rule(carrier)
    if rule is None or rule.last_bill_months is None:
        return NOT_KNOWN
    months = rule.last_bill_months
    words = {0: _("the same month"), 1: _("1 month later")}
    return Cell(words.get(months, _("%(months)s months later") % {"months": months}), months)


def first_rule(carrier: Carrier) -> EndingRule | None:
    """The rule of a reader who has said nothing yet, as in the plan: where both kinds are sold, the line is monthly."""
    silent = reader(carrier, Answers())
    fitting = (rule for rule in carrier.endings if silent.applies(rule) is Applies.YES)
    return next(fitting, next(iter(carrier.endings), None))


def ways(carrier: Carrier) -> Cell:
    channels = dict.fromkeys(row.channel.label for row in difficulty.usual_methods(carrier))
    if channels:
        return Cell(listed(list(channels)), -len(channels))
    return Cell(_("none needed"), -9) if difficulty.leaves_by_itself(carrier) else NOT_KNOWN


def from_abroad(carrier: Carrier) -> Cell:
    known = {True: Cell(_("yes"), 0), False: Cell(_("no"), 1), None: NOT_KNOWN}
    return known[difficulty.works_from_abroad(carrier)]


def documents_asked(carrier: Carrier, documents: Mapping[str, Document]) -> Cell:
    names = [plain(documents[key].name) for key in asked_of_all(carrier) if key in documents]
    return Cell(listed(names), len(names)) if names else NOT_KNOWN


def asked_of_all(carrier: Carrier) -> list[str]:
    """The documents that the first way to cancel asks of everybody, of those ways that ask for any."""
    for method in difficulty.usual_methods(carrier):
        if keys := [row.document for row in method.documents if not row.needs]:
            return list(dict.fromkeys(keys))
    return []


def languages(carrier: Carrier) -> Cell:
    lists = [row.languages for row in difficulty.usual_methods(carrier)]
    lists += [row.languages for row in carrier.contacts]
    spoken = list(dict.fromkeys(chain.from_iterable(lists)))
    return Cell(language_names(spoken), -len(spoken)) if spoken else NOT_KNOWN


def someone_else(carrier: Carrier) -> Cell:
    rows = [row for row in carrier.special_cases if row.case == "someone-else"]
    if rows:
        return Cell(plain(rows[0].title), 0)
    by_people = [row for row in difficulty.usual_methods(carrier) if row.channel not in difficulty.ONLINE]
    refused = by_people and all({Situation.BY_PROXY, Situation.BY_OTHER} & {*row.blocked_by} for row in by_people)
    return Cell(_("only the holder, as far as is known"), 1) if refused else NOT_KNOWN


def sim_back(carrier: Carrier) -> Cell:
    said = {row.required for row in carrier.sim_returns}
    if not said - {None}:
        return NOT_KNOWN
    if said == {True, False}:
        return Cell(_("depends on the SIM"), 1)
    return Cell(_("must go back"), 2) if True in said else Cell(_("need not go back"), 0)


COLUMNS = [
    Column("fee", gettext_lazy("Fee for ending"), ending_fee),
    Column("ends", gettext_lazy("The contract ends"), contract_ends),
    Column("month", gettext_lazy("Last month"), last_month),
    Column("bill", gettext_lazy("Last bill"), last_bill),
    Column("abroad", gettext_lazy("From abroad"), from_abroad),
    Column("ways", gettext_lazy("Ways to cancel"), ways),
    Column("languages", gettext_lazy("Languages"), languages),
    Column("proxy", gettext_lazy("Someone else does it"), someone_else),
    Column("sim", gettext_lazy("SIM goes back"), sim_back),
]
HARDNESS = Column("hardness", gettext_lazy("Difficulty"), hardness)
DOCUMENTS = "documents"
SORTABLE = {column.key: column.label for column in (HARDNESS, *COLUMNS)} | {DOCUMENTS: gettext_lazy("Documents")}


@dataclass(frozen=True)
class Row:
    carrier: Carrier
    hardness: Cell
    cells: list[tuple[Column, Cell]]


def table(carriers: Iterable[Carrier], documents: Mapping[str, Document]) -> list[Row]:
    """A row a carrier."""
    asked = Column(DOCUMENTS, SORTABLE[DOCUMENTS], lambda carrier: documents_asked(carrier, documents))
    columns = [*COLUMNS, asked]
    return [Row(found, hardness(found), [(column, column.cell(found)) for column in columns]) for found in carriers]


@dataclass(frozen=True, slots=True)
class Compared:
    """A carrier, and where it stands in each column."""

    slug: str
    name: Text = field(hash=False)
    orders: dict[str, Any] = field(hash=False)


def compared(carrier: Carrier) -> Compared:
    """Small: it is kept in memory for every carrier (carriers/reading.py)."""
    orders = {column.key: column.cell(carrier).order for column in (HARDNESS, *COLUMNS)}
    return Compared(carrier.slug, carrier.name, orders | {DOCUMENTS: len(asked_of_all(carrier)) or None})


def in_order(every: list[Compared], sort: str) -> list[Compared]:
    """Sorted by a column, what is not known last; as they are where none is named."""
    if not sort:
        return every
    return sorted(every, key=lambda one: (one.orders[sort] is None, one.orders[sort]))
