"""Slow queries are logged, as they are written, without the values in them."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

log = logging.getLogger("guide.queries")


def watch(connection: Any, **signal: Any) -> None:
    """Time each query of this connection (a receiver of connection_created)."""
    if settings.SLOW_QUERY_MS and timed not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, timed)  # a wrapper of somebody's `with` is taken off the other end


def timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - began) * 1000
        if ms >= settings.SLOW_QUERY_MS:
            log.warning("slow query, %.0f ms: %s", ms, sql[:1000])
