"""A stock that jumps beyond reason from one report to the next."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from statistics import median

from pipeline.diff.findings_figures import Figure, Patterns, Row, Told, finding, other_side, show
from pipeline.diff.findings_growth import Growth
from pipeline.diff.findings_things import Thing, core, sole

BEYOND = 4.0
"""Least ratio of two values that is a jump, however restless the stock."""
SIGMAS = 6.0
APART = 3
"""Most years between two reports that are held against each other."""


def jumps(reports: Sequence[Told], patterns: Patterns) -> Iterator[Row]:
    """Stocks and yearly totals that hardly move from year to year, and here change beyond reason.

    A change is measured as the logarithm of the ratio of two neighbouring reports' values, a year. It is a jump where
    the ratio is at least 4 (or below 1/4) and, where the place's other changes of that stock are known, where it lies further
    than 6 times their median absolute deviation (scaled by 1.4826 to estimate a standard deviation; Hampel 1974, with a
    floor of 0.05) from their median. A value that goes up and comes back is named once.
    """
    for track in _tracks(reports, patterns):
        steps = [_step(*old, *new) for old, new in itertools.pairwise(track)]
        returned = False
        for at, step in enumerate(steps):
            others = [s for k, s in enumerate(steps) if k != at]
            if returned or abs(step) < math.log(BEYOND) or not _apart(step, others):
                returned = False
                continue
            returned = at + 1 < len(steps) and abs(step + steps[at + 1]) < math.log(BEYOND)
            yield _row(*track[at], *track[at + 1])


def jumps_told(report: Told, told: Iterable[Growth], patterns: Patterns) -> Iterator[Row]:
    """Stocks that by the report's own words rose or fell beyond reason: eightfold, since several years may lie between."""
    for growth in told:
        past, level = growth.past, growth.level
        if past is None or min(past.value, level.value) <= 0 or level.kind != "level":
            continue
        if _beyond(past, level) and patterns["stock"].search(level.indicator or level.name):
            times = max(level.value / past.value, past.value / level.value)
            zh = f"“{level.name}”由{past.raw}到{level.raw}，相差{times:.1f}倍，文中未能解释。"
            en = f"From {show(past.value)} to {show(level.value)}, {times:.1f} times; unexplained."
            yield finding("jump", report, growth.span, (zh, en), "fair")


def _beyond(past: Figure, level: Figure) -> bool:
    return abs(math.log(level.value / past.value)) >= math.log(2 * BEYOND)


def _step(before: Told, old: Figure, now: Told, new: Figure) -> float:
    """The change a year."""
    return math.log(new.value / old.value) / max(1, (now.year or 0) - (before.year or 0))


def _apart(step: float, others: Sequence[float]) -> bool:
    calm = [s for s in others if abs(s) < math.log(BEYOND)]
    if len(calm) < 2:
        return True
    middle = median(calm)
    spread = max(0.05, 1.4826 * median(abs(s - middle) for s in calm))
    return abs(step - middle) > SIGMAS * spread


def _tracks(reports: Sequence[Told], patterns: Patterns) -> Iterator[list[tuple[Told, Figure]]]:
    """Values of one stock in the reports of a place, by year; broken where a year says nothing plain for long."""
    dated = [r for r in reports if r.year is not None]
    things = dict.fromkeys(
        (about, None if patterns["stock"].search(about[0]) else core(found[0], patterns))
        for report in dated
        for (kind, about), found in report.stated.items()
        if kind == "level" and _is_stock(about, found[0], patterns) and found[0].value > 0
    )
    for about, name in things:
        track: list[tuple[Told, Figure]] = []
        for report in dated:
            found = sole(report, about, "level")
            if found is None or found.value <= 0 or name not in (None, core(found, patterns)):
                continue
            if track and (report.year or 0) - (track[-1][0].year or 0) > APART:
                yield track
                track = []
            if not track or track[-1][0].year != report.year:
                track.append((report, found))
        yield track


def _is_stock(about: Thing, figure: Figure, patterns: Patterns) -> bool:
    """Whether a thing stands from year to year, whatever its name or (行政许可事项 is less than 政务服务事项) under one name."""
    if _stands(about[0], patterns["stock"], patterns["stock_named"]):
        return True
    return patterns["standing_there"].search(figure.lead) is not None


@lru_cache(maxsize=4096)
def _stands(name: str, stock: re.Pattern[str], stock_named: re.Pattern[str]) -> bool:
    return bool(stock.search(name) or stock_named.search(name))


def _row(before: Told, old: Figure, now: Told, new: Figure) -> Row:
    times = max(new.value / old.value, old.value / new.value)
    way, en = ("增至", "rose to") if new.value > old.value else ("降至", "fell to")
    why = (
        f"“{new.name}”{before.year}年报告为{old.raw}，{now.year}年报告{way}{new.raw}，相差{times:.1f}倍，文中未能解释。",
        f"{show(old.value)} in the report of {before.year} {en} {show(new.value)} in {now.year}, {times:.1f} times; unexplained.",
    )
    return finding("jump", now, (new.start, new.end), why, "fair", **other_side(before, (old.start, old.end)))
