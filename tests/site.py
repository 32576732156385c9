"""The site as tests that only look at it see it: served, with a clock that stands still."""

import datetime as dt
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page as Tab
from playwright.sync_api import Response
from pytest_django.live_server_helper import LiveServer

from guide.deadlines import JAPAN
from guide.language import HTML_LANG
from tests.pages import TODAY, Page
from tests.servers import wait_until

PHONE = {"width": 360, "height": 740}
LANGUAGES = tuple(HTML_LANG)


class Clock:
    """What `timezone.now` says: TODAY at the page's hour."""

    def __init__(self) -> None:
        self.hour = 0

    def __call__(self) -> dt.datetime:
        return dt.datetime.fromisoformat(TODAY).replace(hour=self.hour, minute=30, tzinfo=JAPAN)


@contextmanager
def still_clock() -> Iterator[Clock]:
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock()
        patch.setattr(timezone, "now", clock)
        yield clock


def read(page: Page, language: str) -> Any:
    """The response with this page, by Django's test client."""
    with still_clock() as clock:
        clock.hour = page.hour
        client, address = Client(), f"/{language}/{page.path}"
        return client.post(address) if page.sent else client.get(address)


class PatientServer(ThreadedWSGIServer):
    """Ends when every request is answered. Django's own leaves a service worker's behind: it finds the database taken
    back, and Django's test client, which listens to errors of the whole process, tells of it in the test that is next.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.taken: list[socket.socket] = []

    def get_request(self) -> tuple[Any, Any]:
        connection, client = super().get_request()
        self.taken.append(connection)
        return connection, client

    def hang_up(self) -> None:
        """Nothing more is heard from a browser; what it asked before is answered. TimeoutError if that does not end."""
        for connection in self.taken:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RD)
        wait_until(lambda: all(connection.fileno() == -1 for connection in self.taken), "every request answered")
        self.taken.clear()

    def server_close(self) -> None:
        self.hang_up()
        super().server_close()


class Site:
    """The bundled content behind an address on loopback. Nothing shown here may write."""

    def __init__(self, server: LiveServer, clock: Clock) -> None:
        self.url, self.clock = server.url, clock
        self.hang_up = server.thread.httpd.hang_up
        self.host, self.port = server.thread.host, server.thread.port

    def open(self, tab: Tab, language: str, page: Page, unfold: bool = True) -> Response:
        """Everything on the page unfolded, so that what is hidden is looked at too."""
        self.clock.hour = page.hour
        response = tab.goto(f"{self.url}/{language}/{page.path}")
        if page.sent:
            with tab.expect_navigation() as sent:
                tab.locator("main form[method=post] button").click()
            response = sent.value
        if unfold:
            tab.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        assert response is not None
        return response


@contextmanager
def served() -> Iterator[Site]:
    server = LiveServer("localhost")
    try:
        with still_clock() as clock:
            yield Site(server, clock)
    finally:
        server.stop()
