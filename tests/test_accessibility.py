"""WCAG 2.2 AA on every page and state in every language, as far as a machine sees it: axe, languages, width, size."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests import look
from tests.pages import PAGES
from tests.site import LANGUAGES, PHONE

pytestmark = pytest.mark.django_db
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"type": "tag", "values": TAGS}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
DESK = {"width": 1280, "height": 1024}
ZOOMED = {"width": 320, "height": 256}  # the same at 400 %


@pytest.fixture(scope="module")
def tab_with_axe(tab):
    """Every page opened in it brings axe along: to send half a megabyte for each question would take its time."""
    tab.add_init_script(AXE_SCRIPT)
    return tab


@pytest.fixture(
    scope="module",
    params=[(language, page) for page in PAGES for language in LANGUAGES],
    ids=[f"{page.name}, {language}" for page in PAGES for language in LANGUAGES],
)
def opened(site, tab_with_axe, request):
    """The page in the tab. With this scope pytest runs all tests of one page before the next is opened."""
    tab_with_axe.emulate_media(color_scheme="light")
    tab_with_axe.set_viewport_size(PHONE)
    site.open(tab_with_axe, *request.param)
    return tab_with_axe


def test_axe_finds_nothing(opened):
    assert look.axe_found(opened, RULES) == []


def test_colours_can_be_read_in_the_dark(opened):
    opened.emulate_media(color_scheme="dark")
    found = look.axe_found(opened, CONTRAST)
    opened.emulate_media(color_scheme="light")
    assert found == []


def test_words_in_another_language_are_marked(opened):
    assert look.in_another_language(opened) == []


def test_headings_are_an_outline(opened):
    levels = look.headings(opened)
    assert levels.count(1) == 1
    assert [(above, below) for above, below in zip(levels, levels[1:], strict=False) if below > above + 1] == []


def test_nothing_is_lost_at_400_percent(opened):
    opened.set_viewport_size(ZOOMED)
    found = look.too_wide(opened), look.lost_text(opened)
    opened.set_viewport_size(PHONE)
    assert found == (0, [])


def test_nothing_is_lost_with_text_twice_as_large(opened):
    opened.set_viewport_size(DESK)
    opened.evaluate(look.TEXT_TWICE_AS_LARGE)
    found = look.too_wide(opened), look.lost_text(opened)
    opened.evaluate(look.TEXT_AS_IT_WAS)
    opened.set_viewport_size(PHONE)
    assert found == (0, [])
