"""Words for paper: what is said, in which language it really is, and what the reader is told about that."""

from typing import Any

from guide.language import HTML_LANG, fallback_notice, in_language, reader_language
from guide.phrasing import phrases
from guide.templatetags.words import bracketed

Said = dict[str, Any]


def said(words: Any) -> Said:
    """`lang` is the language the words are in; `notice` is empty where that is the reader's."""
    text, shown = in_language(words, reader_language())
    notice = bracketed(fallback_notice(shown)) if text and shown != reader_language() else ""
    return {"words": text, "lang": HTML_LANG[shown], "notice": notice}


def japanese(words: str) -> Said:
    return {"words": words, "lang": "ja", "notice": ""}


def as_written(name: str) -> Said:
    """A publisher's own name: Latin, or Japanese."""
    return {"words": name, "lang": "ja" if any(one >= "\u3000" for one in name) else "en", "notice": ""}


def in_phrases(words: Said) -> Said:
    """For large words: the phrases between which their lines may break."""
    shown = next(language for language, tag in HTML_LANG.items() if tag == words["lang"])
    return words | {"phrases": phrases(words["words"], shown)}


def sentence(row: Any, ja: str, over: str = "") -> dict[str, Any]:
    """A Japanese sentence to show, with its reading and, for who reads no Japanese, its meaning."""
    reads_japanese = reader_language() == "ja"
    return {
        "over": over,
        "ja": in_phrases(japanese(ja)),
        "kana": japanese(row.kana),
        "romaji": "" if reads_japanese else row.romaji,
        "meaning": None if reads_japanese else said(row.meaning),
    }
