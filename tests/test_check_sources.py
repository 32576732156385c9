"""Visiting the sources, on a server of our own: what is found, how politely, and what is kept of a broken run."""

import datetime as dt
import io
import threading
from collections.abc import Iterator, Mapping
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from carriers.choices import Visit
from carriers.fetching import AGENT, Answer, Fetcher, Unreachable
from carriers.models import Carrier, Source, SourceVisit
from carriers.watching import Stop, Visitor, stops

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
NO_RULES = (404, "")


class Site(ThreadingHTTPServer):
    """Pages that are there, have moved, are gone; it remembers who asked for what."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.asked: list[tuple[str, str, Mapping[str, str]]] = []
        self.robots = NO_RULES
        self.closing = threading.Event()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def pages_asked(self) -> list[str]:
        return [f"{method} {path}" for method, path, _headers in self.asked if path != "/robots.txt"]


class Page(BaseHTTPRequestHandler):
    server: Site
    REDIRECTS = {
        "/moved": (301, "/there"),
        "/moved-for-good": (308, "/there"),
        "/elsewhere-today": (302, "/there"),
        "/moved-then-elsewhere": (301, "/elsewhere-today"),
        "/moved-to-nothing": (301, "/gone"),
        "/moved-to-closed": (301, "/closed/page"),
        "/moved-to-kanji": (301, "/解約"),
        "/moved-inside": (301, "http://10.0.0.1/"),
        "/moved-nowhere": (301, "http://[broken"),
        "/loop": (301, "/loop"),
        "/robots-moved": (301, "/robots.txt"),
    }
    STATUS = {"/there": 200, "/gone": 404, "/gone-for-good": 410, "/private": 403, "/broken": 500, "/busy": 429}

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        if self.path == "/robots.txt":
            status, rules = self.server.robots
            self.send(status, rules.encode())
        elif self.path in self.REDIRECTS:
            status, location = self.REDIRECTS[self.path]
            self.send(status, Location=location.encode().decode("latin-1"))
        elif self.path == "/there" and self.headers.get("If-None-Match") == '"one"':
            self.send(304, ETag='"one"')
        elif self.path == "/there":
            self.send(200, ETag='"one"', Last_Modified="Tue, 01 Dec 2026 00:00:00 GMT")
        elif self.path in ("/no-head", "/large") and self.command == "HEAD":
            self.send(405)
        elif self.path == "/large":
            self.endless(b"x" * 65_536)
        elif self.path == "/silent":
            self.server.closing.wait()
        elif self.path == "/trickle":
            self.trickle()
        else:
            self.send(self.STATUS.get(self.path, 200))

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def endless(self, some: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.closing.is_set():
            try:
                self.wfile.write(some)
            except OSError:
                return

    def trickle(self) -> None:
        """A byte now and then: each comes in time, the answer never."""
        while not self.server.closing.wait(0.02):
            try:
                self.wfile.write(b"H")
            except OSError:
                return

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.closing.set()
        server.shutdown()


class Clock:
    """Time passes by sleeping alone."""

    def __init__(self) -> None:
        self.moment = NOON
        self.slept: list[float] = []

    def now(self) -> dt.datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def here_alone(method: str, url: str, headers: Mapping[str, str], most: int = 0) -> Answer:
    """A test that asked anybody else would be a mistake."""
    assert urlsplit(url).hostname in ("127.0.0.1", "localhost"), url
    return Fetcher(seconds=2, private=True)(method, url, headers, most)


@pytest.fixture
def visitor(clock: Clock) -> Visitor:
    return Visitor(here_alone, clock.now, clock.sleep)


@pytest.fixture
def example() -> Carrier:
    return Carrier.objects.create(slug="example", name="Example", kind="mvno", billing="monthly")


def source(carrier: Carrier, url: str, key: str = "page", visited_at: dt.datetime | None = None, **seen: Any) -> Source:
    made = Source.objects.create(carrier=carrier, key=key, url=url, publisher="Example")
    if visited_at:
        SourceVisit.objects.create(source=made, visited_at=visited_at, **{"found": Visit.THERE, **seen})
    return made


def run(visitor: Visitor, **options: Any) -> str:
    """The command for the example's sources."""
    out = io.StringIO()
    call_command("check_sources", stdout=out, visitor=visitor, **{"carrier": "example", **options})
    return out.getvalue()


def keys(planned: list[Stop]) -> list[str]:
    return [stop.sources[0].key for stop in planned]


# What is found


@pytest.mark.parametrize(
    ("path", "found", "status"),
    [
        ("/there", Visit.THERE, 200),
        ("/there#section", Visit.THERE, 200),
        ("/解約?問=い", Visit.THERE, 200),
        ("/elsewhere-today", Visit.THERE, 200),
        ("/moved", Visit.MOVED, 200),
        ("/moved-for-good", Visit.MOVED, 200),
        ("/moved-to-nothing", Visit.GONE, 404),
        ("/gone", Visit.GONE, 404),
        ("/gone-for-good", Visit.GONE, 410),
        ("/private", Visit.TROUBLE, 403),
        ("/broken", Visit.TROUBLE, 500),
        ("/busy", Visit.TROUBLE, 429),
        ("/loop", Visit.TROUBLE, None),
        ("/moved-nowhere", Visit.TROUBLE, None),
        ("/no-head", Visit.THERE, 200),
        ("/large", Visit.THERE, 200),
    ],
)
def test_what_stands_at_the_address(site: Site, visitor: Visitor, path: str, found: Visit, status: int) -> None:
    finding = visitor.visit(site.url(path))
    assert (finding.found, finding.status) == (found, status)


@pytest.mark.parametrize(
    ("path", "moved_to"),
    [("/moved", "/there"), ("/moved-then-elsewhere", "/elsewhere-today"), ("/moved-to-kanji", "/%E8%A7%A3%E7%B4%84")],
)
def test_moved_is_what_is_permanent(site: Site, visitor: Visitor, path: str, moved_to: str) -> None:
    assert visitor.visit(site.url(path)).moved_to == site.url(moved_to)


@pytest.mark.parametrize("path", ["/silent", "/trickle"])
def test_nobody_waits_for_ever(site: Site, clock: Clock, path: str) -> None:
    hasty = Visitor(Fetcher(seconds=0.2, private=True), clock.now, clock.sleep)
    assert hasty.visit(site.url(path)).found == Visit.TROUBLE


def test_a_server_that_is_not_there(site: Site, visitor: Visitor) -> None:
    finding = visitor.visit("http://127.0.0.1:1/")
    assert (finding.found, "refused" in finding.why) == (Visit.TROUBLE, True)


def test_a_server_without_tls_is_trouble(site: Site, visitor: Visitor) -> None:
    finding = visitor.visit(site.url("/there").replace("http", "https"))
    assert (finding.found, "SSL" in finding.why) == (Visit.TROUBLE, True)


def test_only_so_much_is_read_of_a_large_answer(site: Site) -> None:
    assert len(Fetcher(seconds=2, private=True)("GET", site.url("/large"), {}, 1000).body) == 1000


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/", "http://169.254.169.254/"]
)
def test_our_own_network_is_never_visited(url: str) -> None:
    with pytest.raises(Unreachable, match="not on the public internet"):
        Fetcher()("HEAD", url, {})


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.jp/", "http://", "http://example.jp:99999/"])
def test_only_the_web_is_visited(url: str) -> None:
    with pytest.raises(Unreachable):
        Fetcher()("HEAD", url, {})


def test_a_redirect_does_not_lead_into_our_own_network(site: Site, clock: Clock) -> None:
    """The first address counts as public here, the one it leads to is looked at as always."""

    def fetch(method: str, url: str, *asked: Any) -> Answer:
        return Fetcher(seconds=2, private=url.startswith(site.url("/")))(method, url, *asked)

    finding = Visitor(fetch, clock.now, clock.sleep).visit(site.url("/moved-inside"))
    assert (finding.found, "not on the public internet" in finding.why) == (Visit.TROUBLE, True)


# Manners


def test_the_guide_says_who_it_is(site: Site, visitor: Visitor) -> None:
    visitor.visit(site.url("/there"))
    assert {headers["User-Agent"] for _method, _path, headers in site.asked} == {AGENT}


def test_the_page_itself_is_not_asked_for(site: Site, visitor: Visitor) -> None:
    visitor.visit(site.url("/there"))
    assert site.pages_asked() == ["HEAD /there"]


@pytest.mark.parametrize("path", ["/closed/page", "/moved-to-closed"])
def test_what_robots_txt_forbids_is_left_alone(site: Site, visitor: Visitor, path: str) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /closed/")
    assert visitor.visit(site.url(path)).found == Visit.FORBIDDEN
    assert "HEAD /closed/page" not in site.pages_asked()


def test_robots_txt_may_name_us(site: Site, visitor: Visitor) -> None:
    site.robots = (200, "User-agent: LeavingLine\nDisallow: /\n\nUser-agent: *\nAllow: /")
    assert visitor.visit(site.url("/there")).found == Visit.FORBIDDEN


def test_a_host_whose_robots_txt_is_broken_is_left_alone(site: Site, visitor: Visitor) -> None:
    site.robots = (503, "")
    findings = [visitor.visit(site.url(path)) for path in ("/there", "/moved")]
    assert [finding.found for finding in findings] == [Visit.TROUBLE, Visit.TROUBLE]
    assert [path for _method, path, _headers in site.asked] == ["/robots.txt"]


def test_a_second_between_requests_to_one_host(site: Site, visitor: Visitor, clock: Clock) -> None:
    visitor.visit(site.url("/there"))
    visitor.visit(site.url("/moved"))
    assert (len(site.asked), clock.slept) == (4, [1.0, 1.0, 1.0])


def test_robots_txt_may_ask_for_longer(site: Site, visitor: Visitor, clock: Clock) -> None:
    site.robots = (200, "User-agent: *\nCrawl-delay: 7")
    visitor.visit(site.url("/there"))
    assert clock.slept == [7.0]


def test_hosts_take_turns(site: Site, visitor: Visitor, example: Carrier) -> None:
    for number, host in enumerate(["127.0.0.1", "127.0.0.1", "127.0.0.1", "localhost"]):
        source(example, site.url(f"/{number}", host), f"page-{number}")
    assert keys(stops(example.sources)) == ["page-0", "page-3", "page-1", "page-2"]


def test_what_did_not_change_is_not_sent_again(site: Site, visitor: Visitor, example: Carrier) -> None:
    page = source(example, site.url("/there"))
    run(visitor, limit=1)
    finding = visitor.visit(page.url, SourceVisit.objects.get(source=page))
    assert (finding.found, finding.status, finding.etag) == (Visit.THERE, 304, '"one"')
    assert site.asked[-1][2]["If-Modified-Since"] == "Tue, 01 Dec 2026 00:00:00 GMT"


# The run


def test_what_was_found_is_kept_and_summed_up(site: Site, visitor: Visitor, example: Carrier) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /closed/")
    for path in ("there", "moved", "gone", "broken", "closed/page"):
        source(example, site.url(f"/{path}"), path.replace("/", "-"))
    said = run(visitor)
    kept = {visit.source.key: (visit.found, visit.status, visit.moved_to) for visit in SourceVisit.objects.all()}
    assert kept == {
        "there": ("there", 200, ""),
        "moved": ("moved", 200, site.url("/there")),
        "gone": ("gone", 404, ""),
        "broken": ("trouble", 500, ""),
        "closed-page": ("forbidden", None, ""),
    }
    assert "5/5 " in said
    assert f"moved: moved {site.url('/moved')} to {site.url('/there')}" in said
    assert "5 of 5 addresses visited in 0 min 0 s: 1 there, 1 moved, 1 gone, 1 trouble, 1 forbidden." in said


def test_an_address_cited_twice_is_visited_once(site: Site, visitor: Visitor, example: Carrier) -> None:
    source(example, site.url("/there"), "one")
    source(example, site.url("/there#part"), "two")
    run(visitor)
    assert site.pages_asked() == ["HEAD /there"]
    assert SourceVisit.objects.filter(found="there").count() == 2


def test_never_visited_come_first_then_the_longest_ago(site: Site, visitor: Visitor, example: Carrier) -> None:
    source(example, site.url("/a"), "lately", NOON)
    source(example, site.url("/b"), "long-ago", NOON - dt.timedelta(days=40))
    source(example, site.url("/c"), "never")
    assert keys(stops(example.sources)) == ["never", "long-ago", "lately"]
    assert keys(stops(example.sources, before=NOON - dt.timedelta(days=30))) == ["never", "long-ago"]
    assert run(visitor, limit=1).count("there: never") == 1


def test_a_broken_run_goes_on(site: Site, clock: Clock, visitor: Visitor, example: Carrier) -> None:
    def broken_off(method: str, url: str, *asked: Any) -> Answer:
        if url.endswith("/b"):
            raise KeyboardInterrupt
        return visitor.fetch(method, url, *asked)

    for key in "abc":
        source(example, site.url(f"/{key}"), key)
    assert "Broken off" in run(Visitor(broken_off, clock.now, clock.sleep))
    assert list(SourceVisit.objects.values_list("source__key", flat=True)) == ["a"]
    assert "2 of 2 addresses" in run(visitor, older_than=1)


def test_an_address_changed_meanwhile_keeps_no_finding(
    site: Site, clock: Clock, visitor: Visitor, example: Carrier
) -> None:
    def slowly(method: str, url: str, *asked: Any) -> Answer:
        Source.objects.update(url=site.url("/there"))
        return visitor.fetch(method, url, *asked)

    source(example, site.url("/gone"))
    run(Visitor(slowly, clock.now, clock.sleep))
    assert not SourceVisit.objects.exists()


def test_an_address_that_is_none_stops_nobody(visitor: Visitor, example: Carrier) -> None:
    source(example, "http://[broken")
    assert "1 trouble" in run(visitor)


def test_what_is_too_long_to_keep_is_left_out(clock: Clock, example: Carrier) -> None:
    def fetch(*asked: Any) -> Answer:
        headers = Message()
        headers["ETag"] = "e" * 201
        return Answer(200, headers)

    page = source(example, "https://example.jp/")
    run(Visitor(fetch, clock.now, clock.sleep))
    assert (page.visit.found, page.visit.etag) == ("there", "")


def test_one_carriers_sources(clock: Clock) -> None:
    def fetch(*asked: Any) -> Answer:
        return Answer(404)

    run(Visitor(fetch, clock.now, clock.sleep), carrier="mineo")
    assert {visit.source.carrier.slug for visit in SourceVisit.objects.all()} == {"mineo"}


def test_a_carrier_that_is_not_there_is_named(visitor: Visitor) -> None:
    with pytest.raises(CommandError, match="no carrier nobody"):
        run(visitor, carrier="nobody")


@pytest.mark.parametrize("option", ["--limit=0", "--older-than=x"])
def test_numbers_are_numbers(option: str) -> None:
    with pytest.raises(CommandError, match="whole number"):
        call_command("check_sources", option)


# For editors


def test_editors_see_what_was_found_and_change_nothing(admin_client: Client) -> None:
    page = Source.objects.filter(carrier__slug="mineo")[0]
    SourceVisit.objects.create(source=page, visited_at=NOON, found=Visit.MOVED, moved_to="https://example.jp/new")
    address = reverse("admin:carriers_sourcevisit_changelist")
    shown = admin_client.get(address, {"found__exact": "moved"}).text
    assert reverse("admin:carriers_carrier_change", args=[page.carrier.pk]) in shown
    assert "https://example.jp/new" in shown
    assert page.key not in admin_client.get(address, {"found__exact": "gone"}).text
    assert admin_client.get(reverse("admin:carriers_sourcevisit_add")).status_code == 403


def test_a_visit_does_not_keep_its_source_from_being_deleted(admin_client: Client, example: Carrier) -> None:
    page = source(example, "https://example.jp/", visited_at=NOON)
    admin_client.post(reverse("admin:carriers_source_delete", args=[page.pk]), {"post": "yes"})
    assert not Source.objects.filter(pk=page.pk).exists()
