"""The whole way with the keyboard alone, in each language; and what a screen reader is told on it."""

import re

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from guide.language import HTML_LANG
from tests.pages import KINDS, LONG_PLAN, PAGES
from tests.site import Site

pytestmark = pytest.mark.django_db
BY_LANGUAGE = pytest.mark.parametrize("language", HTML_LANG)
BY_NAME = {page.name: page for page in PAGES}
FAR = 150  # more presses of Tab than any page on the way needs

OUTLINED = """() => {
  const style = getComputedStyle(document.activeElement)
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
}"""
FOCUSED = "selector => document.activeElement.matches(selector)"
IN_SIGHT = """() => {
  const box = document.activeElement.getBoundingClientRect()
  return box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
}"""
# Where each thing one can reach stands on the page, for the order of reading.
PLACES = """() => [...document.querySelectorAll('main :is(a[href], button, input, select, summary)')]
  .filter(element => element.checkVisibility() && element.type !== 'hidden' && element.tabIndex >= 0)
  .map(element => [element.tabIndex, element.getBoundingClientRect().top + scrollY, element.outerHTML.slice(0, 80)])"""


def tab_to(tab: Tab, selector: str) -> None:
    """Press Tab until this has the focus; whatever has it on the way shows it, and can be seen."""
    for _press in range(FAR):
        tab.keyboard.press("Tab")
        where = tab.evaluate("document.activeElement.outerHTML.slice(0, 100)")
        assert tab.evaluate(OUTLINED), f"no outline: {where}"
        assert tab.evaluate(IN_SIGHT), f"out of sight: {where}"
        if tab.evaluate(FOCUSED, selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


def press(tab: Tab, key: str) -> None:
    with tab.expect_navigation():
        tab.keyboard.press(key)


@BY_LANGUAGE
def test_from_home_to_the_plan_by_keyboard(site: Site, tab: Tab, language: str) -> None:
    site.open(tab, language, BY_NAME["home"], unfold=False)
    tab_to(tab, "main a[href$='/plan/']")
    press(tab, "Enter")
    tab_to(tab, "main a[href$='/plan/carrier/']")
    press(tab, "Enter")
    tab_to(tab, "input[name=carrier]")
    tab.keyboard.press("Space")  # the first of the group; arrows go through the others
    expect(tab.locator("input[name=carrier]").first).to_be_checked()
    tab_to(tab, "button[value=next]")
    press(tab, "Enter")
    tab_to(tab, "input[name=where]")
    tab.keyboard.press("Space")
    tab_to(tab, "button[value=next]")
    press(tab, "Enter")
    tab_to(tab, "input[name=leaving][type=radio]")
    tab.keyboard.press("ArrowDown")
    tab_to(tab, "button[value=next]")
    press(tab, "Enter")
    assert re.search(r"/plan/yours/\?carrier=[a-z-]+&where=japan&leaving=undecided$", tab.url)
    expect(tab.locator("h1")).to_be_visible()


@BY_LANGUAGE
def test_a_carrier_is_found_by_its_name_and_chosen_by_keyboard(site: Site, tab: Tab, language: str) -> None:
    site.open(tab, language, BY_NAME["question"], unfold=False)
    tab_to(tab, "input[name=q]")
    tab.keyboard.type("biglobe")
    press(tab, "Enter")  # looks for the name, and sends no answer
    expect(tab.get_by_role("alert")).to_have_count(0)
    tab_to(tab, "input[name=carrier]")
    tab.keyboard.press("Space")
    press(tab, "Enter")  # sends the answer, and looks for no name
    assert tab.url.endswith(f"/{language}/plan/where/?carrier=biglobe-mobile")


@BY_LANGUAGE
def test_what_is_wrong_is_said_first_and_leads_to_the_field(site: Site, tab: Tab, language: str) -> None:
    for name in ("question with nothing chosen", "question with a wrong day", "question with a wrong answer"):
        site.open(tab, language, BY_NAME[name], unfold=False)
        summary = tab.get_by_role("alert")
        expect(summary).to_be_visible()
        expect(summary).to_be_focused()
        tab_to(tab, "[role=alert] a")
        tab.keyboard.press("Enter")
        expect(tab.locator("main form :is(input, select):focus"), name).to_have_count(1)


@BY_LANGUAGE
@pytest.mark.parametrize("name", ["report with errors", "ask with errors"])
def test_a_form_sent_back_says_first_what_is_wrong(site: Site, tab: Tab, language: str, name: str) -> None:
    site.open(tab, language, BY_NAME[name], unfold=False)
    expect(tab.get_by_role("alert")).to_be_focused()
    tab_to(tab, "[role=alert] a")
    tab.keyboard.press("Enter")
    expect(tab.locator("main form :is(input, textarea):focus")).to_have_count(1)


@BY_LANGUAGE
def test_header_can_be_skipped(site: Site, tab: Tab, language: str) -> None:
    site.open(tab, language, BY_NAME["plan"], unfold=False)
    tab_to(tab, "a[href='#main']")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    expect(tab.locator("main :focus")).to_have_count(1)


@pytest.mark.parametrize("page", KINDS, ids=lambda page: page.name)
def test_focus_follows_the_page(site: Site, tab: Tab, page) -> None:
    """No order of its own, and nothing that stands a screen above what came before it."""
    site.open(tab, "en", page)
    places = tab.evaluate(PLACES)
    assert [element for index, _top, element in places if index > 0] == []
    jumps = [(b, c) for (_i, a, b), (_j, d, c) in zip(places, places[1:], strict=False) if d < a - 740]
    assert jumps == []


H1, H2, H3 = (rf"- heading .*\[level={level}\]" for level in (1, 2, 3))


def assert_read_in_order(tab: Tab, *patterns: str) -> None:
    """The accessibility tree holds these one after the other."""
    tree, place = tab.locator("body").aria_snapshot(), 0
    for pattern in patterns:
        found = re.compile(pattern).search(tree, place)
        assert found, f"{pattern} does not follow in {tree[place:][:2000]}"
        place = found.end()


def assert_landmarks(tab: Tab) -> None:
    for role in ("banner", "main", "contentinfo"):
        assert tab.get_by_role(role).count() == 1, role
    names = [tab.evaluate("one => one.ariaLabel", nav.element_handle()) for nav in tab.get_by_role("navigation").all()]
    assert all(names)
    assert len(set(names)) == len(names)


@BY_LANGUAGE
def test_question_as_a_screen_reader_has_it(site: Site, tab: Tab, language: str) -> None:
    site.open(tab, language, BY_NAME["question"], unfold=False)
    assert_landmarks(tab)
    assert_read_in_order(
        tab,
        "- link",
        "- banner",
        "- main",
        "- group",
        r"- heading .*\[level=1\]",
        "- radio",
        "- button",
        "- contentinfo",
    )
    heading = re.sub(r"\s+", " ", tab.locator("h1").inner_text())
    expect(tab.get_by_role("group").first).to_have_accessible_name(heading)


@BY_LANGUAGE
def test_plan_as_a_screen_reader_has_it(site: Site, tab: Tab, language: str) -> None:
    """The answer, the steps at a glance, then each stage as a list of steps with headings."""
    site.open(tab, language, BY_NAME["plan"])
    assert_landmarks(tab)
    step = (H2, "- list", "- listitem", H3, "- list")
    assert_read_in_order(
        tab,
        "- banner",
        "- main",
        r"- heading .*\[level=1\]",
        "- time",
        "- navigation",
        "- list",
        *step,
        "- contentinfo",
    )
    steps = tab.locator("main").get_by_role("listitem").filter(has=tab.get_by_role("heading", level=3))
    assert steps.count() == tab.get_by_role("heading", level=3).count() > 2
    for region in tab.get_by_role("region").all():
        expect(region).to_have_accessible_name(re.compile(r"\S"))


@BY_LANGUAGE
def test_japanese_sentences_are_japanese(site: Site, tab: Tab, language: str) -> None:
    """A screen reader has them in a Japanese voice, whatever the page's language."""
    site.open(tab, language, next(page for page in PAGES if page.path == LONG_PLAN))
    said = tab.locator("main .say-ja")
    assert said.count() > 0
    assert set(said.evaluate_all("all => all.map(one => one.closest('[lang]').lang)")) == {"ja"}
