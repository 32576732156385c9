"""The plan as a tagged PDF for A4, set by Typst from guide/faces/plan.typ."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from django.utils.translation import gettext as _
from django.utils.translation import override

from carriers.facts import Term
from guide.faces.packing import packed
from guide.faces.sheet import as_sheet
from guide.plan import Plan

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
INVISIBLE = "\n\u00ad\u200b\u2060"  # line end, soft hyphen, where a line may break, where it may not
GETA = "〓"  # what a Japanese printer sets where the type for a character is missing


def as_pdf(plan: Plan, terms: Iterable[Term], language: str, address: str) -> bytes:
    """`terms`: the dictionary of contract words; `address`: the plan's page, for the code at the end."""
    with override(language):
        sheet = _drawable(as_sheet(plan, terms, address))
        if GETA in json.dumps(sheet, ensure_ascii=False):
            sheet["missing"] = _("%(sign)s stands for a character this paper cannot show. The page shows it.") % {
                "sign": GETA
            }
    return typeset(HERE / "plan.typ", sheet)


def typeset(template: Path | bytes, data: Any) -> bytes:
    """The PDF of a template that reads `data` as JSON; no file, font or package from elsewhere takes part."""
    import typst  # takes 0.1 s to import, and few readers ask for it

    return packed(
        typst.compile(
            template,
            root=HERE,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
        )
    )


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def characters() -> frozenset[str]:
    """What the fonts can show; PDF/UA allows no character without a shape."""
    return frozenset((FONTS / "characters.txt").read_text(encoding="utf-8") + INVISIBLE)


def _drawable(value: Any) -> Any:
    """The same values; a character no font has becomes a geta."""
    if isinstance(value, str):
        return "".join(one if one in characters() else GETA for one in normalize("NFC", value))
    if isinstance(value, dict):
        return {key: _drawable(one) for key, one in value.items()}
    return [_drawable(one) for one in value] if isinstance(value, list) else value
