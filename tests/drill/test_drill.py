"""Faults made on purpose, and what was lost by them: nothing. `make drill`; DRILL=20 makes fewer."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.drill.conftest import Ledger, Site, Work, at_work
from tests.editor import Editor, ask
from tests.servers import refusing, wait_until

pytestmark = pytest.mark.drill

TIMES = int(os.environ.get("DRILL") or 200)
DICE = random.Random(20261122)  # the same moments each time, as far as a machine can
SAVED = 302
HOUR = 3600  # seconds


def counted(what: str, times: int) -> Iterator[int]:
    for number in range(times):
        print(f"\r{what}: {number + 1} of {times}", end="", flush=True)
        yield number


def told(works: list[Work], ledger: Ledger, faults: str) -> None:
    """Counts of faults and losses; any loss fails the drill."""
    acknowledged = sum(len(work.acknowledged) for work in works)
    lost = ledger.lost(works)
    answers = {work.name: dict(work.answers) for work in works}
    print(f"\n{faults}: {acknowledged} saves acknowledged, {len(lost)} lost, {len(ledger.half)} in part. {answers}")
    assert all(work.acknowledged for work in works), "the drill must have had something to lose"
    assert (lost, ledger.half) == ([], [])


def test_killed_while_editors_save(site: Site, session: str) -> None:
    """A worker, the master alone, or all of them at once, at any moment of a save or an import."""
    ledger, kills = Ledger(), {"worker": 0, "master": 0, "all": 0}
    with at_work(site, session) as works, closing(site.read()) as database:
        for number in counted("Kills", TIMES):
            time.sleep(DICE.uniform(0.05, 1.5))
            kind = ("worker", "worker", "worker", "master", "all")[number % 5]
            kill(site, kind)
            kills[kind] += 1
            ledger.look(database)
        wait_until(lambda: all(work.acknowledged for work in works), "a save", seconds=60)
    with closing(site.read()) as database:
        ledger.look(database)
    told(works, ledger, f"{TIMES} times kill -9 {kills}")
    assert site.whole()
    assert site.apart() == "[]"


def kill(site: Site, kind: str) -> None:
    """`master`: its workers see that it is gone, and go too. Whoever ends it all starts it again."""
    master = site.node.process
    assert master
    if kind == "worker":
        if workers := children(master.pid):
            os.kill(DICE.choice(workers), signal.SIGKILL)
        return
    if kind == "all":
        site.node.kill()
    else:
        master.kill()
        master.wait()
        wait_until(lambda: refusing(site.node.port), "the workers to go", seconds=60)
    site.node.start()


def children(process: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_power_cut(site: Site, session: str, tmp_path: Path) -> None:
    """What lay on the disk at a moment opens whole; with the end of its log cut off too, if without the last saves."""
    ledger, times = Ledger(), max(TIMES // 4, 1)
    with at_work(site, session) as works:
        for number in counted("Power cuts", times):
            time.sleep(DICE.uniform(0.05, 0.5))
            copy = tmp_path / f"{number}.sqlite3"
            acknowledged = copied_at_once(site, copy, works)
            opened = opened_again(copy)
            ledger.look(opened)
            opened.close()
            missing = [words for words in acknowledged if words not in ledger.kept]
            ledger.half += [f"not in the copy: {words}" for words in missing]
            cut = tmp_path / f"{number}-cut.sqlite3"
            cut_short(copy, cut)
            with closing(opened_again(cut)) as opened:
                in_part = Ledger()
                in_part.look(opened)
                ledger.half += in_part.half
            for file in tmp_path.iterdir():
                file.unlink()
        wait_until(lambda: all(work.acknowledged for work in works), "a save", seconds=60)
    with closing(site.read()) as database:
        ledger.look(database)
    told(works, ledger, f"{times} power cuts, and as many with the log cut short")


def copied_at_once(site: Site, copy: Path, works: list[Work]) -> list[str]:
    """The files as they are at one moment, and what was acknowledged before it."""
    assert site.node.process
    acknowledged = [words for work in works for words in list(work.acknowledged)]
    os.killpg(site.node.process.pid, signal.SIGSTOP)
    try:
        shutil.copy(site.database, copy)
        if (log := Path(f"{site.database}-wal")).exists():
            shutil.copy(log, f"{copy}-wal")
            shutil.copy(copy, f"{copy}.then")
            shutil.copy(log, f"{copy}.then-wal")
    finally:
        os.killpg(site.node.process.pid, signal.SIGCONT)
    return acknowledged


def cut_short(copy: Path, cut: Path) -> None:
    """As a disk leaves it that had not written the end of the log."""
    then = Path(f"{copy}.then")
    if not then.exists():
        shutil.copy(copy, cut)
        return
    then.rename(cut)
    log = Path(f"{then}-wal").rename(f"{cut}-wal")
    os.truncate(log, DICE.randint(0, log.stat().st_size))


def opened_again(copy: Path) -> sqlite3.Connection:
    database = sqlite3.connect(copy)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return database


def test_database_locked(site: Site, session: str) -> None:
    """Who keeps it locked for longer than a saver waits: readers read on, the saver is told, and saves later."""
    editor = site.editor(session)
    myth = editor.first("myth")
    with closing(sqlite3.connect(site.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer, page = editor.change(myth, said_en="While it is locked")
        assert (answer.status, "Somebody else is saving" in page) == (503, True)
        assert readers_read(site)
        other.execute("ROLLBACK")
    assert editor.change(myth, said_en="No longer locked")[0].status == SAVED
    print("\nDatabase locked for longer than a saver waits: readers read on, one save refused in words, none lost.")


def readers_read(site: Site) -> bool:
    """Pages from memory, and one that nobody asked for."""
    paths = ["/en/", "/ja/carriers/docomo/", "/en/plan/yours/?carrier=au&where=abroad"]
    paths.append(f"/en/search/?q=never{DICE.random()}")
    return [ask(site.node, "GET", path)[0].status for path in paths] == [200] * len(paths)


def test_disk_full(prepared: tuple[Site, str], tmp_path: Path) -> None:
    """On a small disk that a file fills up: readers read on, nobody can save, and afterwards all is as it was."""
    source, session = prepared
    with small_disk(tmp_path / "disk", megabytes=80) as disk:
        database = disk / "guide.sqlite3"
        with closing(sqlite3.connect(source.database)) as whole, closing(sqlite3.connect(database)) as copy:
            whole.backup(copy)
        with Site(source.folder, database).running() as site:
            editor = site.editor(session)
            myth = editor.first("myth")
            assert editor.change(myth, said_en="Before the disk is full")[0].status == SAVED
            fill(disk / "filler")
            saved, refused = until_refused(editor, myth)
            assert refused
            assert readers_read(site)
            assert site.whole()
            time.sleep(1)  # the other worker looks once a second
            assert saved in ask(site.node, "GET", "/en/myths/")[1]
            (disk / "filler").unlink()
            assert editor.change(myth, said_en="Room again")[0].status == SAVED
            time.sleep(1)
            assert "Room again" in ask(site.node, "GET", "/en/myths/")[1]
            assert site.apart() == "[]"
    print(f"\nDisk full: readers read on, {refused} saves refused in words, none lost, nothing corrupt.")


def until_refused(editor: Editor, myth: str, times: int = 5) -> tuple[str, int]:
    """The words saved last, for the log has some room of its own, and how many saves were then refused."""
    saved, refused = "Before the disk is full", 0
    for number in range(500):
        words = f"While the disk is full {number}"
        answer, page = editor.change(myth, said_en=words)
        if answer.status == SAVED:
            saved = words
        else:
            assert (answer.status, "The disk of this site is full or broken" in page) == (503, True), page
            refused += 1
        if refused == times:
            break
    return saved, refused


def fill(file: Path) -> None:
    with file.open("ab", buffering=0) as out:
        for size in (1_000_000, 4096, 1):
            try:
                while out.write(b"x" * size):
                    pass
            except OSError:
                continue


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "drill", folder]).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_clock_moved(prepared: tuple[Site, str], tmp_path: Path) -> None:
    """Back and forth while editors save: the last save is what readers see, whatever the clock says."""
    source, session = prepared
    clock = tmp_path / "clock"
    clock.write_text("0")
    settings = {"DJANGO_SETTINGS_MODULE": "tests.drill.clock", "CLOCK": str(clock)}
    with Site(source.folder, source.database, **settings).running() as site:
        editor = site.editor(session)
        myth = editor.first("myth")
        moves = (
            0,
            -2 * HOUR,
            -2 * HOUR + HOUR // 2,
            -24 * HOUR,
            -24 * HOUR + HOUR // 2,
        )  # forth by less than a session lasts
        for number, seconds in enumerate(moves):
            clock.write_text(str(seconds))
            words = f"Saved as number {number}"
            answer, page = editor.change(myth, said_en=words)
            assert answer.status == SAVED, page
            time.sleep(1)  # the other worker looks once a second
            seen = [words in ask(site.node, "GET", "/en/myths/")[1] for _time in range(6)]
            assert all(seen), f"after {seconds} s"
        assert site.apart() == "[]"
    print(f"\nClock moved {len(moves) - 1} times, by a day at most: each save seen within a second, none lost.")
