"""The whole site on one machine: PostgreSQL, Redis, two nodes, nginx before them; all stopped at the end."""

import http.client
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from tests.command_line import manage
from tests.editor import SIGN_IN
from tests.front import Front
from tests.node import Node
from tests.servers import Postgres, free_port, listening, started, wait_until


class Cluster:
    def __init__(self, folder: Path, postgres: Postgres, redis: str, stack: ExitStack) -> None:
        self.postgres = postgres
        redis_port = free_port()
        command = [redis, "--port", str(redis_port), "--save", "", "--dir", str(folder), "--loglevel", "warning"]
        self.redis: Popen = stack.enter_context(started(command, up=lambda: listening(redis_port)))
        self.environment = {
            "DATABASE_URL": stack.enter_context(postgres.database("guide")),
            "CACHE_URL": f"redis://127.0.0.1:{redis_port}/0",
            "DJANGO_SETTINGS_MODULE": "guide.settings",
            "VAR_DIR": str(folder),
            "SECRET_KEY": "for-the-cluster-alone-0123456789-abcdefghijklmnopqrstuvwxyz",
            "ALLOWED_HOSTS": "localhost",
            "HTTPS": "true",
            "BEHIND_PROXY": "true",
        }
        for command_line in (["migrate", "-v0"], ["load"], ["collectstatic", "--noinput", "-v0"]):
            self.manage(*command_line)
        self.nodes = [Node(folder, **self.environment).start() for _number in range(2)]
        for node in self.nodes:
            stack.callback(node.kill)
        front = folder / "nginx"
        front.mkdir()
        self.front: Front = stack.enter_context(Front(front, [node.port for node in self.nodes]).started())

    def manage(self, *arguments: str, **environment: str) -> str:
        return manage(*arguments, **self.environment | environment)

    def sign_in(self) -> str:
        """The session of an editor who may everything."""
        return self.manage("shell", "-v0", "-c", SIGN_IN).split()[-1]

    @contextmanager
    def readers(self, paths: list[str], at_once: int = 4) -> Iterator["Readers"]:
        readers = Readers(self.front, paths, at_once)
        try:
            yield readers
        finally:
            readers.go()


class Readers:
    """People who read one page after another until they are told to go; what they got is counted."""

    def __init__(self, front: Front, paths: list[str], at_once: int) -> None:
        self.front, self.paths = front, paths
        self.got: Counter[int | str] = Counter()
        self.slowest = 0.0
        self._number, self._end = count(), threading.Event()
        self._threads = [threading.Thread(target=self._read) for _number in range(at_once)]
        for thread in self._threads:
            thread.start()

    def _read(self) -> None:
        connection = self.front.connect()
        while not self._end.is_set():
            number = next(self._number)
            path = self.paths[number % len(self.paths)].format(number=number)
            begun = time.monotonic()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                self.got[answer.status] += 1
            except http.client.IncompleteRead:
                self.got["cut"] += 1
                connection = self.front.connect()
            except (OSError, http.client.HTTPException) as error:
                self.got[f"{type(error).__name__}: {error}"] += 1
                connection = self.front.connect()
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def read_more(self, pages: int) -> None:
        """Wait until they have read so many more."""
        goal = self.got.total() + pages
        wait_until(lambda: self.got.total() >= goal, f"{pages} pages", seconds=300)

    def go(self) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def __str__(self) -> str:
        return f"{self.got.total()} pages, {dict(self.got)}, the slowest {self.slowest:.2f} s"


@pytest.fixture(scope="session")
def cluster(redis: str, nginx: str, postgres: Any) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        yield Cluster(folder, postgres, redis, stack)
