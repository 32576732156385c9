"""Make this folder's fonts: Debian's Noto Sans CJK, cut down to the characters a plan may need. See `make fonts`.

One font serves the four languages: where Japan, China and Taiwan draw a character in their own way, the font holds
each form, and the language of the text chooses (OpenType `locl`).
"""

import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from unicodedata import category

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
WRITTEN = ("carriers/data/**/*.yaml", "locale/*/LC_MESSAGES/django.po")
JAPANESE = 0  # the place of the Japanese font in Debian's collection; its own forms are the default

# Rows of characters as the old encodings order them, the most common first: (first, last) of both bytes.
JIS_SIGNS = ("euc_jp", (0xA1, 0xA6), (0xA1, 0xFE))
JIS_LEVEL_1 = ("euc_jp", (0xB0, 0xCF), (0xA1, 0xFE))
GB2312_LEVEL_1 = ("gb2312", (0xB0, 0xD7), (0xA1, 0xFE))
BIG5_LEVEL_1 = ("big5", (0xA4, 0xC6), (0x40, 0xFE))
UNSEEN = ("Cc", "Cf", "Zl", "Zp")
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x203B), (0x3000, 0x30FF), (0xFF00, 0xFFEF))


def encoded(codec: str, first: tuple[int, int], second: tuple[int, int]) -> set[str]:
    """Every character of these rows; the codec leaves out what is none."""
    pairs = product(range(first[0], first[1] + 1), range(second[0], second[1] + 1))
    found = {bytes(pair).decode(codec, "ignore") for pair in pairs}
    return {one for one in found if len(one) == 1 and ord(one) > 0x7F}


def written() -> set[str]:
    """Every character of today's content and interface."""
    return {one for pattern in WRITTEN for path in ROOT.glob(pattern) for one in path.read_text(encoding="utf-8")}


def common() -> set[str]:
    signs = {chr(code) for first, last in RANGES for code in range(first, last + 1)}
    return signs | encoded(*JIS_SIGNS) | encoded(*JIS_LEVEL_1) | encoded(*GB2312_LEVEL_1)


def make(source: Path, target: Path, wanted: Iterable[str]) -> set[str]:
    """Write the font with those of the wanted characters that it has; which these are."""
    font = TTFont(source, fontNumber=JAPANESE, recalcTimestamp=False)
    there = {one for one in wanted if ord(one) in font.getBestCmap() and category(one) not in UNSEEN}
    subsetter = Subsetter(Options(layout_features=["ccmp", "kern", "locl"], hinting=False))
    subsetter.populate(text="".join(there))
    subsetter.subset(font)
    font.save(target)
    print(f"{target.name}: {len(there)} characters, {target.stat().st_size:,} bytes")
    return there


def main(folder: Path) -> None:
    wanted = common() | written()
    taiwan = encoded(*BIG5_LEVEL_1)
    regular = make(folder / "NotoSansCJK-Regular.ttc", HERE / "NotoSansCJKjp-Regular.otf", wanted | taiwan)
    # Without what only Taiwan writes, for the size: a new word in bold takes such a character from the regular font.
    make(folder / "NotoSansCJK-Bold.ttc", HERE / "NotoSansCJKjp-Bold.otf", wanted)
    row = 80
    signs = "".join(sorted(regular))
    lines = (signs[place : place + row] for place in range(0, len(signs), row))
    (HERE / "characters.txt").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
