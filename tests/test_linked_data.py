"""What pages say to search engines: the vocabulary's types and properties, true, and no invented author."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from schema_org import registry
from schema_org.base import SchemaModel

from carriers.facts import MethodStep, Text
from guide.deadlines import JAPAN
from guide.language import HTML_LANG
from guide.linked_data import breadcrumb, faq, graph, how_to, reviewed, web_page
from tests.facts import make_method, make_rule, text
from tests.keeping import today

PAGE = "https://example.org/en/carriers/softbank/"
HOME = ("Home", "https://example.org/en/")
CRUMBS = [("Carriers", "https://example.org/en/carriers/"), ("SoftBank", "")]
SAVED = dt.datetime(2026, 12, 1, 10, 30, 15, 999, tzinfo=JAPAN)
CHECKED = dt.date(2026, 11, 20)
STEPS = [MethodStep(text=Text(en="Press cancel.", ja="解約を押す"), button="解約"), MethodStep(text=text("Wait."))]


def built(node: dict[str, Any]) -> SchemaModel:
    """The node as schema.org's own model of its type, which refuses any other property, type or value."""
    model = registry.get_model(node["@type"])
    ranges = {found.schema_name: set(found.ranges) for found in model.SCHEMA_PROPERTIES}
    return model(**{name: _value(value, ranges.get(name, set())) for name, value in node.items()})


def _value(value: Any, ranges: set[str]) -> Any:
    """The models are strict: they want days as days, and nodes as models."""
    if isinstance(value, list):
        return [_value(item, ranges) for item in value]
    if isinstance(value, dict):
        return built(value)
    if isinstance(value, str) and ranges & {"Date", "DateTime"}:
        return dt.date.fromisoformat(value) if "T" not in value else dt.datetime.fromisoformat(value)
    return value


def assert_valid(document: dict[str, Any]) -> None:
    assert document.keys() == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    for node in document["@graph"]:
        assert built(node).to_jsonld() == {"@context": "https://schema.org", **node}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node, however deep."""
    if isinstance(value, dict):
        yield value
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in below:
        yield from nodes(item)


# The validator


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "WebPag", "name": "x"},
        {"@type": "WebPage", "titel": "x"},
        {"@type": "WebPage", "name": 3},
        {"@type": "WebPage", "lastReviewed": "soon"},
        {"@type": "WebPage", "breadcrumb": {"@type": "Answer", "text": "x"}},
        {"@type": "HowTo", "lastReviewed": "2026-11-20"},
        {"@type": "HowTo", "step": [{"@type": "HowToStep", "words": "x"}]},
        {"@type": "HowTo", "step": [{"@type": "BreadcrumbList", "name": "x"}]},
        {"@type": "ListItem", "position": True},
        {"@type": "ListItem", "item": "https://example.org/"},
        {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "acceptedAnswer": {"@type": "HowTo"}}]},
        {"name": "x"},
    ],
    ids=json.dumps,
)
def test_what_the_vocabulary_does_not_have_is_refused(wrong):
    with pytest.raises((ValueError, KeyError)):  # KeyError: there is no such type
        assert_valid(graph(wrong))


# The nodes


@pytest.mark.parametrize(
    "node",
    [
        breadcrumb(CRUMBS, HOME),
        breadcrumb([], HOME),
        web_page("SoftBank", PAGE, "en", SAVED, CHECKED),
        web_page("SoftBank", PAGE, "en", None, None),
        how_to("Cancel online", make_method(steps=STEPS), "en"),
        how_to("Cancel online", make_method(), "zh-hant"),
        faq([("Is it free?", text("Yes."))], "ja"),
    ],
    ids=["way", "home", "page", "page without days", "how-to", "how-to without steps", "questions"],
)
def test_every_node_is_valid(node):
    assert_valid(graph(node))


@pytest.mark.django_db
@pytest.mark.parametrize("language", HTML_LANG)
def test_every_method_we_publish_is_valid(language):
    methods = [row for carrier in today().carriers() for row in carrier.methods]
    assert_valid(graph(*(how_to(row.title, row, language) for row in methods)))
    assert any(row.steps for row in methods)


def test_way_is_numbered_from_home_to_the_page():
    items = breadcrumb(CRUMBS, HOME)["itemListElement"]
    assert [(item["position"], item["name"]) for item in items] == [(1, "Home"), (2, "Carriers"), (3, "SoftBank")]
    assert [item.get("item", {}).get("@id") for item in items] == [HOME[1], CRUMBS[0][1], None]


def test_way_leaves_out_what_has_no_page():
    items = breadcrumb([CRUMBS[0], ("SoftBank", ""), ("Sources", "")], HOME)["itemListElement"]
    assert [(item["position"], item["name"]) for item in items] == [(1, "Home"), (2, "Carriers"), (3, "Sources")]


def test_days_of_a_page_are_told_if_they_are_known():
    page = web_page(text("SoftBank"), PAGE, "zh-hans", SAVED, CHECKED)
    assert page == {
        "@type": "WebPage",
        "@id": PAGE,
        "url": PAGE,
        "name": "SoftBank",
        "inLanguage": "zh-Hans",
        "dateModified": "2026-12-01T10:30:15+09:00",
        "lastReviewed": "2026-11-20",
    }
    assert web_page("x", PAGE, "en", None, None).keys() == page.keys() - {"dateModified", "lastReviewed"}


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Press cancel. (解約)"), ("ja", "解約を押す（解約）"), ("zh-hans", "Press cancel. (解約)")],
)
def test_step_names_the_button(language, words):
    first, second = how_to("Cancel", make_method(steps=STEPS), language)["step"]
    assert (first["position"], first["text"]) == (1, words)
    assert (second["position"], second["text"]) == (2, "Wait.")


def test_words_in_another_language_say_so():
    first, second = how_to("Cancel", make_method(steps=STEPS), "zh-hant")["step"]
    assert (first["inLanguage"], "inLanguage" in second) == ("en", False)
    (question,) = faq([(Text(ja="無料ですか"), Text(en="Yes."))], "ja")["mainEntity"]
    assert "inLanguage" not in question
    assert question["acceptedAnswer"] == {"@type": "Answer", "text": "Yes.", "inLanguage": "en"}


@pytest.mark.parametrize(
    ("days", "day"),
    [
        ([], None),
        ([None], None),
        ([CHECKED, None], None),
        ([CHECKED, dt.date(2026, 10, 1)], dt.date(2026, 10, 1)),
        ([CHECKED], CHECKED),
    ],
)
def test_page_is_reviewed_once_every_claim_is_checked(days, day):
    claims = [make_rule(checked_on=checked) for checked in days]
    assert reviewed(claims) == day


# The element


def rendered(**context: Any) -> str:
    return Template("{% load linked_data %}{% linked_data %}").render(Context(context))


def test_nothing_in_the_words_ends_the_element():
    words = "</script><script>alert(1)</script><!-- & 解約"
    html = rendered(linked=[web_page(words, PAGE, "en", None, None)])
    (document,) = documents(html)
    assert document["@graph"][0]["name"] == words
    assert html.count("<") == html.count(">") == 2
    assert "&" not in html
    assert "解約" in html


def test_page_that_says_nothing_has_no_element():
    assert rendered() == rendered(linked=[]) == ""


# Real pages


def documents(html: str) -> list[dict[str, Any]]:
    return [
        json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/en/carriers/softbank/", "en"),
        ("/ja/cases/lost-sim/", "ja"),
        ("/zh-hant/words/", "zh-Hant"),
        ("/en/plan/yours/?carrier=docomo&where=abroad", "en"),
    ],
)
def test_pages_are_valid_and_name_no_author(path, language):
    found = documents(Client().get(path).content.decode())
    assert found
    for document in found:
        assert_valid(document)
        every = list(nodes(document["@graph"]))
        assert not [node for node in every if {"author", "publisher", "reviewedBy"} & node.keys()]
        assert {"Person", "Organization"}.isdisjoint(node["@type"] for node in every)
        assert {node["inLanguage"] for node in document["@graph"] if "inLanguage" in node} <= {language}
    assert {"BreadcrumbList", "WebPage"} <= {node["@type"] for document in found for node in document["@graph"]}
