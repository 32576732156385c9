"""`make shots`: a picture of every page and state, in each language, width and scheme, into shots/.

Not part of the suite: pictures are for people. What it asserts is that no page is wider than its window.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.text import slugify
from playwright.sync_api import Page as Tab

from tests import look
from tests.pages import PAGES, Page
from tests.site import LANGUAGES, Site

pytestmark = pytest.mark.django_db
SHOTS: Path = settings.BASE_DIR / "shots"
WIDTHS = {360: 740, 768: 1024, 1280: 900}
SCHEMES = ("light", "dark")
LONGEST = 16_000  # pixels; Chromium paints nothing below its largest texture
BY_STATE = pytest.mark.parametrize(
    ("page", "language"),
    [(page, language) for page in PAGES for language in LANGUAGES],
    ids=[f"{page.name}, {language}" for page in PAGES for language in LANGUAGES],
)


@pytest.fixture(scope="session", autouse=True)
def index() -> Iterator[None]:
    """One page to look at them all, whichever worker ends last."""
    SHOTS.mkdir(exist_ok=True)
    yield
    (SHOTS / "index.html").write_text(contact_sheet())


@BY_STATE
def test_picture(site: Site, tab: Tab, page: Page, language: str) -> None:
    wide = {}
    site.open(tab, language, page, unfold=False)
    for width, height in WIDTHS.items():
        tab.set_viewport_size({"width": width, "height": height})
        wide[width] = look.too_wide(tab)
        whole = min(tab.evaluate("document.documentElement.scrollHeight"), LONGEST)
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            tab.screenshot(
                path=SHOTS / name_of(page, language, width, scheme),
                full_page=True,
                clip={"x": 0, "y": 0, "width": width, "height": whole},
                type="jpeg",
                quality=60,
            )
    assert {width: pixels for width, pixels in wide.items() if pixels} == {}, "wider than its window, in pixels"


def name_of(page: Page, language: str, width: int, scheme: str) -> str:
    return f"{slugify(page.name)}-{language}-{width}-{scheme}.jpg"


def contact_sheet() -> str:
    """For each page its pictures side by side, those that were taken; each leads to its full size."""
    rows = []
    for page in PAGES:
        names = [name_of(page, code, width, scheme) for scheme in SCHEMES for code in LANGUAGES for width in WIDTHS]
        shown = [f'<a href="{name}"><img src="{name}" alt="{name}"></a>' for name in names if (SHOTS / name).exists()]
        if shown:
            rows.append(f"<h2>{escape(page.name)}</h2><p>{''.join(shown)}</p>")
    style = "p{display:flex;gap:8px;overflow:auto}img{height:420px;width:190px;object-fit:cover;object-position:top}"
    head = f'<meta charset="utf-8"><title>Shots</title><style>{style}</style>'
    return f'<!doctype html><html lang="en">{head}{"".join(rows)}'
