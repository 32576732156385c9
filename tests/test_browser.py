"""What only a browser sees: the way without scripts, the width of a phone, and what axe finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from guide.language import HTML_LANG

PHONE = {"width": 360, "height": 740}
PAGES = {
    "home": "",
    "carriers": "carriers/",
    "carrier": "carriers/softbank/",
    "ways": "ways/",
    "documents": "documents/",
    "cases": "cases/",
    "case": "cases/lost-sim/",
    "words": "words/",
    "before and after": "before-and-after/",
    "about": "about/",
    "start": "plan/",
    "question": "plan/carrier/",
    "question with error": "plan/leaving/?carrier=docomo&where=japan&leaving=2020-01-01&go=next",
    "optional questions": "plan/cycle/?carrier=softbank&where=abroad",
    "plan": "plan/yours/?carrier=docomo&where=japan&leaving=undecided&sim=lost&tied=bank&device=paying",
    "nothing to cancel": "plan/yours/?carrier=generic-visitor-prepaid&where=abroad",
    "404": "nothing/",
}
BY_PAGE = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": PHONE}


@pytest.fixture
def visit(live_server, page: Page):
    """Open a page of the site; everything on it unfolded, so that what is hidden is looked at too."""

    def visit(language: str, path: str) -> Page:
        page.goto(f"{live_server.url}/{language}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        return page

    return visit


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_from_home_to_plan_without_scripts(live_server, page):
    page.goto(f"{live_server.url}/zh-hans/")
    page.locator("main a.button").click()
    page.locator("main a.button").click()
    page.get_by_label("NTT docomo").check()
    page.locator("button[value=next]").click()
    page.locator("#where-japan").check()
    page.locator("button[value=next]").click()
    page.locator("button[value=next]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("label[for=leaving-undecided]").click()
    page.locator("button[value=next]").click()
    expect(page).to_have_url(f"{live_server.url}/zh-hans/plan/yours/?carrier=docomo&where=japan&leaving=undecided")
    expect(page.locator("h1")).to_contain_text("NTT docomo")
    expect(page.locator(".step").first).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_plan_is_sharpened_and_changed_without_scripts(live_server, page):
    page.goto(f"{live_server.url}/zh-hans/plan/yours/?carrier=softbank&where=abroad")
    page.locator(".sharpen a[href*='/plan/since/']").click()
    page.locator("#cycle-select").select_option("10")
    page.locator("button[value=plan]").click()
    expect(page).to_have_url(f"{live_server.url}/zh-hans/plan/yours/?carrier=softbank&where=abroad&cycle=10")
    page.locator(".given .change a").first.click()
    page.get_by_label("NTT docomo").check()
    page.locator("button[value=next]").click()
    expect(page).to_have_url(f"{live_server.url}/zh-hans/plan/yours/?carrier=docomo&where=abroad")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_carrier_is_found_from_home_without_scripts(live_server, page):
    page.goto(f"{live_server.url}/zh-hant/")
    page.locator("#q").fill("軟銀")
    page.locator("#q").press("Enter")
    page.locator(".carrier-list a").first.click()
    expect(page).to_have_url(f"{live_server.url}/zh-hant/carriers/softbank/")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_language_is_switched_in_the_middle_of_the_way(live_server, page):
    page.goto(f"{live_server.url}/zh-hans/plan/yours/?carrier=docomo&where=abroad")
    page.locator("nav.languages").get_by_text("日本語").click()
    expect(page).to_have_url(f"{live_server.url}/ja/plan/yours/?carrier=docomo&where=abroad")
    expect(page.locator("html")).to_have_attribute("lang", "ja")


@BY_PAGE
def test_no_page_is_wider_than_a_phone(visit, path):
    assert [language for language in HTML_LANG if sticks_out(visit(language, path))] == []


def sticks_out(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@BY_PAGE
def test_browser_has_nothing_to_complain_about(live_server, page, path):
    """Neither a resource the policy stops, nor one that is missing, nor one from elsewhere."""
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/en/{path}", wait_until="networkidle")
    assert [text for text in said if "404" not in text or path != "nothing/"] == []
    assert [url for url in asked if not url.startswith(live_server.url)] == []


@pytest.mark.parametrize(("language", "scheme"), [("zh-hans", "light"), ("en", "dark")])
@pytest.mark.browser_context_args(bypass_csp=True)  # axe is a script of ours, not of the page
@BY_PAGE
def test_axe_finds_nothing_serious(visit, page, path, language, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = Axe().run(visit(language, path)).response["violations"]
    assert [describe(row) for row in found if row["impact"] in ("serious", "critical")] == []


def describe(violation: dict) -> str:
    return f"{violation['id']}: {[node['html'][:120] for node in violation['nodes'][:3]]}"
