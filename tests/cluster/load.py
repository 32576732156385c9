"""`make load`: the cluster at 80 % of what it can do, for MINUTES (30); writes docs/load.md.

Not part of the suite: it takes half an hour, and a machine that does nothing else. What it asserts is that nobody
was refused.
"""

import datetime as dt
import json
import os
import random
import subprocess
from pathlib import Path

from django.conf import settings

from carriers.seed.files import carrier_paths
from guide.language import HTML_LANG
from tests.bench import machine
from tests.cluster.conftest import Cluster

MINUTES = float(os.environ.get("MINUTES") or 30)
SHARE = 0.8  # of what it can do
PROBE = 60  # seconds for finding out what it can do
BUSY, READERS = 32, 200  # connections: enough to keep both nodes at work; people who rest between two pages
PAGES, PLANS, SEARCHES = 14, 5, 1  # of twenty
DICE = random.Random(20261122)
Measured = dict[str, float]


def test_load_is_held(cluster: Cluster, tmp_path: Path) -> None:
    addresses = tmp_path / "addresses"
    addresses.write_text("\n".join(mix()))
    described = machine.described()
    say("Every page once, then what the cluster can do")
    read(cluster, addresses, seconds=PROBE)
    before, memory = read(cluster, addresses, seconds=PROBE), memory_of(cluster)
    rate = SHARE * before["rate"]
    say(f"It can do {before['rate']:.0f} pages a second. {rate:.0f} a second for {MINUTES:g} minutes")
    held = read(cluster, addresses, seconds=MINUTES * 60, rate=rate)
    memory_then = memory_of(cluster)
    after = read(cluster, addresses, seconds=PROBE)
    report = as_markdown(described, before, after, held, memory, memory_then)
    (settings.BASE_DIR / "docs" / "load.md").write_text(report, encoding="utf-8")
    say(report)
    assert [one["refused"] + one["cut"] + one["late"] for one in (before, held, after)] == [0, 0, 0]


def say(words: str) -> None:
    print(words, flush=True)


def mix() -> list[str]:
    """What readers open, by share: pages everybody reads, plans of their own, searches nobody made before."""
    slugs = [path.stem for path in carrier_paths()]
    read_by_all = ["", "carriers/", "cases/", "documents/", "words/", "compare/", "myths/", "plan/"]
    pages = [f"/{language}/{page}" for language in HTML_LANG for page in read_by_all]
    pages += [f"/{language}/carriers/{slug}/" for language in HTML_LANG for slug in slugs]
    today = dt.date.today()  # noqa: DTZ011 - the machine's day
    days = [today + dt.timedelta(days) for days in range(1, 121)]
    plans = [
        f"/{language}/plan/yours/?carrier={slug}&where=japan&leaving={day}"
        for language in HTML_LANG
        for slug in slugs
        for day in days
    ]
    searches = [f"/{language}/search/?q={word}{{number}}" for language in HTML_LANG for word in ("shop", "sim")]
    return [
        DICE.choice(kind)
        for kind, times in ((pages, PAGES), (plans, PLANS), (searches, SEARCHES))
        for _time in range(times * 500)
    ]


def read(cluster: Cluster, addresses: Path, seconds: float, rate: float | None = None) -> Measured:
    """As many pages as there is time for, or so many a second."""
    connections = READERS if rate else BUSY
    rest = 1000 * connections / rate if rate else 0
    command = ["wrk", "--threads", "2", "--connections", str(connections), "--duration", f"{seconds:.0f}s"]
    command += ["--timeout", "30s", "--script", str(Path(__file__).parent / "readers.lua")]
    command += [f"https://localhost:{cluster.front.port}", "--", str(addresses), f"{rest:.0f}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    measured: Measured = json.loads(said.strip().splitlines()[-1])
    return measured | {"rate": measured["requests"] / measured["seconds"]}


def memory_of(cluster: Cluster) -> float:
    """MiB of all workers, each counted with what it shares."""
    masters = [node.process.pid for node in cluster.nodes if node.process]
    workers = [pid for master in masters for pid in machine.workers_of(master)]
    return sum(map(machine.memory_of, workers))


def as_markdown(
    described: str, before: Measured, after: Measured, held: Measured, memory: float, memory_then: float
) -> str:
    what = (
        ("of pages everybody reads", PAGES),
        ("of one of 18,000 plans", PLANS),
        ("search for a word nobody searched for before", SEARCHES),
    )
    rows = [
        ("pages a second: what it can do, before and after", f"{before['rate']:.0f}, {after['rate']:.0f}"),
        (
            "with 32 readers who never rest: 50 %, 99 % answered within",
            f"{before['p50']:.0f} ms, {before['p99']:.0f} ms",
        ),
        ("pages a second held", f"{held['rate']:.0f}"),
        ("for", f"{held['seconds'] / 60:.0f} minutes, {held['requests']:,.0f} pages"),
        ("50 % answered within", f"{held['p50']:.0f} ms"),
        ("99 %", f"{held['p99']:.0f} ms"),
        ("99.9 %", f"{held['p999']:.0f} ms"),
        ("the longest", f"{held['longest']:.0f} ms"),
        ("answers of 400 and above", f"{held['refused']:.0f}"),
        ("connections that broke", f"{held['cut']:.0f}"),
        ("no answer within 30 seconds", f"{held['late']:.0f}"),
        ("memory of all workers, before and after", f"{memory:.0f} MiB, {memory_then:.0f} MiB"),
    ]
    return "\n".join(
        [
            "# What it holds",
            "",
            f"Written by `make load` on {dt.date.today()}; run it to have the numbers of your machine.",  # noqa: DTZ011
            "",
            f"The machine: {described}.",
            "On it: PostgreSQL, Redis, two nodes of two workers each, nginx with TLS, and the readers themselves.",
            "",
            f"Of {PAGES + PLANS + SEARCHES} requests: {', '.join(f'{times} {kind}' for kind, times in what)}.",
            f"Held at {SHARE:.0%} of what it can do, by {READERS} readers who rest between two pages.",
            "",
            "| | |",
            "| --- | ---: |",
            *(f"| {name} | {value} |" for name, value in rows),
            "",
        ]
    )
