"""What a sentence says a level was before, wherever it stands, with the change told between or behind: by arithmetic.

A past year's figure, one of this year's in the same unit and a change near to the difference of the two are taken for one
statement, however they are worded: 是上年42件的2.5倍, 较2019年（128件）增加18件, 上年办理412件，今年468件，增长13.6%.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_growth_fits import follows
from pipeline.diff.findings_growth_said import POINT, TIMES, as_change
from pipeline.diff.findings_things import unit_of, years_told

REACH = 3
"""Figures in front of or behind another at most that one statement holds."""
POINTS = 12.0
"""Percentage points that a stated growth lies at most from that of the two levels, or"""
PART = 0.6
"""this part of it; also of differences and multiples."""


class Compared(NamedTuple):
    """A level, what it was before, and the change stated: a difference or a rate; ``since`` is the year before."""

    level: Figure
    past: Figure | None
    delta: Figure | None
    rate: Figure | None
    since: int | None


def compared(report: Told, figures: Sequence[Figure], patterns: Patterns) -> Iterator[Compared]:
    """The comparisons with a past level in one sentence, whose change comes near to what the two levels give."""
    if all(figure.start not in report.aside for figure in figures):
        return
    words = [report.text[before.end : figure.start] for before, figure in pairwise(figures)]
    words = [figures[0].lead, *words]
    last = None if report.year is None else report.year - 1
    olds = [since_of(report, said, figure, patterns) for said, figure in zip(words, figures, strict=True)]
    for at, since in enumerate(olds):
        if since is None:
            continue
        moved = is_start(report, figures, at, patterns)
        nows = [at + 1] if moved else _nows(figures, olds, at)
        on_year = since == last
        read = [_read(figures, words, at, now, on_year, patterns) for now in nows]
        told = [Compared(figures[now], figures[at], *one, since) for now, one in zip(nows, read, strict=True) if one]
        exact = next((one for one in told if follows(*one[:4])), None)
        if exact or (read and read[0]):
            yield exact or told[0]


def _read(
    figures: Sequence[Figure], words: Sequence[str], at: int, now: int, on_year: bool, patterns: Patterns
) -> tuple[Figure | None, Figure | None] | None:
    """The difference or the rate that is told near a past level and one of this year, and comes near to what they give."""
    low, high = min(at, now), max(at, now)
    for place in range(max(0, low - 1), min(high + REACH, len(figures))):
        if place in (at, now) or (not on_year and patterns["on_year"].search(words[place])):
            continue
        change = _change(words[place], figures[place], figures[now], patterns)
        if change is None and place > high and figures[place].kind == "level":
            return None
        if change and _near(change, figures[now], figures[at]):
            return (change, None) if unit_of(change) in (unit_of(figures[now]), POINT) else (None, change)
    return None


def since_of(report: Told, words: str, figure: Figure, patterns: Patterns) -> int | None:
    """The earlier year that the words in front of a figure give it for, if they do."""
    if figure.kind == "change" or not patterns["of_past"].search(words) or patterns["carried_over"].search(words):
        return None
    if report.year is None or (str(report.year) in words and not patterns["two_years"].search(words)):
        return None
    return years_told(words, report, patterns) or report.year - 1


def is_start(report: Told, figures: Sequence[Figure], at: int, patterns: Patterns) -> bool:
    """Whether a figure is where a rise or fall began (由85件)."""
    behind = figures[at + 1] if at + 1 < len(figures) else None
    return bool(
        behind
        and unit_of(behind) == unit_of(figures[at])
        and patterns["from_lead"].search(figures[at].lead)
        and patterns["to_between"].search(report.text[figures[at].end : behind.start])
    )


def _nows(figures: Sequence[Figure], olds: Sequence[int | None], at: int) -> list[int]:
    """Indices of the levels that a past one may be held against: those in front of it, the nearest first, then those behind."""
    past = figures[at]
    around = [*range(at - 1, max(-1, at - REACH), -1), *range(at + 1, min(at + REACH, len(figures)))]
    fits = (i for i in around if not olds[i] and figures[i].kind == past.kind and unit_of(figures[i]) == unit_of(past))
    return [i for i in fits if figures[i].period != "plan" and figures[i].value > 0]


def _change(words: str, figure: Figure, level: Figure, patterns: Patterns) -> Figure | None:
    """A figure as a change of a level, with its sign: also 新增18人 behind a past level, 压缩率60%, 的2.5倍."""
    if unit_of(figure) not in (unit_of(level), "%", TIMES, POINT):
        return None
    figure = as_change(figure, words, patterns)
    if figure.kind == "change":
        return figure if patterns["growth_gap"].search(words) else None
    if unit_of(figure) == TIMES:
        return figure._replace(value=figure.value - 1)
    moved = patterns["moved_by"].fullmatch(words)
    return figure._replace(kind="change", value=-figure.value if moved["less"] else figure.value) if moved else None


def comes_near(level: Figure, past: Figure | None, delta: Figure | None, rate: Figure | None) -> bool:
    """Whether a level and the past one, stated or got from a difference, give something near to the change stated."""
    if past is None and delta is not None:
        past = level._replace(value=level.value - delta.value)
    change = rate or delta
    return past is not None and change is not None and _near(change, level, past)


def _near(change: Figure, level: Figure, past: Figure) -> bool:
    """Whether a change comes near to what two levels give, or is their own sign aside."""
    if past.value <= 0:
        return False
    step = level.value - past.value
    computed, stated = step, change.value
    least = 0.0
    if unit_of(change) == "%" and unit_of(level) != "%":
        computed, least = 100 * step / past.value, POINTS
    elif unit_of(change) == TIMES:
        computed, least = step / past.value, 0.5
    return computed * stated > 0 and abs(computed - stated) <= max(least, PART * max(abs(computed), abs(stated)))
