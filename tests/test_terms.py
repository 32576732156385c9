"""Contract words can be tapped where a page first uses them, without scripts."""

import re

import pytest
from django.utils.safestring import mark_safe

from carriers.facts import Term
from guide.terms import Explained
from tests.facts import text


def term(ja, key):
    return Term(key=key, ja=ja, kana="かな", romaji="kana", name=text(), text=text())


@pytest.fixture
def explained():
    return Explained([term("解約", "kaiyaku"), term("解約金", "kaiyakukin"), term("MNP", "mnp")])


def marked(explained, html):
    return re.sub(
        r'<a class="term" id="use-(\w+)" href="#term-\1" lang="ja">(.*?)</a>', r"[\2]", explained.mark(mark_safe(html))
    )


def test_the_first_use_is_a_link_and_the_later_are_not(explained):
    assert marked(explained, "<p>解約、また解約</p>") == "<p>[解約]、また解約</p>"
    assert marked(explained, "<p>解約</p>") == "<p>解約</p>"


def test_the_longest_word_wins(explained):
    assert marked(explained, "<p>解約金と解約</p>") == "<p>[解約金]と[解約]</p>"


def test_a_latin_word_within_another_is_another_word(explained):
    assert marked(explained, "<p>MNPs and MNP予約番号</p>") == "<p>MNPs and [MNP]予約番号</p>"


def test_links_headings_and_addresses_are_left_alone(explained):
    html = '<h2>解約</h2><p><a href="/解約/">解約 <strong>解約</strong></a></p>'
    assert marked(explained, html) == html
    assert explained.used == {}


def test_only_used_words_are_explained(explained):
    explained.mark(mark_safe("<p>解約</p>"))
    assert [found.key for found in explained.used.values()] == ["kaiyaku"]


def test_no_terms_no_change():
    assert Explained([]).mark(mark_safe("<p>解約</p>")) == "<p>解約</p>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["carriers/docomo/", "cases/someone-else/", "ways/", "timeline/", "plan/yours/?carrier=docomo&where=abroad"]
)
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "ja", "en"])
def test_each_link_on_a_page_has_its_word_at_the_foot(client, language, path):
    page = client.get(f"/{language}/{path}").content.decode()
    uses = re.findall(r'href="#term-([a-z0-9-]+)"', page)
    assert uses
    assert len(uses) == len(set(uses))
    assert re.findall(r'id="term-([a-z0-9-]+)"', page) == uses
    assert re.findall(r'href="#use-([a-z0-9-]+)"', page) == uses
