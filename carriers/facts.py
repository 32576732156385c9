"""The shape of what we know: plain values, the same in the YAML files, for the plan engine and for the pages.

Rows in the database are read into these and written from these (carriers/seed). A field here has the same name
as the model's field. carriers/data/_template.yaml explains each field to a writer.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from carriers import choices
from carriers.situations import Situation

Key = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Url = Annotated[str, Meta(pattern=r"^https?://\S+$", max_length=500)]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
DayOfMonth = Annotated[int, Meta(ge=1, le=31)]
Weekday = Annotated[int, Meta(ge=0, le=6)]  # Monday is 0
Yen = Annotated[int, Meta(ge=0, le=10_000_000)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[a-z]+)?$")]

LANGUAGES = ("zh-hans", "zh-hant", "ja", "en")
# Traditional is never shown silently for Simplified; the reader is always told (guide/language.py).
FALLBACKS = {
    "zh-hans": ("zh-hans", "en", "ja", "zh-hant"),
    "zh-hant": ("zh-hant", "zh-hans", "en", "ja"),
    "ja": ("ja", "en", "zh-hans", "zh-hant"),
    "en": ("en", "ja", "zh-hans", "zh-hant"),
}


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    """Base of every shape: immutable, strict about field names, silent about defaults when written."""


class Text(Facts, kw_only=True, rename={"zh_hans": "zh-hans", "zh_hant": "zh-hant"}):
    """One text in four languages; an empty one is not written yet."""

    en: str = ""
    ja: str = ""
    zh_hans: str = ""
    zh_hant: str = ""

    def __bool__(self) -> bool:
        return any(self.in_each().values())

    def in_each(self) -> dict[str, str]:
        return {language: getattr(self, language.replace("-", "_")) for language in LANGUAGES}

    def shown_in(self, language: str) -> tuple[str, str]:
        """The words for a reader of `language`, and the language they are really in."""
        for candidate in FALLBACKS[language]:
            if words := getattr(self, candidate.replace("-", "_")):
                return words, candidate
        return "", language

    def missing(self) -> list[str]:
        return [language for language, words in self.in_each().items() if not words]


NO_TEXT = Text()


class Source(Facts, kw_only=True):
    key: Key
    url: Url
    publisher: str
    remark: Text = NO_TEXT
    official: bool = False
    page_date: dt.date | None = None


class Translated(Facts, kw_only=True):
    """A row with texts; `outdated` names those that are behind their original, as "title.ja"."""

    outdated: list[str] = []


class Claim(Translated, kw_only=True):
    """What every row that says something about a carrier carries with it."""

    key: Key
    published: bool = True
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    needs: list[Situation] = []
    blocked_by: list[Situation] = []
    sources: list[Key] = []
    confidence: choices.Confidence = choices.Confidence.LOW
    conflict: Text = NO_TEXT
    checked_on: dt.date | None = None
    checked_by: str = ""
    facts: list[str] = []

    def __post_init__(self) -> None:
        # The database keeps no order of these, so there is one order: by key.
        self.sources.sort()
        getattr(self, "phrases", []).sort()


class EndingRule(Claim, kw_only=True):
    title: Text
    text: Text
    ends: choices.Ends
    cutoff_day: DayOfMonth | None = None
    notice_days: Annotated[int, Meta(ge=0, le=90)] = 0
    period: choices.Period = choices.Period.CALENDAR_MONTH
    closing_days: list[DayOfMonth] = []
    prorated: bool | None = None
    last_bill_months: Annotated[int, Meta(ge=0, le=12)] | None = None


class Maintenance(Facts, kw_only=True):
    weekday: Weekday
    start: Clock
    end: Clock


class MethodStep(Translated, kw_only=True):
    text: Text
    button: str = ""


class RequiredDocument(Claim, kw_only=True):
    document: Key
    note: Text = NO_TEXT


class CancellationMethod(Claim, kw_only=True):
    channel: choices.Channel
    title: Text
    text: Text
    url: Url | None = None
    phone: str = ""
    languages: list[Language] = []
    opens: Clock | None = None
    closes: Clock | None = None
    after_hours: choices.AfterHours = choices.AfterHours.REFUSED
    weekdays: list[Weekday] = []
    closed_on_holidays: bool = False
    closed_at_new_year: bool = False
    maintenance: list[Maintenance] = []
    reservation: bool | None = None
    lead_days: Annotated[int, Meta(ge=0, le=90)] | None = None
    from_abroad: bool | None = None
    phrases: list[Key] = []
    steps: list[MethodStep] = []
    documents: list[RequiredDocument] = []


class Fee(Claim, kw_only=True):
    kind: choices.FeeKind
    title: Text
    text: Text
    jpy: Yen | None = None
    contract_from: dt.date | None = None
    contract_to: dt.date | None = None
    within_days: Annotated[int, Meta(ge=1)] | None = None


class SimReturn(Claim, kw_only=True):
    required: bool | None
    text: Text
    days: Annotated[int, Meta(ge=1, le=365)] | None = None
    address: str = ""
    jpy: Yen | None = None


class Contact(Claim, kw_only=True):
    purpose: choices.ContactPurpose
    number: str = ""
    url: Url | None = None
    text: Text
    languages: list[Language] = []
    opens: Clock | None = None
    closes: Clock | None = None
    weekdays: list[Weekday] = []
    from_abroad: bool | None = None


class GeneralCase(Claim, kw_only=True):
    """What holds in a special case whoever the carrier is."""

    title: Text
    text: Text
    stage: choices.Stage = choices.Stage.NONE
    anchor: choices.Anchor | None = None
    offset_days: Annotated[int, Meta(ge=-366, le=366)] = 0
    jpy: Yen | None = None
    phrases: list[Key] = []


class Sign(Claim, kw_only=True):
    """A name by which one recognises the carrier: on the SIM, the screen, a bill."""

    kind: choices.SignKind
    label: str
    text: Text


class SpecialCase(GeneralCase, kw_only=True):
    """What holds in a special case at one carrier."""

    case: Key


class OpenQuestion(Translated, kw_only=True):
    key: Key
    topic: choices.Topic
    text: Text
    ask: str
    kana: str
    romaji: str
    meaning: Text
    published: bool = True
    needs: list[Situation] = []
    blocked_by: list[Situation] = []


class Carrier(Translated, kw_only=True):
    """One carrier's file, whole."""

    slug: Key
    published: bool = True
    name: Text
    aliases: list[str] = []
    kind: choices.Kind
    billing: choices.Billing
    networks: list[choices.Network] = []
    status: choices.Status = choices.Status.ACTIVE
    status_note: Text = NO_TEXT
    successor: Key | None = None
    operator: str = ""
    official_site: Url | None = None
    popular: Annotated[int, Meta(ge=1)] | None = None
    summary: Text
    sources: list[Source] = []
    signs: list[Sign] = []
    endings: list[EndingRule] = []
    methods: list[CancellationMethod] = []
    fees: list[Fee] = []
    sim_returns: list[SimReturn] = []
    contacts: list[Contact] = []
    special_cases: list[SpecialCase] = []
    open_questions: list[OpenQuestion] = []


class Document(Translated, kw_only=True):
    key: Key
    ja: str
    kana: str = ""
    romaji: str = ""
    name: Text
    text: Text


class Term(Translated, kw_only=True):
    key: Key
    ja: str
    kana: str
    romaji: str
    name: Text
    text: Text
    sources: list[Key] = []


class Phrase(Translated, kw_only=True):
    key: Key
    situation: Key
    speaker: choices.Speaker
    ja: str
    kana: str
    romaji: str
    meaning: Text


class Case(Translated, kw_only=True):
    """A special case of its own page; `start` is the query string that brings its answer into the plan."""

    key: Key
    group: choices.CaseGroup
    title: Text
    summary: Text
    start: str = ""
    published: bool = True
    special_cases: list[GeneralCase] = []


class Article(Translated, kw_only=True):
    key: Key
    group: choices.ArticleGroup
    title: Text
    summary: Text
    text: Text
    published: bool = True


class Myth(Claim, kw_only=True):
    """What other guides say, and what is true."""

    said: Text
    verdict: choices.Verdict
    truth: Text


class Letter(Claim, kw_only=True):
    """A Japanese letter to copy; `case` is the page that offers it."""

    case: Key
    title: Text
    text: Text
    ja: str
    meaning: Text


class Answer(Claim, kw_only=True):
    """A reader's question with its answer, on the page it belongs to (an address without its language)."""

    page: Annotated[str, Meta(max_length=200)]
    question: Text
    answer: Text


class Shared(Facts, kw_only=True):
    """The dictionaries beside the carriers, each in a file of its own."""

    sources: list[Source] = []
    documents: list[Document] = []
    terms: list[Term] = []
    phrases: list[Phrase] = []
    cases: list[Case] = []
    articles: list[Article] = []
    myths: list[Myth] = []
    letters: list[Letter] = []
    answers: list[Answer] = []


Unit = Carrier | Shared  # what is loaded, kept in the history and dumped as a whole; of Shared, one dictionary
CLAIM_LISTS = ("signs", "endings", "methods", "fees", "sim_returns", "contacts", "special_cases")  # of a carrier


def claims_of(facts: Carrier | Case) -> Iterator[Claim]:
    """Every claim, in page order."""
    if isinstance(facts, Case):
        yield from facts.special_cases
        return
    for name in CLAIM_LISTS:
        for row in getattr(facts, name):
            yield row
            yield from getattr(row, "documents", [])
