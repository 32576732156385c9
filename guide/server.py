"""How gunicorn serves the site; `manage.py serve` adds the address."""

import logging
import os
import re
from typing import Any

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
preload_app = True  # one import for all workers: a quicker start, and memory shared
accesslog = None  # a reader's answers stand in the address
loglevel = "warning"


def on_starting(server: Any) -> None:
    server.log.error_log.addFilter(without_answers)


def without_answers(record: logging.LogRecord) -> bool:
    """Take the query string out of a request line that gunicorn complains about."""
    record.msg, record.args = re.sub(r"\?\S+", "?...", record.getMessage()), None
    return True
