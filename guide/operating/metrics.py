"""Numbers for Prometheus. Off unless METRICS_TOKEN is set; then all workers of a server count together.

prometheus_client decides when it is imported where the numbers live, so guide/server.py names a folder for them
(PROMETHEUS_MULTIPROC_DIR) before the site is loaded. Without one each process counts for itself.
"""

import os
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}  # a label per method that somebody invents would fill the memory
_making = Lock()  # prometheus_client refuses a name that is there already, and threads' first requests come together


def count(method: str, status: str, seconds: float) -> None:
    requests, durations = _numbers()
    requests.labels(method if method in METHODS else "other", status).inc()
    durations.observe(seconds)


def exposition() -> tuple[bytes, str]:
    """The numbers of all workers, and their content type."""
    from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    _numbers()
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return generate_latest(registry), CONTENT_TYPE_LATEST


def _numbers() -> "tuple[Counter, Histogram]":
    with _making:
        return _made()


@cache
def _made() -> "tuple[Counter, Histogram]":
    from prometheus_client import Counter, Histogram

    requests = Counter("guide_requests", "Requests answered.", ["method", "status"])
    return requests, Histogram("guide_request_seconds", "Seconds from the request to its answer.")
