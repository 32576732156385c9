"""Readers' pages from memory, in front of Django (docs/decisions/0010).

A view says that its page may be kept, and until when (guide/views/verbs.py); what is kept holds for one version of the
content. Nothing else is touched: the admin, forms with a token, errors and redirects pass.
"""

import gzip
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections

from carriers import snapshots
from carriers.memory import Memory
from carriers.snapshots import State
from guide.questions import QUESTIONS

Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

KEEP_UNTIL = "guide.keep_until"  # in the environment of a request: a time as time.time() gives it
LOOK_AGAIN = 1.0  # seconds after which another process's save is looked for
# What our own links and forms send. An address with anything else is answered and not kept.
KNOWN = {
    *QUESTIONS,
    "go",
    "was",
    "opened",
    "plan",
    "with",
    "to",
    "q",
    "kind",
    "network",
    "online",
    "abroad",
    "sort",
    "page",
}
LONGEST_QUERY = 1000
# Bytes. What readers type makes any number of addresses: these have room of their own, and push out no other page.
ROOM, ROOM_FOR_QUERIES = 12_000_000, 4_000_000
OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding", "Content-Language"}
WORTH_COMPRESSING = 500  # bytes

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it is sent. Its headers are those that Django gave it, with a name for its content."""

    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    state: State | None
    until: float

    def is_known_by(self, environ: WSGIEnvironment) -> bool:
        return self.etag in environ.get("HTTP_IF_NONE_MATCH", "")

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        if self.etag and self.is_known_by(environ):
            start_response("304 Not Modified", [row for row in self.headers if row[0] not in OF_THE_BODY])
            return []
        start_response("200 OK", list(self.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


class PageCache:
    def __init__(self, application: Application) -> None:
        self.application = application
        self._pages: Memory[Key, Page] = Memory(ROOM, _weight)
        self._asked: Memory[Key, Page] = Memory(ROOM_FOR_QUERIES, _weight)
        self._state: State | None = None
        self._looked, self._saves = float("-inf"), 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        self._look()
        key = _key(environ)
        kept = self._room(key).get(key) if key else None
        if kept and kept.state == self._state and time.time() < kept.until:
            return kept.answer(environ, start_response)
        return self._ask(key, environ, start_response)

    def _room(self, key: Key) -> Memory[Key, Page]:
        return self._asked if key[-1] else self._pages

    def _look(self) -> None:
        """Whether something was saved: here, at once; in another process, at most a second ago.

        Without the database what is kept stays good: that is all a reader can be told.
        """
        now, saves = time.monotonic(), snapshots.saves
        if now - self._looked < LOOK_AGAIN and saves == self._saves:
            return
        self._looked, self._saves = now, saves
        try:
            close_old_connections()
            self._state = snapshots.state()
        except DatabaseTrouble:
            pass
        finally:
            close_old_connections()

    def _ask(self, key: Key | None, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        state = self._state
        said: list[Any] = []

        def heard(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            said[:] = [status, headers, *error]

        environ.pop(KEEP_UNTIL, None)
        body = self.application(environ, heard)
        if not (said and said[0] == "200 OK" and KEEP_UNTIL in environ):
            start_response(*said)
            return body
        page = _page(said[1], _whole(body), _encoding(environ), state, environ[KEEP_UNTIL])
        if key and page.etag and environ["REQUEST_METHOD"] == "GET":
            self._room(key)[key] = page
        return page.answer(environ, start_response)


def _key(environ: WSGIEnvironment) -> Key | None:
    """Everything the answer depends on; None if it is not to be kept.

    The host is the one Django has accepted when it made the page: a host that it refuses has no page.
    """
    query = environ.get("QUERY_STRING", "")
    if query and (query := _sorted(query)) is None:
        return None
    return (
        environ["PATH_INFO"],
        environ.get("SCRIPT_NAME"),
        environ.get("HTTP_HOST"),
        _is_secure(environ),
        _encoding(environ),
        query,
    )


def _sorted(query: str) -> str | None:
    parts = [(part.partition("=")[0], part) for part in query.split("&")]
    if len(query) > LONGEST_QUERY or any(name not in KNOWN for name, _part in parts):
        return None
    return "&".join(part for _name, part in sorted(parts, key=lambda row: row[0]))


def _is_secure(environ: WSGIEnvironment) -> bool:
    """As Django tells (HttpRequest.scheme): behind a proxy of ours by its header."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        if header in environ:
            return environ[header].split(",")[0].strip() == secure
    return environ["wsgi.url_scheme"] == "https"


def _encoding(environ: WSGIEnvironment) -> str:
    """The best that the browser takes; "" for none."""
    taken = environ.get("HTTP_ACCEPT_ENCODING", "").replace(" ", "").lower().split(",")
    names = {name for name, _semicolon, weight in (one.partition(";") for one in taken) if weight not in NEVER}
    return next((name for name in ("br", "gzip") if name in names), "")


NEVER = {"q=0", "q=0.0", "q=0.00", "q=0.000"}


def _page(given: list[tuple[str, str]], body: bytes, encoding: str, state: State | None, until: float) -> Page:
    """Compressed here and now, once. Without an ETag of ours it is not kept: Django gave its own, or forbids it."""
    headers = Headers([row for row in given if row[0] != "Content-Length"])
    etag = "" if _is_special(headers) else f'"{blake2b(body + encoding.encode(), digest_size=12).hexdigest()}"'
    headers["Vary"] = ", ".join(filter(None, (headers["Vary"], "Accept-Encoding")))
    if encoding and len(body) >= WORTH_COMPRESSING:
        body = _compressed(body, encoding)
        headers["Content-Encoding"] = encoding
        if (own := headers["ETag"]) and not own.startswith("W/"):
            headers["ETag"] = f"W/{own}"
    if etag:
        headers["ETag"] = etag
    headers["Content-Length"] = str(len(body))
    return Page(headers.items(), body, etag, state, until)


def _is_special(headers: Headers) -> bool:
    own = any(name in headers for name in ("ETag", "Set-Cookie", "Vary"))
    return own or "no-store" in (headers["Cache-Control"] or "")


def _compressed(body: bytes, encoding: str) -> bytes:
    return brotli.compress(body, quality=5) if encoding == "br" else gzip.compress(body, 6, mtime=0)


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        if close := getattr(body, "close", None):
            close()


def _weight(page: Page) -> int:
    """About what it takes in memory, with its headers and its address."""
    return len(page.body) + 3_000
