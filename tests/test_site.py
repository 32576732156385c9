"""The server that the tests of pages look at."""

import socket
import threading
import time
from typing import Any

from django.test.testcases import QuietWSGIRequestHandler

from tests.site import PatientServer


def test_it_ends_when_the_last_request_is_answered_and_waits_for_no_idle_browser():
    asked, answered = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        asked.set()
        time.sleep(0.3)
        answered.set()
        start_response("204 No Content", [])
        return []

    server = PatientServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with socket.create_connection(server.server_address), socket.create_connection(server.server_address) as browser:
        browser.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        asked.wait()
        server.shutdown()
        server.server_close()
    assert answered.is_set()
