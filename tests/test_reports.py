"""What readers send: their word on a claim, their questions; what is refused and counted, and what editors do."""

import datetime as dt
import hashlib
import logging
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.test.html import Element, parse_html
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.html import strip_tags
from playwright.sync_api import expect

from carriers import models
from carriers.admin.rows import place_on_page
from carriers.choices import Handled, Tried
from carriers.models import Answer, Attempt, Question, Report
from carriers.reading import Reading
from carriers.rows import read_carrier
from guide.deadlines import JAPAN
from guide.language import HTML_LANG
from guide.reports.limits import AN_HOUR, allowed
from guide.reports.masking import MASK
from guide.reports.places import claim_at
from tests.keeping import change, keep

NOON = dt.datetime(2026, 12, 1, 12, tzinfo=JAPAN)
FEE = "report/linksmate/fees/{}/"
ASK = "ask/?page=carriers/docomo/"
BY_LANGUAGE = pytest.mark.parametrize("language", HTML_LANG)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def passes(self, **much: float) -> None:
        self.now += dt.timedelta(**much)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is noon of 1 December 2026 in Japan, until the test says otherwise."""
    now = Clock()
    monkeypatch.setattr(timezone, "now", now)
    return now


@pytest.fixture
def fee(db: None) -> str:
    """The address, without its language, of the report on a fee."""
    return FEE.format(models.Fee.objects.filter(carrier__slug="linksmate").first().key)


def elements(response: HttpResponse) -> list[Element]:
    return list(_below(parse_html(response.content.decode().replace("<wbr>", ""))))


def _below(element: Element) -> Any:
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from _below(child)


def named(found: list[Element], tag: str) -> list[dict[str, str]]:
    return [{name: value or "" for name, value in e.attributes} for e in found if e.name == tag]


def filled(response: HttpResponse) -> dict[str, str]:
    """What the form on the page would send: what is typed in it, chosen, and hidden."""
    found = elements(response)
    sent = {
        field["name"]: field.get("value", "")
        for field in named(found, "input")
        if "name" in field and (field["type"] != "radio" or "checked" in field)
    }
    boxes = [e for e in found if e.name == "textarea"]
    return sent | {dict(e.attributes)["name"]: "".join(map(str, e.children)).removeprefix("\n") for e in boxes}


def send(client: Client, clock: Clock, path: str, language: str = "en", **typed: Any) -> Any:
    """Open the form, take a minute, send it."""
    form = filled(client.get(f"/{language}/{path}"))
    clock.passes(seconds=60)
    return post(client, path, form | typed, language)


def post(client: Client, path: str, data: dict[str, Any], language: str = "en", **extra: Any) -> Any:
    return client.post(f"/{language}/{path}", data, **extra)


def summary(response: HttpResponse) -> str:
    """The box above the form that says what is the matter."""
    found = re.search(r'<div class="error-summary".*?</div>', response.content.decode(), re.DOTALL)
    return unescape(found.group()) if found else ""


# A report


@BY_LANGUAGE
def test_the_page_shows_the_claim(client: Client, fee: str, language: str) -> None:
    row = models.Fee.objects.filter(carrier__slug="linksmate").first()
    page = client.get(f"/{language}/{fee}")
    found = elements(page)
    assert page.status_code == 200
    said = unescape(strip_tags(page.content.decode()))
    assert getattr(row, f"title_{language.replace('-', '_')}") in said
    assert getattr(row, f"text_{language.replace('-', '_')}")[:12] in said
    assert [radio["value"] for radio in named(found, "input") if radio["type"] == "radio"] == list(Tried)


@BY_LANGUAGE
def test_a_report_is_stored_and_nothing_else_changes(client: Client, clock: Clock, fee: str, language: str) -> None:
    before = read_carrier("linksmate")
    typed = {"tried": "different", "tried_on": "2026-11-20", "text": " It was 5,500円. Call 090-1234-5678\x07 "}
    response = send(client, clock, fee, language, **typed)
    assert response.status_code == 303
    assert response.headers["Location"] == f"/{language}/thanks/?page=carriers%2Flinksmate%2F"
    row = Report.objects.get()
    assert f"report/{row.unit}/{row.rows}/{row.key}/" == fee
    assert (row.tried, row.tried_on, row.text) == ("different", dt.date(2026, 11, 20), f"It was 5,500円. Call {MASK}")
    assert (row.language, row.made_at, row.handled) == (language, clock.now, Handled.NEW)
    assert read_carrier("linksmate") == before


def test_day_and_words_may_be_left_out(client: Client, clock: Clock, fee: str) -> None:
    assert send(client, clock, fee, tried="so").status_code == 303
    assert Report.objects.get().tried_on is None


@BY_LANGUAGE
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("tried", ""),
        ("tried", "perhaps"),
        ("tried_on", "2026-12-02"),
        ("tried_on", "2014-12-31"),
        ("tried_on", "2026-02-30"),
        ("tried_on", "tomorrow"),
        ("text", "x" * 301),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, clock: Clock, fee: str, field: str, typed: str, language: str
) -> None:
    good = {"tried": "different", "tried_on": "2026-11-20", "text": 'It <b>was</b> "so" & 090-1234-5678'}
    response = send(client, clock, fee, language, **good | {field: typed})
    assert response.status_code == 422
    assert f'href="#{field}"' in summary(response)
    again = filled(response)
    for name, value in (good | {field: typed}).items():
        assert again.get(name, "") == value or (name, value) == ("tried", "perhaps")
    ids = [dict(e.attributes).get("id") for e in elements(response)]
    assert {field, f"{field}-error"} <= set(ids)
    assert not Report.objects.exists()
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("day", ["2026-12-01", "2015-01-01", "2026/11/20"])
def test_days_from_2015_until_today(client: Client, clock: Clock, fee: str, day: str) -> None:
    assert send(client, clock, fee, tried="so", tried_on=day).status_code == 303


def test_a_mended_form_need_not_wait_again(client: Client, clock: Clock, fee: str) -> None:
    refused = send(client, clock, fee, tried="so", tried_on="2026-12-02")
    assert post(client, fee, filled(refused) | {"tried_on": ""}).status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "report/nobody/fees/ending/",
        "report/docomo/fees/nothing/",
        "report/docomo/slug/d/",
        "report/docomo/__class__/x/",
        "report/docomo/fees.title/x.en/",
        "report/docomo/fees/x.y/",
        "report/docomo/sources/x/",
        "report/docomo/open_questions/x/",
        "report/cases/cases/lost-sim/",
        "report/terms/terms/mnp/",
        "ask/?page=carriers/nobody/",
        "ask/?page=cases/nothing/",
        "ask/?page=https://example.org/",
        "ask/?page=carriers/docomo/sources/",
    ],
)
def test_what_does_not_exist_takes_nothing(client: Client, db: None, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404
    assert client.post(f"/en/{path}", {"tried": "so", "text": "?"}).status_code == 404


def test_a_draft_takes_no_report(client: Client, fee: str) -> None:
    change(models.Fee.objects.filter(carrier__slug="linksmate"), "linksmate", published=False)
    assert client.get(f"/en/{fee}").status_code == 404


# Every claim shown has its way to a report


@pytest.mark.parametrize(
    "path",
    ["carriers/docomo/", "carriers/softbank/", "cases/lost-sim/", "cases/esim/", "timeline/", "myths/", "which-sim/"],
)
def test_beside_each_claim_is_the_way_to_report_on_it(client: Client, db: None, path: str) -> None:
    reading = Reading(on=NOON.date())
    page = client.get(f"/ja/{path}")
    links = [a["href"] for a in named(elements(page), "a") if a.get("href", "").startswith("/ja/report/")]
    assert len(links) == page.content.count(b'<div class="provenance">') > 0
    assert len(set(links)) == len(links)
    for link in links:
        assert claim_at(reading, *link.removeprefix("/ja/report/").strip("/").split("/")), link


def kinds() -> list[tuple[str, str]]:
    return [
        ("signs", "carriers"),
        ("endings", "carriers"),
        ("methods", "carriers"),
        ("methods.documents", "carriers"),
        ("fees", "carriers"),
        ("sim_returns", "carriers"),
        ("contacts", "carriers"),
        ("special_cases", "carriers"),
        ("cases.special_cases", "cases"),
        ("myths", "myths"),
        ("letters", "letters"),
    ]


def a_place(rows: str, unit: str) -> str:
    """The address of the report on some row of this list."""
    *above, last = rows.split(".")
    model = {
        "signs": models.Sign,
        "endings": models.EndingRule,
        "methods": models.CancellationMethod,
        "documents": models.RequiredDocument,
        "fees": models.Fee,
        "sim_returns": models.SimReturn,
        "contacts": models.Contact,
        "special_cases": models.GeneralCase if above else models.SpecialCase,
        "myths": models.Myth,
        "letters": models.Letter,
    }[last]
    row = model._default_manager.first()
    parent = getattr(row, "method", None) or (row.case if unit == "cases" else None)
    key = f"{parent.key}.{row.key}" if parent else row.key
    carrier = getattr(row, "carrier", None) or getattr(parent, "carrier", None)
    return f"report/{carrier.slug if carrier else unit}/{rows}/{key}/"


@BY_LANGUAGE
@pytest.mark.parametrize(("rows", "unit"), kinds())
def test_each_kind_of_claim_has_its_page(client: Client, db: None, rows: str, unit: str, language: str) -> None:
    page = client.get(f"/{language}/{a_place(rows, unit)}")
    assert_sound(page, language)
    (title,) = [e for e in elements(page) if e.name == "h2" and e.children][:1]
    assert "".join(map(str, title.children)).strip()
    assert "fallback" not in page.content.decode()


@BY_LANGUAGE
@pytest.mark.parametrize(
    "path",
    ["ask/", ASK, "ask/?page=cases/esim/", "ask/?page=before-and-after/", "thanks/", "thanks/?page=carriers/docomo/"],
)
def test_the_pages_are_sound(client: Client, db: None, path: str, language: str) -> None:
    assert_sound(client.get(f"/{language}/{path}"), language)


def assert_sound(page: Any, language: str, status: int = 200) -> None:
    """In its language, one heading, no id twice, nothing inline, not for search engines, nothing kept."""
    found = elements(page)
    assert page.status_code == status
    assert dict(found[0].attributes)["lang"] == HTML_LANG[language]
    assert len([e for e in found if e.name == "h1"]) == 1
    ids = [fields["id"] for e in found if (fields := {name: value or "" for name, value in e.attributes}).get("id")]
    assert sorted(ids) == sorted(set(ids))
    assert not [name for e in found for name, _value in e.attributes if name == "style" or name.startswith("on")]
    assert {"name": "robots", "content": "noindex"} in named(found, "meta")
    assert not page.cookies
    assert "cookie" not in page.headers.get("Vary", "").lower()


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.django_db(transaction=True)
def test_a_report_is_sent_without_scripts(live_server: Any, page: Any, clock: Clock) -> None:
    page.goto(f"{live_server.url}/ja/carriers/linksmate/")
    claim = page.locator("section[aria-labelledby=fees] article").first
    claim.locator("summary").click()
    claim.locator("a[href*='/report/']").click()
    page.locator("label[for=tried-different]").click()
    page.fill("#text", "5,500円でした")
    clock.passes(minutes=1)
    page.locator("main form button").click()
    expect(page).to_have_url(f"{live_server.url}/ja/thanks/?page=carriers%2Flinksmate%2F")
    page.locator("main > p a").click()
    expect(page).to_have_url(f"{live_server.url}/ja/carriers/linksmate/")
    assert Report.objects.get().text == "5,500円でした"
    assert page.context.cookies() == []


# Whose form it is


TOO_EARLY_OR_LATE = [{"seconds": 0}, {"seconds": 2.9}, {"days": 1, "seconds": 1}, {"days": 30}]


@BY_LANGUAGE
@pytest.mark.parametrize("passed", TOO_EARLY_OR_LATE, ids=str)
def test_too_quick_or_too_old_is_sent_again(
    client: Client, clock: Clock, fee: str, passed: dict[str, float], language: str
) -> None:
    form = filled(client.get(f"/{language}/{fee}")) | {"tried": "so", "text": "It was like this."}
    clock.passes(**passed)
    response = post(client, fee, form, language)
    assert_sound(response, language, 400)
    assert summary(response)
    assert not Report.objects.exists()
    again = filled(response)
    assert (again["tried"], again["text"]) == ("so", "It was like this.")
    clock.passes(seconds=3)
    assert post(client, fee, again, language).status_code == 303
    assert Report.objects.get().text == "It was like this."


@pytest.mark.parametrize("passed", [{"seconds": 3}, {"hours": 23, "minutes": 59}], ids=str)
def test_in_time(client: Client, clock: Clock, fee: str, passed: dict[str, float]) -> None:
    form = filled(client.get(f"/en/{fee}")) | {"tried": "so"}
    clock.passes(**passed)
    assert post(client, fee, form).status_code == 303


def test_a_token_is_good_for_one_claim_and_one_form(client: Client, clock: Clock, fee: str) -> None:
    forms = [f"/en/{a_place('signs', '')}", "/en/ask/", f"/en/{ASK}"]
    tokens = ["", "nonsense", "a:b", "\0", *(filled(client.get(address))["token"] for address in forms)]
    tokens.append(filled(client.get(f"/en/{fee}"))["token"][:-1])
    clock.passes(minutes=1)
    for token in tokens:
        assert post(client, fee, {"tried": "so", "text": "kept", "token": token}).status_code == 400
    missing = post(client, fee, {"tried": "so", "text": "kept"})
    assert (missing.status_code, filled(missing)["text"]) == (400, "kept")
    assert post(client, ASK, {"text": "?", "token": filled(client.get("/en/ask/"))["token"]}).status_code == 400
    assert not Report.objects.exists()
    assert not Question.objects.exists()


def test_a_token_of_another_site_with_our_software_is_refused(client: Client, clock: Clock, fee: str, settings: Any):
    settings.SECRET_KEY = "another"
    form = filled(client.get(f"/en/{fee}"))
    settings.SECRET_KEY = "for-tests-only"
    clock.passes(minutes=1)
    assert post(client, fee, form | {"tried": "so"}).status_code == 400


def test_the_check_needs_no_cookie(clock: Clock, fee: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = send(client, clock, fee, tried="so")
    assert response.status_code == 303
    assert not client.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@BY_LANGUAGE
@pytest.mark.parametrize("path", ["fee", ASK])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "https://evil.example"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "null"},
    ],
    ids=str,
)
def test_another_sites_page_cannot_send(
    client: Client, clock: Clock, fee: str, path: str, headers: dict[str, str], language: str
) -> None:
    path = fee if path == "fee" else path
    form = filled(client.get(f"/{language}/{path}")) | {"tried": "so", "text": "!"}
    clock.passes(minutes=1)
    assert_sound(post(client, path, form, language, headers=headers), language, 403)
    assert not Report.objects.exists()
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "same-origin", "origin": "http://testserver"}, {"origin": "https://testserver"}],
    ids=str,
)
def test_our_own_page_can(client: Client, clock: Clock, fee: str, headers: dict[str, str]) -> None:
    form = filled(client.get(f"/en/{fee}")) | {"tried": "so"}
    clock.passes(minutes=1)
    assert post(client, fee, form, headers=headers).status_code == 303


@pytest.mark.parametrize("path", ["fee", ASK])
def test_the_honeypot_thanks_and_stores_nothing(client: Client, clock: Clock, fee: str, path: str) -> None:
    path = fee if path == "fee" else path
    honest = send(client, clock, path, tried="so", text="?")
    kept = Report.objects.count() + Question.objects.count()
    trapped = send(client, clock, path, tried="so", text="?", homepage="https://spam.example")
    assert (trapped.status_code, trapped.headers["Location"]) == (honest.status_code, honest.headers["Location"])
    assert Report.objects.count() + Question.objects.count() == kept == 1


def test_the_honeypot_is_hidden_from_everybody(client: Client, fee: str) -> None:
    found = elements(client.get(f"/en/{fee}"))
    (trap,) = [field for field in named(found, "input") if field.get("name") == "homepage"]
    assert (trap["tabindex"], trap["autocomplete"], trap["type"]) == ("-1", "off", "text")
    assert "style" not in trap
    (around,) = [div for div in named(found, "div") if div.get("aria-hidden") == "true"]
    assert around["class"] == "unseen"


# How much


@BY_LANGUAGE
@pytest.mark.parametrize(("what", "model"), [("report", Report), ("question", Question)])
def test_so_many_an_hour(client: Client, clock: Clock, fee: str, what: str, model: Any, language: str) -> None:
    path = fee if what == "report" else ASK
    for _time in range(AN_HOUR[what]):
        assert send(client, clock, path, language, tried="so", text="once more").status_code == 303
    response = send(client, clock, path, language, tried="so", text="too much")
    assert_sound(response, language, 429)
    assert filled(response)["text"] == "too much"
    assert summary(response)
    assert model.objects.count() == AN_HOUR[what]
    assert send(client, clock, path, language, tried="so", text="a neighbour", homepage="").status_code == 429
    clock.passes(hours=1)
    assert post(client, path, filled(response), language).status_code == 303


def test_the_hour_slides_over_midnight_too(db: None) -> None:
    late = NOON.replace(hour=23, minute=58)
    assert [allowed("question", "192.0.2.1", late) for _ in range(4)] == [True, True, True, False]
    assert not allowed("question", "192.0.2.1", late + dt.timedelta(minutes=59))
    assert allowed("question", "192.0.2.2", late)
    assert allowed("report", "192.0.2.1", late)
    assert allowed("question", "192.0.2.1", late + dt.timedelta(minutes=62))


def test_old_attempts_are_deleted_in_passing(db: None) -> None:
    allowed("report", "192.0.2.1", NOON)
    allowed("report", "192.0.2.2", NOON + dt.timedelta(hours=23))
    assert Attempt.objects.count() == 2
    allowed("report", "192.0.2.3", NOON + dt.timedelta(hours=25))
    assert Attempt.objects.count() == 2


def test_no_address_is_stored_or_logged(client: Client, clock: Clock, fee: str, caplog: Any) -> None:
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    with caplog.at_level(logging.DEBUG):
        for _time in range(6):
            send(client, clock, fee, tried="so", text="hello")
    kept = [*Report.objects.values_list(), *Attempt.objects.values_list()]
    assert kept
    assert "198.51.100.7" not in f"{kept} {caplog.text}"
    who = set(Attempt.objects.values_list("who", flat=True))
    assert who.isdisjoint({*_plain_hashes("198.51.100.7")})
    clock.passes(days=1)
    send(client, clock, fee, tried="so")
    assert not who & set(Attempt.objects.filter(since__gte=clock.now.replace(second=0)).values_list("who", flat=True))


def _plain_hashes(address: str) -> list[str]:
    """What somebody without the key could try."""
    return [hashlib.new(name, address.encode()).hexdigest() for name in ("md5", "sha1", "sha256")]


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "counted"),
    [
        (False, ["203.0.113.{}"], "together"),
        (True, ["203.0.113.{}"], "apart"),
        (True, ["203.0.113.{}, 198.51.100.1"], "together"),
        (True, [""], "together"),
    ],
)
def test_whose_address_is_counted(
    client: Client, clock: Clock, db: None, settings: Any, behind_proxy: bool, forwarded: list[str], counted: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    answers = []
    for number in range(4):
        form = filled(client.get(f"/en/{ASK}")) | {"text": "?"}
        clock.passes(seconds=10)
        headers = {"x-forwarded-for": forwarded[0].format(number)}
        answers.append(post(client, ASK, form, headers=headers).status_code)
    assert answers[-1] == (429 if counted == "together" else 303)


# Questions


@BY_LANGUAGE
def test_a_question_is_stored(client: Client, clock: Clock, db: None, language: str) -> None:
    text = "Can I cancel by chat?\r\nMy mail is taro@example.com"
    assert send(client, clock, ASK, language, text=text).status_code == 303
    row = Question.objects.get()
    assert (row.page, row.text) == ("carriers/docomo/", f"Can I cancel by chat? My mail is {MASK}")
    assert (row.language, row.made_at, row.handled) == (language, clock.now, Handled.NEW)


@BY_LANGUAGE
@pytest.mark.parametrize("text", ["", " \n ", "\x00", "x" * 501])
def test_a_question_has_words(client: Client, clock: Clock, db: None, text: str, language: str) -> None:
    response = send(client, clock, ASK, language, text=text)
    assert_sound(response, language, 422)
    assert 'href="#text"' in summary(response)
    if text.strip("\x00"):
        assert filled(response)["text"].strip() == text.strip()
    assert not Question.objects.exists()


@pytest.mark.parametrize("path", ["carriers/docomo/", "cases/esim/", "before-and-after/", "myths/"])
def test_pages_lead_to_the_question(client: Client, db: None, path: str) -> None:
    links = {a["href"] for a in named(elements(client.get(f"/ja/{path}")), "a") if "href" in a}
    assert f"/ja/ask/?page={path}" in links


def an_answer(page: str, **fields: Any) -> Answer:
    texts = {
        f"{name}_{suffix}": f"{name} in {suffix}"
        for name in ("question", "answer")
        for suffix in ("en", "ja", "zh_hans", "zh_hant")
    }
    row = Answer.objects.create(key="by-chat", page=page, **texts, **fields)
    row.sources.add(models.Source.objects.filter(carrier=None).first())
    keep("answers")
    return row


@BY_LANGUAGE
@pytest.mark.parametrize("path", ["carriers/docomo/", "cases/esim/", "before-and-after/"])
def test_answers_stand_on_their_page(client: Client, db: None, path: str, language: str) -> None:
    an_answer(path)
    suffix = language.replace("-", "_")
    page = client.get(f"/{language}/{path}").content.decode().replace("<wbr>", "")
    assert f"question in {suffix}" in page
    assert f"answer in {suffix}" in page
    assert f"/{language}/report/answers/answers/by-chat/" in page
    assert 'id="answer-by-chat"' in page
    assert client.get(f"/{language}/report/answers/answers/by-chat/").status_code == 200
    for other in {"carriers/docomo/", "carriers/au/", "cases/esim/", "before-and-after/"} - {path}:
        assert f"question in {suffix}" not in client.get(f"/{language}/{other}").content.decode()


def test_a_draft_answer_is_not_shown(client: Client, db: None) -> None:
    an_answer("carriers/docomo/", published=False)
    assert "question in en" not in client.get("/en/carriers/docomo/").content.decode()


def test_answers_take_few_queries(client: Client, db: None, django_assert_max_num_queries: Any) -> None:
    an_answer("carriers/softbank/")
    with django_assert_max_num_queries(6):
        client.get("/en/carriers/softbank/")


@pytest.mark.parametrize(("path", "queries"), [("fee", 4), (ASK, 4), ("ask/?page=cases/esim/", 4), ("thanks/", 0)])
def test_queries_are_bounded(client: Client, fee: str, path: str, queries: int, django_assert_max_num_queries: Any):
    with django_assert_max_num_queries(queries):
        client.get(f"/en/{fee if path == 'fee' else path}")


def test_sending_takes_few_queries_more(
    client: Client, clock: Clock, db: None, django_assert_max_num_queries: Any
) -> None:
    form = filled(client.get("/en/ask/")) | {"text": "?"}
    clock.passes(minutes=1)
    with django_assert_max_num_queries(12):
        assert post(client, "ask/", form).status_code == 303


@pytest.mark.parametrize("path", ["fee", ASK])
@pytest.mark.parametrize("verb", ["put", "delete", "patch"])
def test_other_verbs_are_refused(client: Client, fee: str, path: str, verb: str) -> None:
    assert getattr(client, verb)(f"/en/{fee if path == 'fee' else path}").status_code == 405


# Editors


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("aoi"))
    return client


@pytest.fixture
def report(fee: str) -> Report:
    unit, rows, key = fee.removeprefix("report/").strip("/").split("/")
    return Report.objects.create(
        unit=unit, rows=rows, key=key, tried=Tried.DIFFERENT, text="It was 5,500円.", language="ja", made_at=NOON
    )


@pytest.fixture
def question(db: None) -> Question:
    return Question.objects.create(page="carriers/docomo/", text="By chat?", language="en", made_at=NOON)


def admin_address(row: Any) -> str:
    return reverse(f"admin:carriers_{row._meta.model_name}_change", args=[row.pk])


def test_lists_open(editor: Client, report: Report, question: Question) -> None:
    for row in (report, question):
        address = reverse(f"admin:carriers_{row._meta.model_name}_changelist")
        assert admin_address(row) in editor.get(address).text
        assert admin_address(row) in unescape(editor.get(address, {"handled__exact": "new"}).text)
        assert admin_address(row) not in editor.get(address, {"handled__exact": "accepted"}).text


@BY_LANGUAGE
def test_the_claim_stands_beside_its_report(editor: Client, report: Report, language: str) -> None:
    row = models.Fee.objects.get(carrier__slug="linksmate", key=report.key)
    page = unescape(editor.get(admin_address(report), headers={"accept-language": language}).text)
    assert getattr(row, f"title_{language.replace('-', '_')}") in page
    assert getattr(row, f"text_{language.replace('-', '_')}") in page
    assert f'href="{admin_address(row.carrier)}#{place_on_page(row)}"' in page
    assert "It was 5,500円." in page


@pytest.mark.parametrize(("rows", "unit"), kinds())
def test_each_kind_of_claim_is_shown_to_the_editor(editor: Client, rows: str, unit: str) -> None:
    _report, name, place, key = a_place(rows, unit).strip("/").split("/")
    row = Report.objects.create(unit=name, rows=place, key=key, tried=Tried.SO, language="en", made_at=NOON)
    page = editor.get(admin_address(row))
    assert page.status_code == 200
    (link,) = re.findall(r'<a href="([^"]+)">Open it to change it', page.text)
    address, _sharp, place = link.partition("#")
    assert not place or f'id="{place}"' in editor.get(address).text
    match = resolve(address)
    _app, model, _page = match.url_name.split("_")
    shown = getattr(models, {"carrier": "Carrier", "case": "Case", "myth": "Myth", "letter": "Letter"}[model])
    edited = shown._default_manager.get(pk=match.kwargs["object_id"])
    assert getattr(edited, "slug", "") == name or edited.key == key.partition(".")[0]


def test_a_report_outlives_its_claim(editor: Client, report: Report) -> None:
    models.Fee.objects.filter(carrier__slug="linksmate").delete()
    assert "no longer exists" in editor.get(admin_address(report)).text
    models.Carrier.objects.filter(slug="linksmate").delete()
    assert "no longer exists" in editor.get(admin_address(report)).text


@pytest.mark.parametrize("row", ["report", "question"])
@pytest.mark.parametrize("handled", [Handled.ACCEPTED, Handled.REJECTED])
def test_handling_is_stamped_and_changes_no_claim(
    editor: Client, clock: Clock, row: str, handled: Handled, request: Any
) -> None:
    row = request.getfixturevalue(row)
    before = read_carrier("linksmate")
    clock.passes(minutes=2)
    wanted = {"handled": handled, "reason": "The page says so."}
    assert editor.post(admin_address(row), wanted).status_code == 302
    row.refresh_from_db()
    assert (row.handled, row.reason) == (handled, "The page says so.")
    assert (row.handled_by, row.handled_at) == ("aoi", clock.now)
    assert read_carrier("linksmate") == before


def test_handling_needs_a_reason(editor: Client, report: Report) -> None:
    page = editor.post(admin_address(report), {"handled": "rejected", "reason": ""})
    assert "Say why in one line" in page.text
    report.refresh_from_db()
    assert report.handled == Handled.NEW


def test_taking_it_back_takes_the_stamp_back(editor: Client, report: Report) -> None:
    editor.post(admin_address(report), {"handled": "accepted", "reason": "So it is."})
    editor.post(admin_address(report), {"handled": "new", "reason": ""})
    report.refresh_from_db()
    assert (report.handled, report.handled_by, report.handled_at) == (Handled.NEW, "", None)


def test_the_readers_words_stay(editor: Client, report: Report) -> None:
    forged = {"handled": "accepted", "reason": "So.", "text": "forged", "tried": "so", "unit": "au", "key": "x"}
    editor.post(admin_address(report), forged | {"handled_by": "nobody"})
    report.refresh_from_db()
    assert (report.text, report.tried, report.unit) == ("It was 5,500円.", Tried.DIFFERENT, "linksmate")
    assert report.handled_by == "aoi"


@pytest.mark.parametrize("name", ["report", "question"])
def test_nobody_adds_by_hand(editor: Client, name: str) -> None:
    assert editor.get(reverse(f"admin:carriers_{name}_add")).status_code == 403


def test_the_way_to_write_the_answer(editor: Client, question: Question) -> None:
    (link,) = re.findall(r'<a href="([^"]+)">Write the answer', editor.get(admin_address(question)).text)
    assert 'name="page" value="carriers/docomo/"' in unescape(editor.get(unescape(link)).text)


@pytest.mark.django_db
@pytest.mark.parametrize("carrier", ["docomo", "mineo", "airalo"])
def test_each_step_of_a_plan_leads_to_its_report(client, carrier):
    plan = client.get(f"/en/plan/yours/?carrier={carrier}&where=abroad&sim=lost").text
    links = set(re.findall(r'href="(/en/report/[^"]+)"', plan))
    assert links
    assert {client.get(link).status_code for link in links} == {200}
