"""`make bench`: everything in one run, the site beside its references; writes docs/performance.md."""

import json
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench import machine, report
from tests.bench.pages import PAGES

ROUNDS, TURNS, STARTS = 5, 4, 5
SMALL, LARGE = 40, 2000
Asked = tuple[tuple[int, int], str, dict[str, str]]  # worker and port, path, headers
SHOWN = ("home", "carrier", "plan", "list of carriers", "search")


def main() -> None:
    found: dict[str, Any] = {"machine": machine.described(), "small": SMALL, "large": LARGE}
    with TemporaryDirectory(prefix="guide-bench-") as folder:
        small, large = prepared(Path(folder), found)
        say("CPU and queries of pages that are made anew")
        found["pages"] = made_anew({SMALL: small, LARGE: large})
        found["memory"] = {SMALL: memory(small), LARGE: memory(large)}
        found["speed"] = speed(small)
    path = machine.ROOT / "docs" / "performance.md"
    path.write_text(report.as_markdown(found), encoding="utf-8")
    say(f"Written to {path.relative_to(machine.ROOT)}.")


def say(words: str) -> None:
    print(words, flush=True)


def prepared(folder: Path, found: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Two sites with their own databases; what the starts took on the way."""
    small, large = (
        {
            "VAR_DIR": str(folder / name),
            "DATABASE_URL": f"sqlite:///{folder}/{name}/guide.sqlite3",
            "WEB_CONCURRENCY": "1",
            "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        }
        for name in ("small", "large")
    )
    say("First start, and a start of what is prepared")
    found["first_start"], found["start"] = first_page(small), min(first_page(small) for _time in range(STARTS))
    say(f"Making carriers: {SMALL}, then {LARGE}")
    machine.run("-m", "tests.bench.carriers", str(SMALL), **small)
    shutil.copytree(small["VAR_DIR"], large["VAR_DIR"])
    machine.run("-m", "tests.bench.carriers", str(LARGE), **large)
    return small, large


def first_page(where: dict[str, str]) -> tuple[float, float]:
    """Seconds from the command to the first page, and seconds of CPU in all."""
    began, cpu = time.monotonic(), machine.cpu_of_children()
    with machine.serving("manage.py", "serve", core=None, **where) as (_process, port):
        machine.answer(port, "/en/")
        passed = time.monotonic() - began
    return passed, machine.cpu_of_children() - cpu


def made_anew(sites: dict[int, dict[str, str]]) -> dict[int, Any]:
    """The least of what each took, in turns: the machine's speed changes within minutes."""
    turns = [
        {number: json.loads(machine.run("-m", "tests.bench.uncached", **where)) for number, where in sites.items()}
        for _turn in range(TURNS)
    ]
    return {number: least([turn[number] for turn in turns]) for number in sites}


def least(found: list[Any]) -> Any:
    """Number by number, however deep they stand."""
    if isinstance(found[0], dict):
        return {name: least([one[name] for one in found]) for name in found[0]}
    return min(found)


def memory(where: dict[str, str]) -> float:
    """Of a worker that has shown every page, in every encoding."""
    say("Memory of a worker")
    with machine.gunicorn("guide.wsgi", **where) as (master, port):
        for address in (*PAGES.values(), "/en/which-sim/", "/en/documents/", "/sitemap.xml"):
            for encoding in ("br", "gzip", "identity"):
                for language in ("en", "ja", "zh-hans", "zh-hant"):
                    machine.answer(port, address.replace("/en/", f"/{language}/"), Accept_Encoding=encoding)
        return machine.memory_of(machine.worker_of(master.pid))


def speed(where: dict[str, str]) -> dict[str, float]:
    """Requests a second of CPU, medians of rounds in which everything takes its turn."""
    with ExitStack() as servers:
        site = started(servers, "guide.wsgi", where)
        bare, django = (started(servers, f"tests.bench.hello:{name}", {}) for name in ("bare", "django"))
        asked: dict[str, Asked] = {report.BARE: (bare, "/", {}), "Django hello, no middleware": (django, "/", {})}
        for name in SHOWN:
            asked |= {f"{name}, {how}": (site, PAGES[name], headers) for how, headers in kinds(site[1], PAGES[name])}
        rounds: dict[str, list[float]] = {name: [] for name in asked}
        for number in range(ROUNDS):
            say(f"Requests, round {number + 1} of {ROUNDS}")
            for name, (server, path, headers) in asked.items():
                rounds[name].append(machine.requests_a_core(*server, path, headers))
        return {name: statistics.median(values) for name, values in rounds.items()}


def started(servers: ExitStack, application: str, where: dict[str, str]) -> tuple[int, int]:
    """Its worker and its port."""
    master, port = servers.enter_context(machine.gunicorn(application, **where))
    return machine.worker_of(master.pid), port


def kinds(port: int, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Ways to ask for a page, each tried once."""
    status, headers, body = machine.answer(port, path, Accept_Encoding="br")
    assert (status, headers["Content-Encoding"]) == (200, "br")
    yield f"compressed ({len(body) / 1000:.0f} kB)", {"Accept-Encoding": "br"}
    plain = machine.answer(port, path)[2]
    yield f"plain ({len(plain) / 1000:.0f} kB)", {}
    known = {"Accept-Encoding": "br", "If-None-Match": headers["ETag"]}
    assert machine.answer(port, path, Accept_Encoding="br", If_None_Match=headers["ETag"])[0] == 304
    yield "304", known


if __name__ == "__main__":
    main()
