"""A server as it runs in earnest: several processes, a real socket, signals, and what it writes down."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import first_load
from tests.servers import free_port

pytestmark = pytest.mark.django_db  # a copy of it is served

ANSWERS = "carrier=docomo&where=abroad&leaving=2099-12-24"
TOKEN = "a-long-token"


class Server:
    """The site in processes of its own, with all that writes or counts turned on."""

    def __init__(self, folder: Path, database: str) -> None:
        self.port, self.log = free_port(), folder / "log"
        given = {"VAR_DIR": str(folder), "PORT": str(self.port), "LOG_FORMAT": "json", "METRICS_TOKEN": TOKEN}
        self.environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "guide.settings", **given}
        self.environment["DATABASE_URL"] = database

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        until(lambda: self.answers("/readyz") == 200)

    def answers(self, path: str) -> int:
        try:
            return self.get(path)[0]
        except OSError:
            assert self.process.poll() is None, self.log.read_text()
            return 0

    def takes_more(self) -> bool:
        """Whether another connection is taken, and answered within a second."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return bool(connection.recv(12))
        except OSError:
            return False

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()

    def socket(self, sent: str) -> socket.socket:
        """A connection on which this much was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.sendall(sent.encode())
        return connection

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


def until(true: Callable[[], Any], patience: float = 300) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Server]:
    """Over a copy of the tests' database; it loads the content itself where that is no SQLite."""
    folder = tmp_path_factory.mktemp("server")
    first_load.copy_into(folder / "guide.sqlite3")
    started = Server(folder, f"sqlite:///{folder / 'guide.sqlite3'}")
    started.start()
    yield started
    started.stop()


@pytest.mark.parametrize("path", ["/en/", "/en/nothing/", "/healthz", "/static/css/guide.css"])
def test_the_guard_leaves_the_house(server: Server, path: str) -> None:
    """Whatever stands between Django and the socket, a cache or a server of files."""
    _status, headers, _body = server.get(path)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert len(headers["x-request-id"]) == 32
    assert "set-cookie" not in headers


def test_the_log_names_the_request_and_not_the_answers(server: Server) -> None:
    def refused() -> int:
        return server.log.read_text().count("Invalid request")

    name, before = "asked-by-this-test", refused()
    server.get(f"/en/plan/yours/?{ANSWERS}", X_Request_ID=name, Referer=f"http://localhost/?{ANSWERS}")
    server.get(f"/en/plan/yours/nothing?{ANSWERS}")
    for broken in (f"GET /en/?{ANSWERS} x HTTP/1.1\r\n\r\n", f"GET /?{'x' * 5000}{ANSWERS} HTTP/1.1\r\n\r\n"):
        assert server.socket(broken).recv(12).startswith(b"HTTP/1.1 4")
    until(lambda: refused() >= before + 2)
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    (line,) = [line for line in lines if line["request_id" if "request_id" in line else "logger"] == name]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/en/plan/yours/", 200)
    assert not [word for word in ("docomo", "abroad", "2099-12-24", "127.0.0.1") if word in server.log.read_text()]


def test_workers_count_together(server: Server) -> None:
    def counted() -> float:
        said = server.get("/metrics", Authorization=f"Bearer {TOKEN}")[2]
        return sum(float(line.split()[-1]) for line in said.splitlines() if line.startswith("guide_requests_total{"))

    before = counted()
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _number: server.get("/healthz")[0], range(40))) == {200}
    assert {counted() - before for _time in range(4)} == {41.0, 42.0, 43.0, 44.0}
    assert server.get("/metrics")[0] == 401


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "Forwarded"])
def test_nobody_outside_says_what_the_site_is_called(server: Server, header: str) -> None:
    """Otherwise an answer with another's name in it could be kept for everybody."""
    value = {"X-Forwarded-Proto": "https", "Forwarded": "host=evil.example;proto=https"}.get(header, "evil.example")
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    for path in ("/en/", "/robots.txt"):
        connection.request("GET", path, headers={header: value})
        said = connection.getresponse().read().decode()
        assert "evil.example" not in said
        assert "https://127.0.0.1" not in said


def test_each_name_of_the_site_has_its_own_answer(server: Server) -> None:
    """Addresses in the page hold the name it was asked by: a cache must not give one name's page to another."""
    for host in (f"localhost:{server.port}", f"127.0.0.1:{server.port}", "localhost:1"):
        assert f'<link rel="canonical" href="http://{host}/en/">' in server.get("/en/", Host=host)[2]
    assert server.get("/en/", Host="evil.example")[0] == 400


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (f"GET /en/?{'x' * 4100} HTTP/1.1\r\nHost: localhost\r\n\r\n", "414"),
        (f"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX-Long: {'x' * 9000}\r\n\r\n", "431"),
        ("GET /en/ HTTP/1.1\r\nHost: localhost\r\n" + "X-More: x\r\n" * 70 + "\r\n", "431"),
        ("POST /en/ask/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000000\r\n\r\n", "400"),
    ],
    ids=["line", "header", "headers", "body"],
)
def test_a_request_has_a_size(server: Server, request_: str, status: str) -> None:
    assert server.socket(request_).recv(12).decode() == f"HTTP/1.1 {status}"


def test_who_falls_silent_in_the_middle_holds_nobody_up(server: Server) -> None:
    """Eight such would hold all threads of two workers for ever."""
    silent = [server.socket("GET /en/ HTTP/1.1\r\nHost: local") for _number in range(8)]
    assert server.get("/healthz")[0] == 200
    for connection in silent:
        connection.close()


def half_a_post(server: Server) -> socket.socket:
    """A question of which the second half is still to come; the server has begun to read it."""
    head = "POST /en/ask/ HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 17\r\n"
    connection = server.socket(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\ntext=half")
    assert connection.recv(1000).startswith(b"HTTP/1.1 100 Continue")
    return connection


def test_a_question_broken_off_is_no_error_of_ours(server: Server) -> None:
    connection = half_a_post(server)
    connection.shutdown(socket.SHUT_WR)
    until(lambda: '"path": "/en/ask/", "status": 400' in server.log.read_text())
    assert '"path": "/en/ask/", "status": 500' not in server.log.read_text()


def test_stopping_finishes_what_it_has_begun(tmp_path: Path, server: Server) -> None:
    """Its own server, over the database of the other: this one is stopped in the middle of a request."""
    stopping = Server(tmp_path, server.environment["DATABASE_URL"])
    stopping.start()
    connection = half_a_post(stopping)
    stopping.process.send_signal(signal.SIGTERM)
    until(lambda: not stopping.takes_more())
    connection.sendall(b"+and+half")
    assert connection.recv(12) == b"HTTP/1.1 400", "the form is shown again: its token is missing"
    connection.close()
    assert stopping.process.wait(timeout=60) == 0
    assert not list(tmp_path.glob("metrics-*"))


# Limits for all processes together

LIMITED = """
import sys, datetime
from django.test import Client
from guide.deadlines import JAPAN
from guide.reports.limits import allowed
now = datetime.datetime(2026, 12, 1, 12, tzinfo=JAPAN)
client = Client(headers={"host": "localhost"})
wrong = {"username": "mei", "password": "wrong"}
sys.stdin.readline()
print(sum(allowed("report", "192.0.2.1", now) for time in range(5)))
print([client.post("/admin/login/", wrong).status_code for time in range(4)].count(200))
"""


def test_limits_hold_for_two_processes_together(tmp_path: Path) -> None:
    """Five reports and five wrong passwords an address, however many processes take them."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path}/limits.sqlite3"
    command = [sys.executable, "-c", f"import django; django.setup(); exec({LIMITED!r})"]
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=settings.BASE_DIR, env=environment, check=True
    )
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    both = [subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **pipes) for _number in range(2)]
    for one in both:
        one.stdin.write("\n")
        one.stdin.flush()
    said = [one.communicate(timeout=120)[0].split() for one in both]
    assert sum(int(reports) for reports, _passwords in said) == 5
    told_wrong = sum(int(passwords) for _reports, passwords in said)
    # The fifth wrong one is answered with 429; so is the one before it, if it reads the count after the fifth is in.
    assert told_wrong in (3, 4)
