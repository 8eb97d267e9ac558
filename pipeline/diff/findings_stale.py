"""Passages taken over from the year before whose figures of the year were not changed either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from pipeline.diff.findings_figures import Figure, Patterns, Row, Told, finding, lead, other_side

ALIKE = 0.75
"""Least likeness of an edited sentence that was taken over."""
DIGITS = 3
"""Least number of digits, closing zeros aside, that unchanged figures have together."""


def stale(before: Told, now: Told, changes: pd.DataFrame, patterns: Patterns) -> Iterator[Row]:
    """Sentences taken over, word for word or lightly edited, in which every figure of the year is last year's.

    Their digits must tell enough (312, or 96 and 40, but not 300 or 10 and 20), so that chance does not explain it.
    """
    mine = changes[(changes["a_report"] == before.report_id) & (changes["b_report"] == now.report_id)]
    edited = (mine["op"] == "edited") & (mine["similarity"] >= ALIKE)
    taken = mine[(mine["op"].isin(["same", "moved"]) | edited) & mine["a_start"].notna() & mine["b_start"].notna()]
    columns = (taken["a_start"], taken["a_end"], taken["b_start"], taken["b_end"])
    for a_start, a_end, b_start, b_end in zip(*columns, strict=True):
        old = _telling(before, int(a_start), int(a_end), patterns)
        new = _telling(now, int(b_start), int(b_end), patterns)
        values = {(f.value, f.unit) for f in new}
        if not values or not values <= {(f.value, f.unit) for f in old} or len(new) < len(old):
            continue
        digits = {(f.value, f.unit): f.digits for f in new}.values()
        if max(digits) < 2 or sum(digits) < DIGITS:
            continue
        raws = "、".join(f.raw for f in new)
        why = (
            f"整句沿用{before.year}年报告，其中{raws}与{before.year}年完全相同，未能解释。",
            f"Taken over from the report of {before.year} with its figures unchanged ({raws}); unexplained.",
        )
        grade = "strong" if len(values) > 1 else "fair"
        yield finding("stale_figure", now, (int(b_start), int(b_end)), why, grade,
                      **other_side(before, (int(a_start), int(a_end))))  # fmt: skip


def _telling(report: Told, start: int, end: int, patterns: Patterns) -> Sequence[Figure]:
    """Exact counts of the year that would hardly be the same two years running."""
    found = [f for f in report.figures if start <= f.start and f.end <= end]
    return [f for f in found if f.kind == "level" and f.approx == "exact" and f.period == "year" and f.value >= 10
            and not patterns["standing"].search(f.name + lead(report, f)[-8:])]  # fmt: skip
