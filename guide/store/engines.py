"""DATABASE_URL and CACHE_URL as Django's settings, for the engines the site runs on."""

from typing import Any

import environ

LOCAL_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
DATABASE_EXAMPLES = "sqlite:////path/file, postgres://user:password@host/name or postgres:///name?host=/run/postgresql"


def database(url: str, threads: int) -> dict[str, Any]:
    """The settings of one database; `threads` of a process may each hold a connection. Raises SystemExit, one line."""
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        # Connections stay open: to open the first one takes room on the disk, and readers read when it is full.
        return environ.Env.db_url_config(url) | {"CONN_MAX_AGE": None, "OPTIONS": _sqlite()}
    if scheme in ("postgres", "postgresql"):
        settings = environ.Env.db_url_config(url)
        return settings | _postgresql(settings.get("OPTIONS", {}), threads)
    raise SystemExit(f"DATABASE_URL names no database of ours: write it as in {DATABASE_EXAMPLES}.")


def _sqlite() -> dict[str, Any]:
    """IMMEDIATE takes the write lock at BEGIN, so two savers queue instead of failing half-way.

    FULL: what was saved is on the disk before the editor is told so, whenever the power fails.
    """
    return {
        "timeout": 5,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }


def _postgresql(options: dict[str, Any], threads: int) -> dict[str, Any]:
    """A pool for each process. A connection is tried before it is lent, so a restart of the server costs no request."""
    ours = {
        "pool": {"min_size": 1, "max_size": threads + 1, "timeout": 5, "max_idle": 300},
        "connect_timeout": 5,
        "options": "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=5min",
    }
    return {"CONN_HEALTH_CHECKS": True, "OPTIONS": ours | options}


def cache(url: str) -> dict[str, Any]:
    """The settings of the cache: each process's own memory, or a Redis that all share. Raises SystemExit, one line."""
    if not url:
        return LOCAL_MEMORY
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise SystemExit("CACHE_URL names no Redis: write it as in redis://host:6379/0, or leave it empty.")
    return {
        "BACKEND": "guide.store.redis.Redis",
        "LOCATION": url,
        "KEY_PREFIX": "guide",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
