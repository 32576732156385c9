"""What a reader's device does beyond showing pages: ticks, copies, prints, and reads without a network."""

import time
from collections.abc import Callable

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from guide.language import HTML_LANG
from guide.templatetags.words import labelled

BY_LANGUAGE = pytest.mark.parametrize("language", HTML_LANG)
WITHOUT_SCRIPTS = pytest.mark.browser_context_args(java_script_enabled=False)
QUERY = "carrier=docomo&where=japan&leaving=undecided"
PLAN = f"plan/yours/?{QUERY}"
OTHER_PLAN = "plan/yours/?carrier=docomo&where=abroad"
KEPT = """async (paths) => {
    const missing = [];
    for (const path of paths) if (!(await caches.match(new URL(path, location).href))) missing.push(path);
    return missing;
}"""


def said(words: str, language: str = "en") -> str:
    with override(language):
        return gettext(words)


def until(look: Callable[[], object], wanted: object) -> None:
    """Wait for what only a promise of the page's can tell."""
    end = time.monotonic() + 30
    while (seen := look()) != wanted:
        assert time.monotonic() < end, seen


# Ticks


def box(page: Page):
    return page.locator("[data-tick]").first


def test_a_tick_stays_with_its_plan(live_server, page):
    page.goto(f"{live_server.url}/en/{PLAN}")
    box(page).check()
    page.reload()
    expect(box(page)).to_be_checked()
    page.goto(f"{live_server.url}/en/{OTHER_PLAN}")
    expect(box(page)).to_be_visible()
    assert page.locator("[data-tick]:checked").count() == 0


def test_a_tick_is_the_same_in_every_language_and_order_of_the_address(live_server, page):
    page.goto(f"{live_server.url}/en/{PLAN}")
    box(page).check()
    page.goto(f"{live_server.url}/ja/plan/yours/?where=japan&leaving=undecided&carrier=docomo")
    expect(box(page)).to_be_checked()


def test_a_ticked_step_looks_done_where_it_stands_and_in_the_overview(live_server, page):
    page.goto(f"{live_server.url}/en/{PLAN}")
    step = box(page).get_attribute("data-tick")
    box(page).check()
    expect(page.locator(".done")).to_have_count(2)
    expect(page.locator(f"#{step} h3")).to_have_css("text-decoration-line", "line-through")
    box(page).uncheck()
    expect(page.locator(".done")).to_have_count(0)


@BY_LANGUAGE
def test_a_tick_is_named_after_its_step(live_server, page, language):
    page.goto(f"{live_server.url}/{language}/{PLAN}")
    title = page.locator(".step h3").first.text_content()
    with override(language):
        name = labelled(title, said("Done", language))
    expect(page.get_by_role("checkbox", name=name, exact=True)).to_be_visible()


def test_papers_can_be_ticked_too(live_server, page):
    page.goto(f"{live_server.url}/en/{PLAN}")
    papers = page.locator(".bring [data-tick]")
    papers.first.check()
    page.reload()
    expect(papers.first).to_be_checked()
    expect(page.locator(".step.done")).to_have_count(0)


def test_ticks_are_cleared(live_server, page):
    page.goto(f"{live_server.url}/en/{PLAN}")
    box(page).check()
    page.get_by_role("button", name="Clear my ticks on this device").click()
    expect(box(page)).not_to_be_checked()
    expect(page.locator("[data-said]")).to_have_text("The ticks are cleared.")
    assert page.evaluate("localStorage.length") == 0


def test_where_nothing_may_be_stored_the_plan_is_as_without_scripts(live_server, page):
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(
        """for (const name of ["localStorage", "caches", "serviceWorker"]) {
             const owner = name === "serviceWorker" ? Navigator.prototype : Window.prototype;
             Object.defineProperty(name === "serviceWorker" ? owner : window, name,
               { get() { throw new DOMException("denied", "SecurityError"); } });
           }"""
    )
    page.goto(f"{live_server.url}/en/{PLAN}", wait_until="networkidle")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    expect(page.locator(".step").first).to_be_visible()
    assert page.locator("[data-tick]:visible, [data-do=clear]:visible, [data-forget]:visible").count() == 0
    assert complaints == []


# Without scripts


@WITHOUT_SCRIPTS
@pytest.mark.parametrize("path", [PLAN, "plan/", "phrases/", "phrases/money-1/", "words/"])
def test_nothing_that_needs_a_script_shows_without(live_server, page, path):
    page.goto(f"{live_server.url}/en/{path}")
    hidden = "[data-tick], [data-do], [data-forget], [data-forgotten], [data-offline], [data-plans], main button"
    assert page.locator(hidden).filter(visible=True).count() == 0


# Copying, sharing, printing


@BY_LANGUAGE
def test_the_address_of_the_plan_is_copied(live_server, page, context, language):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/{language}/{PLAN}&opened=sim")
    page.get_by_role("button", name=said("Copy the address", language)).click()
    expect(page.get_by_role("status").and_(page.locator("[data-said]"))).to_have_text(said("Copied.", language))
    assert page.evaluate("navigator.clipboard.readText()") == f"{live_server.url}/{language}/{PLAN}"


@pytest.mark.parametrize("path", ["phrases/", "phrases/money-1/"])
def test_a_sentence_is_copied(live_server, page, context, path):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/zh-hant/{path}")
    sentence = page.locator("main [data-copy]").first.text_content()
    page.get_by_role("button", name=f"{said('Copy', 'zh-hant')} {sentence}", exact=True).click()
    expect(page.locator("[data-said]")).to_have_text(said("Copied.", "zh-hant"))
    assert page.evaluate("navigator.clipboard.readText()") == sentence


def test_no_copying_where_the_browser_refuses(live_server, page, context):
    session = context.new_cdp_session(page)
    here = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    session.send(
        "Browser.setPermission",
        {"permission": {"name": "clipboard-write"}, "setting": "denied", "browserContextId": here},
    )
    page.goto(f"{live_server.url}/en/{PLAN}", wait_until="networkidle")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert page.locator("[data-do=copy]:visible").count() == 0


def test_a_copy_that_fails_is_told(live_server, page):
    page.add_init_script("Clipboard.prototype.writeText = () => Promise.reject(new Error('no'))")
    page.goto(f"{live_server.url}/en/{PLAN}")
    page.get_by_role("button", name="Copy the address").click()
    expect(page.locator("[data-said]")).to_contain_text("copy them by hand")


def test_the_plan_is_shared_where_the_browser_can(live_server, page):
    page.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    page.goto(f"{live_server.url}/en/{PLAN}")
    page.get_by_role("button", name="Share", exact=True).click()
    assert page.evaluate("shared.url") == f"{live_server.url}/en/{PLAN}"


def test_no_sharing_where_the_browser_cannot(live_server, page):
    page.add_init_script("navigator.share = undefined")
    page.goto(f"{live_server.url}/en/{PLAN}", wait_until="networkidle")
    assert page.locator("[data-do=share]:visible").count() == 0


def test_one_button_prints(live_server, page):
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{live_server.url}/en/{PLAN}")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("printed")
    page.emulate_media(media="print")
    expect(page.locator(".device")).to_be_hidden()
