"""The way from a fresh checkout to a site that answers. Each step says in plain words what it did."""

import errno
import hashlib
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from redis.exceptions import RedisError
from yaml import YAMLError

from carriers import history
from carriers.models import Carrier, LoadedContent
from carriers.seed import content
from carriers.seed.files import ContentError
from guide import messages
from guide.store.redis import Redis

Say = Callable[[str], object]


class CannotStart(CommandError):
    """One line: what is wrong, and how to mend it. Django writes the class's name before it."""


def address() -> tuple[str, int]:
    """Where to listen: HOST and PORT, as the environment says."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not (port.isdecimal() and 0 < int(port) < 65536):
        raise CannotStart(f"PORT is {port!r}: give a number from 1 to 65535, as in PORT=8000.")
    return host, int(port)


def check_workers() -> None:
    """gunicorn would answer a wrong WEB_CONCURRENCY with a traceback."""
    workers = os.environ.get("WEB_CONCURRENCY") or "2"
    if not (workers.isdecimal() and int(workers)):
        raise CannotStart(f"WEB_CONCURRENCY is {workers!r}: give the number of worker processes, as in 2.")


def check_folder(folder: Path, say: Say) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise CannotStart(
            f"Cannot write in {folder} ({error.strerror}): make it writable, or name another folder in VAR_DIR."
        ) from error
    say(f"Folder: {folder} can be written.")


def check_port(host: str, port: int, say: Say) -> None:
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {port} is taken: stop what listens there, or choose another, as in PORT={port + 1}."
            ) from error
        reason = (error.strerror or "").partition(" (while")[0]
        raise CannotStart(f"Cannot listen on {host}, port {port} ({reason}): change HOST or PORT.") from error
    say(f"Port: {port} on {host} is free.")


def check_engines(say: Say) -> None:
    """A server that does not answer is told before anything waits for it. The site can do without its cache."""
    if connection.vendor == "postgresql":
        try:  # past the pool, which would keep trying and then say only that it had no luck
            psycopg.connect(**connection.get_connection_params()).close()
        except psycopg.Error as error:
            raise CannotStart(f"PostgreSQL refuses ({_one_line(error)}): start it, or mend DATABASE_URL.") from error
        say("Database: PostgreSQL answers.")
    if isinstance(cache := caches["default"], Redis):
        try:
            cache.has_key("start")
            say("Cache: Redis answers.")
        except RedisError as error:
            say(f"Cache: Redis refuses ({_one_line(error)}). The site runs without it; mend it or CACHE_URL.")


def prepare_database(say: Say) -> None:
    """Never touch a database that a newer version has made: its tables may mean something else."""
    try:
        if newer := newer_migrations():
            raise CannotStart(
                f"The database was made by a newer version ({', '.join(newer)}): "
                "run that version, or name another database in DATABASE_URL."
            )
        migrate(say)
    except DatabaseTrouble as error:
        raise CannotStart(
            f"The database cannot be used ({_one_line(error)}): mend it, or name another in DATABASE_URL."
        ) from error


def newer_migrations() -> list[str]:
    """Migrations the database has seen and this code has not."""
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    return sorted(f"{app} {name}" for app, name in set(loader.applied_migrations) - known)


def migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Database: {len(plan)} steps to take.")
        call_command("migrate", interactive=False, verbosity=0)
    say("Database: up to date.")


def load_content(say: Say) -> None:
    """Only into an empty database: what editors wrote later is theirs."""
    try:
        if not (Carrier.objects.exists() or LoadedContent.objects.exists()):
            say("Content: reading the files.")
            content.load()
        history.catch_up()
        say(f"Content: {Carrier.objects.count()} carriers.")
    except (ContentError, YAMLError, DatabaseTrouble) as error:
        raise CannotStart(f"The content cannot be loaded: {_one_line(error)}. Mend it and start again.") from error


def compile_messages(say: Say) -> None:
    compiled = messages.compile_stale()
    say(f"Messages: compiled for {', '.join(compiled)}." if compiled else "Messages: up to date.")


def collect_static(say: Say) -> None:
    """Compressing takes seconds, so it is left out while nothing has changed since the last time."""
    seen = settings.VAR / "static.digest"
    digest = static_digest()
    if seen.exists() and seen.read_text() == digest and (settings.STATIC_ROOT / "staticfiles.json").exists():
        say("Static files: up to date.")
        return
    say("Static files: collecting and compressing.")
    call_command("collectstatic", interactive=False, verbosity=0)
    seen.write_text(digest)


def static_digest() -> str:
    """Changes with every source file, and with the packages that name and compress the copies."""
    makers = [f"{name} {version(name)}" for name in ("django", "whitenoise", "brotli")]
    makers.append(settings.STORAGES["staticfiles"]["BACKEND"])
    return hashlib.sha256("\n".join([*makers, *sorted(_static_sources())]).encode()).hexdigest()


def _static_sources() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            yield f"{name} {state.st_size} {state.st_mtime_ns}"


def say_addresses(host: str, port: int, say: Say) -> None:
    name = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, _bracketed(host))
    say("")
    say(f"The site:  http://{name}:{port}/")
    say(f"The admin: http://{name}:{port}/{settings.ADMIN_PATH} (make editor makes an account)")
    say("Ctrl+C stops it.")


def become_gunicorn(host: str, port: int) -> None:
    """This process turns into the server, so that whoever started it can also stop it."""
    config = settings.BASE_DIR / "guide" / "server.py"
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--config", str(config)]
    command += ["--pythonpath", str(settings.BASE_DIR), "--bind", f"{_bracketed(host)}:{port}", "guide.wsgi"]
    connection.close()
    sys.stdout.flush()
    os.execv(command[0], command)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
