"""One form for what people write in many: width, case, kana, Chinese script, punctuation; and its romaji."""

import re
import unicodedata

import jaconv
from opencc import OpenCC

# Both may be shared by threads (https://github.com/BYVoid/OpenCC/issues/231).
_simplified, _old_forms = OpenCC("t2s"), OpenCC("jp2t")
_ACCENTS = re.compile("[\u0300-\u036f]")  # but not the voicing marks of kana
_WITHIN_WORD = re.compile(r"(?<=[a-z0-9])[-‐'’!.,:&](?=[a-z0-9])")
_WORDS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_LONG_VOWELS = re.compile(r"([aeiou])\1+|ou")


def folded(text: str, language: str = "") -> str:
    """Words in lower case, hiragana and simplified characters, one space between any two.

    A space also parts Latin letters from other scripts; Wi-Fi and Y!mobile are one word. Japanese is given the old
    forms of its characters first: 楽天 becomes 樂天, 予約 預約. In Chinese that would part what is one: 放棄 would
    become 抛弃, and 放弃 stay.
    """
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    plain = unicodedata.normalize("NFKC", bare)
    simplified = _simplified.convert(_old_forms.convert(plain) if language == "ja" else plain)
    return " ".join(_WORDS.findall(_WITHIN_WORD.sub("", jaconv.kata2hira(simplified))))


def readings(text: str) -> tuple[str, ...]:
    """The folded text as Chinese and as Japanese, for words of which nobody says what they are; once if they agree."""
    return tuple(dict.fromkeys((folded(text), folded(text, "ja"))))


def romaji(folded_words: str) -> str:
    """Folded words in Latin letters (Hepburn's), without spaces and long vowels; empty if there are kanji in them."""
    latin = jaconv.kana2alphabet(folded_words).replace(" ", "").replace("-", "")
    return _LONG_VOWELS.sub(lambda vowel: vowel.group()[0], latin) if latin.isascii() else ""
