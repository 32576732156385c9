"""The plan's address as a QR code, read back by a program that reads codes."""

import io

import pytest
import zxingcpp
from PIL import Image

from guide.faces.code import TooLongForCode, as_svg
from guide.language import HTML_LANG

MUCH = (
    "carrier=softbank&where=japan&leaving=2027-01-20&tied=line&tied=bank&device=paying"
    "&cycle=10&bundled=fibre&who=family"
)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]


def read(picture: bytes) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]


@pytest.mark.parametrize("language", HTML_LANG)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_camera_finds_the_address_on_the_page(site, page, language, scheme):
    page.emulate_media(color_scheme=scheme)
    address = f"{site.url}/{language}/plan/yours/?{MUCH}"
    page.goto(address)
    page.locator(".qr summary").click()
    image = page.locator(".qr img")
    image.scroll_into_view_if_needed()
    image.evaluate("image => image.decode()")
    assert read(image.screenshot()) == [address]
    assert image.get_attribute("alt")


def test_the_code_holds_the_one_address_of_these_answers(site, page):
    """Answers in another order, and what is none, lead to the same code."""
    mixed = "&".join(["utm=1", "opened=cycle", *reversed(MUCH.split("&"))])
    page.goto(f"{site.url}/ja/plan/yours.svg?{mixed}")
    box = {"x": 0, "y": 0, "width": 400, "height": 400}
    page.set_viewport_size({"width": 400, "height": 400})
    assert read(page.screenshot(clip=box)) == [f"{site.url}/ja/plan/yours/?{MUCH}"]


def test_the_picture_needs_no_style_of_its_own(client):
    answer = client.get(f"/en/plan/yours.svg?{MUCH}")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    svg = answer.content.decode()
    assert "viewBox" in svg
    assert not any(word in svg for word in ("style", "class=", "script", "<?xml"))


@pytest.mark.parametrize("length", [2000, 5000])
def test_an_address_cameras_would_not_read_is_refused(length):
    with pytest.raises(TooLongForCode):
        as_svg("https://example.org/?" + "x" * length)


@pytest.mark.parametrize("language", HTML_LANG)
def test_an_address_too_long_gets_a_clear_answer(client, monkeypatch, language):
    monkeypatch.setattr("guide.faces.code.FINEST", 3)
    answer = client.get(f"/{language}/plan/yours.svg?{MUCH}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (414, "text/plain; charset=utf-8")
    assert "QR" in answer.content.decode()
    assert client.get(f"/{language}/plan/yours.pdf?{MUCH}").status_code == 200
