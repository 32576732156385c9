"""Each page in each language: sound, announced, linked to its other languages, and keeping nothing about the reader."""

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.test.html import Element, parse_html
from django.utils.translation import gettext, override

from carriers.choices import Kind, Network
from carriers.models import Carrier
from carriers.seed.files import DATA, ContentFile, carrier_paths
from guide.difficulty import takes_online, works_from_abroad
from guide.language import HTML_LANG
from tests.keeping import begin_anew, change, today
from tests.pages import ASK, KINDS, LISTS, REPORT, Page
from tests.site import read

pytestmark = pytest.mark.django_db

PAGES = {page.name: page.path for page in (*KINDS, *LISTS)}
ENTRIES = [f"carriers/{path.stem}/" for path in carrier_paths()]
ENTRIES += [f"cases/{case['key']}/" for case in ContentFile(DATA / "cases.yaml").values["cases"]]
# With this scope pytest runs the tests of one page side by side, so that they share one copy of it.
BY_PAGE = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES, scope="module")
BY_LANGUAGE = pytest.mark.parametrize("language", HTML_LANG, scope="module")


@lru_cache(maxsize=4)
def shown(language: str, path: str) -> HttpResponse:
    """The page with the bundled content, kept for the tests that follow: none of them changes what it shows."""
    response = read(Page("", path), language)
    assert response.status_code == 200
    return response


@lru_cache(maxsize=4)
def elements(language: str, path: str) -> list[Element]:
    return list(below(as_read(shown(language, path))))


def as_read(response: HttpResponse) -> Element:
    """Without the places where a heading may break: they are no words."""
    return parse_html(response.content.decode().replace("<wbr>", ""))


def below(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from below(child)


def named(found: list[Element], tag: str, **wanted: str) -> list[Element]:
    return [e for e in found if e.name == tag and wanted.items() <= dict(e.attributes).items()]


def attribute(element: Element, name: str) -> str:
    return dict(element.attributes).get(name) or ""


def answer_form(found: list[Element]) -> Element:
    """The form of a question page; another one looks for a carrier by its name."""
    (form,) = (form for form in named(found, "form", method="get") if attribute(form, "role") != "search")
    return form


def words(element: Element) -> str:
    return " ".join(child if isinstance(child, str) else words(child) for child in element.children).strip()


def head(language: str, path: str) -> tuple[str, str]:
    """What a search engine shows: title and description."""
    found = elements(language, path)
    (title,), (description,) = named(found, "title"), named(found, "meta", name="description")
    return words(title), attribute(description, "content")


# Every page in every language


@BY_LANGUAGE
@BY_PAGE
def test_one_heading_in_the_language_of_the_address(path, language):
    found = elements(language, path)
    assert attribute(found[0], "lang") == HTML_LANG[language]
    (heading,) = named(found, "h1")
    assert words(heading)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "ja"])
@BY_PAGE
def test_title_and_description_are_translated(path, language):
    for ours, english in zip(head(language, path), head("en", path), strict=True):
        assert english
        assert ours not in ("", english)


@BY_LANGUAGE
@BY_PAGE
def test_languages_point_at_each_other(path, language):
    found = elements(language, path)
    page = path.partition("?")[0]
    (canonical,) = named(found, "link", rel="canonical")
    assert attribute(canonical, "href") == f"http://testserver/{language}/{page}"
    links = [e for e in named(found, "link", rel="alternate") if attribute(e, "hreflang")]
    alternates = {attribute(e, "hreflang"): attribute(e, "href") for e in links}
    assert alternates.pop("x-default") == "http://testserver/"
    assert alternates == {lang: f"http://testserver/{code}/{page}" for code, lang in HTML_LANG.items()}


@BY_LANGUAGE
@BY_PAGE
def test_switch_keeps_the_query(path, language):
    links = [e for e in named(elements(language, path), "a") if attribute(e, "hreflang")]
    others = [code for code, _name in settings.LANGUAGES if code != language]
    assert [attribute(link, "href") for link in links] == [f"/{code}/{path}" for code in others]


@BY_LANGUAGE
@BY_PAGE
def test_nothing_is_kept(path, language):
    response = shown(language, path)
    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    assert "cookie" not in response.headers.get("Vary", "").lower()


@BY_LANGUAGE
@BY_PAGE
def test_nothing_comes_from_elsewhere(path, language):
    found = elements(language, path)
    addresses = [attribute(e, "src") for e in found if attribute(e, "src")]
    addresses += [attribute(e, "href") for e in named(found, "link") if attribute(e, "rel") in ("stylesheet", "icon")]
    assert addresses
    ours = ("/static/", f"/{language}/plan/yours.svg")
    assert [address for address in addresses if not address.startswith(ours)] == []


@BY_LANGUAGE
@pytest.mark.parametrize("path", [*PAGES.values(), *ENTRIES], ids=[*PAGES, *ENTRIES], scope="module")
def test_every_page_is_sound(path, language):
    """One heading, an id for one thing only, nothing a strict policy would stop, no text in another language."""
    found = elements(language, path)
    assert len(named(found, "h1")) == 1
    ids = [attribute(element, "id") for element in found if attribute(element, "id")]
    assert sorted(ids) == sorted(set(ids))
    assert not {name for element in found for name, _ in element.attributes if name == "style" or name.startswith("on")}
    inline = [e for e in found if e.name in ("script", "style") and not attribute(e, "src")]
    assert {attribute(element, "type") for element in inline} <= {"application/ld+json"}  # data, which no policy stops
    assert not fallbacks(found)


def fallbacks(found: list[Element]) -> list[Element]:
    return [element for element in found if "fallback" in attribute(element, "class").split()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "marked"), [("carriers/", ["/ja/carriers/"]), ("words/", ["/ja/words/"]), ("", []), ("nothing/", [])]
)
def test_the_menu_marks_the_page_one_is_on(client, path, marked):
    page = client.get(f"/ja/{path}").text
    menu = re.search('<nav class="menu".*?</nav>', page, re.DOTALL).group()
    assert re.findall('href="([^"]*)" aria-current="page"', menu) == marked


@pytest.mark.parametrize("path", ["carriers/softbank/sources/", "carriers/softbank/"])
@pytest.mark.parametrize(
    ("language", "remark"),
    {
        "en": "Rakuten Mobile (another carrier)",
        "ja": "Rakuten Mobile（別の携帯会社）",
        "zh-hans": "Rakuten Mobile（另一家运营商）",
        "zh-hant": "Rakuten Mobile（另一家電信業者）",
    }.items(),
)
def test_remark_on_a_source_is_in_the_readers_language(path, language, remark):
    assert f">{remark}</a>" in shown(language, path).content.decode()


@pytest.mark.parametrize("slug", ["gtn-mobile", "hanacell", "libmo"])
def test_where_little_is_known_the_general_case_stands_beside(slug):
    (notice,) = [
        e for e in elements("en", f"carriers/{slug}/") if attribute(e, "class") == "notice" and e.name == "div"
    ]
    links = {attribute(element, "href") for element in named(list(below(notice)), "a")}
    assert {"/en/ways/", "/en/cases/last-bill/", "/en/cases/help/"} <= links


@pytest.mark.parametrize(("slug", "said"), [("hanacell", "not known"), ("au-prepaid", "none needed")])
def test_that_no_way_is_known_is_not_said_as_if_none_were_needed(client, slug, said):
    glance = client.get(f"/en/carriers/{slug}/").content.decode().partition("<dt>Ways to cancel</dt>")[2]
    assert glance.startswith(f"<dd>{said}</dd>")


def test_a_service_that_has_ended_offers_no_plan(client):
    assert "Make my plan for this carrier" not in client.get("/en/carriers/au-prepaid/").content.decode()


@pytest.mark.parametrize("slug", ["docomo", "airalo", "jcom-mobile"])
def test_where_enough_is_known_nobody_is_sent_away(slug):
    assert "We know little" not in shown("en", f"carriers/{slug}/").content.decode()


# A text that is missing


@pytest.mark.parametrize(
    ("language", "blank", "shown_in", "notice"),
    [
        ("zh-hant", ["zh_hant"], "zh-Hans", "Only in Simplified Chinese so far"),
        ("zh-hans", ["zh_hans"], "en", "Only in English so far"),
        ("ja", ["ja"], "en", "Only in English so far"),
        ("en", ["en"], "ja", "Only in Japanese so far"),
        ("en", ["en", "ja", "zh_hans"], "zh-Hant", "Only in Traditional Chinese so far"),
    ],
)
def test_missing_summary_is_announced(client, language, blank, shown_in, notice):
    change(Carrier.objects.filter(slug="mineo"), "mineo", **{f"summary_{suffix}": "" for suffix in blank})
    for path in ("carriers/mineo/", "carriers/"):
        found = list(below(as_read(client.get(f"/{language}/{path}"))))
        (marked,) = fallbacks(found)
        with override(language):
            assert gettext(notice) in words(marked)
        assert [e for e in found if e.name in ("div", "span") and attribute(e, "lang") == shown_in]


@pytest.mark.parametrize("path", ["", "carriers/", "carriers/docomo/", "plan/carrier/"])
def test_missing_name_is_never_an_empty_link(client, path):
    change(Carrier.objects.filter(slug="docomo"), "docomo", name_zh_hant="")
    found = below(as_read(client.get(f"/zh-hant/{path}")))
    assert [element for element in found if element.name in ("h1", "h2", "label") and not words(element)] == []
    assert [e for e in named(found, "a") if not words(e)] == []


# The cost of a page


READS = [path for name, path in PAGES.items() if name != "nothing found"]
READS += ["plan/where/?carrier=docomo", "plan/line/?carrier=docomo&where=abroad"]
READS += [f"plan/yours.{face}?carrier=docomo&where=abroad" for face in ("json", "ics")]


@pytest.mark.parametrize("path", READS)
def test_queries_are_bounded(client, django_assert_max_num_queries, path):
    """In a process that has just begun; one that has read the facts before asks only whether they changed."""
    begin_anew()
    with django_assert_max_num_queries(6):
        client.get(f"/en/{path}")
    with django_assert_max_num_queries(2):
        client.get(f"/en/{path}")


# Outside the languages


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh-TW", "zh-hant"),
        ("zh-HK", "zh-hant"),
        ("zh-MO", "zh-hant"),
        ("zh-Hant-TW", "zh-hant"),
        ("zh", "zh-hans"),
        ("zh-CN", "zh-hans"),
        ("zh-SG", "zh-hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("ja", "ja"),
        ("ja-JP", "ja"),
        ("fr", "en"),
        ("fr,ja;q=0.4", "ja"),
        ("en-GB", "en"),
        ("", "en"),
    ],
)
def test_root_leads_to_the_readers_language(client, asked, language):
    response = client.get("/", headers={"accept-language": asked})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert response.headers["Vary"] == "Accept-Language"
    assert not response.cookies


def test_cookie_does_not_choose_the_language(client):
    client.cookies["django_language"] = "ja"
    assert client.get("/").headers["Location"] == "/en/"


def test_sitemap_holds_every_page_in_every_language(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own words
    entries = {
        entry[0].text: {link.get("hreflang"): link.get("href") for link in entry[1:]} for entry in tree if len(entry)
    }
    for path in [*ENTRIES, "", "carriers/", "ways/", "documents/", "cases/", "words/", "about/", "plan/"]:
        addresses = {lang: f"http://testserver/{code}/{path}" for code, lang in HTML_LANG.items()}
        assert all(entries[address] == addresses for address in addresses.values())


def test_sitemap_leaves_out_what_is_not_published(client):
    change(Carrier.objects.filter(slug="mineo"), "mineo", published=False)
    assert b"/carriers/mineo/" not in client.get("/sitemap.xml").content
    assert client.get("/en/carriers/mineo/").status_code == 404


def test_robots_names_the_sitemap(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode().splitlines()


# Errors


@BY_LANGUAGE
@pytest.mark.parametrize("path", ["nothing/", "carriers/nobody/", "cases/nothing/", "plan/nothing/"])
def test_404_speaks_the_language_of_the_address(client, path, language):
    response = client.get(f"/{language}/{path}")
    assert_error_page(response, 404, language, "This page does not exist")


@BY_LANGUAGE
def test_400_speaks_the_language_of_the_address(client, language):
    response = client.get(f"/{language}/plan/yours/?{'k' * 101}=1")
    assert_error_page(response, 400, language, "This address cannot be read")


@BY_LANGUAGE
def test_500_speaks_the_language_of_the_address(monkeypatch, language):
    def fail(*asked: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("guide.views.words.reading", fail)
    response = Client(raise_request_exception=False).get(f"/{language}/words/")
    assert_error_page(response, 500, language, "Something went wrong on our side")


@BY_LANGUAGE
@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("sqlite_errorname", "SQLITE_FULL", "The disk of this site is full or broken"),
        ("sqlite_errorname", "SQLITE_BUSY_SNAPSHOT", "Somebody else is saving"),
        ("sqlstate", "53100", "The disk of this site is full or broken"),
        ("sqlstate", "55P03", "Somebody else is saving"),
        ("sqlstate", None, "The site does not reach its database"),
    ],
)
def test_what_the_database_cannot_do_is_said(monkeypatch, language, name, code, said):
    cause = Exception()
    setattr(cause, name, code)

    def fail(*asked: object) -> None:
        raise OperationalError("not now") from cause

    monkeypatch.setattr("guide.views.words.reading", fail)
    response = Client(raise_request_exception=False).get(f"/{language}/words/")
    assert_error_page(response, 503, language, "This cannot be done just now")
    assert response["Retry-After"] == "60"
    with override(language):
        assert any(gettext(words) in response.text for words in SORRY if words.startswith(said))


SORRY = (
    "The disk of this site is full or broken, so nothing can be saved. Whoever runs the site must see to it.",
    "Somebody else is saving. Wait a moment, then send it again.",
    "The site does not reach its database. Try again in a minute.",
)


def assert_error_page(response: HttpResponse, status: int, language: str, heading: str) -> None:
    found = list(below(as_read(response)))
    assert response.status_code == status
    assert attribute(found[0], "lang") == HTML_LANG[language]
    with override(language):
        assert [words(h1) for h1 in named(found, "h1")] == [gettext(heading)]


READ_ONLY = [
    "/",
    "/sitemap.xml",
    "/robots.txt",
    *(f"/en/{path}" for path in PAGES.values() if path not in (ASK, REPORT)),
]


@pytest.mark.parametrize("address", [*READ_ONLY, "/en/plan/yours.ics", "/en/plan/yours.json"])
def test_pages_are_only_read(client, address):
    for method in (client.post, client.put, client.delete):
        response = method(address)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD"


# Finding a carrier


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("ドコモ", "docomo"),
        ("ﾄﾞｺﾓ", "docomo"),
        ("どこも", "docomo"),
        ("Docomo", "docomo"),
        ("ｄｏｃｏｍｏ", "docomo"),
        (" NTT docomo ", "docomo"),
        ("软银", "softbank"),
        ("軟銀", "softbank"),
        ("ソフトバンク", "softbank"),
        ("乐天", "rakuten-mobile"),
        ("樂天", "rakuten-mobile"),
        ("わいもばいる", "ymobile"),
        ("Y!mobile", "ymobile"),
        ("ahamo", "ahamo"),
    ],
)
def test_carrier_is_found_by_any_name(client, typed, slug):
    assert found(client, q=typed)[0].slug == slug


def found(client: Client, **query: str) -> list:
    return client.get("/zh-hans/carriers/", query).context["found"]


def test_empty_search_shows_every_carrier_the_popular_first(client):
    carriers = found(client)
    assert len(carriers) == Carrier.objects.published().count()
    assert carriers[0].slug == "docomo"


def test_search_that_finds_nothing_offers_help(client):
    response = client.get("/en/carriers/", {"q": "no such carrier"})
    assert b'href="/en/plan/carrier/?carrier=unknown"' in response.content


@pytest.mark.parametrize("kind", Kind)
def test_filter_by_kind(client, kind):
    every = found(client)
    assert found(client, kind=kind) == [carrier for carrier in every if carrier.kind == kind]


@pytest.mark.parametrize("network", Network)
def test_filter_by_network(client, network):
    every = found(client)
    assert found(client, network=network) == [carrier for carrier in every if network in carrier.networks]


def test_filters_by_what_is_possible(client):
    facts = list(today().carriers())
    by_facts = {
        "online": [carrier.slug for carrier in facts if takes_online(carrier)],
        "abroad": [carrier.slug for carrier in facts if works_from_abroad(carrier) is True],
    }
    assert by_facts["online"]
    assert {name: [carrier.slug for carrier in found(client, **{name: "1"})] for name in by_facts} == by_facts


def test_long_list_has_pages(client, monkeypatch):
    monkeypatch.setattr("guide.views.carriers.ON_A_PAGE", 10)
    pages = [client.get(f"/en/carriers/?kind=mvno&page={number}") for number in (1, 2)]
    first, second = ([carrier.slug for carrier in page.context["page"]] for page in pages)
    assert (first + second) == [carrier.slug for carrier in found(client, kind="mvno")][:20]
    (onward,) = named(list(below(as_read(pages[0]))), "a", rel="next")
    assert attribute(onward, "href") == "?kind=mvno&page=2"
    assert client.get("/en/compare/?sort=fee&page=2").content.count(b'<th scope="row"') == 10


def test_filters_narrow_the_search(client):
    assert [carrier.slug for carrier in found(client, q="ドコモ", kind="mno")] == ["docomo"]
