"""What a reader's device does beyond showing pages: ticks, copies, prints, and reads without a network."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext, override
from PIL import Image
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from guide.language import HTML_LANG
from guide.views import device
from guide.views.plan import plan_or_reroute
from tests.network import Network

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


def test_a_tick_stays_with_its_plan(site, page):
    page.goto(f"{site.url}/en/{PLAN}")
    box(page).check()
    page.reload()
    expect(box(page)).to_be_checked()
    page.goto(f"{site.url}/en/{OTHER_PLAN}")
    expect(box(page)).to_be_visible()
    assert page.locator("[data-tick]:checked").count() == 0


def test_a_tick_is_the_same_in_every_language_and_order_of_the_address(site, page):
    page.goto(f"{site.url}/en/{PLAN}")
    box(page).check()
    page.goto(f"{site.url}/ja/plan/yours/?where=japan&leaving=undecided&carrier=docomo")
    expect(box(page)).to_be_checked()


def test_a_ticked_step_looks_done_where_it_stands_and_in_the_overview(site, page):
    page.goto(f"{site.url}/en/{PLAN}")
    step = box(page).get_attribute("data-tick")
    box(page).check()
    expect(page.locator(".done")).to_have_count(2)
    expect(page.locator(f"#{step} h3")).to_have_css("text-decoration-line", "line-through")
    box(page).uncheck()
    expect(page.locator(".done")).to_have_count(0)


@BY_LANGUAGE
def test_a_tick_is_named_after_its_step(site, page, language):
    page.goto(f"{site.url}/{language}/{PLAN}")
    title = page.locator(".step h3").first.text_content()
    name = f"{said('Done', language)} {title}"
    expect(page.get_by_role("checkbox", name=name, exact=True)).to_be_visible()


def test_papers_can_be_ticked_too(site, page):
    page.goto(f"{site.url}/en/{PLAN}")
    papers = page.locator(".bring [data-tick]")
    papers.first.check()
    page.reload()
    expect(papers.first).to_be_checked()
    expect(page.locator(".step.done")).to_have_count(0)


def test_ticks_are_cleared(site, page):
    page.goto(f"{site.url}/en/{PLAN}")
    box(page).check()
    page.get_by_role("button", name="Clear my ticks on this device").click()
    expect(box(page)).not_to_be_checked()
    expect(page.locator("[data-said]")).to_have_text("The ticks are cleared.")
    assert page.evaluate("localStorage.length") == 0


def test_where_nothing_may_be_stored_the_plan_is_as_without_scripts(site, page):
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(
        """for (const name of ["localStorage", "caches", "serviceWorker"]) {
             const owner = name === "serviceWorker" ? Navigator.prototype : Window.prototype;
             Object.defineProperty(name === "serviceWorker" ? owner : window, name,
               { get() { throw new DOMException("denied", "SecurityError"); } });
           }"""
    )
    page.goto(f"{site.url}/en/{PLAN}", wait_until="networkidle")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    expect(page.locator(".step").first).to_be_visible()
    assert page.locator("[data-tick]:visible, [data-do=clear]:visible, [data-forget]:visible").count() == 0
    assert complaints == []


# Without scripts


@WITHOUT_SCRIPTS
@pytest.mark.parametrize("path", [PLAN, "plan/", "phrases/", "phrases/money-1/", "words/", "offline/"])
def test_nothing_that_needs_a_script_shows_without(site, page, path):
    page.goto(f"{site.url}/en/{path}")
    hidden = "[data-tick], [data-do], [data-forget], [data-forgotten], [data-offline], [data-plans], main button"
    assert page.locator(hidden).filter(visible=True).count() == 0


# Copying, sharing, printing


@BY_LANGUAGE
def test_the_address_of_the_plan_is_copied(site, page, context, language):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}/{language}/{PLAN}&opened=sim")
    page.get_by_role("button", name=said("Copy the address", language)).click()
    expect(page.get_by_role("status").and_(page.locator("[data-said]"))).to_have_text(said("Copied.", language))
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}/{language}/{PLAN}"


@pytest.mark.parametrize("path", ["phrases/", "phrases/money-1/"])
def test_a_sentence_is_copied(site, page, context, path):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}/zh-hant/{path}")
    sentence = page.locator("main [data-copy]").first.text_content()
    page.get_by_role("button", name=f"{said('Copy', 'zh-hant')} {sentence}", exact=True).click()
    expect(page.locator("[data-said]")).to_have_text(said("Copied.", "zh-hant"))
    assert page.evaluate("navigator.clipboard.readText()") == sentence


def test_no_copying_where_the_browser_refuses(site, page, context):
    session = context.new_cdp_session(page)
    here = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    session.send(
        "Browser.setPermission",
        {"permission": {"name": "clipboard-write"}, "setting": "denied", "browserContextId": here},
    )
    page.goto(f"{site.url}/en/{PLAN}", wait_until="networkidle")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert page.locator("[data-do=copy]:visible").count() == 0


def test_a_copy_that_fails_is_told(site, page):
    page.add_init_script("Clipboard.prototype.writeText = () => Promise.reject(new Error('no'))")
    page.goto(f"{site.url}/en/{PLAN}")
    page.get_by_role("button", name="Copy the address").click()
    expect(page.locator("[data-said]")).to_contain_text("copy them by hand")


def test_the_plan_is_shared_where_the_browser_can(site, page):
    page.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    page.goto(f"{site.url}/en/{PLAN}")
    page.get_by_role("button", name="Share", exact=True).click()
    assert page.evaluate("shared.url") == f"{site.url}/en/{PLAN}"


def test_no_sharing_where_the_browser_cannot(site, page):
    page.add_init_script("navigator.share = undefined")
    page.goto(f"{site.url}/en/{PLAN}", wait_until="networkidle")
    assert page.locator("[data-do=share]:visible").count() == 0


def test_one_button_prints(site, page):
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{site.url}/en/{PLAN}")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("printed")
    page.emulate_media(media="print")
    expect(page.locator(".device")).to_be_hidden()


# Without a network


@pytest.fixture
def network(site) -> Iterator[Network]:
    with Network((site.host, site.port)) as network:
        yield network
        network.goes()
        network.shutdown()
    site.hang_up()


@pytest.fixture
def phone(browser_type: BrowserType, browser_type_launch_args, tmp_path) -> Iterator[Callable[[], Page]]:
    """Starts the browser on one and the same device, as often as asked."""
    running: list[BrowserContext] = []

    def start() -> Page:
        while running:
            running.pop().close()
        running.append(browser_type.launch_persistent_context(tmp_path, **browser_type_launch_args))
        return running[0].new_page()

    yield start
    while running:
        running.pop().close()


def keep(page: Page, address: str) -> None:
    """Open a page, and wait until the device keeps it, what it needs, and the pages for everybody."""
    page.goto(address)
    language = address.split("/")[3]
    paths = ["", "/static/css/guide.css", "/static/js/ticks.js"]
    paths += [f"/{language}/{path}/" for path in ("offline", "plan", "phrases", "words")]
    page.wait_for_function("() => navigator.serviceWorker.controller")
    until(lambda: page.evaluate(KEPT, paths), [])


@BY_LANGUAGE
def test_the_plan_opens_from_a_cold_start_without_a_network(network, phone, language):
    address = f"{network.url}/{language}/{PLAN}"
    page = phone()
    keep(page, address)
    box(page).check()
    heading = page.locator("h1").text_content()

    network.goes()
    page = phone()
    page.goto(address)
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.locator("[data-offline] b")).to_contain_text(re.compile(r"20\d\d"))
    expect(page.locator(".step").first).to_have_css("position", "relative")  # the style sheet is there
    expect(box(page)).to_be_checked()

    for path in ("phrases", "words"):
        page.goto(f"{network.url}/{language}/{path}/")
        expect(page.locator("[data-offline]")).to_be_visible()


@BY_LANGUAGE
def test_without_a_network_the_first_page_lists_the_plans_of_this_device(network, phone, language):
    keep(phone(), f"{network.url}/{language}/{PLAN}")
    network.goes()
    page = phone()
    page.goto(f"{network.url}/{language}/plan/")
    page.locator("[data-plans] a").click()
    expect(page).to_have_url(f"{network.url}/{language}/{PLAN}")


@BY_LANGUAGE
def test_a_page_never_seen_says_so_in_the_readers_language(network, page, language):
    keep(page, f"{network.url}/{language}/{PLAN}")
    network.goes()
    page.goto(f"{network.url}/{language}/carriers/softbank/")
    expect(page.locator("h1")).to_have_text(said("You are offline", language))
    expect(page.locator("[data-offline]")).to_be_hidden()
    expect(page.locator("[data-plans] a")).to_have_count(1)
    network.comes_back()
    page.get_by_role("link", name=said("Try again", language)).click()
    expect(page.locator("h1")).not_to_have_text(said("You are offline", language))
    expect(page).to_have_url(f"{network.url}/{language}/carriers/softbank/")


def test_the_address_of_the_site_alone_leads_somewhere_without_a_network(network, page):
    keep(page, f"{network.url}/ja/{PLAN}")
    network.goes()
    page.goto(f"{network.url}/")
    expect(page.locator("h1")).to_have_text(said("You are offline", "ja"))


def test_the_cards_a_plan_leads_to_are_kept_before_they_are_opened(network, page):
    page.goto(f"{network.url}/en/{PLAN}")
    card = page.locator("a[data-card]").first.get_attribute("href")
    until(lambda: page.evaluate(KEPT, [card]), [])
    network.goes()
    page.goto(f"{network.url}{card}")
    expect(page.locator(".counter-ja").first).to_be_visible()


def test_a_sentence_whose_card_was_never_opened_is_found_among_all(network, page):
    keep(page, f"{network.url}/en/words/")
    network.goes()
    page.goto(f"{network.url}/en/phrases/prepaid-1/")
    expect(page).to_have_url(f"{network.url}/en/phrases/#prepaid-1")
    expect(page.locator("#prepaid-1")).to_be_in_viewport()


def test_the_network_comes_first(network, page, monkeypatch):
    keep(page, f"{network.url}/en/{PLAN}")
    monkeypatch.setattr("guide.views.plan.plain", lambda words: "A newer name")
    page.reload()
    expect(page.locator("html")).not_to_have_attribute("data-kept", re.compile("."))
    expect(page.locator(".crumbs")).to_contain_text("A newer name")


def test_a_network_that_does_not_answer_is_none(network, page, monkeypatch):
    monkeypatch.setattr(device, "PATIENCE", 200)
    keep(page, f"{network.url}/en/{PLAN}")
    answered = threading.Event()

    def late(request):
        answered.wait(30)
        return plan_or_reroute(request)

    monkeypatch.setattr("guide.views.plan.plan_or_reroute", late)
    try:
        page.reload()
        expect(page.locator("[data-offline]")).to_be_visible()
    finally:
        answered.set()


def test_only_what_asks_for_it_is_kept(network, page):
    keep(page, f"{network.url}/en/{PLAN}")
    for path in (f"{PLAN}&opened=sim", "", "carriers/softbank/", "ask/", "search/?q=sim", "plan/carrier/", "nothing/"):
        page.goto(f"{network.url}/en/{path}", wait_until="networkidle")
    kept = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(
            async (name) => (await caches.open(name)).keys()))).flat().map((request) => request.url)"""
    )
    pages = {url.removeprefix(network.url) for url in kept if "/static/" not in url}
    cards = {path for path in pages if path.startswith(("/en/phrases/", "/en/plan/card/"))} - {"/en/phrases/"}
    assert pages - cards == {"/en/offline/", "/en/plan/", "/en/phrases/", "/en/words/", f"/en/{PLAN}"}
    assert {url.removeprefix(f"{network.url}/static/") for url in kept if "/static/" in url} == set(device.FILES)


def test_a_deployment_replaces_what_was_kept_for_everybody(network, page, monkeypatch):
    keep(page, f"{network.url}/en/{PLAN}")
    old = next(name for name in page.evaluate("caches.keys()") if "shell" in name)
    monkeypatch.setattr(device, "FILES", (*device.FILES, "icons/icon-192.png"))
    keep(page, f"{network.url}/en/{PLAN}")
    until(lambda: old in page.evaluate("caches.keys()"), False)
    assert page.evaluate(KEPT, ["/static/icons/icon-192.png"]) == []
    network.goes()
    page.reload()
    expect(page.locator("[data-offline]")).to_be_visible()


def test_a_plan_kept_before_a_deployment_finds_the_newer_style_sheet(network, page):
    keep(page, f"{network.url}/en/{PLAN}")
    network.goes()
    assert page.evaluate("fetch('/static/css/guide.0123456789ab.css').then((response) => response.ok)")


def test_forgetting_leaves_nothing_on_the_device(network, page):
    keep(page, f"{network.url}/en/{PLAN}")
    box(page).check()
    page.get_by_role("button", name="Forget plans and ticks").click()
    expect(page.locator("[data-forgotten]")).to_be_focused()
    expect(box(page)).not_to_be_checked()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("localStorage.length") == 0
    page.goto("about:blank")
    network.goes()
    with pytest.raises(Exception, match="net::ERR"):
        page.goto(f"{network.url}/en/{PLAN}")


def test_nothing_is_asked_of_others(network, page, context):
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    keep(page, f"{network.url}/en/{PLAN}")
    assert asked
    assert [url for url in asked if not url.startswith(network.url)] == []


# What the server hands out


@BY_LANGUAGE
def test_manifest_speaks_the_readers_language(client, language):
    response = client.get(f"/{language}/manifest.webmanifest")
    manifest = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/manifest+json"
    assert manifest["lang"] == HTML_LANG[language]
    assert manifest["name"] == said("Leaving Line", language)
    assert len(manifest["short_name"]) <= 12
    assert manifest["start_url"] == f"/{language}/plan/"
    assert (manifest["id"], manifest["scope"]) == ("/", "/")
    assert not response.cookies


def test_icons_are_as_large_as_the_manifest_says(client):
    icons = json.loads(client.get("/en/manifest.webmanifest").content)["icons"]
    assert {icon.get("purpose", "any") for icon in icons} == {"any", "maskable"}
    for icon in icons:
        path = Path(finders.find(icon["src"].removeprefix("/static/")))
        if icon["type"] == "image/png":
            assert "{}x{}".format(*Image.open(path).size) == icon["sizes"]


def test_the_worker_needs_no_database_and_is_always_asked_for_again(client):
    response = client.get("/sw.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert not response.cookies


def test_new_files_make_a_new_worker(client, monkeypatch):
    def version() -> str:
        return client.get("/sw.js").text.partition('"version": ')[2].split(",")[0]

    before = version()
    assert version() == before
    monkeypatch.setattr(device, "static", lambda name: f"/static/newer/{name}")
    assert version() != before


@BY_LANGUAGE
def test_the_page_for_no_network_needs_no_database(client, language):
    assert client.get(f"/{language}/offline/").status_code == 200


@pytest.mark.django_db
def test_scripts_are_small_and_none_stands_in_the_page(client):
    pages = [client.get(f"/en/{path}").text for path in ("", PLAN, "plan/", "phrases/", "offline/", "carriers/docomo/")]
    sources = {source for page in pages for source in re.findall(r'<script type="module" src="/static/([^"]+)"', page)}
    assert sources == {name for name in device.FILES if name.endswith(".js")}
    scripts = [*(Path(finders.find(name)) for name in sources), settings.BASE_DIR / "templates/guide/worker.js"]
    assert sum(len(script.read_bytes()) for script in scripts) <= 10_000
