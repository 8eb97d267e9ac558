"""Changes that do not stand right behind their level: lists of both (分别), the level told last, or in a sentence before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, takewhile

from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_things import Thing, sole, unit_of, whole, years_told

Change = tuple[Figure, Figure, int | None]
"""A level, a change stated of it, and the year compared with where it is named."""


def apart(report: Told, told: Collection[int], patterns: Patterns) -> Iterator[Change]:
    """Changes with their levels; ``told``: where the changes start whose level is known."""
    left = [f for f in report.figures if f.kind == "change" and f.start not in told and f.period != "plan"]
    starts = {f.start for f in left}
    for figures in report.sentences if left else ():
        changes = [at for at, figure in enumerate(figures) if figure.start in starts]
        for at in changes:
            yield from _each(report, figures, at, patterns)
            yield from _reached(report, figures, at, patterns)
    yield from _named(report, left, patterns)


def _each(report: Told, figures: Sequence[Figure], at: int, patterns: Patterns) -> Iterator[Change]:
    """As many changes as levels in front of them, one for each: 分别达到40290元、21210元，分别增长5.3%和8.6%."""
    gap = report.text[figures[at - 1].end : figures[at].start] if at else ""
    if not patterns["growth_each"].fullmatch(gap):
        return
    joined = takewhile(lambda pair: _joins(report, *pair, patterns), pairwise(figures[at:]))
    changes = [figures[at], *(second for _, second in joined)]
    last = (
        at - 1
        if at > 1 and patterns["in_total"].fullmatch(report.text, figures[at - 2].end, figures[at - 1].start)
        else at
    )
    levels = figures[max(0, last - len(changes)) : last]
    before = figures[last - len(changes) - 1] if last > len(changes) else None
    more = before is not None and patterns["and"].fullmatch(report.text, before.end, levels[0].start)
    if 1 < len(changes) == len(levels) and not more and all(map(_may_change_by, levels, changes)):
        since = years_told(gap, report, patterns)
        yield from ((level, change, since) for level, change in zip(levels, changes, strict=True))


def _may_change_by(level: Figure, change: Figure) -> bool:
    return level.kind != "change" and unit_of(change) in ("%", unit_of(level))


def _joins(report: Told, first: Figure, second: Figure, patterns: Patterns) -> bool:
    return second.kind == "change" and patterns["joined"].match(report.text, first.end, second.end) is not None


def _reached(report: Told, figures: Sequence[Figure], at: int, patterns: Patterns) -> Iterator[Change]:
    """A change in front of the level that it led to: 比上年减少6件，降至48件."""
    behind = at + 1
    while behind < len(figures) and _goes_on(report, figures[behind - 1], figures[behind], patterns):
        behind += 1
    if behind == len(figures) or behind > at + 2:
        return
    gap = report.text[figures[behind - 1].end : figures[behind].start]
    level, change = figures[behind], figures[at]
    if patterns["reached"].fullmatch(gap) and _may_change_by(level, change) and unit_of(level) != "%":
        yield level, change, years_told(change.lead, report, patterns)


def _goes_on(report: Told, change: Figure, behind: Figure, patterns: Patterns) -> bool:
    """Whether a figure is another change of the same level: 减少112件、下降8.3%."""
    return behind.kind == "change" and patterns["growth_gap"].search(report.text[change.end : behind.start]) is not None


def _named(report: Told, left: Sequence[Figure], patterns: Patterns) -> Iterator[Change]:
    """Changes in a clause of their own that names what grew: 高新技术企业数量比上年增长23.6%."""
    levels: dict[str, set[Thing]] = {}
    for kind, about in report.stated:
        if kind == "level":
            levels.setdefault(about[0], set()).add(about)
    for figure in left:
        found = patterns["growth_clause"].search(figure.lead)
        if not found:
            continue
        things = levels.get(figure.indicator, set()) if figure.indicator else set()
        level = sole(report, next(iter(things)), "level") if len(things) == 1 else None
        level = level or _of_paragraph(report, figure, found[1], patterns)
        if level and unit_of(figure) in ("%", unit_of(level)):
            yield level, figure, years_told(figure.lead, report, patterns)


def _of_paragraph(report: Told, figure: Figure, name: str, patterns: Patterns) -> Figure | None:
    """The one count in front of a change, in its paragraph, whose name holds the letters of what grew."""
    start = report.paragraph(figure.start)[0]
    found = [f for f in report.figures if start <= f.start < figure.start and f.kind == "level" and f.part_of is None
             and set(name) <= set(f.name) and whole(report, f, patterns)]  # fmt: skip
    return found[0] if len(found) == 1 else None
