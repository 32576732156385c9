"""Readers' pages from memory: what is kept, for whom and how long, and that nobody is shown another's page."""

import datetime as dt
import gzip
import time
from io import BytesIO
from typing import Any

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from carriers import models, snapshots
from guide import pagecache
from guide.deadlines import JAPAN
from guide.pagecache import PageCache
from tests.keeping import change
from tests.test_admin import save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("connection_stays")]

MORNING = dt.datetime(2026, 12, 1, 9, 30, tzinfo=JAPAN)
CARRIER = "/en/carriers/mineo/"
PLAN = "/en/plan/yours/?carrier=mineo&where=abroad"
SEARCH = "/zh-hans/search/?q=%E8%A7%A3%E7%BA%A6"
KEPT = ["/en/", "/ja/carriers/", CARRIER, PLAN, SEARCH, "/en/carriers/?page=1"]


class Site:
    """The application as gunicorn calls it; counts what Django is asked."""

    def __init__(self) -> None:
        self.django, self.asked = get_wsgi_application(), 0
        self.cache = PageCache(self._count)

    def _count(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        return self.django(environ, start_response)

    def get(self, address: str, method: str = "GET", **headers: str) -> "Answer":
        path, _mark, query = address.partition("?")
        said: list[Any] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        body = self.cache(environ, lambda status, given, *error: said.extend((status, given)))
        answer = Answer(said[0], dict(said[1]), b"".join(body))
        getattr(body, "close", lambda: None)()
        return answer


class Answer:
    def __init__(self, status: str, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = int(status[:3]), headers, body


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    """On a morning that stands still, however slow the machine."""
    monkeypatch.setattr(time, "time", MORNING.timestamp)
    monkeypatch.setattr(timezone, "now", lambda: MORNING)
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    return Site()


@pytest.mark.parametrize("address", KEPT)
def test_second_answer_comes_from_memory_and_is_the_first(site: Site, address: str) -> None:
    first = site.get(address)
    with CaptureQueriesContext(connection) as queries:
        second = site.get(address)
    assert (first.status, second.status, site.asked, len(queries)) == (200, 200, 1, 0)
    assert (second.headers, second.body) == (first.headers, first.body)
    assert len(second.body) == int(second.headers["Content-Length"])


def test_answer_from_memory_has_every_header_of_djangos(site: Site) -> None:
    site.get(CARRIER)
    kept = site.get(CARRIER).headers
    given = Client(headers={"host": "localhost"}).get(CARRIER).headers
    assert "Content-Security-Policy" in given
    assert kept == {**given, "Vary": "Accept-Encoding", "ETag": kept["ETag"]}


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
        ("*", None),
    ],
)
def test_each_browser_has_the_encoding_it_takes(site: Site, accepted: str, encoding: str | None) -> None:
    plain = site.get(CARRIER).body
    for _again in range(2):
        answer = site.get(CARRIER, accept_encoding=accepted)
        assert answer.headers.get("Content-Encoding") == encoding
        decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
        assert decode(answer.body) == plain
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_page_that_is_known_is_not_sent_again(site: Site) -> None:
    etag = site.get(CARRIER, accept_encoding="br").headers["ETag"]
    for method in ("GET", "HEAD"):
        again = site.get(CARRIER, method, accept_encoding="br", if_none_match=f'W/"other", {etag}')
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == etag
        assert "Content-Security-Policy" in again.headers
        assert "Content-Length" not in again.headers
    assert site.get(CARRIER, accept_encoding="gzip", if_none_match=etag).status == 200


def test_head_has_the_headers_alone(site: Site) -> None:
    first = site.get(CARRIER, "HEAD")
    whole = site.get(CARRIER)
    assert (first.body, first.headers) == (b"", whole.headers)
    assert site.get(CARRIER, "HEAD").body == b""
    assert site.asked == 2


# An edit


@pytest.mark.django_db(transaction=True)
def test_edit_is_seen_on_the_next_request(admin_client: Client) -> None:
    site = Site()
    assert b"Rewritten" not in site.get(CARRIER).body
    assert save(admin_client, models.Carrier.objects.get(slug="mineo"), summary_en="Rewritten.").status_code == 302
    assert b"Rewritten" in site.get(CARRIER).body
    assert b"Rewritten" in site.get("/en/carriers/").body


def test_edit_of_another_process_is_seen_a_second_later(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    assert b"Rewritten" not in site.get(CARRIER).body
    change(models.Carrier.objects.filter(slug="mineo"), "mineo", summary_en="Rewritten.")  # no commit is told of
    clock[0] += 0.9
    assert b"Rewritten" not in site.get(CARRIER).body
    clock[0] += 0.1
    assert b"Rewritten" in site.get(CARRIER).body


def test_page_made_while_somebody_saves_is_not_kept_for_new(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old page is finished after another thread has seen that there is a newer version."""
    django = site.django

    def overtaken(environ: Any, start_response: Any) -> Any:
        body = django(environ, start_response)
        change(models.Carrier.objects.filter(slug="mineo"), "mineo", summary_en="Rewritten.")
        snapshots.saved()
        site.cache._look()
        return body

    monkeypatch.setattr(site, "django", overtaken)
    assert b"Rewritten" not in site.get(CARRIER).body
    monkeypatch.setattr(site, "django", django)
    assert b"Rewritten" in site.get(CARRIER).body


def test_readers_read_on_while_the_database_is_away(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = site.get(CARRIER).body

    def away() -> Any:
        raise OperationalError

    monkeypatch.setattr(snapshots, "state", away)
    snapshots.saved()
    assert site.get(CARRIER).body == before
    assert site.asked == 1


# The clock


def test_page_holds_for_the_day_in_japan_and_a_plan_for_the_minute(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    late = MORNING.replace(hour=23, minute=58, second=30)
    moment = [late]
    monkeypatch.setattr(time, "time", lambda: moment[0].timestamp())
    monkeypatch.setattr(timezone, "now", lambda: moment[0])

    def asked_after(address: str, seconds: int) -> bool:
        moment[0], before = late + dt.timedelta(seconds=seconds), site.asked
        site.get(address)
        return site.asked > before

    assert [asked_after(PLAN, seconds) for seconds in (0, 29, 30, 60, 89, 90)] == [
        True,
        False,
        True,
        False,
        False,
        True,
    ]
    assert [asked_after(CARRIER, seconds) for seconds in (0, 89, 90)] == [True, False, True]


# What is not kept


@pytest.mark.parametrize(
    "address",
    [
        "/en/ask/?page=carriers/mineo/",  # its token is for one reader
        "/en/report/mineo/endings/month-end/",
        "/en/nothing/",
        "/en/plan/yours/",  # a redirect
        "/",
        "/admin/",
        "/api/v1/carriers.json",  # has its own ETag
        "/en/carriers/mineo/?utm_source=x",  # nothing of ours
        "/en/carriers/mineo/?&",
        "/en/search/?q=" + "x" * 1000,
        "/en/plan/yours/?carrier=mineo&where=abroad&%63arrier=mineo",
    ],
)
def test_not_kept(site: Site, address: str) -> None:
    answers = [site.get(address, accept_encoding="br") for _twice in range(2)]
    assert site.asked == 2
    assert not len(site.cache._pages) + len(site.cache._asked)
    if "ask" in address or "report" in address or "admin" in address:
        assert not any("Content-Encoding" in answer.headers for answer in answers)  # a secret beside what is typed


def test_preview_is_not_kept(site: Site, admin_client: Client) -> None:
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in admin_client.cookies.items())
    address = reverse("desk-preview", args=["2026-12-01", "en/carriers/mineo/"])
    assert "Preview" in admin_client.get(address).content.decode()
    for _twice in range(2):
        answer = site.get(address, cookie=cookies, accept_encoding="br")
        assert b"Preview" in answer.body
        assert "no-store" in answer.headers["Cache-Control"]
    assert site.asked == 2


def test_posts_pass(site: Site) -> None:
    site.get(CARRIER)
    assert site.get(CARRIER, "POST").status == 405


# Nobody is shown another's page


def test_another_host_has_another_page_and_a_foreign_one_none(site: Site, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "guide.example"]
    assert b"http://localhost/en/" in site.get("/en/").body
    assert b"http://guide.example/en/" in site.get("/en/", host="guide.example").body
    for foreign in ("evil.example", "localhost.evil.example", "localhost:80@evil.example", ""):
        refused = site.get("/en/", host=foreign)
        assert refused.status == 400 or foreign == ""
        assert b"evil" not in site.get("/en/").body


def test_what_a_client_says_of_its_host_elsewhere_changes_nothing(site: Site) -> None:
    site.get("/en/", x_forwarded_host="evil.example", x_forwarded_proto="https", x_original_url="/en/about/")
    assert b"evil" not in site.get("/en/").body
    assert b"https://localhost" not in site.get("/en/").body


def test_https_is_told_as_django_tells_it(site: Site, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert b"http://localhost/en/" in site.get("/en/", x_forwarded_proto="http").body
    assert b"https://localhost/en/" in site.get("/en/", x_forwarded_proto="https").body
    assert b"http://localhost/en/" in site.get("/en/", x_forwarded_proto="http").body


def test_no_cookie_and_no_language_of_the_browser_changes_a_page(site: Site) -> None:
    first = site.get("/en/", cookie=f"django_language=ja; sessionid={'x' * 32}", accept_language="ja")
    assert site.get("/en/").body == first.body
    assert "Set-Cookie" not in first.headers
    assert site.asked == 1


def test_answer_that_takes_back_a_broken_cookie_is_not_kept(site: Site) -> None:
    assert "Set-Cookie" in site.get("/en/", cookie="sessionid=x").headers
    assert "Set-Cookie" not in site.get("/en/").headers
    assert site.asked == 2


def test_the_order_of_the_query_makes_no_other_page_and_its_values_do(site: Site) -> None:
    swapped = "/en/plan/yours/?where=abroad&carrier=mineo"
    assert site.get(PLAN).body == site.get(swapped).body
    assert site.asked == 1
    assert site.get(PLAN.replace("mineo", "docomo")).body != site.get(PLAN).body
    assert site.get(PLAN.replace("abroad", "%61broad")).status == 200
    assert site.asked == 3


def test_what_readers_type_pushes_out_no_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site.cache, "_asked", pagecache.Memory(30_000, pagecache._weight))
    site.get(CARRIER)
    for number in range(5):
        site.get(f"/en/search/?q=nothing{number}", accept_encoding="br")
    assert site.cache._asked.weight <= 30_000
    asked = site.asked
    site.get(CARRIER)
    assert site.asked == asked


# What caches on the way are told


@pytest.mark.parametrize(
    ("address", "said"),
    [(CARRIER, "public"), ("/en/", "public"), (PLAN, "private"), ("/en/search/?q=au", "private")],
)
def test_caches_on_the_way_keep_no_answers(site: Site, address: str, said: str) -> None:
    for answer in (site.get(address), site.get(address)):
        assert answer.headers["Cache-Control"].split(",")[0] == said
        assert "ETag" in answer.headers
