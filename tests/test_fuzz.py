"""Whatever is asked or sent, at whatever address, by readers and editors: never an error of ours.

The suite tries some hundred; `make fuzz` tries 20,000, counts the answers and names those that took over a second.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from carriers.models import Carrier, Case, EndingRule, Phrase
from guide.desk.lists import LISTS
from guide.operating.probes import PROBES
from guide.questions import QUESTIONS
from tests.addresses import addresses
from tests.staff import StaffClient, account

pytestmark = pytest.mark.django_db(transaction=False)

TIMES = int(os.environ.get("FUZZ") or 300)
SLOW = 1.0  # seconds of the processor


class Asked(NamedTuple):
    verb: str
    path: str
    query: str
    form: list[tuple[str, str]]
    headers: dict[str, str]
    who: str

    def __str__(self) -> str:
        return f"{self.verb} {self.path}?{self.query} {self.form} {self.headers} ({self.who})"


ODD = [
    "",
    " ",
    "\0",
    "0",
    "-1",
    "9" * 30,
    "none",
    "unsure",
    "2026-12-24",
    "2026-02-30",
    "../..",
    "%00",
    "💩",
    "か\u3099",
]
texts = st.text(max_size=20) | st.sampled_from(ODD)
answers = st.sampled_from(list(QUESTIONS)).flatmap(
    lambda key: st.tuples(st.just(key), st.sampled_from([o.value for o in QUESTIONS[key].options] or ["au"]) | texts)
)
NAMES = [
    "go",
    "was",
    "opened",
    "q",
    "page",
    "next",
    "day",
    "language",
    "kind",
    "network",
    "online",
    "carriers",
    "o",
    "p",
]
NAMES += ["e", "all", "_popup", "_to_field", "_changelist_filters", "slug__exact", "published__exact", "id__in"]
POSTED = ["token", "homepage", "tried", "tried_on", "text", "username", "password", "code", "ticket", "why", "seen"]
POSTED += ["claim", "action", "_selected_action", "_save", "_continue", "select_across", "index", "slug", "key", "kind"]
POSTED += [
    f"{rows}-{rest}" for rows in ("methods", "fees", "endings") for rest in ("TOTAL_FORMS", "INITIAL_FORMS", "0-id")
]
odd = st.tuples(st.sampled_from(NAMES) | texts, texts)
queries = st.lists(answers | odd, max_size=6).map(lambda pairs: urlencode(pairs, errors="surrogatepass")) | st.binary(
    max_size=40
).map(lambda raw: quote_from_bytes(raw, safe="&=;+#%"))
forms = st.lists(st.tuples(st.sampled_from(POSTED + NAMES) | texts, texts | st.sampled_from(["1", "so"])), max_size=8)
tokens = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30)  # what a server lets through
headers = st.dictionaries(
    st.sampled_from(
        ["accept-language", "cookie", "if-none-match", "if-modified-since", "range", "origin", "referer", "host"]
        + ["sec-fetch-site", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-for", "x-request-id", "accept"]
        + ["accept-encoding", "content-type", "authorization", "x-http-method-override"]
    ),
    tokens | st.sampled_from(["ja", "*", "localhost", "testserver", "bytes=0-", '"x"', "W/", "multipart/form-data"]),
    max_size=3,
)
verbs = st.sampled_from(["GET"] * 5 + ["POST"] * 3 + ["HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "BREW"])


def paths() -> st.SearchStrategy[str]:
    """The site's own addresses with real and odd names in them, and any others."""
    known = [*Carrier.objects.values_list("slug", flat=True), *Case.objects.values_list("key", flat=True)]
    known += [*Phrase.objects.values_list("key", flat=True), *QUESTIONS, *(one.key for one in LISTS), "all", "terms"]
    known += [f"docomo/endings/{key}" for key in EndingRule.objects.values_list("key", flat=True)[:3]]
    ids = [str(pk) for pk in Carrier.objects.values_list("pk", flat=True)[:5]]
    real_names = st.sampled_from([*known, *ids * 20])
    names = real_names | real_names | texts.map(lambda text: quote(text, safe="/", errors="surrogatepass"))
    every = [*addresses(get_resolver().url_patterns, mark="{}"), *PROBES, "/static/{}"]
    admin = [path for path in every if path.startswith(f"/{site.ADMIN_PATH}")]
    ours = st.sampled_from(admin) | st.sampled_from(sorted({*every} - {*admin}))
    real = ours.flatmap(lambda path: st.tuples(*[names] * path.count("{}")).map(lambda parts: path.format(*parts)))
    any_language = st.tuples(real, st.sampled_from(["en", "ja", "zh-hans", "zh-hant", "zh"]))
    translated = any_language.map(lambda pair: f"/{pair[1]}/{pair[0][4:]}" if pair[0].startswith("/en/") else pair[0])
    raw = st.binary(max_size=30).map(lambda some: "/" + quote_from_bytes(some, safe="/%;"))
    return st.one_of(*[translated] * 9, raw)


class Tally:
    """What was answered, and what took long."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.slow: list[tuple[float, Asked]] = []
        self.longest = 0.0

    def add(self, asked: Asked, status: int, seconds: float) -> None:
        self.statuses[status] += 1
        self.longest = max(self.longest, seconds)
        if seconds > SLOW:
            self.slow.append((seconds, asked))

    def __str__(self) -> str:
        counts = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))
        slow = "".join(f"\n  {seconds:.1f} s: {asked}" for seconds, asked in self.slow)
        return (
            f"\n{self.statuses.total()} requests: {counts}; the longest took {self.longest:.2f} s, "
            f"{len(self.slow)} over {SLOW:.0f} s.{slow}"
        )


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    found = Tally()
    yield found
    if os.environ.get("FUZZ"):
        print(found)


@pytest.fixture
def clients() -> dict[str, Client]:
    editor = StaffClient(raise_request_exception=False)
    editor.force_login(account("administrator"))
    return {"reader": Client(raise_request_exception=False), "editor": editor}


def sent(client: Client, cookies: SimpleCookie, asked: Asked) -> Any:
    client.cookies = deepcopy(cookies)  # an odd one before may have lost them
    how: dict[str, Any] = {"QUERY_STRING": asked.query, "headers": asked.headers}
    if asked.verb != "POST":
        return client.generic(asked.verb, asked.path, **how)
    body = urlencode(asked.form, errors="surrogatepass")
    return client.post(asked.path, body, content_type="application/x-www-form-urlencoded", **how)


def test_any_request_is_answered(clients: dict[str, Client], tally: Tally) -> None:
    who = st.sampled_from(["reader", "editor"])
    asking = st.builds(Asked, verbs, paths(), queries, forms, headers, who)
    cookies = {who: client.cookies for who, client in clients.items()}
    leave = f"/{site.ADMIN_PATH}logout/"

    def timed(asked: Asked) -> tuple[Any, float]:
        began = time.process_time()  # what else this machine does meanwhile is not the site's
        answer = sent(clients[asked.who], cookies[asked.who], asked)
        return answer, time.process_time() - began

    @settings(
        max_examples=TIMES,
        deadline=None,
        derandomize=not os.environ.get("FUZZ"),
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(asked=asking)
    def ask(asked: Asked) -> None:
        if asked.path == leave:
            return
        answer, seconds = timed(asked)
        if seconds > SLOW:  # or Python swept its memory, in which thousands of requests lie here: then not once more
            seconds = min(seconds, timed(asked)[1])
        tally.add(asked, answer.status_code, seconds)
        assert answer.status_code < 500, asked

    ask()
    if os.environ.get("FUZZ"):
        assert not tally.slow
