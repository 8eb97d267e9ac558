"""What does not add up between a place's reports: growth against last year's report, past figures told anew, stale ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from pipeline.diff.findings_figures import Figure, Row, Told, agrees, finding, lead, other_side, show

Patterns = Mapping[str, re.Pattern[str]]


def findings_between(before: Told, now: Told, changes: pd.DataFrame, patterns: Patterns) -> Iterator[Row]:
    """Findings of a report against the one of the year before."""
    if before.year is not None and now.year == before.year + 1:
        yield from growth_contradicts(before, now, patterns)
        yield from restated(before, now, patterns)
    yield from stale(before, now, changes, patterns)


# --- growth and past figures ------------------------------------------------------------------------------------------


def growth_contradicts(before: Told, now: Told, patterns: Patterns) -> Iterator[Row]:
    """A stated growth of a count that neither the level given for last year here nor the one reported then bears out."""
    for change in now.figures:
        level = _level_of(now, change)
        if level is None or change.unit not in ("%", "％") or change.approx != "exact" or change.ref_year != now.year:
            continue
        if patterns["not_comparable"].search(now.text[level.end : change.end]) or "元" in level.unit:
            continue
        own = [
            f
            for f in now.figures
            if f.indicator == change.indicator and f.ref_year == before.year and f.kind == "level"
        ]
        past = _sole(before, str(change.indicator), before.year, patterns)
        if own or past is None or past.unit != level.unit or past.scope != level.scope or not _alike(level, past):
            continue
        computed = 100 * (level.value / past.value - 1)
        if agrees(change.value, change.decimals, computed) or _within_rounding(change, level, past):
            continue
        why = (
            f"上年报告为{past.raw}，本年为{level.raw}，{show(level.value)}÷{show(past.value)}-1={computed:.1f}%，"
            f"与所称{change.raw}的增减不符，未能解释。"
        )
        yield finding("change_contradicts_levels", now, (level.start, change.end), why, "fair",
                      **other_side(before, (past.start, past.end)))  # fmt: skip


def _alike(x: Figure, y: Figure) -> bool:
    """Values so far apart count different things under one indicator."""
    return 0 < max(x.value, y.value) <= 3 * min(x.value, y.value)


def _within_rounding(change: Figure, level: Figure, past: Figure) -> bool:
    """Whether measured or rounded levels (28.2, 3.1万) leave room for the stated growth; counts of cases leave none."""
    if not any(f.decimals or re.search("[万亿]", f.raw) for f in (level, past)):
        return False
    half_now, half_past, half = _step(level) / 2, _step(past) / 2, 10.0**-change.decimals
    low = 100 * ((level.value - half_now) / (past.value + half_past) - 1) - half
    high = 100 * ((level.value + half_now) / (past.value - half_past) - 1) + half
    return low <= change.value <= high


def _level_of(report: Told, change: Figure) -> Figure | None:
    """The exact count whose growth is stated right behind it."""
    if change.kind != "change" or not change.indicator:
        return None
    near = [f for f in report.figures if f.sentence == change.sentence and f.start < change.start and f.kind == "level"]
    found = near[-1] if near else None
    fits = found and found.indicator == change.indicator and found.counted and change.start - found.end < 16
    return found if fits else None


def _sole(report: Told, indicator: str, year: int | None, patterns: Patterns) -> Figure | None:
    """The one exact value that a report states for an indicator and its own year; None where it states several."""
    found = [f for f in report.figures if f.indicator == indicator and f.kind == "level" and f.ref_year == year]
    found = [f for f in found if not patterns["partial"].search(lead(report, f))]
    whole = [f for f in found if f.part_of is None and f.period == "year"]
    return whole[0] if whole and len({f.value for f in whole}) == 1 and whole[0].approx == "exact" else None


def restated(before: Told, now: Told, patterns: Patterns) -> Iterator[Row]:
    """A figure given here for last year, in so many words, that differs from what last year's report says."""
    for quoted in now.figures:
        if quoted.kind != "level" or quoted.approx != "exact" or not _says_last_year(now, quoted, before, patterns):
            continue
        indicator = quoted.indicator or _subject(now, quoted)
        then = _sole(before, indicator, before.year, patterns) if indicator else None
        if then is None or not _alike(then, quoted) or then.unit != quoted.unit or then.scope != quoted.scope:
            continue
        if _rounds_to(then, quoted):
            continue
        why = (
            f"本报告称上年为{quoted.raw}，上年报告为{then.raw}，相差{show(abs(quoted.value - then.value))}，未能解释。"
        )
        yield finding("restated", now, (quoted.start, quoted.end), why, "strong" if "元" not in quoted.unit else "fair",
                      **other_side(before, (then.start, then.end)))  # fmt: skip


def _says_last_year(now: Told, quoted: Figure, before: Told, patterns: Patterns) -> bool:
    words = lead(now, quoted)
    return (
        bool(patterns["last_year"].search(words))
        or re.search(rf"{before.year}年(?:度)?[^\d]{{0,12}}$", words) is not None
    )


def _subject(report: Told, quoted: Figure) -> str | None:
    """What a bare figure (较上年的310件) is about: the indicator of the figure before it, counted alike."""
    near = [f for f in report.figures if f.sentence == quoted.sentence and f.start < quoted.start]
    return near[-1].indicator if near and near[-1].unit == quoted.unit and near[-1].kind == "level" else None


def _rounds_to(x: Figure, y: Figure) -> bool:
    """Whether two values are one at the precision of the coarser."""
    if x.value == y.value:
        return True
    return abs(x.value - y.value) <= max(_step(x), _step(y))


def _step(figure: Figure) -> float:
    """The value of the last digit as written: of 3.2亿元 ten million."""
    digits = re.sub(r"[^\d.]", "", figure.raw)
    written = float(digits) if digits.strip(".") else 0.0
    return abs(figure.value) / written * 10.0**-figure.decimals if written else 0.0


# --- stale figures ----------------------------------------------------------------------------------------------------


def stale(before: Told, now: Told, changes: pd.DataFrame, patterns: Patterns) -> Iterator[Row]:
    """Passages taken over word for word from the year before whose figures of the year were not changed either."""
    mine = changes[(changes["a_report"] == before.report_id) & (changes["b_report"] == now.report_id)]
    taken = mine[mine["op"].isin(["same", "moved"]) & mine["a_start"].notna() & mine["b_start"].notna()]
    columns = (taken["a_start"], taken["a_end"], taken["b_start"], taken["b_end"])
    for a_start, a_end, b_start, b_end in zip(*columns, strict=True):
        old = {(f.value, f.unit) for f in _telling(before, int(a_start), int(a_end), patterns)}
        new = [f for f in _telling(now, int(b_start), int(b_end), patterns) if (f.value, f.unit) in old]
        if len({(f.value, f.unit) for f in new}) < 2 and not any(f.value >= 100 and f.value % 10 for f in new):
            continue
        figures = "、".join(f.raw for f in new)
        why = f"整段沿用上年报告，其中{figures}与上年完全相同，未能解释。"
        yield finding("stale_figure", now, (int(b_start), int(b_end)), why, "strong" if len(new) > 1 else "fair",
                      **other_side(before, (int(a_start), int(a_end))))  # fmt: skip


def _telling(report: Told, start: int, end: int, patterns: Patterns) -> Sequence[Figure]:
    """Exact counts of the year that would hardly be the same two years running."""
    found = [f for f in report.figures if start <= f.start and f.end <= end]
    return [f for f in found if f.kind == "level" and f.approx == "exact" and f.period == "year" and f.value >= 10
            and not patterns["standing"].search(f.name)]  # fmt: skip
