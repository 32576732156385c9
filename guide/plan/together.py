"""Several plans as one: what says the same at several lines is given once, with the lines it is for.

Nothing here makes a rule: the plans come ready, and are only laid side by side.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from carriers.choices import Stage
from carriers.facts import Document, OpenQuestion
from carriers.situations import Situation
from guide.plan.shape import STAGES, Bring, Plan, Step
from guide.questions import QUESTIONS


@dataclass(frozen=True, eq=False)  # two SIMs may have the same plan and are still two lines
class Line:
    plan: Plan
    place: int  # among the lines, from 1
    number: int | None  # among the lines of its carrier, from 1, where there are several


@dataclass(frozen=True)
class SharedStep:
    """One step and the lines it is for, each with its own day; `step` carries the day that is right for all of them."""

    step: Step
    lines: tuple[Line, ...]
    days: tuple[dt.date | None, ...]  # of each line

    @cached_property
    def by_day(self) -> list[tuple[dt.date | None, list[Line]]]:
        """The lines of each day, the earliest first; the lines without one come last."""
        found: dict[dt.date | None, list[Line]] = {}
        for line, day in zip(self.lines, self.days, strict=True):
            found.setdefault(day, []).append(line)
        return sorted(found.items(), key=lambda item: item[0] or dt.date.max)


@dataclass(frozen=True)
class SharedPaper:
    document: Document
    lines: tuple[Line, ...]
    only_if: tuple[Situation, ...]  # what it turns on for the first line, where it is sure for none


@dataclass(frozen=True)
class SharedUnknown:
    row: OpenQuestion
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Together:
    lines: tuple[Line, ...]
    steps: tuple[SharedStep, ...]

    @cached_property
    def last_safe_day(self) -> dt.date | None:
        """The earliest of the lines' own; None if no line has one."""
        return min((day for line in self.lines if (day := line.plan.last_safe_day)), default=None)

    @property
    def due_first(self) -> list[Line]:
        return [line for line in self.lines if self.last_safe_day and line.plan.last_safe_day == self.last_safe_day]

    @cached_property
    def stages(self) -> list[tuple[Stage, list[SharedStep]]]:
        found = [(stage, [row for row in self.steps if row.step.stage is stage]) for stage in STAGES]
        return [(stage, rows) for stage, rows in found if rows]

    @cached_property
    def papers(self) -> list[SharedPaper]:
        """What to bring for the way each line takes first; what another way asks for stands with that way."""
        asked: dict[str, list[tuple[Bring, Line]]] = {}
        for shared in self.steps:
            if not shared.step.alternative:
                for row in shared.step.bring:
                    found = asked.setdefault(row.document.key, [])
                    found += [(row, line) for line in shared.lines]
        return [
            SharedPaper(
                rows[0][0].document,
                _in_order(line for _, line in rows),
                min((row.only_if for row, _ in rows), key=len),
            )
            for rows in asked.values()
        ]

    @cached_property
    def unknowns(self) -> list[SharedUnknown]:
        """What no step asks; carriers name these with keys of their own, so a question is one at one carrier only."""
        asked: dict[tuple[str, str], tuple[OpenQuestion, list[Line]]] = {}
        for line in self.lines:
            for row in line.plan.unknowns:
                asked.setdefault((line.plan.carrier.slug, row.key), (row, []))[1].append(line)
        return [SharedUnknown(row, tuple(lines)) for row, lines in asked.values()]


def together(plans: Iterable[Plan]) -> Together:
    """The plans, made at one moment, as one; the lines keep their order."""
    lines = _lines(list(plans))
    return Together(lines, tuple(_ordered(_shared(lines))))


def _lines(plans: list[Plan]) -> tuple[Line, ...]:
    slugs = [plan.carrier.slug for plan in plans]
    return tuple(
        Line(plan, place, slugs[:place].count(slug) if slugs.count(slug) > 1 else None)
        for place, (plan, slug) in enumerate(zip(plans, slugs, strict=True), 1)
    )


def _shared(lines: Iterable[Line]) -> list[SharedStep]:
    found: dict[str, list[tuple[tuple, list[tuple[Line, Step]]]]] = {}
    for line in lines:
        for step in line.plan.steps:
            alike, says = found.setdefault(step.id, []), _what_it_says(step, line.plan.carrier.slug)
            same = next((rows for said, rows in alike if said == says), None)
            if same is None:
                alike.append((says, [(line, step)]))
            else:
                same.append((line, step))
    return [_as_one(rows) for alike in found.values() for _said, rows in alike]


def _what_it_says(step: Step, slug: str) -> tuple:
    """Steps are the same if a reader is told the same: everything but the day, and the answers that caused it.

    A day is kept for each line. A carrier's way to cancel, or its numbers, are its own whatever the words. `timing`
    is shown where a request sent now would come too late, and nowhere else.
    """
    first_day = step.timing.first_day if step.timing and step.sent_now_counts_on else None
    return replace(step, because=(), do_by=None, timing=None), first_day, slug if step.method or step.contacts else ""


def _as_one(rows: list[tuple[Line, Step]]) -> SharedStep:
    line, step = rows[0]
    days = [step.do_by for _line, step in rows]
    because = {key for _line, step in rows for key in step.because}
    one = replace(
        step,
        id=f"line-{line.place}-{step.id}",
        do_by=_right_for_all(step, days),
        because=tuple(key for key in QUESTIONS if key in because),
    )
    return SharedStep(one, tuple(line for line, _step in rows), tuple(days))


def _right_for_all(step: Step, days: list[dt.date | None]) -> dt.date | None:
    """What is done by a day is done by the earliest; what goes on until a day, or begins on it, waits for the last."""
    known = [day for day in days if day]
    if not known:
        return None
    return min(known) if step.when == "by" else max(known)


def _ordered(steps: list[SharedStep]) -> list[SharedStep]:
    """By stage and day; the next best way follows the best way of its line, whatever its own day."""
    best = sorted((row for row in steps if not row.step.alternative), key=_place)
    others = [row for row in steps if row.step.alternative]
    return [one for row in best for one in (row, *(other for other in others if _follows(other, row)))]


def _follows(other: SharedStep, row: SharedStep) -> bool:
    return row.step.method is not None and other.lines[0] in row.lines


def _place(row: SharedStep) -> tuple[int, dt.date, bool]:
    """What has no day comes last, but for a way to cancel: that is what the stage is about."""
    is_way = row.step.method is not None
    undated = dt.date.min if is_way else dt.date.max
    return STAGES.index(row.step.stage), row.step.do_by or undated, not is_way


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Each line once, in their order."""
    return tuple(sorted(dict.fromkeys(lines), key=lambda line: line.place))
