"""The list of pages (tests/pages.py) is whole, and each is what its name says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver, resolve

from tests.pages import PAGES, PLANS, Page
from tests.site import read

pytestmark = pytest.mark.django_db
FOR_MACHINES = {"changes-feed", "manifest", "together-ics", "yours-ics", "yours-json", "yours-pdf", "yours-svg"}
BY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def readers_patterns() -> Iterator[str | None]:
    """The names of what stands below a language."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == "en/":
            yield from (str(pattern.name) for pattern in resolver.url_patterns)


def test_every_kind_of_page_is_on_the_list():
    shown = {resolve(f"/en/{page.path.partition('?')[0]}").url_name for page in PAGES if page.status != 404}
    assert shown == set(readers_patterns()) - FOR_MACHINES


def test_no_name_is_given_twice():
    assert len({page.name for page in PAGES}) == len({(page.path, page.sent) for page in PAGES}) == len(PAGES)


@BY_PAGE
def test_page_answers_without_a_detour(page):
    assert read(page, "en").status_code == page.status


SAID = {
    "plan: leaving soon": lambda plan: plan.last_safe_day and plan.leaving,
    "plan: not leaving": lambda plan: plan.timing and not plan.leaving,
    "plan: from abroad": lambda plan: plan.answers.one("where") == "abroad",
    "plan: lost SIM, much to do": lambda plan: len(plan.steps) > 8,
    "plan: too late": lambda plan: plan.timing and not plan.last_safe_day and not plan.must_ask,
    "plan: nothing to cancel": lambda plan: plan.nothing_to_cancel and plan.carrier.status == "active",
    "plan: carrier that has ended": lambda plan: plan.carrier.status == "ended",
    "plan: must ask": lambda plan: plan.must_ask,
    "plan: end not known": lambda plan: not plan.timing and not plan.nothing_to_cancel,
    "plan: keeps the number": lambda plan: plan.keeps_number,
    "plan: pauses": lambda plan: plan.pauses,
}


@pytest.mark.parametrize("page", [page for page in PLANS if page.name in SAID], ids=lambda page: page.name)
def test_plan_is_what_its_name_says(page: Page) -> None:
    plan: Any = read(page, "en").context["plan"]
    assert SAID[page.name](plan)


@pytest.mark.parametrize(
    ("name", "said"),
    [("search without results", "Nothing was found"), ("carriers, nothing found", "No carrier goes by that name")],
)
def test_a_page_where_nothing_was_found_says_so(name: str, said: str) -> None:
    (page,) = [page for page in PAGES if page.name == name]
    assert said in read(page, "en").text
