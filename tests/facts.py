"""Facts made by hand for engine tests: no database, no files."""

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl

from carriers.choices import Billing, Channel, Confidence, Ends, Kind, Stage
from carriers.facts import (
    CancellationMethod,
    Carrier,
    Case,
    EndingRule,
    GeneralCase,
    Shared,
    Source,
    Text,
)
from guide.answers import Answers
from guide.deadlines import JAPAN

SOURCE = Source(key="page", url="https://example.jp/", publisher="Example")
BY_SOURCE: dict[str, Any] = {"sources": ["page"], "confidence": Confidence.HIGH}


def text(words: str = "words") -> Text:
    return Text(en=words, ja=words, zh_hans=words, zh_hant=words)


def make_rule(ends: Ends = Ends.SAME_DAY, **fields: Any) -> EndingRule:
    return EndingRule(
        **{"key": "rule", "title": text(), "text": text(), "prorated": False, **BY_SOURCE, **fields}, ends=ends
    )


def make_method(channel: Channel = Channel.ONLINE, **fields: Any) -> CancellationMethod:
    given = {"key": channel.value, "title": text(channel.value), "text": text(), **BY_SOURCE, **fields}
    return CancellationMethod(**given, channel=channel)


def make_case(key: str, row_key: str = "row", stage: Stage = Stage.BEFORE, **fields: Any) -> Case:
    row = GeneralCase(**{"key": row_key, "title": text(row_key), "text": text(), "stage": stage, **BY_SOURCE, **fields})
    return Case(key=key, group="special", title=text(key), summary=text(), special_cases=[row])


def make_carrier(**fields: Any) -> Carrier:
    given = {
        "slug": "example",
        "name": text("Example"),
        "summary": text(),
        "kind": Kind.MVNO,
        "billing": Billing.MONTHLY,
        "sources": [SOURCE],
        "endings": [make_rule()],
        "methods": [make_method()],
        **fields,
    }
    return Carrier(**given)


def make_shared(*cases: Case) -> Shared:
    return Shared(cases=list(cases), sources=[SOURCE])


def at(moment: str) -> dt.datetime:
    """A time in Japan, as 2026-12-19T21:00."""
    return dt.datetime.fromisoformat(moment).replace(tzinfo=JAPAN)


def answers(query: str, now: dt.datetime, slugs: tuple[str, ...] = ("example",)) -> Answers:
    given = Answers.from_query(parse_qsl(query), today=now.date(), slugs=slugs)
    assert not given.errors, given.errors
    return given
