"""A site on SQLite in a folder of its own, editors who never stop, and what its database holds of their work."""

import re
import shutil
import sqlite3
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from msgspec import structs

from carriers.facts import Carrier
from carriers.seed.files import as_yaml, read_carriers
from tests.command_line import manage
from tests.editor import SIGN_IN, Editor
from tests.node import Node

IMPORTED = "mineo"
NOT_KEPT = """
from carriers import history, snapshots
kept = snapshots.content()
print("apart:", [name for name in kept.newest if history.read_unit(name) != history.latest(name)])
"""


class Site:
    """`database`: its file, which may lie on another disk than the folder."""

    def __init__(self, folder: Path, database: Path, **environment: str) -> None:
        self.folder, self.database = folder, database
        self.environment = {
            "DATABASE_URL": f"sqlite:///{database}",
            "DJANGO_SETTINGS_MODULE": "guide.settings",
            "VAR_DIR": str(folder),
            "SECRET_KEY": "for-the-drill-alone-0123456789-abcdefghijklmnopqrstuvwxyz",
            "ALLOWED_HOSTS": "localhost",
            "HTTPS": "true",
            "BEHIND_PROXY": "true",
        }
        self.node = Node(folder, **self.environment | environment)

    def manage(self, *arguments: str) -> str:
        return manage(*arguments, **self.environment)

    def editor(self, session: str) -> Editor:
        return Editor(self.node, session)

    @contextmanager
    def running(self) -> Iterator["Site"]:
        self.node.start()
        try:
            yield self
        finally:
            self.node.kill()

    def read(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)

    def whole(self) -> bool:
        with closing(self.read()) as database:
            return database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    def apart(self) -> str:
        """The units whose rows do not say what their newest version says."""
        return self.manage("shell", "-v0", "-c", NOT_KEPT).partition("apart: ")[2].strip()


class Work:
    """One editor who saves again and again, each time other words, and knows which saves were acknowledged."""

    def __init__(self, name: str, save: Callable[[str], int]) -> None:
        self.name = name
        self.acknowledged: list[str] = []
        self.answers: Counter[int | str] = Counter()
        self._save, self._end = save, threading.Event()
        self._thread = threading.Thread(target=self._go)
        self._thread.start()

    def _go(self) -> None:
        for number in count():
            if self._end.is_set():
                return
            words = f"{self.name} {number:06}"
            try:
                status = self._save(words)
            except Exception as error:  # noqa: BLE001 - whatever a killed server does to a connection
                self.answers[type(error).__name__] += 1
                self._end.wait(0.05)
            else:
                self.answers[status] += 1
                if status == 302:
                    self.acknowledged.append(words)

    def end(self) -> None:
        self._end.set()
        self._thread.join()


@contextmanager
def at_work(site: Site, session: str) -> Iterator[list[Work]]:
    """One who saves a form, one who imports a carrier with other words in many of its rows."""
    editor = site.editor(session)
    myth = editor.first("myth")
    carrier = next(carrier for _file, carrier in read_carriers() if carrier.slug == IMPORTED)
    works = [
        Work("form", lambda words: editor.change(myth, said_en=words)[0].status),
        Work("import", lambda words: editor.upload(file_of(carrier, words), words)[0].status),
    ]
    try:
        yield works
    finally:
        for work in works:
            work.end()


def file_of(carrier: Carrier, words: str) -> SimpleUploadedFile:
    """The carrier with these words as its operator and as the title of each fee."""
    fees = [structs.replace(fee, title=structs.replace(fee.title, en=words)) for fee in carrier.fees]
    other = structs.replace(carrier, operator=words, fees=fees)
    return SimpleUploadedFile(f"{carrier.slug}.yaml", as_yaml(other).encode())


class Ledger:
    """What the database holds of the editors' work, read past the site."""

    def __init__(self) -> None:
        self.half: list[str] = []  # saves of which a part is there
        self.kept: set[str] = set()  # words that history has
        self._newest: dict[str, set[str]] = {}
        self._read = 0

    def look(self, database: sqlite3.Connection) -> None:
        """At one moment: rows and history must say the same, and an import be there whole or not at all."""
        database.execute("BEGIN")
        for number, name, facts in database.execute(VERSIONS, [self._read]).fetchall():
            self._read = number
            self._newest[name] = words_in(zlib.decompress(facts).decode())
            self.kept |= self._newest[name]
        for name, query in ROWS.items():
            rows = words_in(" ".join(words for (words,) in database.execute(query)))
            if rows != self._newest.get(name, set()) or len(rows) > 1:
                self.half.append(f"{name}: rows {sorted(rows)}, history {sorted(self._newest.get(name, set()))}")
        database.execute("COMMIT")

    def lost(self, works: list[Work]) -> list[str]:
        return [words for work in works for words in work.acknowledged if words not in self.kept]


def words_in(text: str) -> set[str]:
    return set(re.findall(r"(?:form|import) \d{6}", text))


VERSIONS = "SELECT id, name, facts FROM carriers_version WHERE id > ? ORDER BY id"
ROWS = {
    IMPORTED: f"""SELECT operator FROM carriers_carrier WHERE slug = '{IMPORTED}' UNION ALL
        SELECT title_en FROM carriers_fee JOIN carriers_carrier c ON c.id = carrier_id WHERE c.slug = '{IMPORTED}'""",
    "myths": "SELECT said_en FROM carriers_myth",
}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """A site with its content, not running, and the session of an editor who may everything."""
    folder = tmp_path_factory.mktemp("drill")
    site = Site(folder, folder / "guide.sqlite3")
    for command in (["migrate", "-v0"], ["load"], ["collectstatic", "--noinput", "-v0"]):
        site.manage(*command)
    yield site, site.manage("shell", "-v0", "-c", SIGN_IN).split()[-1]
    shutil.rmtree(folder)


@pytest.fixture
def session(prepared: tuple[Site, str]) -> str:
    return prepared[1]


@pytest.fixture
def site(prepared: tuple[Site, str]) -> Iterator[Site]:
    with prepared[0].running():
        yield prepared[0]
