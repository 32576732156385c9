"""One request over HTTP: an end to waiting, no more of the answer than asked for, nothing inside our own network."""

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from ipaddress import ip_address
from threading import Timer
from urllib.parse import SplitResult, quote, urlsplit

AGENT = "LeavingLine/1.0 (checks whether the pages that a guide to ending Japanese SIM contracts cites still exist)"
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


class Unreachable(Exception):
    """No answer came, or none may be asked for; the message says why."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message = field(default_factory=Message)  # names in any case
    body: bytes = b""


@dataclass(frozen=True)
class Fetcher:
    """Asks for one address; follows nothing."""

    seconds: float = 15  # for the whole answer, and for each of its parts
    private: bool = False  # a test's server stands at a private address

    def __call__(self, method: str, url: str, headers: Mapping[str, str], most: int = 0) -> Answer:
        """The answer with the first `most` bytes of its body. Raises Unreachable."""
        try:
            address = urlsplit(in_ascii(url))
            target = f"{address.path or '/'}?{address.query}" if address.query else address.path or "/"
            with closing(self._connection(address)) as connection, _ended_after(self.seconds, connection.sock):
                connection.request(method, target, headers={"User-Agent": AGENT, "Connection": "close", **headers})
                response = connection.getresponse()
                return Answer(response.status, response.headers, response.read(most) if most else b"")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable(str(error) or type(error).__name__) from error

    def _connection(self, address: SplitResult) -> http.client.HTTPConnection:
        """Open already, to the very number that was checked: asking for it again might bring another."""
        if address.scheme not in ("http", "https") or not address.hostname:
            raise Unreachable(f"{address.geturl()} is no address of the web")
        secure, name = address.scheme == "https", address.hostname.encode("idna").decode()
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(name, address.port, timeout=self.seconds)
        connection.sock = self._socket(name, connection.port)
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=name)
        return connection

    def _socket(self, host: str, port: int) -> socket.socket:
        numbers = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self.private and not all(ip_address(number.partition("%")[0]).is_global for number in numbers):
            raise Unreachable(f"{host} is not on the public internet")
        failed = OSError(f"{host} has no address")
        for number in numbers:
            try:
                return socket.create_connection((number, port), self.seconds)
            except OSError as error:
                failed = error
        raise failed


def in_ascii(url: str) -> str:
    """As a request writes it: 解約 becomes %E8%A7%A3%E7%B4%84; a name of a host is left to IDNA."""
    address = urlsplit(url)
    return address._replace(path=quote(address.path, PRINTABLE), query=quote(address.query, PRINTABLE)).geturl()


@contextmanager
def _ended_after(seconds: float, sock: socket.socket) -> Iterator[None]:
    """A socket's own limit begins anew with every byte; one that trickles would hold us for hours."""

    def end() -> None:
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
