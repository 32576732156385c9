"""Email addresses and phone numbers are taken out of what readers write, before it is stored.

`\\d` and `\\w` know full-width letters and digits too.
"""

import re
import unicodedata

MASK = "[…]"  # shorter than anything it hides, so a text that fits its column still does
DROPPED = {"Cc", "Cf", "Cs"}  # control, invisible (they would hide a number from the patterns) and half characters

LATIN = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff66-\uff9f]"  # Japanese may stand on both sides of an address
AT = r"\s?(?:[@＠]|[(\[（［]\s?(?:at|アット|[@＠])\s?[)\]）］])\s?"
EMAIL = rf"(?:{LATIN}|[.．+＋%\-－])+{AT}(?:[\w\-－]+[.．])+{LATIN}{{2,}}"

# What looks like a long number and is none: amounts, days, times. Tried first, so it is left as it is.
AMOUNT = r"(?<!\d)\d{1,3}(?:[,，]\d{3})+(?!\d)"
YEAR = r"(?:19|20|１９|２０)\d\d"
PART = r"[-－/.．]"
DAY = rf"(?<!\d)(?:{YEAR}{PART}\d{{1,2}}{PART}\d{{1,2}}|\d{{1,2}}{PART}\d{{1,2}}{PART}{YEAR})(?!\d)"
TIME = r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)"

KEPT = rf"{AMOUNT}|{DAY}|{TIME}"

BETWEEN = r"[\s\-－‐-―−ー.．()（）]{0,3}"
DIGIT = rf"(?:{BETWEEN}(?!{KEPT})\d)"  # another digit of the same number
NUMBERS = (
    rf"[+＋]{DIGIT}{{8,}}",  # +81 90-1234-5678
    rf"(?:[(（](?=\d{{1,5}}[)）]))?(?<!\d)[0０]{DIGIT}{{8,}}",  # 090-1234-5678, (03) 1234 5678, 0081 90 1234 5678
    rf"(?<!\d)(?:81|８１|86|８６){DIGIT}{{9,}}",  # 81-90-1234-5678
    rf"(?<!\d)\d{{3,4}}{BETWEEN}\d{{3,4}}{BETWEEN}\d{{4,}}",  # 138 1234 5678, 212-555-1234, 13812345678
)
FOUND = re.compile(rf"(?P<kept>{KEPT})|{EMAIL}|{'|'.join(NUMBERS)}", re.IGNORECASE)


def one_line(text: str) -> str:
    """The text without control characters, one space between any two words."""
    words = " ".join(text.split())
    return " ".join("".join(c for c in words if unicodedata.category(c) not in DROPPED).split())


def masked(line: str) -> str:
    return FOUND.sub(lambda match: match["kept"] or MASK, line)
