"""Japanese and Chinese headings break between phrases."""

import datetime as dt
import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import override

from carriers.reading import Reading
from guide.phrasing import phrased, phrases, tight
from guide.templatetags.words import short_day


def broken(words: str, language: str) -> list[str]:
    return phrased(mark_safe(f"<h1>{words}</h1>"), language).removeprefix("<h1>").removesuffix("</h1>").split("<wbr>")


@pytest.mark.parametrize(
    ("language", "words", "kept"),
    [
        ("ja", "自分名義の契約を書き出す", ["契約を", "書き出す"]),
        ("ja", "出国前に日本のスマホを解約", ["スマホを"]),
        ("ja", "新しい回線は12か月以内の解約に手数料がかかる", ["新しい"]),
        ("zh-hans", "离开前办好日本SIM卡解约，别让账单追着你走", ["账单"]),
        ("zh-hant", "docomo 光纖（ドコモ光）要另外解約", ["（ドコモ光）"]),
        ("zh-hant", "預付卡和旅遊 SIM 卡", ["旅遊 SIM 卡"]),
        ("zh-hans", "只有会自动续费的，才需要关掉续费", ["自动续费的，", "关掉续费"]),
        ("zh-hant", "au 預付卡手機（已停止服務）", ["（已停止服務）"]),
        ("zh-hans", "加入了“いつでもカエドキプログラム”，先问怎么寄回", ["“いつでもカエドキプログラム”，"]),
        ("ja", "ログインできない・SMSが届かない", ["できない・", "SMSが"]),
    ],
)
def test_phrases_stay_whole(language, words, kept):
    pieces = broken(words, language)
    read = [unescape(piece).replace("\u00a0", " ") for piece in pieces]
    assert "".join(read) == words
    assert set(kept) <= set(read)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_the_guides_own_words_are_never_taken_apart(language):
    for word in ("解约", "解約", "运营商", "電信業者", "手機", "预付卡"):
        assert word in "|".join(broken(f"请问怎样办理{word}才好", language))


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "解约"), ("zh-hant", "解約")])
def test_the_first_heading_of_all_keeps_it_whole(client, db, language, word):
    assert word in client.get(f"/{language}/").text.partition("<h1>")[2].partition("</h1>")[0]


def test_the_answer_of_a_plan_breaks_as_a_heading_does():
    html = phrased(mark_safe('<p class="big">今天就询问运营商</p><p class="over">今天就询问运营商</p>'), "zh-hans")
    assert html == '<p class="big">今天<wbr>就<wbr>询问<wbr>运营商</p><p class="over">今天就询问运营商</p>'


def test_what_is_counted_begins_no_line_in_taiwan():
    assert "4\u00a0位數" in phrased(mark_safe("<h2>請準備 4 位數暗證號碼</h2>"), "zh-hant")
    with override("zh-hant"):
        assert short_day(dt.date(2027, 2, 13)) == "2\u00a0月\u00a013\u00a0日（星期六）"


def test_latin_words_are_never_taken_apart():
    assert any("My SoftBank" in piece for piece in broken("My SoftBankで解約する", "ja"))


def test_english_and_text_outside_headings_stay_as_they_are():
    html = mark_safe("<p>自分名義の契約</p><h2>List everything</h2>")
    assert phrased(html, "en") == html
    assert phrased(mark_safe("<p>自分名義の契約</p>"), "ja") == "<p>自分名義の契約</p>"


def test_tags_and_entities_within_a_heading_are_kept():
    html = mark_safe('<h2 id="a"><a href="/ja/自分名義の契約/">自分名義の契約</a> &amp; <b>契約を書き出す</b></h2>')
    assert phrased(html, "ja").replace("<wbr>", "") == html
    assert 'href="/ja/自分名義の契約/"' in phrased(html, "ja")


def test_a_japanese_sentence_on_a_chinese_page_is_parted_as_japanese():
    html = mark_safe('<h1 lang="ja">解約金や手数料はかかりますか。</h1>')
    assert "<wbr>手数料は<wbr>" in phrased(html, "zh-hans")


def test_a_sentence_to_say_breaks_between_phrases_and_its_meaning_does_not_ask_for_it():
    html = mark_safe(
        '<p class="say-ja" lang="ja" data-copy>手続きできますか。</p><p class="say-meaning">可以办理吗？</p>'
    )
    assert phrased(html, "zh-hans") == html.replace("手続き", "手続き<wbr>")


def test_punctuation_brings_its_own_space():
    html = mark_safe('<p>可以不填。 请不要写姓名： <a href="/">回答</a> （见下）</p>')
    assert tight(html, "zh-hans") == '<p>可以不填。请不要写姓名：<a href="/">回答</a> （见下）</p>'
    assert tight(html, "en") == html


@pytest.mark.django_db
def test_no_part_of_a_sentence_to_show_is_longer_than_a_line_of_a_phone():
    """Safari would part it anywhere, and leave its full stop alone on a line."""
    sentences = {row.ja for row in Reading(on=dt.date(2026, 12, 1)).shared("phrases").phrases}
    assert len(sentences) > 50
    assert {part for words in sentences for part in phrases(words, "ja") if len(part) > 8} == set()


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("手続きできますか。", ["手続き", "できますか。"]),
        ("解約をお願いしたいのですが、", ["解約を", "お願いしたい", "のですが、"]),
        ("お知らせいただけますか。", ["お知らせ", "いただけますか。"]),
        ("解約したいです。", ["解約したいです。"]),
    ],
)
def test_a_long_phrase_may_break_before_its_polite_ending(words, parts):
    assert phrases(words, "ja") == parts


def test_no_translation_holds_what_nobody_sees():
    """Such a character kept 解約 from being found, and parted it where it was to hold it together."""
    catalogues = [path.read_text() for path in Path(settings.BASE_DIR, "locale").rglob("*.po")]
    assert [hidden for text in catalogues for hidden in re.findall("[\u00ad\u200b\u2060\ufeff]", text)] == []
