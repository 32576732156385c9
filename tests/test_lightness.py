"""Pages are light enough for the last day of a SIM. Sizes are asserted, times never."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from guide.language import HTML_LANG
from tests.lightness import LIMIT, Weight, weigh
from tests.pages import KINDS
from tests.site import read

pytestmark = pytest.mark.django_db
LIGHT = [page for page in KINDS if page.name in ("home", "carrier", "plan")]
BY_PAGE = pytest.mark.parametrize("page", LIGHT, ids=lambda page: page.name)
BY_LANGUAGE = pytest.mark.parametrize("language", HTML_LANG)


def weight(page, language) -> Weight:
    return weigh(
        read(page, language).content.decode(),
        lambda address: Path(finders.find(address.removeprefix("/static/"))).read_bytes(),
    )


@BY_LANGUAGE
@BY_PAGE
def test_first_paint_waits_for_one_request_beyond_the_page(page, language):
    assert weight(page, language).requests == 1


@BY_LANGUAGE
def test_home_fits_what_a_server_sends_at_once_with_its_style(language):
    assert weight(LIGHT[0], language).whole <= LIMIT


@BY_LANGUAGE
@BY_PAGE
def test_every_page_fits_it_without_the_style(page, language):
    """With it, carrier and plan weigh some 17,000: see docs/decisions/0014."""
    assert weight(page, language).html <= LIMIT
