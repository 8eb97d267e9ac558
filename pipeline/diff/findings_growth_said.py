"""The change that is said right behind a figure: by how much, by what share or to which multiple, and since when."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_things import unit_of, years_told

GAP = 28
"""Most characters between a level and the change that belongs to it."""
TIMES, POINT = "倍", "个百分点"


def changes_said(
    report: Told, level: Figure, end: int, after: Sequence[Figure], patterns: Patterns
) -> tuple[Figure | None, Figure | None, int | None]:
    """The absolute change and the rate stated right behind what ends at ``end``, and the year that they name."""
    delta, rate, since = None, None, None
    for place, figure in enumerate(after[:2]):
        gap = report.text[end : figure.start]
        if times := _times(figure, gap, patterns):
            return None, times, years_told(gap, report, patterns)
        figure = as_change(figure, gap, patterns)
        if figure.kind == "share" and patterns["cut_by"].fullmatch(gap):
            figure = figure._replace(kind="change", value=-figure.value)
        if figure.kind != "change" or len(gap) > GAP or not patterns["growth_gap"].search(gap):
            break
        if patterns["not_comparable"].search(gap) or _leaves_bracket(report, level, end, gap):
            break
        if unit_of(figure) == "%" and unit_of(level) != "%":
            rate = rate or figure
        elif unit_of(figure) == unit_of(level) or figure.unit == POINT:
            delta = delta or figure
        lone = place + 1 == len(after) or unit_of(after[place + 1]) == unit_of(figure)
        if lone and patterns["joined"].match(report.text, figure.end):  # 分别为3万元、2万元，增长4%、5%: whose is it?
            return None, None, None
        since = since or years_told(gap, report, patterns)
        end = figure.end
    return delta, rate, since


def as_change(figure: Figure, words: str, patterns: Patterns) -> Figure:
    """A figure as a change where the words in front of it say by how much a level is more or less: 多审6件, 比去年少了7%."""
    told = patterns["more_or_less"].search(words) if figure.kind in ("level", "share") else None
    if told is None or (figure.kind == "share" and unit_of(figure) != "%"):
        return figure
    return figure._replace(kind="change", value=-figure.value if told["less"] else figure.value)


def _times(figure: Figure, gap: str, patterns: Patterns) -> Figure | None:
    """A multiple (增长1.2倍, 是上年的1.5倍) as the share of the past level that it adds; None for other figures."""
    if figure.unit != TIMES:
        return None
    if figure.kind == "change":
        return figure if patterns["growth_gap"].search(gap) else None
    return figure._replace(value=figure.value - 1) if patterns["times"].search(gap) else None


def _leaves_bracket(report: Told, level: Figure, end: int, gap: str) -> bool:
    """Whether a bracket that holds the level closes in front of the change, which is said of what stands before it."""
    opened = max(report.text.rfind("（", level.sentence[0], end), report.text.rfind("(", level.sentence[0], end))
    return gap[:1] in ("）", ")") and 0 <= opened < level.start
