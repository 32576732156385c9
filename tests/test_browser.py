"""What only a browser sees: the way without scripts, and what it complains about."""

import pytest
from playwright.sync_api import expect

from guide.language import HTML_LANG
from tests.pages import PAGES
from tests.site import PHONE


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": PHONE}


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_from_home_to_plan_without_scripts(site, page):
    page.goto(f"{site.url}/zh-hans/")
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
    expect(page).to_have_url(f"{site.url}/zh-hans/plan/yours/?carrier=docomo&where=japan&leaving=undecided")
    expect(page.locator("h1")).to_contain_text("NTT docomo")
    expect(page.locator(".step").first).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_plan_is_sharpened_and_changed_without_scripts(site, page):
    page.goto(f"{site.url}/zh-hans/plan/yours/?carrier=softbank&where=abroad")
    page.locator(".sharpen a[href*='/plan/since/']").click()
    page.locator("#cycle-select").select_option("10")
    page.locator("button[value=plan]").click()
    expect(page).to_have_url(f"{site.url}/zh-hans/plan/yours/?carrier=softbank&where=abroad&cycle=10")
    page.locator(".given .change a").first.click()
    page.get_by_label("NTT docomo").check()
    page.locator("button[value=next]").click()
    expect(page).to_have_url(f"{site.url}/zh-hans/plan/yours/?carrier=docomo&where=abroad")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_carrier_is_found_from_home_without_scripts(site, page):
    page.goto(f"{site.url}/zh-hant/")
    page.locator("#q").fill("軟銀")
    page.locator("#q").press("Enter")
    page.locator(".carrier-list a").first.click()
    expect(page).to_have_url(f"{site.url}/zh-hant/carriers/softbank/")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_language_is_switched_in_the_middle_of_the_way(site, page):
    page.goto(f"{site.url}/zh-hans/plan/yours/?carrier=docomo&where=abroad")
    page.locator("nav.languages").get_by_text("日本語").click()
    expect(page).to_have_url(f"{site.url}/ja/plan/yours/?carrier=docomo&where=abroad")
    expect(page.locator("html")).to_have_attribute("lang", "ja")


@pytest.fixture(scope="module")
def watched(browser):
    """One tab for all pages, under the site's own policy, with what it says and what it asks for."""
    said, asked = [], []
    with browser.new_context(viewport=PHONE) as context:
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("request", lambda request: asked.append(request.url))
        yield tab, said, asked


@pytest.mark.django_db
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_browser_has_nothing_to_complain_about(site, watched, shown):
    """Neither a resource the policy stops, nor one that is missing, nor one from elsewhere."""
    tab, said, asked = watched
    said.clear()
    asked.clear()
    site.open(tab, "en", shown)
    assert asked, "the tab is listened to"
    assert [text for text in said if shown.status == 200 or str(shown.status) not in text] == []
    assert [url for url in asked if not url.startswith(site.url)] == []


LINES_OF_THE_DAY = """() => {
  const range = document.createRange()
  range.selectNodeContents(document.querySelector('.big time'))
  range.setEndBefore(document.querySelector('.big small'))
  const lines = boxes => new Set([...boxes].map(box => box.top)).size
  return [lines(range.getClientRects()), lines(document.querySelector('.big small').getClientRects())]
}"""


@pytest.mark.django_db
@pytest.mark.parametrize("language", HTML_LANG)
def test_the_last_safe_day_and_its_year_are_not_broken_on_a_phone(site, page, language):
    page.goto(f"{site.url}/{language}/plan/yours/?carrier=docomo&where=japan&leaving=2027-02-14")
    assert page.evaluate(LINES_OF_THE_DAY) == [1, 1]
