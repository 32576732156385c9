"""Visits to the pages our claims rest on, politely, and what was found there."""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from carriers.choices import Visit
from carriers.fetching import AGENT, Answer, Fetcher, Unreachable, in_ascii
from carriers.models import Source, SourceVisit

SECOND = 1.0  # between two requests to one host
LONGEST_DELAY = 60.0  # what a robots.txt may ask for instead
MOST_REDIRECTS = 5
MOST_OF_ROBOTS = 500 * 1024  # bytes; RFC 9309
PERMANENT = (301, 308)
REDIRECTS = (*PERMANENT, 302, 303, 307)
GONE = (404, 410)
NOT_MODIFIED = 304
TOO_MANY_REQUESTS = 429

Fetch = Callable[[str, str, Mapping[str, str], int], Answer]


class Forbidden(Exception):
    """robots.txt asks programs to stay away."""


@dataclass(frozen=True)
class Finding:
    found: Visit
    status: int | None = None
    moved_to: str = ""
    etag: str = ""
    last_modified: str = ""
    why: str = ""  # for whoever reads the log: what went wrong


class Visitor:
    """Remembers when it last asked which host, and what each host's robots.txt says."""

    def __init__(
        self,
        fetch: Fetch | None = None,
        now: Callable[[], dt.datetime] = timezone.now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.fetch, self.now, self.sleep = fetch or Fetcher(), now, sleep
        self._asked: dict[str, dt.datetime] = {}
        self._delays: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser | Unreachable] = {}

    def visit(self, url: str, last: SourceVisit | None = None) -> Finding:
        """What stands at the address; `last` lets the server say that nothing changed since."""
        conditions = _conditions(last)
        try:
            answer, settled = self._follow(url, lambda here: self._look(here, conditions))
        except Forbidden:
            return Finding(Visit.FORBIDDEN)
        except (Unreachable, ValueError) as error:  # ValueError: a redirect to what is no address
            return Finding(Visit.TROUBLE, why=str(error))
        return _finding(url, answer, settled, last)

    def _follow(self, url: str, ask: Callable[[str], Answer]) -> tuple[Answer, str]:
        """The answer at the end of the redirects, and how far they are permanent: the address to cite from now on."""
        here, settled, permanent = url, url, True
        for _hop in range(MOST_REDIRECTS + 1):
            answer = ask(here)
            location = answer.headers.get("Location")
            if answer.status not in REDIRECTS or not location:
                return answer, settled
            # http.client reads headers as latin-1; what was sent is UTF-8 as a rule.
            here = urljoin(here, in_ascii(location.encode("latin-1").decode(errors="replace")))
            permanent = permanent and answer.status in PERMANENT
            settled = here if permanent else settled
        raise Unreachable(f"more than {MOST_REDIRECTS} redirects")

    def _look(self, url: str, conditions: Mapping[str, str]) -> Answer:
        """Without the page itself; servers that do not know HEAD often answer it with any error they have."""
        if not self._rules(url).can_fetch(AGENT, url):
            raise Forbidden
        answer = self._ask("HEAD", url, conditions)
        if answer.status >= 400 and answer.status != TOO_MANY_REQUESTS:
            answer = self._ask("GET", url, conditions)
        return answer

    def _ask(self, method: str, url: str, headers: Mapping[str, str], most: int = 0) -> Answer:
        host = _host(url)
        if host in self._asked:
            delay = self._delays.get(host, SECOND)
            rest = delay - (self.now() - self._asked[host]).total_seconds()
            if rest > 0:
                self.sleep(min(rest, delay))
        self._asked[host] = self.now()
        return self.fetch(method, url, headers, most)

    def _rules(self, url: str) -> RobotFileParser:
        """What the robots.txt of the address asks for, read once a run. Unreachable if it cannot be read."""
        origin = urljoin(url, "/robots.txt")
        if origin not in self._robots:
            try:
                self._robots[origin] = self._read_rules(origin)
            except Unreachable as error:
                self._robots[origin] = error
        found = self._robots[origin]
        if isinstance(found, Unreachable):
            raise found
        return found

    def _read_rules(self, origin: str) -> RobotFileParser:
        """A host without the file forbids nothing; one whose server is in trouble is left alone (RFC 9309)."""
        answer, _settled = self._follow(origin, lambda here: self._ask("GET", here, {}, MOST_OF_ROBOTS))
        if answer.status >= 500:
            raise Unreachable(f"robots.txt answers with {answer.status}")
        rules = RobotFileParser()
        rules.parse(answer.body.decode("utf-8-sig", "replace").splitlines() if answer.status < 300 else [])
        if delay := rules.crawl_delay(AGENT):
            self._delays[_host(origin)] = min(max(SECOND, float(delay)), LONGEST_DELAY)
        return rules


def _conditions(last: SourceVisit | None) -> dict[str, str]:
    given = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified} if last else {}
    return {name: value for name, value in given.items() if value}


def _finding(url: str, answer: Answer, settled: str, last: SourceVisit | None) -> Finding:
    if answer.status in GONE:
        return Finding(Visit.GONE, answer.status)
    if answer.status >= 300 and answer.status != NOT_MODIFIED:
        return Finding(Visit.TROUBLE, answer.status, why=f"answers with {answer.status}")
    before = (last.etag, last.last_modified) if last and answer.status == NOT_MODIFIED else ("", "")
    etag, modified = answer.headers.get("ETag") or before[0], answer.headers.get("Last-Modified") or before[1]
    moved = "" if _bare(settled) == _bare(url) else settled
    return Finding(Visit.MOVED if moved else Visit.THERE, answer.status, moved, etag, modified)


def _bare(url: str) -> str:
    return urldefrag(in_ascii(url)).url


@dataclass(frozen=True)
class Stop:
    """One address, and the sources that stand there."""

    url: str
    sources: list[Source]
    last: SourceVisit | None


def stops(sources: QuerySet[Source], before: dt.datetime | None = None, limit: int | None = None) -> list[Stop]:
    """What to visit: addresses never visited, then the longest ago (before `before`); hosts take turns."""
    if before:
        sources = sources.filter(Q(visit=None) | Q(visit__visited_at__lt=before))
    at: dict[str, list[Source]] = defaultdict(list)
    for source in sources.select_related("visit").order_by(F("visit__visited_at").asc(nulls_first=True), "key"):
        at[urldefrag(source.url).url].append(source)
    hosts: dict[str, list[Stop]] = defaultdict(list)
    for url, here in list(at.items())[:limit]:
        visits = [source.visit for source in here if hasattr(source, "visit")]
        hosts[_host(url)].append(Stop(url, here, visits[0] if visits else None))
    return [stop for turn in zip_longest(*hosts.values()) for stop in turn if stop]


def visits(visitor: Visitor, planned: list[Stop]) -> Iterator[tuple[Stop, Finding]]:
    """Visit one after the other; what was found is stored before the next, so that a run can be broken off."""
    for stop in planned:
        finding = visitor.visit(stop.url, stop.last)
        for source in stop.sources:
            _store(source, finding, visitor.now())
        yield stop, finding


def _store(source: Source, finding: Finding, at: dt.datetime) -> None:
    if not Source.objects.filter(pk=source.pk, url=source.url).exists():
        return  # an editor was faster
    told = {"visited_at": at, "found": finding.found, "status": finding.status}
    # A cut address or mark would be a wrong one, so what is too long for its column is left out.
    told |= {name: _fitting(getattr(finding, name), name) for name in ("moved_to", "etag", "last_modified")}
    SourceVisit.objects.update_or_create(source=source, defaults=told)


def _fitting(text: str, name: str) -> str:
    column: Any = SourceVisit._meta.get_field(name)
    return text if len(text) <= column.max_length else ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # what an editor typed may be no address; the visit will say so
        return ""
