"""Open data: what docs/open-data.md promises, and nothing that is not published."""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from carriers import choices, models
from carriers.facts import CLAIM_LISTS, LANGUAGES, claims_of
from carriers.rows import read_carrier, read_shared
from guide import difficulty
from guide.compare import SORTABLE
from guide.language import HTML_LANG
from guide.opendata import LICENCE, harmless
from tests.keeping import change, keep, today

pytestmark = pytest.mark.django_db
DOCUMENTATION = (Path(__file__).resolve().parent.parent / "docs/open-data.md").read_text()
LIST, ONE = "/api/v1/carriers.json", "/api/v1/carriers/softbank.json"
TABLES = {language: f"/api/v1/compare-{language}.csv" for language in LANGUAGES}
ADDRESSES = [LIST, ONE, TABLES["ja"]]
MISSING = ["/api/v1/carriers/nobody.json", "/api/v1/compare-fr.csv"]
BY_ADDRESS = pytest.mark.parametrize("address", ADDRESSES)


class Shape(msgspec.Struct, forbid_unknown_fields=True):
    """The JSON as its readers rely on it: these keys, all of them, with these types."""


class Text(Shape, rename={"zh_hans": "zh-hans", "zh_hant": "zh-hant"}):
    zh_hans: str | None
    zh_hant: str | None
    ja: str | None
    en: str | None


class Licence(Shape):
    name: Literal["CC BY 4.0"]
    url: str


class Reasons(Shape):
    ends_by_itself: bool
    takes_online: bool | None
    works_from_abroad: bool | None
    without_japanese: bool | None
    without_login: bool | None


class Difficulty(Shape):
    key: Literal["0", "1", "2", "3", "4", "5"]
    reasons: Reasons


class Listed(Shape):
    slug: str
    name: Text
    aliases: list[str]
    kind: choices.Kind
    billing: choices.Billing
    networks: list[choices.Network]
    status: choices.Status
    operator: str | None
    official_site: str | None
    difficulty: Difficulty
    pages: dict[str, str]
    url: str


class Carriers(Shape):
    version: Literal["1"]
    licence: Licence
    documentation: str
    languages: list[str]
    content_as_of: dt.datetime | None
    carriers: list[Listed]


def listed(client: Client) -> Carriers:
    return msgspec.json.decode(client.get(LIST).content, type=Carriers)


def one(client: Client, slug: str = "softbank") -> dict[str, Any]:
    return client.get(f"/api/v1/carriers/{slug}.json").json()["carrier"]


def lines(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"), newline=""), strict=True))


# The list


def test_list_keeps_its_shape(client):
    found = listed(client)
    assert found.licence.url == LICENCE
    assert found.languages == list(LANGUAGES)
    assert [row.slug for row in found.carriers] == [row.slug for row in models.Carrier.objects.published().in_order()]


def test_list_says_how_old_its_content_is(client):
    newest = models.Version.objects.latest()
    assert listed(client).content_as_of == newest.made_at.replace(microsecond=0)
    models.Version.objects.all().delete()
    assert listed(client).content_as_of is None


def test_every_address_of_the_list_answers(client):
    found = listed(client).carriers
    for row in found:
        assert row.pages == {language: f"http://testserver/{language}/carriers/{row.slug}/" for language in LANGUAGES}
        assert row.url == f"http://testserver/api/v1/carriers/{row.slug}.json"
    assert [client.get(address).status_code for address in (*found[0].pages.values(), found[0].url)] == [200] * 5


def test_difficulty_is_that_of_the_pages(client):
    facts = {carrier.slug: carrier for carrier in today().carriers()}
    for row in listed(client).carriers:
        expected = difficulty.difficulty(facts[row.slug])
        assert row.difficulty.key == expected.key
        ends_by_itself, *others = msgspec.structs.astuple(row.difficulty.reasons)
        assert ([True] if ends_by_itself else others) == [reason.holds for reason in expected.reasons]


# One carrier


def test_whole_begins_as_the_list_does(client):
    whole, row = client.get(ONE).json(), client.get(LIST).json()
    (short,) = (carrier for carrier in row.pop("carriers") if carrier["slug"] == "softbank")
    assert short.items() <= whole.pop("carrier").items()
    assert whole == row


@pytest.mark.parametrize("slug", ["softbank", "docomo", "povo"])
def test_every_claim_stands_there_with_its_sources(client, slug):
    facts, found = read_carrier(slug), one(client, slug)
    known = {source.key: source for source in (*read_shared("sources").sources, *facts.sources)}
    served = [row for name in CLAIM_LISTS for method in found[name] for row in (method, *method.get("documents", []))]
    claims = list(claims_of(facts))
    assert [row["key"] for row in served] == [claim.key for claim in claims]
    for row, claim in zip(served, claims, strict=True):
        assert {source["url"] for source in row["sources"]} == {known[key].url for key in claim.sources}
        assert row["confidence"] == claim.confidence
        assert row["text" if "text" in row else "note"] == plain(claim.text if "text" in row else claim.note)


def plain(text: Any) -> dict[str, str | None] | None:
    return {language: words or None for language, words in text.in_each().items()} if text else None


def test_check_and_conflict_are_told(client):
    row = models.Fee.objects.filter(carrier__slug="softbank").first()
    row.checked_on, row.checked_by, row.conflict_en = dt.date(2026, 11, 1), "A name", "Two pages differ."
    row.save()
    keep("softbank")
    (fee,) = (fee for fee in one(client)["fees"] if fee["key"] == row.key)
    assert fee["checked_on"] == "2026-11-01"
    assert fee["conflict"]["en"] == "Two pages differ."
    assert b"A name" not in client.get(ONE).content


def test_sources_are_those_of_the_claims_each_once(client):
    found = one(client)
    urls = [source["url"] for source in found["sources"]]
    assert sorted(urls) == sorted({url for _name, row in rows(found) for url in source_urls(row)})
    assert [source["official"] for source in found["sources"]] == sorted(
        (source["official"] for source in found["sources"]), reverse=True
    )


def source_urls(row: dict[str, Any]) -> list[str]:
    return [source["url"] for source in row.get("sources", [])]


# What is not published


def follow(slug: str, successor: str) -> None:
    change(models.Carrier.objects.filter(slug=slug), slug, successor=models.Carrier.objects.get(slug=successor))


def test_unpublished_carrier_is_nowhere(client):
    change(models.Carrier.objects.filter(slug="softbank"), "softbank", published=False)
    follow("ymobile", "softbank")
    assert "softbank" not in [row.slug for row in listed(client).carriers]
    assert "softbank" not in [line[0] for line in lines(client.get(TABLES["en"]))]
    assert client.get(ONE).json() == {"error": "No carrier of this name is published here."}
    assert one(client, "ymobile")["successor"] is None


def test_successor_is_named(client):
    follow("ymobile", "softbank")
    assert one(client, "ymobile")["successor"] == "softbank"


def test_unpublished_row_is_nowhere(client):
    carrier = models.Carrier.objects.get(slug="softbank")
    hidden = models.Source.objects.create(
        carrier=carrier, key="softbank-hidden", url="https://hidden.example/", publisher="Hidden publisher"
    )
    fee = models.Fee.objects.create(
        carrier=carrier, key="hidden-fee", kind="other", title_en="x", text_en="x", published=False
    )
    fee.sources.add(hidden)
    keep("softbank")
    content = client.get(ONE).content
    assert not [word for word in (b"hidden-fee", b"hidden.example", b"Hidden publisher") if word in content]


def test_nothing_below_an_unpublished_row_is_told(client):
    method = models.CancellationMethod.objects.filter(carrier__slug="softbank", documents__published=True).first()
    document = method.documents.first()
    hidden = models.Source.objects.create(key="hidden", url="https://hidden.example/", publisher="Hidden")
    document.sources.add(hidden)
    keep("sources", "softbank")
    assert b"hidden.example" in client.get(ONE).content
    method.published = False
    method.save()
    keep("softbank")
    assert method.key not in [row["key"] for row in one(client)["methods"]]
    assert b"hidden.example" not in client.get(ONE).content


def test_unpublished_document_and_question_are_left_out(client):
    models.RequiredDocument.objects.filter(method__carrier__slug="softbank").update(published=False)
    change(models.OpenQuestion.objects.filter(carrier__slug="softbank"), "softbank", published=False)
    found = one(client)
    assert found["open_questions"] == []
    assert {len(method["documents"]) for method in found["methods"]} == {0}


# The table


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_has_a_row_a_carrier_in_its_language(client, language):
    response = client.get(TABLES[language])
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Language"] == HTML_LANG[language]
    assert response.headers["Content-Disposition"] == f'attachment; filename="compare-{language}.csv"'
    header, *rows = lines(response)
    with override(language):
        assert header[2:] == [str(label) for label in SORTABLE.values()]
    assert [row[0] for row in rows] == [carrier.slug for carrier in models.Carrier.objects.published().in_order()]
    assert {len(row) for row in rows} == {2 + 1 + 10}
    assert all(cell for row in rows for cell in row)


def test_table_of_one_language_is_not_that_of_another(client):
    assert len({client.get(address).content for address in TABLES.values()}) == len(LANGUAGES)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])
def test_no_cell_is_a_formula(client, begin):
    change(models.Carrier.objects.filter(slug="docomo"), "docomo", name_en=f"{begin}HYPERLINK(1)")
    names = {line[0]: line[1] for line in lines(client.get(TABLES["en"]))}
    assert names["docomo"] == f"'{begin}HYPERLINK(1)"


def test_other_words_are_left_alone():
    assert [harmless(words) for words in ("0 yen", "", "a=b", "(=1)")] == ["0 yen", "", "a=b", "(=1)"]


# Headers


@pytest.mark.parametrize("address", [*ADDRESSES, *MISSING])
def test_open_to_every_origin_and_keeping_nothing(client, address):
    response = client.get(address, headers={"origin": "https://elsewhere.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["Link"] == f'<{LICENCE}>; rel="license"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("address", MISSING)
def test_what_is_not_there_says_so(client, address):
    response = client.get(address, headers={"if-none-match": "*"})
    assert response.status_code == 404
    assert response.json()["error"]
    assert "ETag" not in response.headers


@BY_ADDRESS
def test_not_modified_until_something_is_saved(client, address, django_assert_num_queries):
    etag = client.get(address).headers["ETag"]
    with django_assert_num_queries(1):
        again = client.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert (again.headers["ETag"], again.headers["Cache-Control"]) == (etag, "public, max-age=300")

    change(models.Carrier.objects.filter(slug="softbank"), "softbank", official_site="https://new.example/")
    changed = client.get(address, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


@pytest.mark.parametrize("address", [LIST, TABLES["en"]])
def test_before_any_history_there_is_an_etag_too(client, address):
    models.Version.objects.all().delete()
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304


def test_withdrawn_carrier_is_not_said_to_be_unchanged(client):
    etag = client.get(ONE).headers["ETag"]
    change(models.Carrier.objects.filter(slug="softbank"), "softbank", published=False)
    assert client.get(ONE, headers={"if-none-match": etag}).status_code == 404


@BY_ADDRESS
def test_only_read(client, address):
    assert client.head(address).status_code == 200
    for method in (client.post, client.put, client.delete):
        response = method(address)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


@BY_ADDRESS
def test_browsers_language_changes_nothing(client, address):
    answers = {client.get(address, headers={"accept-language": asked}).content for asked in ("ja", "zh-TW", "en")}
    assert len(answers) == 1


@pytest.mark.parametrize("address", [LIST, ONE])
def test_json_shows_words_as_they_are_written(client, address):
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Language"] == "zh-Hans, zh-Hant, ja, en"
    assert "ソフトバンク" in response.content.decode()


@pytest.mark.parametrize(("address", "queries"), [(LIST, 4), (ONE, 4), (TABLES["ja"], 5)])
def test_queries_are_bounded(client, django_assert_max_num_queries, address, queries):
    with django_assert_max_num_queries(queries):
        client.get(address)


# The documentation


def documented() -> dict[str, dict[str, str]]:
    """Under each heading its fields, with what is said of them."""
    sections = re.split(r"^### (.+)$", DOCUMENTATION, flags=re.MULTILINE)[1:]
    return {
        name: {
            field: said
            for fields, said in re.findall(r"^\| (`[^|]+) \| ([^|]*) \|$", table, re.MULTILINE)
            for field in re.findall(r"`(\w+)`", fields)
        }
        for name, table in zip(sections[::2], sections[1::2], strict=True)
    }


def rows(carrier: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of a carrier, under the name of its list as the documentation has it."""
    for name, value in carrier.items():
        for row in value if isinstance(value, list) else []:
            if isinstance(row, dict):
                yield ("source" if name == "sources" else name), row
                yield from ((f"{name}.{below}".replace(f"{name}.source", "source"), r) for below, r in rows(row))


@pytest.fixture(scope="module")
def every(django_db_setup: None, django_db_blocker: Any) -> list[dict[str, Any]]:
    """Each carrier's own file."""
    with django_db_blocker.unblock():
        return [one(Client(), slug) for slug in models.Carrier.objects.published().values_list("slug", flat=True)]


def test_documented_fields_of_a_file_are_those_served(client):
    sections = documented()
    top, short, whole = sections["top of a JSON file"], sections["a carrier in the list"], one(client)
    assert set(top) == {*client.get(LIST).json(), *client.get(ONE).json()}
    assert list(short) == list(client.get(LIST).json()["carriers"][0])
    assert set(short) | set(sections["a carrier's own file"]) == set(whole)
    assert list(sections["reasons"]) == list(whole["difficulty"]["reasons"])


def test_documented_fields_of_every_row_are_those_served(every):
    sections = documented()
    claim, served = set(sections["claim"]), dict.fromkeys(sections)
    for name, row in (found for carrier in every for found in rows(carrier)):
        own = set(sections[name])
        assert set(row) == (own | claim if "confidence" in row else own), name
        served[name] = row
    tops = {"top of a JSON file", "a carrier in the list", "reasons", "a carrier's own file", "claim"}
    assert {name for name, row in served.items() if row is None} == tops


@pytest.mark.parametrize(
    ("section", "field", "words"),
    [
        ("a carrier in the list", "kind", choices.Kind),
        ("a carrier in the list", "billing", choices.Billing),
        ("a carrier in the list", "networks", choices.Network),
        ("a carrier in the list", "status", choices.Status),
        ("claim", "confidence", choices.Confidence),
        ("signs", "kind", choices.SignKind),
        ("endings", "ends", choices.Ends),
        ("endings", "period", choices.Period),
        ("methods", "channel", choices.Channel),
        ("methods", "after_hours", choices.AfterHours),
        ("fees", "kind", choices.FeeKind),
        ("contacts", "purpose", choices.ContactPurpose),
        ("special_cases", "stage", choices.Stage),
        ("special_cases", "anchor", choices.Anchor),
        ("open_questions", "topic", choices.Topic),
    ],
)
def test_documented_words_are_the_choices(section, field, words):
    assert set(re.findall(r"`(\w+)`", documented()[section][field])) == set(words.values)


def test_documented_addresses_answer(client):
    for pattern in re.findall(r"^\| `(/api[^`]+)`", DOCUMENTATION, re.MULTILINE):
        assert client.get(pattern.replace("<slug>", "softbank").replace("<language>", "en")).status_code == 200
