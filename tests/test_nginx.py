"""The shipped nginx configuration, before a real site: what it keeps, refuses, and never writes down."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import first_load
from tests.front import Front
from tests.node import Node
from tests.servers import wait_until

PAGE = "/en/carriers/docomo/"
PLAN = "/ja/plan/yours/?carrier=docomo&where=japan&leaving=undecided"
POLICY = ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options")


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Node]:
    node = Node(tmp_path, DATABASE_URL=first_load.address(tmp_path), DJANGO_SETTINGS_MODULE="tests.settings").start()
    yield node
    node.kill()


@pytest.fixture
def front(site: Node, nginx: str, tmp_path: Path) -> Iterator[Front]:
    with Front(tmp_path, [site.port]).started() as front:
        yield front


def test_nginx_has_nothing_to_say_against_it(nginx: str, tmp_path: Path) -> None:
    done = subprocess.run([*Front(tmp_path, [8000]).command, "-t"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "warn" not in done.stderr


def test_readers_go_on_reading_while_the_site_is_down(site: Node, front: Front) -> None:
    was = front.get(PAGE)
    site.kill()
    now = front.get(PAGE)
    assert (now.status, now.text) == (200, was.text)
    assert [now.headers.get_all(name) for name in POLICY] == [was.headers.get_all(name) for name in POLICY]
    assert all(len(now.headers.get_all(name)) == 1 for name in POLICY), "a second policy would narrow the first"


def test_answers_are_no_shared_cache_s_business(site: Node, front: Front) -> None:
    assert front.get(PLAN).headers["Cache-Control"] == "private, no-cache"
    site.kill()
    assert front.get(PLAN).status == 503


def test_what_was_never_asked_for_is_refused_in_four_languages(site: Node, front: Front) -> None:
    site.kill()
    answer = front.get(PAGE)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert all(words in answer.text for words in ("try again", "请", "請", "ください"))
    assert answer.headers.get_all("Content-Security-Policy") == ["default-src 'none'; frame-ancestors 'none'"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_each_kind_of_browser_has_one_copy(front: Front) -> None:
    for accepted in ("gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8"):
        front.get(PAGE, Accept_Encoding=accepted)
    assert front.get(PAGE).text.startswith("<!doctype html>")
    wait_until(lambda: _kept(front, "pages"), "the copies")
    assert _kept(front, "pages") == {b"localhost" + PAGE.encode() + b"|br", b"localhost" + PAGE.encode() + b"|"}


def test_answers_stand_neither_on_the_disk_nor_in_a_log(site: Node, front: Front) -> None:
    front.get(PLAN)
    front.get(PAGE)
    site.kill()
    front.get(PLAN.replace("docomo", "softbank"))
    assert all(b"leaving" not in key for key in _kept(front, "pages"))
    wait_until(lambda: PAGE in (front.folder / "guide.log").read_text(), "the log")
    written = "".join(path.read_text() for path in front.folder.glob("*.log"))
    assert "/ja/plan/yours/" in written
    assert "leaving" not in written
    assert "127.0.0.1" not in (front.folder / "guide.log").read_text()


def test_editors_pages_are_never_kept(front: Front) -> None:
    assert front.get("/admin/login/").status == 200
    assert not _kept(front, "pages") | _kept(front, "answers")


def test_the_way_to_a_language_is_each_readers_own(front: Front) -> None:
    ways = [front.get("/", Accept_Language=language).headers["Location"] for language in ("ja", "zh-TW", "en")]
    assert ways == ["/ja/", "/zh-hant/", "/en/"]


@pytest.mark.parametrize(("path", "size", "status"), [("/en/ask/", 70_000, 413), ("/admin/", 7_000_000, 413)])
def test_too_much_is_refused_before_the_site_sees_it(front: Front, path: str, size: int, status: int) -> None:
    connection = front.connect()
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == status
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    connection.close()


def test_an_endless_address_is_refused(front: Front) -> None:
    assert front.get("/en/search/?q=" + "x" * 9_000).status == 414


def _kept(front: Front, place: str) -> set[bytes]:
    """The keys of the copies in this place."""
    files = [path.read_bytes() for path in (front.folder / place).rglob("*") if path.is_file()]
    return {content.partition(b"\nKEY: ")[2].partition(b"\n")[0] for content in files}
