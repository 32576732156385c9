"""`make lighthouse`: four pages as Lighthouse sees them on a phone, and what they weigh, into docs/lightness.md."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests import installed
from tests.lightness import LIMIT, Weight, weigh

ROOT = Path(__file__).parent.parent
LIGHTHOUSE = ROOT / "tests/node/node_modules/.bin/lighthouse"
REPORT = ROOT / "docs/lightness.md"
LANGUAGES = ("zh-hans", "zh-hant", "ja", "en")
SEEN = {
    "home": "",
    "carrier": "carriers/softbank/",
    "question": "plan/carrier/",
    "plan": "plan/yours/?carrier=docomo&where=japan&leaving=undecided",
}
WEIGHED = ("home", "carrier", "plan")
KEPT_OUT = ("plan",)  # of search engines, on purpose: answers stand in its address
SCORES = {
    "performance": "Performance",
    "accessibility": "Accessibility",
    "best-practices": "Best practices",
    "seo": "SEO",
}
PATIENCE = 300  # seconds for a first start: the content is read, the style sheets are compressed


def main() -> None:
    chrome = installed.browser()
    if not (chrome and LIGHTHOUSE.exists()):
        sys.exit("Lighthouse wants a browser and tests/node/node_modules: run make browser node.")
    with served() as site:
        scores = {name: score(f"{site}/en/{path}", chrome, found=name not in KEPT_OUT) for name, path in SEEN.items()}
        weights = {(name, code): weight(site, code, SEEN[name]) for name in WEIGHED for code in LANGUAGES}
    REPORT.write_text(told(scores, weights))
    for name, row in scores.items():
        print(f"{name:10}", *(f"{label} {row[key]}" for key, label in SCORES.items()), sep="  ")
    heavy = sum(weight.whole > LIMIT for weight in weights.values())
    print(f"{len(scores)} pages seen, {len(weights)} weighed, {heavy} heavier than {LIMIT:,} bytes: {REPORT.name}")


@contextmanager
def served() -> Iterator[str]:
    """The site as `make run` serves it, on a free port, with a database of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as var:
        own = {"VAR_DIR": var, "PORT": str(port), "HOST": "127.0.0.1", "DEBUG": "false", "HTTPS": "false"}
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment)
        try:
            site = f"http://127.0.0.1:{port}"
            wait_for(f"{site}/en/", server)
            yield site
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(address).close()
            return
        except URLError:
            time.sleep(0.2)
    sys.exit("The site did not start.")


def score(address: str, chrome: str, found: bool) -> dict[str, int]:
    """Of 100, by category; on Lighthouse's own phone with its own slow network."""
    print(f"Looking at {address}", flush=True)
    fetched(address)  # the first reader of a fresh start waits longer than any other
    flags = "--headless=new --no-sandbox --disable-gpu"
    command = [str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command.append(f"--only-categories={','.join(SCORES)}")
    if not found:
        command.append("--skip-audits=is-crawlable")
    environment = {**os.environ, "CHROME_PATH": chrome}
    result = subprocess.run(command, capture_output=True, text=True, env=environment)
    if result.returncode:
        sys.exit(f"Lighthouse gave up: {result.stderr.strip()}")
    report: dict[str, Any] = json.loads(result.stdout)
    say_what_is_missing(report)
    return {key: round(100 * (report["categories"][key]["score"] or 0)) for key in SCORES}


def say_what_is_missing(report: dict[str, Any]) -> None:
    for key in SCORES:
        for row in report["categories"][key]["auditRefs"]:
            audit = report["audits"][row["id"]]
            if row["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"  {key}: {audit['title']} {audit.get('displayValue', '')}")


def weight(site: str, language: str, path: str) -> Weight:
    return weigh(fetched(f"{site}/{language}/{path}").decode(), lambda address: fetched(site + address))


def fetched(address: str) -> bytes:
    with urlopen(address) as response:
        return response.read()


def told(scores: dict[str, dict[str, int]], weights: dict[tuple[str, str], Weight]) -> str:
    lines = ["# How light the pages are", "", "Written by `make lighthouse`.", "", "## Lighthouse", ""]
    lines += ["Of 100, on its own phone with its own slow network, in English. A plan is kept out of search engines,"]
    lines += ["for the answers stand in its address: whether it can be found is not asked of it.", ""]
    lines += [f"| Page | {' | '.join(SCORES.values())} |", f"| --- |{' --- |' * len(SCORES)}"]
    lines += [f"| {name} | {' | '.join(str(row[key]) for key in SCORES)} |" for name, row in scores.items()]
    lines += [
        "",
        "## Weight",
        "",
        f"Bytes on the wire, compressed with Brotli. HTML and CSS together: at most {LIMIT:,}.",
    ]
    lines += ["", "| Page | Language | HTML | CSS | Together | Requests before the first paint |", f"|{' --- |' * 6}"]
    lines += [
        f"| {name} | {code} | {row.html:,} | {row.css:,} | {row.whole:,} | {row.requests} |"
        for (name, code), row in weights.items()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
