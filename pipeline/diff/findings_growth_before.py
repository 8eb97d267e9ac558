"""Changes that open a sentence, of a level that the sentence before states: 上年为84件，上升12%; 较上年增5件，增长9.6%."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.diff.findings_compared import Compared, comes_near, since_of
from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_growth_fits import follows
from pipeline.diff.findings_growth_said import as_change, changes_said
from pipeline.diff.findings_things import unit_of, years_told

NAMED = 2
"""Least letters in front of a past level that tell what it counts."""


def told_behind(
    report: Told, before: Sequence[Figure], figures: Sequence[Figure], patterns: Patterns
) -> Compared | None:
    """The change that a sentence of at least two figures opens with, if its level stands in the sentence before."""
    first = figures[0]
    if not before or (first.kind != "change" and first.start not in report.aside):
        return None
    opening = report.text[first.sentence[0] : first.start].strip()
    if report.text[before[0].sentence[1] : first.sentence[0]].strip(" "):  # another line
        return None
    since = since_of(report, opening, first, patterns) if opening == first.lead.strip() else None
    if since:
        delta, rate, _ = changes_said(report, first, first.end, figures[1:], patterns)
        if any(_count_alike(first, f) and f.start not in report.aside for f in figures[1:]):
            return None
        past, said = first, first
    elif patterns["on_year"].match(opening):
        delta, rate = _both(report, as_change(first, opening, patterns), figures[1], patterns)
        past, said, since = None, delta or first, years_told(opening, report, patterns)
    else:
        return None
    level = _level(report, before, said, delta, rate, patterns) if delta or rate else None
    return Compared(level, past, delta, rate, since) if level else None


def _both(report: Told, delta: Figure, rate: Figure, patterns: Patterns) -> tuple[Figure | None, Figure | None]:
    """By how much and by what share a level changed, where a sentence opens with both; else neither."""
    gap = report.text[delta.end : rate.start]
    both = delta.kind == rate.kind == "change" and unit_of(delta) != "%" and unit_of(rate) == "%"
    return (delta, rate) if both and patterns["growth_gap"].search(gap) else (None, None)


def _count_alike(one: Figure, level: Figure) -> bool:
    return unit_of(level) == unit_of(one) and level.kind == (one.kind if one.kind != "change" else "level")


def _level(
    report: Told,
    before: Sequence[Figure],
    said: Figure,
    delta: Figure | None,
    rate: Figure | None,
    patterns: Patterns,
) -> Figure | None:
    """The level that a change is of: one that it follows from, else the first whole that it comes near to."""
    name = set(patterns["no_name"].sub("", said.lead))
    levels = [
        f
        for f in before
        if _count_alike(said, f) and f.start not in report.aside and f.value > 0 and f.period != "plan"
    ]
    if said.kind != "change" and len(name) >= NAMED:
        levels = [f for f in levels if name <= set(f.lead)]
    past = said if said.kind != "change" else None
    for level in levels:
        if follows(level, past, delta, rate):
            return level
    wholes = [f for f in levels if f.part_of is None]
    return wholes[0] if wholes and comes_near(wholes[0], past, delta, rate) else None
