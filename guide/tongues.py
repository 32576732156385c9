"""Japanese words on a Chinese or English page, marked as Japanese: for the right kanji, and for reading aloud.

Editors write them in brackets or quotes (docs/style-guide.md); which words are Japanese is told by their characters.
"""

import re
from functools import cache

from django.utils.safestring import SafeString, mark_safe

_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff"
_WORD = rf"[{_HAN}{_KANA}](?:[{_HAN}{_KANA}・＞、。]*[{_HAN}{_KANA}])?"
# The characters a page in this language is written with.
_CHARSETS = {"zh-hans": "gb2312", "zh-hant": "big5"}
_ENCLOSED = r"(?<=[（(])[^（）()，\s]+(?=[）)])|(?<=[「『“])[^「」『』“”，\s]+(?=[」』”])"
_PIECE = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>|[^<]+")
_LEFT_ALONE = {"script", "style", "textarea", "select", "svg"}


def marked(html: SafeString, language: str) -> SafeString:
    """The same HTML with lang="ja" around Japanese words, but for those in an element with a lang of its own."""
    if language == "ja":
        return html
    inside, depth = "", 0  # the element to leave alone we are in, and how many of its name are open

    def piece(match: re.Match[str]) -> str:
        nonlocal inside, depth
        closing, name, attributes = match.groups()
        if name is None:
            return match.group() if inside else _marked_text(match.group(), language)
        if name == inside:
            depth += -1 if closing else 1
            inside = inside if depth else ""
        elif not inside and not closing and (name in _LEFT_ALONE or " lang=" in attributes):
            inside, depth = name, 1
        return match.group()

    return mark_safe(_PIECE.sub(piece, html))  # noqa: S308 - only <span lang="ja"> is added


def _marked_text(text: str, language: str) -> str:
    telling = _telling(language)

    def candidate(match: re.Match[str]) -> str:
        words = match.group()
        if not telling.search(words):
            return words
        return _as_japanese(words) if _encodes(words, "cp932") else telling.sub(_run, words)

    return _candidates(language).sub(candidate, text) if telling.search(text) else text


def _run(match: re.Match[str]) -> str:
    """Within words that cannot all be Japanese."""
    return _as_japanese(match.group()) if _encodes(match.group(), "cp932") else match.group()


def _as_japanese(words: str) -> str:
    return f'<span lang="ja">{words}</span>'


@cache
def _candidates(language: str) -> re.Pattern[str]:
    """Where Japanese may begin and end. In Chinese the quotes decide, for the words between are of the same kanji."""
    return re.compile(rf"{_ENCLOSED}|{_WORD}" if language in _CHARSETS else _WORD)


@cache
def _telling(language: str) -> re.Pattern[str]:
    """Characters that the language itself is not written with."""
    if language not in _CHARSETS:
        return re.compile(f"[{_HAN}{_KANA}]+")
    han = (chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)))
    foreign = "".join(character for character in han if not _encodes(character, _CHARSETS[language]))
    return re.compile(f"[{_KANA}{foreign}]+")


def _encodes(words: str, charset: str) -> bool:
    try:
        words.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
