"""The editors' pages: everything can be opened and edited, and half-truths are refused."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from carriers import models
from carriers.admin.rows import place_on_page
from carriers.rows import MODELS, read_carrier
from carriers.seed import content
from tests.staff import app_of, code_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_contexts")]

PAGES = [models.Carrier, models.Case, models.Document, models.Term, models.Phrase, models.Article, models.Source]


@pytest.fixture(autouse=True)
def _content(db: None) -> None:
    if not models.Carrier.objects.exists():
        content.load()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor"))
    return client


@pytest.fixture
def mineo() -> models.Carrier:
    return models.Carrier.objects.get(slug="mineo")


class FormReader(HTMLParser):
    """What a browser would send back, had the editor changed nothing."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, Any] = {}
        self.textarea = self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        name, value = attributes.get("name") or "", attributes.get("value")
        if tag == "input" and name and not name.startswith("_"):
            self._input(attributes["type"] or "text", name, value, "checked" in attributes)
        elif tag == "textarea":
            self.textarea, self.sent[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attributes:
            self.sent.setdefault(self.select, []).append(value)

    def _input(self, kind: str, name: str, value: str | None, checked: bool) -> None:
        if kind not in ("checkbox", "radio"):
            self.sent[name] = value or ""
        elif checked:
            self.sent.setdefault(name, []).append("on" if value is None else value)

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.sent[self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.sent[self.textarea] = self.sent[self.textarea].removeprefix("\n").replace("\n", "\r\n")
            self.textarea = ""
        elif tag == "select":
            self.select = ""


def address(row: Any) -> str:
    return reverse(f"admin:carriers_{row._meta.model_name}_change", args=[row.pk])


def form_of(editor: Client, row: Any) -> dict[str, Any]:
    return FormReader(editor.get(address(row)).text).sent


def save(editor: Client, row: Any, **changes: Any) -> Any:
    """Post the page's whole form back, with changes and with why."""
    return editor.post(address(row), form_of(editor, row) | {"why": "The source of today says so"} | changes)


def refusal(response: Any) -> str:
    """The page that comes back when something is refused."""
    assert response.status_code == 200, "it was saved"
    return unescape(response.text)


@pytest.mark.parametrize("model", PAGES)
def test_every_page_opens(editor: Client, model: Any) -> None:
    name = model._meta.model_name
    row = model.objects.first()
    assert editor.get(reverse(f"admin:carriers_{name}_changelist")).status_code == 200
    assert editor.get(reverse(f"admin:carriers_{name}_add")).status_code == 200
    assert row is None or editor.get(address(row)).status_code == 200


@pytest.mark.parametrize("page", ["admin:index", "admin:auth_user_changelist", "admin:auth_group_changelist"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "ja", "en"])
def test_the_index_opens_in_every_language(editor: Client, page: str, language: str) -> None:
    assert editor.get(reverse(page), headers={"accept-language": language}).status_code == 200


def test_every_model_can_be_edited() -> None:
    pages = admin.site._registry
    rows: list[Any] = [inline for page in pages.values() for inline in page.inlines]
    edited = {*pages, *(inline.model for inline in rows), *(below.model for row in rows for below in row.inlines)}
    assert set(MODELS.values()) <= edited


def test_the_longest_carrier_page_takes_few_queries(editor: Client, django_assert_max_num_queries: Any) -> None:
    docomo = models.Carrier.objects.get(slug="docomo")
    with django_assert_max_num_queries(45):
        editor.get(address(docomo))


@pytest.mark.parametrize("slug", ["mineo", "docomo"])
def test_saving_a_page_as_it_is_changes_nothing(editor: Client, slug: str) -> None:
    before = read_carrier(slug)
    response = save(editor, models.Carrier.objects.get(slug=slug))
    assert response.status_code == 302, refusal(response)
    assert read_carrier(slug) == before


def test_an_edit_shows_at_once_and_load_leaves_it(editor: Client, mineo: models.Carrier) -> None:
    text = "Ring the bell\r\nand ask."
    response = save(editor, mineo, **{"methods-0-steps-0-text_en": text, "summary_ja": "ここが変わりました。"})
    assert response.status_code == 302, refusal(response)
    assert "Ring the bell" in editor.get("/en/carriers/mineo/").text
    assert "ここが変わりました。" in editor.get("/ja/carriers/mineo/").text

    assert sorted(content.load().left_alone["mineo"]) == ["methods[online].steps", "summary.ja"]
    facts = read_carrier("mineo")
    assert facts
    assert facts.summary.ja == "ここが変わりました。"
    assert facts.methods[0].steps[0].text.en == "Ring the bell\nand ask."


def test_after_saving_the_way_to_the_readers_page_is_shown(editor: Client, mineo: models.Carrier) -> None:
    response = editor.post(address(mineo), form_of(editor, mineo), follow=True)
    assert '<a href="/en/carriers/mineo/">View on site</a>' in response.text


def test_what_readers_see_is_written_in_every_language(editor: Client, mineo: models.Carrier) -> None:
    fields = ("summary_zh_hant", "methods-0-title_ja", "methods-0-steps-0-text_zh_hans")
    page = refusal(save(editor, mineo, **dict.fromkeys(fields, "")))
    assert page.count("write this language too") == 3


def test_what_readers_see_has_a_source(editor: Client, mineo: models.Carrier) -> None:
    assert "choose at least one source" in refusal(save(editor, mineo, **{"fees-0-sources": []}))


def test_a_row_not_published_may_be_half_written(editor: Client, mineo: models.Carrier) -> None:
    form = form_of(editor, mineo) | {"fees-0-text_ja": "", "fees-0-sources": [], "why": "Not sure any more."}
    del form["fees-0-published"]
    assert editor.post(address(mineo), form).status_code == 302


WRONG = [
    ("methods-0-maintenance", '[{"day": 1}]', "Write one {} a weekly break"),
    ("methods-0-phone", "call us", "Write the number as"),
    ("methods-0-key", "On_Line", "small letters, digits and single hyphens"),
    ("methods-0-languages", "Japanese", "one language code a line"),
    ("methods-0-url", "mineo", "Write the whole address"),
    ("fees-0-valid_from", "tomorrow", "Readers see it from this day on"),
    ("endings-0-notice_days", "-1", "How many days ahead one must apply"),
    ("fees-0-jpy", "10000001", "Write whole yen without a comma"),
]


@pytest.mark.parametrize(
    "wrong",
    [
        WRONG,
        [("fees-0-jpy", "1,100", "Write whole yen without a comma")],
        [("methods-0-opens", "9:00", "Write the time as 09:00")],
        [("methods-0-closes", "08:00", "It closes after it opens")],
        [("methods-0-closes", "", "or neither")],
    ],
)
def test_wrong_values_are_refused(editor: Client, mineo: models.Carrier, wrong: list[tuple[str, str, str]]) -> None:
    page = refusal(save(editor, mineo, **{field: value for field, value, _message in wrong}))
    refused = " ".join(re.findall(r'<ul class="errorlist.*?</ul>', page, re.DOTALL))
    assert [message for _field, _value, message in wrong if message not in refused] == []


def test_no_row_is_for_and_against_the_same_reader(editor: Client, mineo: models.Carrier) -> None:
    page = refusal(save(editor, mineo, **{"fees-0-needs": ["ABROAD"], "fees-0-blocked_by": ["ABROAD", "ESIM"]}))
    assert "No reader would see this row. Take out of one of the two lists: you are outside Japan now." in page


def test_two_rows_may_not_share_a_key(editor: Client, mineo: models.Carrier) -> None:
    key = form_of(editor, mineo)["special_cases-0-key"]
    assert "Two rows have the same key" in refusal(save(editor, mineo, **{"special_cases-1-key": key}))


def test_a_source_in_use_stays(editor: Client, mineo: models.Carrier) -> None:
    form = form_of(editor, mineo)
    used = form["fees-0-sources"][0]
    place = next(name.split("-")[1] for name, value in form.items() if name.startswith("sources-") and value == used)
    assert "cannot be deleted" in refusal(save(editor, mineo, **{f"sources-{place}-DELETE": "on"}))
    page = editor.get(reverse("admin:carriers_source_delete", args=[used])).text
    assert "would require deleting the following protected related objects" in page


def test_only_shared_sources_and_the_carriers_own_are_offered(editor: Client, mineo: models.Carrier) -> None:
    page = editor.get(address(mineo)).text
    offered = page.partition('<template id="choices-source">')[2].partition("</template>")[0]
    sources = [*mineo.sources.all(), *models.Source.objects.filter(carrier=None)]
    assert set(map(int, re.findall(r'<option value="(\d+)"', offered))) == {source.pk for source in sources}
    foreign = models.Source.objects.exclude(carrier=mineo).exclude(carrier=None).first()
    assert "Select a valid choice" in refusal(save(editor, mineo, **{"fees-0-sources": [foreign.pk]}))


def test_a_long_list_stands_once_and_a_row_holds_what_is_chosen(editor: Client, mineo: models.Carrier) -> None:
    page = editor.get(address(mineo)).text
    box = page.partition('id="id_fees-0-sources"')[2].partition("</select>")[0]
    assert box.count("<option") == mineo.fees.first().sources.count()
    assert page.count('<option value="ABROAD">') == 1


def test_the_bundled_content_passes_the_editors_rules() -> None:
    for model in MODELS.values():
        for row in model._default_manager.all():
            row.full_clean(exclude=[field.name for field in row._meta.fields if field.null])


@pytest.fixture
def console(page: Any, live_server: Any, _content: None) -> list[str]:
    """Signed in on the page of a carrier; what the browser complained about on the way."""
    app = app_of(User.objects.create_superuser("editor", password="leaving-line"))
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(live_server.url + address(models.Carrier.objects.get(slug="mineo")))
    page.fill("#id_username", "editor")
    page.fill("#id_password", "leaving-line")
    page.click("[type=submit]")
    page.fill("#id_code", code_of(app))
    page.click("[type=submit]")
    page.wait_for_selector("#methods-group")
    return said


@pytest.mark.django_db(transaction=True)
def test_rows_are_added_in_a_browser_under_the_strict_policy(page: Any, console: list[str]) -> None:
    page.click("#methods-group > details > summary")
    page.click("#methods-group > details > .djn-add-item a")
    for below, field in (("steps", "text_en"), ("documents", "sources_from")):
        page.click(f"#methods-1-{below}-group > details > summary")
        page.click(f"#methods-1-{below}-group > details > .djn-add-item a")
        expect(page.locator(f"#id_methods-1-{below}-0-{field}")).to_be_visible()
    assert (
        page.locator("#id_methods-1-documents-0-sources_from option").count()
        == models.Source.objects.filter(Q(carrier=None) | Q(carrier__slug="mineo")).count()
    )
    page.click("#methods-1 > h3 .djn-remove-handler")
    expect(page.locator("#methods-1")).to_have_count(0)
    assert console == []


@pytest.mark.django_db(transaction=True)
def test_a_link_to_a_row_opens_it_with_its_choices(page: Any, console: list[str]) -> None:
    document = models.RequiredDocument.objects.filter(method__carrier__slug="mineo").first()
    page.goto(f"{page.url.partition('#')[0]}#{place_on_page(document)}")
    page.reload()
    row = page.locator(".djn-inline-form", has=page.locator(f"[id='{place_on_page(document)}']")).last
    assert row.locator("[id$=-sources_to] option").count() == document.sources.count()
    assert row.locator("[id$=-sources_from]").is_visible()
    assert row.locator("[name$=-document]").locator("option").count() > 5
    assert row.locator("[name$=-document]").input_value() == str(document.document_id)
    assert console == []


@pytest.mark.django_db(transaction=True)
def test_the_four_languages_stand_side_by_side(page: Any, console: list[str]) -> None:
    boxes = [f"#id_summary_{suffix}" for suffix in ("en", "ja", "zh_hans", "zh_hant")]
    page.set_viewport_size({"width": 1280, "height": 900})
    wide = [page.locator(box).bounding_box() for box in boxes]
    assert [box["x"] for box in wide] == sorted({box["x"] for box in wide})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.set_viewport_size({"width": 820, "height": 1180})
    tablet = [page.locator(box).bounding_box() for box in boxes]
    first, second, third, fourth = (box["y"] for box in tablet)
    assert max(abs(first - second), abs(third - fourth)) < 10 < third - first  # scripts of their own height
    assert page.evaluate("document.documentElement.scrollWidth") <= 820
    page.set_viewport_size({"width": 400, "height": 900})
    narrow = [page.locator(box).bounding_box() for box in boxes]
    assert [box["y"] for box in narrow] == sorted({box["y"] for box in narrow})
