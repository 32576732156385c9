"""How the log is written: plain lines, or JSON with LOG_FORMAT=json. Neither holds what a reader answered.

Query strings hold the answers. What an exception says may hold one too, so only that of the machine's own troubles
is kept; of the others the log has the type and the way through the code, which is what a developer looks for.
"""

import json
import logging
import re
import traceback
from typing import Any

from django.db import OperationalError
from django.utils.timezone import now

from guide.operating.watching import request_id

MACHINES = (OSError, OperationalError)
LEFT_OUT = "(its words are left out)"
REQUEST = ("method", "path", "status", "ms")  # what a line about a request has besides (guide/operating/watching.py)


class Line(logging.Formatter):
    def __init__(self, format: str = "%(levelname)s %(name)s: %(message)s") -> None:
        super().__init__(format)

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = told(record)
        return super().formatMessage(record)

    def formatException(self, info: Any) -> str:
        return "\n".join(_way_to(info[1]))


class Json(Line):
    """An object a line: time, level, logger, message, and what is known of the request and the exception."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": now().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": told(record),
            "request_id": request_id.get(),
            "exception": self.formatException(record.exc_info) if record.exc_info else "",
            **{name: getattr(record, name) for name in REQUEST if record.name == "guide.requests"},
        }
        return json.dumps({name: value for name, value in line.items() if value != ""}, ensure_ascii=False)


def told(record: logging.LogRecord) -> str:
    """Django begins its lines about a request with what an exception said; the logger's name says as much."""
    if request := getattr(record, "request", None):
        return f"{getattr(record, 'status_code', '')} {request.path.encode('unicode_escape').decode()}"
    return scrubbed(record.getMessage())


def scrubbed(text: str) -> str:
    """Each line only as far as its first question mark; of what gunicorn refuses, nothing of the request."""
    text = re.sub(r"(?s)Invalid request from .*", "Invalid request", text)
    return re.sub(r"\?.*", "?...", text)


def words_of(error: BaseException) -> str:
    return scrubbed(str(error)) if isinstance(error, MACHINES) else LEFT_OUT


def _way_to(error: BaseException) -> list[str]:
    """The exceptions that led here, then this one: the way through the code, the type."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
    return [*(_way_to(before) if before else []), *frames, f"{type(error).__name__}: {words_of(error)}"]
