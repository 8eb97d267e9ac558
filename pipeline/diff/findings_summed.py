"""Totals told behind their parts, and the words that lead up to a part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.diff.findings_divided import CLOSE, JOINS, slipped
from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_things import unit_of

Group = tuple[Figure, list[Figure]]
"""A total and its parts."""
SUMMED = 8
"""Characters in front of a count in which a word for sums makes it one."""


def label(report: Told, total: Figure, parts: Sequence[Figure], number: int) -> str:
    """The text that leads up to a part, behind whatever figure stands in front of it."""
    begin = parts[number - 1] if number else total
    place = bisect_left(report.figures, parts[number].start, key=lambda f: f.start)
    before = report.figures[place - 1].end if place else 0
    return report.text[max(begin.end, before) : parts[number].start]


def counted_alike(x: Figure, y: Figure, patterns: Patterns) -> bool:
    """Whether two counts are of one unit, or of units that are summed up as one: 18件、146份、31项."""
    return unit_of(x) == unit_of(y) or all(patterns["piece"].fullmatch(figure.unit or "") for figure in (x, y))


def summed_up(report: Told, figures: Sequence[Figure], listed: set[int], patterns: Patterns) -> Iterator[Group]:
    """A total that stands behind its parts: 民事128件、刑事94件，合计232件."""
    total, parts = figures[-1], list[Figure]()
    behind, bare = total, False
    for figure in reversed(figures[:-1]):
        if patterns["so_many"].match(figure.raw) and patterns["sum_word"].match(report.text, figure.end):  # 三项合计
            continue
        between = report.text[figure.end : behind.start]
        wanted = "in_total" if behind is total else "listed_on"
        if behind is total and patterns["carried_over"].search(figure.lead) and patterns["in_all"].fullmatch(between):
            pass
        elif behind is total and between == "，" and patterns["each_of_them"].match(report.text, total.end):
            bare = True  # 建议43件、提案65件，108件均已办结
        elif (bare and between[:1] not in JOINS) or not patterns[wanted].fullmatch(between):
            break
        behind = figure
        past = figure.start in report.aside and not patterns["carried_over"].search(figure.lead)
        if figure.kind == "change" or past:  # 受理41件，上年为43件，上年结转3件，共审理44件
            continue
        if not counted_alike(figure, total, patterns) or figure.kind != "level" or figure.start in listed:
            break
        parts.insert(0, figure)
        if patterns["summed"].search(figure.lead[-SUMMED:]):  # itself a sum of what stands before
            break
    if len(parts) >= 2:
        parts = parts[-_how_many(report, total, parts, patterns) :]
        gap = total.value - sum(part.value for part in parts)
        if not bare or (abs(gap) <= CLOSE * total.value and slipped(total, parts, gap)):
            yield total, parts


def _how_many(report: Told, total: Figure, parts: Sequence[Figure], patterns: Patterns) -> int:
    """How many of the counts in front of a total are its parts: as many as it says (三项合计), else those that come nearest."""
    said = patterns["so_many"].search(report.text, parts[-1].end, total.start)
    sums = list(accumulate(part.value for part in reversed(parts)))
    if said and said.lastindex and said.lastindex + 1 <= len(parts):
        return said.lastindex + 1  # the first group is 两
    return min(range(2, len(parts) + 1), key=lambda n: abs(total.value - sums[n - 1]))


def with_sum_told(report: Told, total: Figure, parts: list[Figure], patterns: Patterns) -> Group:
    """The list as it is, or up to a count that is told as the sum of those before: 48件，二审18件、再审4件，应诉案件共70件."""
    place = bisect_left(report.figures, parts[-1].start, key=lambda f: f.start)
    said = [*parts, *(f for f in report.figures[place + 1 : place + 2] if f.sentence == parts[-1].sentence)]
    summed = 0.0
    for n, figure in enumerate(said):
        told = n > 1 and counted_alike(figure, total, patterns) and figure.kind == "level"
        if told and patterns["sums_up"].search(label(report, total, said, n)):
            return (figure, parts[:n]) if abs(summed - figure.value) < abs(summed - total.value) else (total, parts)
        summed += figure.value
    return total, parts
