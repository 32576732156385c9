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
        "One gunicorn worker with the site's settings on one core, wrk with 8 connections on another; medians of five "
        "rounds in which everything took its turn. Ratios say more than requests: both sides of one were measured in "
        "the same minute."
    )
    yield ""
    yield "| | requests/s | of the bare hello |"
    yield "| --- | ---: | ---: |"
    for name, value in speed.items():
        yield f"| {name} | {value:,.0f} | {value / speed[BARE]:.2f} |"


def _pages(found: dict[str, Any]) -> Iterator[str]:
    small, large = found["pages"][found["small"]]["pages"], found["pages"][found["large"]]["pages"]
    yield ""
    yield "## Pages made anew"
    yield ""
    yield (
        "CPU of one process, medians of 15. Queries: the first time in a process, and from then on. "
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
        f"From `manage.py serve` to the first page: {found['first_start']:.1f} s with an empty folder "
        f"(tables, content, compressed files are made), {found['start']:.1f} s from then on."
    )
    yield ""
    yield "Search and a name typed into the list look at every carrier, so they grow with their number."
