"""The numbers of a run as docs/performance.md."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

BARE = "bare WSGI hello"


def as_markdown(found: dict[str, Any]) -> str:
    return "\n".join([*_head(found), *_speed(found["speed"]), *_pages(found), *_rest(found), ""])


def _head(found: dict[str, Any]) -> Iterator[str]:
    yield "# How quick it is"
    yield ""
    yield f"Written by `make bench` on {dt.date.today():%Y-%m-%d}; run it to have the numbers of your machine."  # noqa: DTZ011 - the machine's day
    yield ""
    yield f"The machine: {found['machine']}."


def _speed(speed: dict[str, float]) -> Iterator[str]:
    yield ""
    yield "## Pages from memory"
    yield ""
    yield (
        "One gunicorn worker with the site's settings on one core, wrk with 8 connections on another; requests for "
        "each second of the worker's CPU, medians of five rounds in which everything took its turn. Ratios say more "
        "than requests: what else the machine does slows both sides."
    )
    yield ""
    yield "| | requests per CPU second | of the bare hello |"
    yield "| --- | ---: | ---: |"
    for name, value in speed.items():
        yield f"| {name} | {value:,.0f} | {value / speed[BARE]:.2f} |"


def _pages(found: dict[str, Any]) -> Iterator[str]:
    small, large = found["pages"][found["small"]]["pages"], found["pages"][found["large"]]["pages"]
    yield ""
    yield "## Pages made anew"
    yield ""
    yield (
        "CPU of one process, the least of four turns of 15 times, few carriers and many in turn; a million additions "
        "in a loop took it "
        f"{found['pages'][found['small']]['reference_ms']:.0f} ms. Queries: the first time in a process, and after it. "
        f"{found['large']:,} carriers are the bundled ones again under other names."
    )
    yield ""
    yield f"| | {found['small']} carriers | {found['large']:,} | ratio | queries | at {found['large']:,} |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, page in small.items():
        more = large[name]
        yield (
            f"| {name} | {page['ms']:.1f} ms | {more['ms']:.1f} ms | {more['ms'] / page['ms']:.2f} "
            f"| {page['queries_first']}, {page['queries']} | {more['queries_first']}, {more['queries']} |"
        )


def _rest(found: dict[str, Any]) -> Iterator[str]:
    small, large = (found["pages"][found[size]] for size in ("small", "large"))
    yield ""
    yield "## The rest"
    yield ""
    yield f"| | {found['small']} carriers | {found['large']:,} carriers |"
    yield "| --- | ---: | ---: |"
    yield f"| a plan computed | {small['plan_ms']:.2f} ms | {large['plan_ms']:.2f} ms |"
    yield f"| the admin's list of carriers | {small['admin_ms']:.0f} ms | {large['admin_ms']:.0f} ms |"
    memory = found["memory"]
    yield f"| memory of a worker | {memory[found['small']]:.0f} MiB | {memory[found['large']]:.0f} MiB |"
    yield ""
    yield (
        f"From `manage.py serve` to the first page: {_start(found['first_start'])} with an empty folder "
        f"(tables, content, compressed files are made), {_start(found['start'])} from then on, the least of five."
    )


def _start(taken: tuple[float, float]) -> str:
    passed, cpu = taken
    return f"{passed:.1f} s ({cpu:.1f} s of CPU)"
