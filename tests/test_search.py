"""One box: whatever way people write a name or a word, it finds its page; and whatever else they type does no harm."""

from collections.abc import Iterator
from functools import lru_cache

import pytest
from django.test import Client
from django.test.html import Element, parse_html
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from carriers.models import Article, Carrier, Case
from guide.language import HTML_LANG, in_language
from guide.search import Group, current_index, find, finding, listed, matching
from guide.search.entries import Entry
from guide.search.finding import IN_A_GROUP, IN_ALL
from guide.search.folding import folded, readings, romaji
from guide.search.index import _built
from guide.search.listing import fitting
from guide.search.names import spelled
from guide.search.stack import Stack
from tests.keeping import change, keep, today
from tests.test_pages import attribute, below, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh_index() -> Iterator[None]:
    """For a test that changes the content: what is built before and after it is built anew."""
    _built.cache_clear()
    yield
    _built.cache_clear()


def groups(typed: str, language: str = "en") -> dict[str, list[str]]:
    """Addresses within the language, by shelf."""
    return {group.shelf.value: addresses(group) for group in find(typed, language, current_index(today()))}


def addresses(group: Group) -> list[str]:
    return [str(hit.entry.address).split("/", 2)[2] for hit in group.hits]


def carriers(typed: str, language: str = "en") -> list[str]:
    return [address.split("/")[1] for address in groups(typed, language).get("carriers", [])]


def said(entry: Entry, language: str) -> str:
    return entry.called + entry.signs + entry.titles[language] + entry.texts[language]


def in_list(typed: str) -> list[str]:
    return [one.slug for one in matching(typed, today())]


# One form for many


@pytest.mark.parametrize(
    "forms",
    [
        ("ドコモ", "ﾄﾞｺﾓ", "どこも", "ドコモ"),  # the last with the voicing mark as a character of its own
        ("docomo", "Ｄｏｃｏｍｏ", "DOCOMO", " ＤoＣomo　"),
        ("Y!mobile", "Ｙ！ｍｏｂｉｌｅ", "y-mobile", "ymobile"),
        ("Wi-Fi", "wifi", "ｗｉ‐ｆｉ"),
        ("ansho bango", "anshō bangō"),
        ("1,078", "1078", "１０７８"),
    ],
    ids=lambda forms: forms[0],
)
def test_width_case_kana_accents_and_marks_make_no_difference(forms: tuple[str, ...]) -> None:
    assert len({folded(form) for form in forms}) == 1


@pytest.mark.parametrize(
    "forms",
    [
        ("楽天", "樂天", "乐天"),
        ("軟銀", "软银"),
        ("解約", "解约"),
        ("予約", "預約", "预约"),
        ("証明", "證明", "证明"),
        ("放棄", "放弃"),
    ],
    ids=lambda forms: forms[0],
)
def test_japanese_traditional_and_simplified_characters_meet(forms: tuple[str, ...]) -> None:
    assert set.intersection(*(set(readings(form)) for form in forms))


def test_latin_letters_stand_apart_from_other_scripts() -> None:
    assert folded("更换LINE绑定的手机号") == "更换 line 绑定的手机号"


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("わいもばいる", "waimobairu"),
        ("ソフトバンク", "sofutobanku"),
        ("ボーダフォン", "bodafon"),
        ("マイページ", "maipeji"),
        ("あんしょうばんごう", "anshobango"),
        ("こんいん", "konin"),
        ("NTTドコモ", "nttdokomo"),
    ],
)
def test_kana_in_romaji_without_long_vowels(kana: str, latin: str) -> None:
    assert romaji(folded(kana)) == latin


def test_characters_have_no_romaji() -> None:
    assert romaji(folded("楽天モバイル")) == ""


# A carrier by any name

NAMES = {
    "docomo": [
        "ﾄﾞｺﾓ",
        "ドコモ",
        "どこも",
        "Ｄｏｃｏｍｏ",
        "docomo",
        "DoCoMo",
        "NTT docomo",
        "nttﾄﾞｺﾓ",
        "dokomo",
        "docmo",
    ],
    "softbank": ["软银", "軟銀", "ソフトバンク", "そふとばんく", "sofutobanku", "soft bank", "Sofbank", "sotfbank"],
    "rakuten-mobile": ["乐天", "樂天", "楽天", "楽天モバイル", "らくてん", "rakuten mobil", "raktuen", "rakutn mobile"],
    "ymobile": [
        "Y!mobile",
        "Ｙ！ｍｏｂｉｌｅ",
        "わいもばいる",
        "ﾜｲﾓﾊﾞｲﾙ",
        "waimobairu",
        "waimobai",
        "y mobile",
        "ymoblie",
    ],
    "au": ["au", "ＡＵ"],
    "ahamo": ["ahamo", "アハモ", "ahammo"],
    "linemo": ["linemo", "ラインモ", "lienmo"],
    "mineo": ["mineo", "マイネオ", "minoe"],
    "uq-mobile": ["UQ", "uqモバイル", "UQ mobile"],
    "povo": ["povo2.0", "ポヴォ"],
}
SPELLINGS = [(typed, slug) for slug, every in NAMES.items() for typed in every]


@pytest.mark.parametrize(("typed", "slug"), SPELLINGS)
def test_carrier_comes_first_by_any_name(typed: str, slug: str) -> None:
    assert carriers(typed)[0] == slug


@pytest.mark.parametrize(("typed", "slug"), SPELLINGS)
def test_list_of_carriers_finds_the_same(typed: str, slug: str) -> None:
    assert in_list(typed)[0] == slug


@pytest.mark.parametrize("language", HTML_LANG)
@pytest.mark.parametrize("typed", ["软银解约", "軟銀 解約", "ソフトバンク解約", "softbank解约", "SoftBank 解約"])
def test_carrier_and_a_word_with_or_without_a_space(typed: str, language: str) -> None:
    assert carriers(typed, language)[0] == "softbank"


def test_app_and_name_on_a_bill_lead_to_the_carrier() -> None:
    """Taken from the facts, so that every sign of the content is tried."""
    every = list(today().carriers())
    signs = [(sign.label, carrier) for carrier in every for sign in carrier.signs]
    assert signs
    assert [label for label, carrier in signs if folded(label) and carrier.slug not in in_list(label)] == []


@given(texts=st.lists(st.text("ab \n", max_size=8), max_size=6), word=st.text("ab ", min_size=1, max_size=3))
def test_stack_finds_what_looking_at_each_text_finds(texts: list[str], word: str) -> None:
    assert Stack(texts).holding(word) == {number for number, text in enumerate(texts) if word in text}


def test_own_name_goes_before_the_same_name_as_a_sign() -> None:
    every = list(map(listed, reversed(list(today().carriers()))))
    sharing = [carrier.slug for carrier in today().carriers() if any(sign.label == "docomo" for sign in carrier.signs)]
    assert sharing
    assert fitting(spelled("docomo"), every, Stack(one.entry.forms for one in every))[0].slug == "docomo"


def test_nothing_typed_is_every_carrier_in_its_order() -> None:
    assert in_list(" ") == in_list("！？") == [carrier.slug for carrier in today().carriers()]


def test_of_carriers_found_by_their_texts_alone_the_popular_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    by_text, by_name = carriers("month"), carriers("mobile")
    assert len(by_text) == IN_A_GROUP
    monkeypatch.setattr(finding, "CARRIERS_BY_TEXT", 2)
    assert carriers("month") == ["docomo", "au"]
    assert carriers("mobile") == by_name


# One letter wrong, and not more


@pytest.mark.parametrize("typed", ["docomo", "rakutenmobile", "sakura", "linksmate"])
def test_a_letter_is_wrong_only_where_nothing_fits(typed: str) -> None:
    assert all(group.hits[0].match.name != "TYPO" for group in find(typed, "en", current_index(today())))


@pytest.mark.parametrize("typed", ["dcm", "ay", "xu", "mieno2x", "rukaten mubil", "sftbk", "123456", "软钱", "ドコマ"])
def test_no_guess_for_two_letters_two_faults_or_characters(typed: str) -> None:
    assert carriers(typed) == []
    assert in_list(typed) == []


@pytest.mark.parametrize(
    "typed",
    ["hello", "world", "hotel", "train", "mining", "house", "where", "table", "visa", "money", "sushi", "liner"],
)
def test_common_words_are_no_misspelt_carriers(typed: str) -> None:
    found = find(typed, "en", current_index(today()))
    assert [hit.entry.address for group in found for hit in group.hits if hit.match.name == "TYPO"] == []


def test_line_is_two_carriers_and_is_not_in_online() -> None:
    assert sorted(carriers("line")) == ["line-mobile", "linemo"]
    hits = [hit for group in find("line", "en", current_index(today())) for hit in group.hits]
    assert [
        hit.entry.address for hit in hits if not any(" line" in said(hit.entry, language) for language in HTML_LANG)
    ] == []


def test_short_word_is_no_beginning_of_a_long_one() -> None:
    for group in find("au refund", "en", current_index(today())):
        assert all(" au " in said(hit.entry, "en") for hit in group.hits if not hit.aside)


# Words and situations in each language


@pytest.mark.parametrize("language", HTML_LANG)
@pytest.mark.parametrize("typed", ["解约", "解約", "かいやく", "カイヤク", "ｶｲﾔｸ", "kaiyaku", "Kaiyaku"])
def test_word_to_cancel(typed: str, language: str) -> None:
    (shelf, found), *_others = [(group.shelf, group) for group in find(typed, language, current_index(today()))]
    assert shelf == "words"
    assert found.hits[0].entry.japanese == "解約"


@pytest.mark.parametrize(
    ("typed", "word"), [("解約金", "解約金"), ("违约金", "違約金"), ("違約金", "違約金"), ("maipeeji", "マイページ")]
)
def test_other_words(typed: str, word: str) -> None:
    (first, *_others) = find(typed, "zh-hans", current_index(today()))
    assert word in [hit.entry.japanese for hit in first.hits]


@pytest.mark.parametrize("language", HTML_LANG)
@pytest.mark.parametrize("typed", ["cancel", "cancelling", "解约", "解約"])
def test_cancelling_is_found_on_several_shelves(typed: str, language: str) -> None:
    assert groups(typed, language).keys() >= {"words", "cases", "phrases"}


@pytest.mark.parametrize("language", HTML_LANG)
@pytest.mark.parametrize("typed", ["lost", "Lost SIM", "sim lost", "遗失", "遺失", "紛失", "丢失", "ＬＯＳＴ"])
def test_lost_sim(typed: str, language: str) -> None:
    assert groups(typed, language)["cases"][0] == "cases/lost-sim/"


def test_words_of_the_readers_language_come_first(fresh_index: None) -> None:
    Case.objects.filter(key="esim").update(title_ja="号外", title_zh_hans="")
    change(Case.objects.filter(key="minor"), "cases", title_ja="", title_zh_hans="号外")
    assert groups("号外", "ja")["cases"] == ["cases/esim/", "cases/minor/"]
    assert groups("号外", "zh-hans")["cases"] == ["cases/minor/", "cases/esim/"]


# What is found leads there


@pytest.mark.parametrize("typed", ["解約", "SIM", "cancel", "docomo", "LINE"])
def test_every_result_leads_to_a_page_and_a_place_on_it(typed: str) -> None:
    links = [hit.entry.address for group in find(typed, "zh-hans", current_index(today())) for hit in group.hits]
    assert links
    for link in links:
        path, _hash, fragment = str(link).partition("#")
        assert f'id="{fragment}"' in page(path) or not fragment


@lru_cache
def page(path: str) -> str:
    """Kept for the links that follow: no test changes what it shows."""
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_links_stay_in_the_language(client: Client) -> None:
    _html, found = shown(client, "zh-hant", q="解約")
    headings = [element for heading in named(found, "h3") for element in below(heading)]
    links = [attribute(link, "href") for link in named(headings, "a")]
    assert links
    assert [link for link in links if not link.startswith("/zh-hant/")] == []


@pytest.mark.parametrize("typed", ["解約", "sim", "の", "a"])
def test_at_most_ten_of_a_kind_and_forty_in_all(typed: str) -> None:
    sizes = [len(found) for found in groups(typed, "ja").values()]
    assert max(sizes, default=0) <= IN_A_GROUP
    assert sum(sizes) <= IN_ALL


def test_what_is_not_published_is_not_found(fresh_index: None) -> None:
    Carrier.objects.filter(slug="mineo").update(published=False)
    Case.objects.filter(key="lost-sim").update(published=False)
    change(Article.objects.all(), "articles", "cases", "mineo", published=False)
    assert carriers("mineo") == []
    assert "cases/lost-sim/" not in groups("lost")["cases"]
    assert "articles" not in groups("解約")


def test_index_is_made_again_when_the_content_changes(fresh_index: None) -> None:
    before = current_index(today())
    assert current_index(today()) is before
    Carrier.objects.filter(slug="mineo").update(aliases=["Zorp Telecom"])
    assert current_index(today()) is before
    keep("mineo")
    assert carriers("zorp") == ["mineo"]


# What is shown of a hit


def snippets(typed: str, language: str) -> list[str]:
    return [
        str(in_language(hit.snippet, language)[0])
        for group in find(typed, language, current_index(today()))
        for hit in group.hits
    ]


@pytest.mark.parametrize(
    ("typed", "language", "marked"),
    [
        ("ｌｉｎｅ", "zh-hans", "LINE"),
        ("解约", "zh-hant", "解約"),
        ("解約", "zh-hans", "解约"),
        ("予約", "ja", "予約"),
        ("乐天", "ja", "楽天"),
        ("预约", "zh-hant", "預約"),
        ("パスポート", "ja", "パスポート"),
        ("ぱすぽーと", "ja", "パスポート"),
        ("refund", "en", "refund"),
    ],
)
def test_what_was_typed_is_marked_as_it_is_written(typed: str, language: str, marked: str) -> None:
    assert any(f"<mark>{marked}</mark>" in words for words in snippets(typed, language))


def test_word_within_a_word_is_not_marked() -> None:
    found = " ".join(snippets("line", "en"))
    assert "<mark>line</mark>" in found
    assert "on<mark>line" not in found


def test_snippet_is_short() -> None:
    assert max(len(strip_tags(words)) for words in snippets("解約", "ja")) <= 202


def test_snippet_is_escaped(fresh_index: None) -> None:
    change(Case.objects.filter(key="esim"), "cases", title_en="Zorp", summary_en="<b onclick=x>zorp & co</b>")
    assert snippets("zorp", "en") == ["&lt;b onclick=x&gt;<mark>zorp</mark> &amp; co&lt;/b&gt;"]


def test_far_sentence_is_shown_with_its_word(fresh_index: None) -> None:
    far = f"{'First of all. ' * 30}{'long ' * 60}zorp {'tail ' * 60}."
    change(Case.objects.filter(key="esim"), "cases", summary_en=far)
    (words,) = snippets("zorp", "en")
    assert words.startswith("…long ")
    assert "<mark>zorp</mark>" in words
    assert words.endswith("tail…")


def test_missing_summary_is_announced(client: Client, fresh_index: None) -> None:
    change(Carrier.objects.filter(slug="mineo"), "mineo", summary_ja="")
    found = client.get("/ja/search/", {"q": "mineo"}).content.decode()
    assert 'class="fallback"' in found


# The page


def shown(client: Client, language: str = "en", **query: str) -> tuple[str, list[Element]]:
    response = client.get(f"/{language}/search/", query)
    assert response.status_code == 200
    html = response.content.decode()
    return html, list(below(parse_html(html)))


@pytest.mark.parametrize("language", HTML_LANG)
@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "docomo", "解約", "nobody sells this"])
def test_page_is_sound_and_keeps_nothing(client: Client, typed: str, language: str) -> None:
    response = client.get(f"/{language}/search/", {"q": typed})
    found = list(below(parse_html(response.content.decode())))
    ids = [attribute(element, "id") for element in found if attribute(element, "id")]
    assert len(named(found, "h1")) == 1
    assert sorted(ids) == sorted(set(ids))
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


def test_only_the_empty_box_is_for_search_engines(client: Client) -> None:
    robots = '<meta name="robots" content="noindex">'
    assert robots not in shown(client)[0]
    assert robots in shown(client, q="docomo")[0]
    assert robots in shown(client, q="nobody sells this")[0]


def test_nothing_found_says_so_and_leads_on(client: Client) -> None:
    html, found = shown(client, q="nobody sells this")
    assert "Nothing was found for “nobody sells this”" in html
    (main,) = named(found, "main")
    links = {attribute(link, "href") for link in named(list(below(main)), "a")}
    assert links >= {"/en/carriers/", "/en/which-sim/", "/en/plan/"}


def test_empty_box_says_what_can_be_searched(client: Client) -> None:
    html, _found = shown(client)
    assert "carriers and their apps by any name" in html
    assert "Nothing was found" not in html


HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "attribute": '" autofocus onfocus=alert(1) x="',
    "quotes": "' OR '1'='1",
    "regex": "(((.*)+)+[a-z",
    "backslash": "\\1 \\ \\n",
    "nul": "docomo\0",
    "controls": "\r\n\t\x1b[31m\u202edocomo",
    "format": "%s %(x)s {0} {{ q }}",
    "long": "docomo " * 1500,
    "one long word": "a" * 10_000,
    "many characters": "解" * 10_000,
    "marks alone": "？！…・ー「」",
    "combining": "e\u0301" * 5000,
    "emoji": "📱💴",
    "hangul": "해지",
    "arabic ligature": "\ufdfa" * 100,
}


@pytest.mark.parametrize("path", ["search", "carriers"])
@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_typed_comes_back_harmless(client: Client, typed: str, path: str) -> None:
    response = client.get(f"/en/{path}/", {"q": typed})
    html = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in html
    assert not [e for e in below(parse_html(html)) if dict(e.attributes).keys() & {"onfocus", "onclick", "autofocus"}]


@pytest.mark.parametrize("raw", ["%00", "%ff%fe", "%ED%A0%80", "%", "a%00%00b", "&q=docomo", "%u0041"])
def test_raw_bytes_in_the_address(client: Client, raw: str) -> None:
    assert client.get(f"/en/search/?q={raw}").status_code == 200


def test_what_cannot_be_seen_is_dropped(client: Client) -> None:
    response = client.get("/en/search/", {"q": "\x00do\u200bco\x07mo\r\n ahamo\u3000"})
    assert response.context["q"] == "docomo ahamo"


def test_only_a_hundred_characters_are_read(client: Client) -> None:
    response = client.get("/en/search/", {"q": "x" * 10_000})
    assert response.context["q"] == "x" * 100


def test_page_costs_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    current_index(today())
    with django_assert_num_queries(1):
        client.get("/zh-hans/search/", {"q": "解约"})
    with django_assert_num_queries(0):
        client.get("/zh-hans/search/")


def test_making_the_index_is_bounded(django_assert_max_num_queries: DjangoAssertNumQueries, fresh_index: None) -> None:
    with django_assert_max_num_queries(6):
        current_index(today())


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_posted_here(client: Client, method: str) -> None:
    assert getattr(client, method)("/en/search/").status_code == 405
