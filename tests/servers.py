"""Real servers for the tests: each in a folder of its own, on a socket or a free port, gone when the test ends."""

import atexit
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import SystemRandom

import psycopg


def wait_until(met: Callable[[], object], what: str, seconds: float = 120) -> None:
    """Return when the condition is met; an error of a server that is not up yet counts as not met."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, psycopg.OperationalError):
            if met():
                return
        time.sleep(0.02)
    raise TimeoutError(f"{what}: not within {seconds} s")


def free_port() -> int:
    """One that no connection is given meanwhile: Linux takes those from 32,768 on. OSError if none was found."""
    for port in SystemRandom().sample(range(20_000, 32_000), 20):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError("Twenty ports were tried, and something listens on each.")


def listening(port: int) -> bool:
    socket.create_connection(("127.0.0.1", port), timeout=1).close()
    return True


def refusing(port: int) -> bool:
    try:
        return not listening(port)
    except OSError:
        return True


def missing() -> list[str]:
    """The servers this machine does not have."""
    return [name for name in ("postgres", "redis-server", "nginx") if not found(name)]


def found(name: str) -> str | None:
    """Debian keeps PostgreSQL's programs out of the way, by version."""
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    return shutil.which(name, path=os.pathsep.join([*map(str, newest_first), os.environ.get("PATH", ""), "/usr/sbin"]))


def server_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


class Postgres:
    """A PostgreSQL of its own on a unix socket: as quick as it can be, and safe against no power cut."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.data = self.folder / "data"
        self.user = server_user()
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run("initdb", "--auth=trust", "--username=guide", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()

    def start(self) -> None:
        options = f"-c listen_addresses= -k {self.folder} -c fsync=off -c full_page_writes=off -c max_connections=200"
        self._run("pg_ctl", "start", "--wait", "--log", str(self.folder / "log"), "--options", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode", "immediate")

    def restart(self) -> None:
        self.stop()
        self.start()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def url(self, name: str = "postgres") -> str:
        return f"postgres://guide@/{name}?host={self.folder}"

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(user="guide", host=str(self.folder), dbname="postgres", autocommit=True)

    @contextlib.contextmanager
    def database(self, name: str) -> Iterator[str]:
        """The address of a new, empty database, dropped at the end."""
        self.connect().execute(f'CREATE DATABASE "{name}"').connection.close()
        yield self.url(name)
        self.connect().execute(f'DROP DATABASE "{name}" WITH (FORCE)').connection.close()

    def _run(self, program: str, *arguments: str) -> None:
        command = [found(program) or program, "--pgdata", str(self.data), *arguments]
        subprocess.run(command, user=self.user, cwd=self.folder, stdout=subprocess.DEVNULL, check=True)


def start_postgres() -> Postgres:
    """Stopped and removed when this process ends, however its tests end."""
    postgres = Postgres()
    atexit.register(postgres.remove)
    return postgres


@contextlib.contextmanager
def started(command: list[str], *, up: Callable[[], object], **options: object) -> Iterator[subprocess.Popen]:
    """A server as a child process, stopped at the end."""
    process = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    try:
        wait_until(lambda: process.poll() is not None or up(), command[0])
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen, sign: int = signal.SIGTERM) -> None:
    if process.poll() is None:
        process.send_signal(sign)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
