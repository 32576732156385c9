"""The four languages of each text, checked by machine: what must be the same is, what must not be there is not.

docs/style-guide.md says how texts are written; these are the rules a machine can hold.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import pytest

from carriers.facts import LANGUAGES, Facts, Text
from carriers.seed import content
from carriers.seed.files import DATA, carrier_paths
from guide.messages import extracted

UNITS = [path.stem for path in carrier_paths()]
UNITS += ["documents", "terms", "phrases", "cases", "articles", "myths", "letters"]
CHINESE = ("zh-hans", "zh-hant")
# Japanese words stand in brackets or quotes, or as code, in a Chinese sentence.
QUOTED = re.compile(r"（[^（）]*）|\([^()]*\)|「[^「」]*」|『[^『』]*』|“[^“”]*”|`[^`]*`")
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
HAN = re.compile(r"[\u4e00-\u9fff]")
CLOCK = re.compile(r"(\d{1,2})時(?!間)(?:(\d{1,2})分)?")  # 21時10分 is 21:10
ROUND_THE_CLOCK = re.compile(r"24 ?(?:時間|小时|小時|hours)")
TEN_THOUSANDS = re.compile(r"(\d+) ?[万萬]")
NUMBER = re.compile(r"(?<![A-Za-z0-9.])\d[\d,]*(?:[.:]\d+)*")
ADDRESS = re.compile(r"https?://[^\s）)」、。，]+")
PHONE = re.compile(r"\+?\d{2,4}-\d{2,4}-\d{3,4}(?:-\d{3,4})?")
PLACEHOLDER = re.compile(r"%\([a-z_]+\)s|\{[a-z_]+\}")
LATIN_RUN = re.compile(r"(?:[A-Za-z][A-Za-z’'-]*[ ,]+){5,}[A-Za-z]+")
SENTENCE_END = {
    "en": r"(?<=[.!?:;])\s|\n",
    "ja": r"[。！？：\n]",
    "zh-hans": r"[。！？；：\n]",
    "zh-hant": r"[。！？；：\n]",
}
# Straight marks are for code, and for a Latin name in Japanese or Chinese: ’ is drawn full width there.
MARKS_OF_OTHERS = {"en": "['\"‘「」『』]", "ja": '["‘’“”]', "zh-hans": '["‘’「」『』]', "zh-hant": '["‘’“”]'}
CODE = re.compile("`[^`]*`")
LONGEST = {"en": 45, "ja": 120, "zh-hans": 95, "zh-hant": 95}  # English in words, the others in characters

Texts = list[tuple[str, Text]]


@lru_cache
def units() -> dict[str, Facts]:
    shared, carriers = content.read(DATA)
    return {carrier.slug: carrier for carrier in carriers} | {"shared": shared}


def texts_of(unit: str) -> Texts:
    if unit in UNITS and unit in units():
        return list(walk(units()[unit]))
    return [found for row in getattr(units()["shared"], unit) for found in walk(row, unit)]


def walk(facts: Facts, where: str = "") -> Iterator[tuple[str, Text]]:
    """Every text of a row and of the rows below it, with its place."""
    where = f"{where}[{getattr(facts, 'key', '')}]" if where else ""
    for name in facts.__struct_fields__:
        value = getattr(facts, name)
        if isinstance(value, Text) and value:
            yield f"{where}.{name}".lstrip("."), value
        elif isinstance(value, list):
            for place, row in enumerate(value):
                if isinstance(row, Facts):
                    yield from walk(row, f"{where}.{name}".lstrip(".") + ("" if hasattr(row, "key") else f"{place}"))


BY_UNIT = pytest.mark.parametrize("unit", UNITS)


def figures(words: str) -> set[str]:
    """Figures and times; 1,100 and 1100 are one. Up to 12 it may be a word or a month's name in English."""
    words = TEN_THOUSANDS.sub(lambda number: number[1] + "0000", words)
    words = CLOCK.sub(lambda clock: f" {clock[1]}:{clock[2] or '00'} ", ROUND_THE_CLOCK.sub("", ADDRESS.sub("", words)))
    found = {figure.replace(",", "").rstrip(".:") for figure in NUMBER.findall(words)}
    return {figure for figure in found if not figure.isdecimal() or int(figure) > 12}


def copied(words: str) -> set[str]:
    """Addresses, phone numbers and placeholders."""
    return {found for pattern in (ADDRESS, PHONE, PLACEHOLDER) for found in pattern.findall(words)}


@BY_UNIT
@pytest.mark.parametrize("found", [figures, copied])
def test_figures_and_addresses_are_the_same_in_every_language(unit, found):
    wrong = []
    for where, text in texts_of(unit):
        has = {language: found(words) for language, words in text.in_each().items()}
        every = set.union(*has.values())
        wrong += [
            f"{where} ({language}): {', '.join(sorted(every - has[language]))} is missing"
            for language in has
            if every - has[language]
        ]
    assert wrong == []


@BY_UNIT
def test_no_kana_in_a_chinese_sentence(unit):
    wrong = [
        f"{where} ({language}): {words}"
        for where, text in texts_of(unit)
        for language in CHINESE
        if KANA.search(unquoted(words := text.in_each()[language]))
    ]
    assert wrong == []


def unquoted(words: str) -> str:
    return QUOTED.sub("", words)


@BY_UNIT
@pytest.mark.parametrize(("language", "charset"), [("zh-hans", "gb2312"), ("zh-hant", "big5")])
def test_characters_of_the_other_chinese_script(unit, language, charset):
    """GB 2312 holds the simplified characters and not the traditional ones; Big5 the other way round."""
    wrong = [
        f"{where}: {''.join(sorted(strange))} in {text.in_each()[language]}"
        for where, text in texts_of(unit)
        if (strange := {one for one in HAN.findall(unquoted(text.in_each()[language])) if not fits(one, charset)})
    ]
    assert wrong == []


def fits(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@BY_UNIT
def test_quotation_marks_are_those_of_the_language(unit):
    wrong = [
        f"{where} ({language}): {words}"
        for where, text in texts_of(unit)
        for language, words in text.in_each().items()
        if re.search(MARKS_OF_OTHERS[language], CODE.sub("", words))
    ]
    assert wrong == []


def test_apostrophes_of_the_interface_are_no_straight_ones():
    words = {one for message in extracted() for one in (message.id if isinstance(message.id, tuple) else [message.id])}
    assert sorted(one for one in words if re.search(r"\w'\w|s' ", one)) == []


@BY_UNIT
def test_no_run_of_latin_words_in_japanese_or_chinese(unit):
    wrong = [
        f"{where} ({language}): {run.group()}"
        for where, text in texts_of(unit)
        for language in ("ja", *CHINESE)
        if not where.endswith("name") and (run := LATIN_RUN.search(unquoted(text.in_each()[language])))
    ]
    assert wrong == []


@BY_UNIT
def test_no_text_is_left_as_the_original_or_empty(unit):
    """Names may be the same; a sentence may not."""
    wrong = []
    for where, text in texts_of(unit):
        words = text.in_each()
        wrong += [f"{where}: not written in {language}" for language in text.missing()]
        if len(words["en"].split()) > 3:
            wrong += [f"{where}: {other} is the English" for other in ("ja", *CHINESE) if words[other] == words["en"]]
        if len(words["ja"]) > 12 and words["ja"] in (words["zh-hans"], words["zh-hant"]):
            wrong.append(f"{where}: Chinese is the Japanese")
    assert wrong == []


@BY_UNIT
def test_sentences_are_short(unit):
    wrong = [
        f"{where} ({language}, {length}): {sentence.strip()}"
        for where, text in texts_of(unit)
        for language in LANGUAGES
        for sentence in re.split(SENTENCE_END[language], text.in_each()[language])
        if (length := measure(sentence, language)) > LONGEST[language]
    ]
    assert wrong == []


def measure(sentence: str, language: str) -> int:
    return len(sentence.split()) if language == "en" else len(ADDRESS.sub("", sentence).strip())


@BY_UNIT
def test_japanese_words_of_the_english_stand_in_the_chinese_too(unit):
    """What a reader must recognise on a screen is given in Japanese whatever the reader's language."""
    wrong = []
    for where, text in texts_of(unit):
        kept = set(re.findall(r"[\u3041-\u30ff\u4e00-\u9fff々ー]+", text.en))
        wrong += [
            f"{where} ({language}): {word} is missing"
            for language in ("ja", *CHINESE)
            for word in kept
            if word not in text.in_each()[language]
        ]
    assert wrong == []
