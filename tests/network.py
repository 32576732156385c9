"""The network between a reader's device and the site: a port of its own, which a test can shut and open again."""

import socket
import socketserver
from contextlib import suppress
from threading import Thread


class Network(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, site: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), Passage)
        self.site = site
        self.is_there = True
        self.passing: set[socket.socket] = set()
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_address[1]}"

    def goes(self) -> None:
        self.is_there = False
        for connection in self.passing.copy():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def comes_back(self) -> None:
        self.is_there = True


class Passage(socketserver.BaseRequestHandler):
    server: Network

    def handle(self) -> None:
        with socket.create_connection(self.server.site) as site:
            self.server.passing |= {self.request, site}
            if self.server.is_there:  # asked when it can be shut already: no connection slips through
                Thread(target=pass_on, args=(site, self.request), daemon=True).start()
                pass_on(self.request, site)
            self.server.passing -= {self.request, site}


def pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while some := source.recv(65536):
            target.sendall(some)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
