"""Where a Japanese or Chinese heading may break: between phrases, as BudouX finds them (docs/decisions/0007)."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from budoux import (
    Parser,
    load_default_japanese_parser,
    load_default_simplified_chinese_parser,
    load_default_traditional_chinese_parser,
)
from django.utils.safestring import SafeString, mark_safe

_LOADERS = {
    "ja": load_default_japanese_parser,
    "zh-hans": load_default_simplified_chinese_parser,
    "zh-hant": load_default_traditional_chinese_parser,
}
# Headings, a plan's answer in its largest letters (a date there is one phrase), and the sentences to say or show.
_HEADING = re.compile(r'(<(h[1234]|p(?= class="big">(?!<time)| class="say-ja"))\b([^>]*)>)(.*?)(</\2>)', re.DOTALL)
_SECOND = re.compile(r'(<span class="second"[^>]*>.*?</span>)', re.DOTALL)
_TAG = re.compile(r"(<[^>]+>|&[a-z0-9#]+;)")
_COUNTERS = "か週日月年時分円元個个天位"
# The models know no Latin words and would break within SIM, or leave a space at a line's end; the Chinese ones know no
# katakana. A number stays with what it counts.
_WITHIN_A_WORD = re.compile(
    rf"(?<=[A-Za-z0-9.,])<wbr>(?=[A-Za-z0-9.,])|(?<=[0-9])<wbr>(?=[{_COUNTERS}])"
    r"|(?<=[ァ-ヶー])<wbr>(?=[ァ-ヶー])|(?<=\s)<wbr>|<wbr>(?=\s)|<wbr>(?=[的；，。、・：？！）」』”])"
)

_WITHIN_KANA = re.compile("(?<=[ぁ-ヶー])<wbr>(?=[ぁ-ヶー])")  # the Chinese models know no Japanese word
_BEFORE_COUNTER = re.compile(f"(?<=[0-9]) (?=[{_COUNTERS}])")  # Taiwan writes a space there
_LOOSE = re.compile("([。？！：；，、」』）]) +")

# The guide's own words, which the models take apart.
_KEPT = (
    *("解约", "解約", "运营商", "電信業者", "号码", "門號", "手机里", "手機裡", "手机", "手機", "预付卡"),
    *("預付卡", "已停止服务", "已停止服務", "服务", "服務", "账单", "帳單", "SIM卡解约", "手機解約", "的話"),
    *("的话", "自动续费", "续费", "自動續約", "關掉", "关掉", "尚不清楚", "整个月", "收整個月", "日元"),
    *("日圓", "一个月", "葡萄牙语", "西班牙语", "西班牙文", "葡萄牙文", "他加禄语", "他加祿文", "暗證號碼"),
    *("位數", "本身", "已停止", "合約", "合约", "何時", "何时", "一个", "一個", "网上", "能用", "配對"),
    *("か月", "週間", "以内", "お知らせ"),
)

# On the counter's card a phone has eight characters in a line. A longer Japanese phrase may break before its ending, or
# within a compound: some browsers would part it anywhere, and begin a line with its full stop.
_LINE = 8
_ENDING = re.compile(
    "(?<=..)(?=いただけ|のですが|ください|ではなく|でしょう|でき|いいですか|しまいました|いませんか|ますか|ませんが|ので、"
    "|カード|アドレス|フォン|SIM)"
)


@cache
def _parser(language: str) -> Parser:
    return _LOADERS[language]()


def phrased(html: SafeString, language: str) -> SafeString:
    """Safe HTML with <wbr> between the phrases of its headings; the style sheet forbids every other break there."""

    def heading(match: re.Match[str]) -> str:
        begin, _name, attributes, inside, end = match.groups()
        spoken = "ja" if 'lang="ja"' in attributes else language
        return f"{begin}{''.join(_spoken_parts(inside, spoken))}{end}"

    return mark_safe(_HEADING.sub(heading, html))  # noqa: S308 - only <wbr> is added


def tight(html: SafeString, language: str) -> SafeString:
    """Chinese and Japanese punctuation brings its own space: what a template leaves after it goes."""
    return mark_safe(_LOOSE.sub(r"\1", html)) if language in _LOADERS else html  # noqa: S308 - only spaces are removed


def phrases(text: str, language: str) -> list[str]:
    """The phrases of plain words, in order; words of a language without a model are one."""
    return _parted(text, language).split("<wbr>") if language in _LOADERS else [text]


def _spoken_parts(html: str, language: str) -> Iterator[str]:
    """The heading in its language, and within it what the page's second language says."""
    for place, part in enumerate(_SECOND.split(html)):
        spoken = language if place % 2 == 0 else part.partition('lang="')[2].partition('"')[0].lower()
        yield _broken(part, spoken) if spoken in _LOADERS else part


def _broken(html: str, language: str) -> str:
    pieces = _TAG.split(html)
    parted = (piece if place % 2 else _parted(piece, language) for place, piece in enumerate(pieces))
    return "".join(parted).replace("SIM 卡", "SIM&nbsp;卡")


@lru_cache(maxsize=2048)
def _parted(text: str, language: str) -> str:
    if not text.strip():
        return text
    parted = _WITHIN_A_WORD.sub("", "<wbr>".join(_parser(language).parse(text)))
    if language != "ja":
        parted = _WITHIN_KANA.sub("", parted)
    parted = re.sub("・(?!<wbr>)", "・<wbr>", parted)
    parted = re.sub("(?:<wbr>)?([（「『“])<wbr>", r"<wbr>\1", parted).removeprefix("<wbr>")
    parted = _BEFORE_COUNTER.sub("\N{NO-BREAK SPACE}", parted)
    for word in _KEPT:
        parted = re.sub("(?:<wbr>)?".join(word), word, parted)
    return "<wbr>".join(map(_short_enough, parted.split("<wbr>"))) if language == "ja" else parted


def _short_enough(phrase: str) -> str:
    ending = _ENDING.search(phrase) if len(phrase) > _LINE else None
    return f"{phrase[: ending.start()]}<wbr>{_short_enough(phrase[ending.start() :])}" if ending else phrase
