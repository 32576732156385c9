"""Around the whole application: a name for each request, a line in the log, a count.

It stands outside Django, so that answers from a cache in front of Django are seen too (guide/wsgi.py).
"""

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings

from guide.operating import metrics

Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9_.-]{8,64}")  # a proxy's name for the request; what else comes could forge a line
request_id: ContextVar[str] = ContextVar("request_id", default="")
log = logging.getLogger("guide.requests")


def watched(application: Application) -> Application:
    """The same application; each answer carries the request's name, and is logged and counted where that is on.

    The time is until the answer is ready, not until the reader has it.
    """
    counting, logging_them = bool(settings.METRICS_TOKEN), log.isEnabledFor(logging.INFO)

    def answered(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()
        name = _name(environ)
        status = "500"  # unless the application comes to saying another

        def start(line: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, [*headers, (HEADER, name)], *error)

        token = request_id.set(name)
        try:
            return application(environ, start)
        finally:
            seconds = time.perf_counter() - began
            if logging_them:
                log.info("request", extra=_told(environ, status, seconds))
            if counting:
                metrics.count(environ["REQUEST_METHOD"], status, seconds)
            request_id.reset(token)

    return answered


def _name(environ: WSGIEnvironment) -> str:
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if SANE.fullmatch(given) else uuid.uuid4().hex


def _told(environ: WSGIEnvironment, status: str, seconds: float) -> dict[str, Any]:
    """For the log. Without the query string, as the answers stand there, and without the reader's address."""
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "backslashreplace")
    return {"method": environ["REQUEST_METHOD"], "path": path, "status": int(status), "ms": round(seconds * 1000, 1)}
