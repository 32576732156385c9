"""A plan on paper: printed by the browser on A4, and read again page by page."""

import io
import re
import unicodedata
from dataclasses import dataclass
from operator import itemgetter

import pytest
from playwright.sync_api import Page as Tab
from pypdf import PageObject, PdfReader

from guide.language import HTML_LANG
from tests.pages import PLANS
from tests.site import Site

pytestmark = pytest.mark.django_db
A4 = (595, 842)  # points
RADICALS = "\u2e80-\u2fdf"
RADICAL = re.compile(f"[{RADICALS}]")
PRINTED = [page for page in PLANS if page.name in ("plan: lost SIM, much to do", "plan: from abroad", "plan: too late")]

# Each heading of the plan, and what stands right behind it on paper.
HEADINGS = """() => [...document.querySelectorAll('main :is(h2, h3, h4)')]
  .filter(heading => heading.checkVisibility() && heading.innerText.trim())
  .map(heading => {
    const range = document.createRange()
    range.setStartAfter(heading)
    range.setEndAfter(document.querySelector('main').lastChild)
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    walker.currentNode = heading.lastChild ?? heading
    let behind = ''
    for (let node; behind.length < 12 && (node = walker.nextNode());)
      if (!heading.contains(node) && node.parentElement.checkVisibility()) behind += node.data.trim()
    return [heading.innerText, behind]
  })"""
ELSEWHERE = "header nav, footer, form, button, .skip, main nav:has(a[href^='/'])"
NOT_FOR_PAPER = """selector => [...document.querySelectorAll(selector)]
  .filter(element => element.checkVisibility()).map(element => element.outerHTML.slice(0, 80))"""


def pages_of(tab: Tab) -> list[str]:
    """The text of each page from top to bottom, its letters alone: a line's end is no space."""
    reader = PdfReader(io.BytesIO(tab.pdf(format="A4", prefer_css_page_size=True)))
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {A4}
    return [from_top_to_bottom(page) for page in reader.pages]


def from_top_to_bottom(page: PageObject) -> str:
    """The browser writes in the order of painting, in which a later box can come first."""
    pieces = []

    def piece(text: str, page: list[float], line: list[float], *font: object) -> None:
        x = line[4] * page[0] + line[5] * page[2] + page[4]
        y = line[4] * page[1] + line[5] * page[3] + page[5]
        pieces.append((-round(y), x, text))

    page.extract_text(visitor_text=piece)
    return bare("".join(text for _y, _x, text in sorted(pieces, key=itemgetter(0, 1))))


def bare(words: str) -> str:
    """Letters and digits alone, without ligatures; radicals stay, for they stand for more than one character."""
    return "".join(c if RADICAL.match(c) else _letters(c) for c in words)


def _letters(character: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", character)))


def holds(page: str, words: str) -> bool:
    """A font draws 门 and the radical ⻔ with one glyph, and the PDF names either."""
    return re.search("".join(f"[{re.escape(c)}{RADICALS}]" for c in bare(words)), page) is not None


@dataclass(frozen=True)
class Paper:
    """A printed plan: what stood on the page, and the text of each sheet."""

    headings: list[tuple[str, str]]  # each with the words behind it
    sentences: list[str]
    ways_elsewhere: list[str]
    pages: list[str]


@pytest.fixture(
    scope="module",
    params=[(language, plan) for language in HTML_LANG for plan in PRINTED],
    ids=[f"{language} {plan.name}" for language in HTML_LANG for plan in PRINTED],
)
def paper(site: Site, tab: Tab, request: pytest.FixtureRequest) -> Paper:
    """With this scope each plan is printed once for all tests."""
    language, plan = request.param
    site.open(tab, language, plan, unfold=False)
    tab.emulate_media(media="print")
    sentences = tab.locator("main .say-ja").all_text_contents()
    paper = Paper(tab.evaluate(HEADINGS), sentences, tab.evaluate(NOT_FOR_PAPER, ELSEWHERE), pages_of(tab))
    tab.emulate_media(media="screen")
    return paper


def test_no_heading_is_cut_from_what_it_heads(paper: Paper):
    pages = paper.pages
    cut = [
        heading for heading, behind in paper.headings if not any(holds(page, heading + behind[:6]) for page in pages)
    ]
    assert paper.headings
    assert cut == []


def test_paper_holds_no_way_to_go_elsewhere(paper: Paper):
    assert paper.ways_elsewhere == []


def test_folded_sentences_are_on_paper(paper: Paper):
    """They are what the reader takes to the counter."""
    whole = "".join(paper.pages)
    assert [sentence for sentence in paper.sentences if not holds(whole, sentence)] == []
