"""What a sentence states of a change: the level, what it was before, by how much and by what share it changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.diff.findings_figures import (
    Figure,
    Patterns,
    Row,
    Told,
    agrees,
    amount,
    by_sentence,
    finding,
    last_digit,
    show,
    written,
)
from pipeline.diff.findings_things import unit_of, years_told

GAP = 28
"""Most characters between a level and the change that belongs to it."""


@dataclass(frozen=True)
class Growth:
    """A level (present) and what is stated of its change; ``since`` is the year compared with, None where not named."""

    level: Figure
    past: Figure | None
    delta: Figure | None
    rate: Figure | None
    since: int | None

    @property
    def span(self) -> tuple[int, int]:
        """Where the statement stands."""
        said = [f for f in (self.level, self.past, self.delta, self.rate) if f]
        return min(f.start for f in said), max(f.end for f in said)

    @property
    def exact(self) -> bool:
        """Whether all its figures are exact."""
        return all(f is None or f.approx == "exact" for f in (self.level, self.past, self.delta, self.rate))


def growths(report: Told, patterns: Patterns) -> Iterator[Growth]:
    """The changes that a report states about levels of its own year."""
    for figures in by_sentence(report.figures):
        pasts: set[int] = set()
        for at, figure in enumerate(figures):
            if at in pasts or figure.kind == "change" or figure.period == "plan":
                continue
            if _is_start(report, figures, at, patterns):
                continue
            past_at, since = _past(report, figures, at, patterns)
            pasts |= {past_at} if past_at is not None else set()
            past = figures[past_at] if past_at is not None else None
            after = figures[max(at, past_at or 0) + 1 :]
            delta, rate, named = _changes(report, figure, past, after, patterns)
            if past or delta or rate:
                yield Growth(figure, past, delta, rate, since if past else named)


def _is_start(report: Told, figures: Sequence[Figure], at: int, patterns: Patterns) -> bool:
    """Whether a figure is where a rise or fall began (由85件)."""
    behind = figures[at + 1] if at + 1 < len(figures) else None
    return bool(
        behind
        and unit_of(behind) == unit_of(figures[at])
        and patterns["from_lead"].search(figures[at].lead)
        and patterns["to_between"].search(report.text[figures[at].end : behind.start])
    )


def _past(report: Told, figures: Sequence[Figure], at: int, patterns: Patterns) -> tuple[int | None, int | None]:
    """Index of the figure that says what the level was before (由…到 in front of it, 比上年的… behind it), and the year."""
    if at and unit_of(figures[at - 1]) == unit_of(figures[at]) and figures[at - 1].kind == figures[at].kind:
        found = patterns["from_lead"].search(figures[at - 1].lead)
        if found and patterns["to_between"].search(report.text[figures[at - 1].end : figures[at].start]):
            return at - 1, years_told(found.group(), report, patterns)
    for behind in range(at + 1, min(at + 3, len(figures))):
        if unit_of(figures[behind]) != unit_of(figures[at]):
            continue
        between = report.text[figures[behind - 1].end : figures[behind].start]
        if (
            patterns["than_between"].search(between)
            and len(between) <= GAP
            and figures[behind].kind == figures[at].kind
        ):
            return behind, years_told(between, report, patterns)
        break
    return None, None


def _changes(
    report: Told, level: Figure, past: Figure | None, after: Sequence[Figure], patterns: Patterns
) -> tuple[Figure | None, Figure | None, int | None]:
    """The absolute change and the rate stated right behind a level, and the year that they name."""
    delta, rate, since = None, None, None
    end = max(level.end, past.end if past else 0)
    for figure in after[:2]:
        gap = report.text[end : figure.start]
        if figure.kind != "change" or len(gap) > GAP or not patterns["growth_gap"].search(gap):
            break
        if patterns["not_comparable"].search(gap):
            break
        if unit_of(figure) == "%" and unit_of(level) != "%":
            rate = rate or figure
        elif unit_of(figure) == unit_of(level) or figure.unit == "个百分点":
            delta = delta or figure
        if patterns["joined"].match(report.text, figure.end):  # 分别为3万元、2万元，增长4%、5%: whose is it?
            return None, None, None
        since = since or years_told(gap, report, patterns)
        end = figure.end
    return delta, rate, since


def growth_disagrees(report: Told, told: Iterable[Growth], patterns: Patterns) -> Iterator[Row]:
    """Changes (of ``growths``) that do not follow from the two levels of their own sentence."""
    for growth in told:
        if not growth.exact or growth.level.value <= 0:
            continue
        why = _against_past(growth, patterns) or _against_delta(growth, patterns)
        if why:
            yield finding("change_contradicts_levels", report, growth.span, why, "strong")


def _against_past(growth: Growth, patterns: Patterns) -> tuple[str, str] | None:
    level, past, delta, rate = growth.level, growth.past, growth.delta, growth.rate
    if past is None or past.value <= 0:
        return None
    if delta is not None and not _differs_by(level, past, delta):
        gap = amount(level.value - past.value, level)
        return (
            f"“{level.name}”由{past.raw}到{level.raw}，{written(level)}-{written(past)}={gap}，与所称增减{delta.raw}不符，文中未能解释。",
            f"{show(level.value)} - {show(past.value)} = {show(round(level.value - past.value, 6))}, stated as {show(delta.value)}; unexplained.",
        )
    if rate is None or patterns["real_terms"].search(level.name) or holds(rate, level, past):
        return None
    return ratio_why(level, past.value, written(past), rate, f"由{past.raw}到{level.raw}，")


def _differs_by(level: Figure, past: Figure, delta: Figure) -> bool:
    step = max(last_digit(f) for f in (level, past, delta))
    whole = step == 1 and not any(f.decimals for f in (level, past, delta))
    return abs(level.value - past.value - delta.value) <= (0 if whole else 1.01 * step)


def _against_delta(growth: Growth, patterns: Patterns) -> tuple[str, str] | None:
    level, delta, rate = growth.level, growth.delta, growth.rate
    if growth.past is not None or delta is None or rate is None or patterns["real_terms"].search(level.name):
        return None
    before = level.value - delta.value
    if before <= 0 or unit_of(delta) != unit_of(level):
        return None
    spare = 100 * max(last_digit(level), last_digit(delta)) / before if level.decimals or delta.decimals else 0.0
    computed = 100 * (level.value / before - 1)
    if agrees(rate.value, rate.decimals, computed) or abs(rate.value - computed) <= 2 * spare:
        return None
    way = "增加" if delta.value >= 0 else "减少"
    lead_in = f"{level.raw}，比上年{way}{delta.raw.lstrip('-')}，则上年为{show(before)}，"
    return ratio_why(level, before, show(before), rate, lead_in)


def holds(rate: Figure, level: Figure, past: Figure) -> bool:
    """Whether a stated rate fits two levels, at the precision that they are written in."""
    computed = 100 * (level.value / past.value - 1)
    return agrees(rate.value, rate.decimals, computed) or _within_rounding(rate, level, past)


def _within_rounding(rate: Figure, level: Figure, past: Figure) -> bool:
    """Whether measured or rounded levels (28.2, 3.1万) leave room for the stated growth; counts of cases leave none."""
    if not any(f.decimals or re.search("[万亿]", f.raw) for f in (level, past)):
        return False
    half_now, half_past, half = last_digit(level) / 2, last_digit(past) / 2, 10.0**-rate.decimals
    low = 100 * ((level.value - half_now) / (past.value + half_past) - 1) - half
    high = 100 * ((level.value + half_now) / (past.value - half_past) - 1) + half
    return low <= rate.value <= high


def ratio_why(level: Figure, past: float, past_written: str, rate: Figure, lead_in: str) -> tuple[str, str]:
    """The words of a growth that two levels do not bear out."""
    computed = f"{100 * (level.value / past - 1):.{max(1, rate.decimals)}f}%"
    stated = f"{show(abs(rate.value))}%"
    way, sign = ("增长", "+") if rate.value >= 0 else ("下降", "-")
    revised = "（基数或口径可能有过调整）" if "元" in level.unit else ""
    zh = f"“{level.name}”{lead_in}{written(level)}÷{past_written}-1={computed}，与所称{way}{stated}不符{revised}，未能解释。"
    en = f"{show(level.value)} / {show(past)} - 1 = {computed}, stated as {sign}{stated}; unexplained."
    return zh, en
