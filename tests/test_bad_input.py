"""Whatever stands in the address: an answer, a question about it, or 400; never an error of ours."""

from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide.questions import CARRIER, LEAVING, QUESTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
ABROAD = "carrier=docomo&where=abroad"
PATHS = ["plan/", "plan/yours/", "plan/yours.json", "plan/yours.ics", "carriers/"]
PATHS += [f"plan/{key}/" for key in QUESTIONS]


@pytest.mark.parametrize(
    "extra", ["nonsense=1", "CARRIER=au", "carrier%00=au", "=au", "plan=%F0%9F%92%A9", "opened=nothing"]
)
def test_unknown_keys_are_dropped(client, extra):
    response = client.get(f"/en/plan/yours/?{ABROAD}&{extra}")
    assert response.status_code == 200
    assert response.context["answers_query"] == ABROAD


@pytest.mark.parametrize("key", [key for key in QUESTIONS if key not in ("leaving", "cycle")])
@pytest.mark.parametrize("value", ["nothing", "docomo' OR 1=1", "ｄｏｃｏｍｏ", "\0", "\ud800", "💩"], ids=ascii)
def test_unknown_value_gives_its_question(client, key, value):
    query = {"carrier": "docomo", "where": "abroad"} | {key: value.encode(errors="surrogatepass")}
    response = client.get(f"/en/plan/yours/?{urlencode(query)}", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0].startswith(f"/en/plan/{key}/")
    assert key in response.context["form"].errors


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-30", "no such day"),
        ("2027-02-29", "no such day"),
        ("0", "no such day"),
        ("0000-00-00", "no such day"),
        ("99999-01-01", "no such day"),
        ("tomorrow", "no such day"),
        ("20/01/2027", "no such day"),
        ("２０２７-01-20", "no such day"),
        ("2027-01-20T10:00", "no such day"),
        ("20270120", "no such day"),
        ("2027-W03-3", "no such day"),
        ("2026-11-30", "has passed"),
        ("0001-01-01", "has passed"),
        ("2027-12-03", "more than a year"),
        ("9999-12-31", "more than a year"),
    ],
)
def test_impossible_day_gives_the_question(client, day, said):
    response = client.get("/en/plan/yours/", {"carrier": "docomo", "where": "japan", "leaving": day}, follow=True)
    assert response.status_code == 200
    assert said in response.context["form"].errors["leaving"][0]


@pytest.mark.parametrize("value", ["0", "32", "-1", "1.5", "last", "１"])
def test_impossible_billing_day_gives_the_question(client, value):
    query = {"carrier": "softbank", "where": "abroad", "cycle": value}
    response = client.get("/en/plan/yours/", query, follow=True)
    assert response.status_code == 200
    assert "cycle" in response.context["form"].errors


@pytest.mark.parametrize("face", ["yours/", "yours.json", "yours.ics", "sim/", ""])
@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("k" * 100, "v", 200),
        ("k" * 101, "v", 400),
        ("鍵" * 34, "v", 400),
        ("k", "v" * 1000, 200),
        ("k", "v" * 1001, 400),
        ("k", "値" * 334, 400),
    ],
    ids=["key 100", "key 101", "key 102 bytes", "value 1000", "value 1001", "value 1002 bytes"],
)
def test_length_is_bounded(client, face, key, value, status):
    assert client.get(f"/en/plan/{face}", {"carrier": "docomo", "where": "abroad", key: value}).status_code == status


def test_answer_given_often_counts_once(client):
    response = client.get(f"/en/plan/yours/?{ABROAD}{'&sim=card' * 1001}")
    assert response.context["answers_query"] == f"{ABROAD}&sim=card"


@pytest.mark.parametrize("was", ["nobody", "%00", "%ED%A0%80", "' OR 1=1"])
def test_carrier_before_may_be_anything(client, was):
    assert client.get(f"/en/plan/carrier/?{ABROAD}&go=next&was={was}").status_code == 302


@pytest.mark.parametrize("q", ["%00", "%ED%A0%80", "%F0%9F%92%A9", "%", "q" * 5000, "%E3%82%99"])
def test_search_takes_anything(client, q):
    assert client.get(f"/en/carriers/?q={q}&kind={q}&network={q}&online={q}").status_code == 200


@pytest.mark.parametrize("slug", ["%00", "..%2f..", "docomo%20", "💩", "d" * 3000])
def test_odd_address_is_not_found(client, slug):
    for path in ("carriers", "cases", "plan"):
        assert client.get(f"/en/{path}/{slug}/").status_code == 404


# Anything at all

texts = st.text(max_size=20) | st.sampled_from(["", " ", "\0", "none", "unsure", "0", "-1", "2026-12-24", "2026-02-30"])
known = st.sampled_from(list(QUESTIONS)).flatmap(
    lambda key: st.tuples(st.just(key), st.sampled_from([o.value for o in QUESTIONS[key].options] or ["au"]) | texts)
)
odd = st.tuples(st.sampled_from([*QUESTIONS, "go", "was", "opened", "q"]) | texts, texts)
begun = st.sampled_from(
    [
        [],
        [(CARRIER.key, "softbank"), ("where", "abroad")],
        [(CARRIER.key, "povo"), ("where", "japan"), (LEAVING.key, "no")],
    ]
)
queries = st.builds(lambda start, rest: urlencode([*start, *rest]), begun, st.lists(known | odd, max_size=8))
fuzzed = settings(
    max_examples=100,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def assert_answered(path: str, query: str) -> None:
    assert Client().get(f"/ja/{path}", QUERY_STRING=query).status_code in (200, 302, 400)


@fuzzed
@given(path=st.sampled_from(PATHS), query=queries)
def test_any_answers_are_answered(path, query):
    assert_answered(path, query)


@fuzzed
@given(path=st.sampled_from(PATHS), raw=st.binary(max_size=60))
def test_any_bytes_are_answered(path, raw):
    assert_answered(path, quote_from_bytes(raw, safe="&=;+#%"))
