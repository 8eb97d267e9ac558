"""Growth held against levels: a change that does not follow from the two levels of its own sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.diff.findings_figures import (
    Figure,
    Patterns,
    Row,
    Told,
    amount,
    finding,
    show,
    written,
)
from pipeline.diff.findings_growth import Growth
from pipeline.diff.findings_growth_fits import adds_up, differs_by, holds
from pipeline.diff.findings_growth_said import TIMES
from pipeline.diff.findings_things import of_one_size, unit_of

DOUBLED = 100.0
"""Percent: a growth below this leaves two levels of one size."""

NEARLY = 1.9
"""Least multiple that may be called doubled;"""
BEHIND = 16
"""characters behind the level in which it is."""


def growth_disagrees(report: Told, told: Iterable[Growth], patterns: Patterns) -> Iterator[Row]:
    """Changes (of ``growths``) that do not follow from the two levels of their own sentence."""
    for growth in told:
        if not growth.exact or growth.level.value <= 0:
            continue
        why = (
            _against_past(growth, patterns)
            or _against_delta(growth, patterns)
            or _not_doubled(report, growth, patterns)
        )
        if why:
            yield finding("change_contradicts_levels", report, growth.span, why, "strong")


def _against_past(growth: Growth, patterns: Patterns) -> tuple[str, str] | None:
    level, past, delta, rate = growth.level, growth.past, growth.delta, growth.rate
    if past is None or past.value <= 0:
        return None
    if delta is not None and not differs_by(level, past, delta):
        gap = amount(level.value - past.value, level)
        return (
            f"“{level.name}”由{past.raw}到{level.raw}，{written(level)}-{written(past)}={gap}，与所称增减{delta.raw}不符，文中未能解释。",
            f"{show(level.value)} - {show(past.value)} = {show(round(level.value - past.value, 6))}, stated as {show(delta.value)}; unexplained.",
        )
    if rate is None or patterns["real_terms"].search(level.name) or holds(rate, level, past):
        return None
    if rate.unit != TIMES and abs(rate.value) < DOUBLED and not of_one_size(level, past):  # of two things
        return None
    return ratio_why(level, past.value, written(past), rate, f"由{past.raw}到{level.raw}，")


def _against_delta(growth: Growth, patterns: Patterns) -> tuple[str, str] | None:
    level, delta, rate = growth.level, growth.delta, growth.rate
    if growth.past is not None or delta is None or rate is None or patterns["real_terms"].search(level.name):
        return None
    before = level.value - delta.value
    if before <= 0 or unit_of(delta) != unit_of(level) or adds_up(level, delta, rate):
        return None
    way = "增加" if delta.value >= 0 else "减少"
    lead_in = f"{level.raw}，比上年{way}{delta.raw.lstrip('-')}，则上年为{show(before)}，"
    return ratio_why(level, before, show(before), rate, lead_in)


def _not_doubled(report: Told, growth: Growth, patterns: Patterns) -> tuple[str, str] | None:
    """What is called doubled (实现翻番) right behind two levels of which one is far from twice the other."""
    level, past = growth.level, growth.past
    if past is None or growth.delta or growth.rate or past.value <= 0 or level.value >= NEARLY * past.value:
        return None
    if level.end < past.end or not patterns["doubled"].search(report.text[level.end : level.end + BEHIND]):
        return None
    return (
        f"“{level.name}”由{past.raw}到{level.raw}，{written(level)}÷{written(past)}={level.value / past.value:.2f}，称翻番不符，未能解释。",
        f"{show(level.value)} / {show(past.value)} = {level.value / past.value:.2f}, said to have doubled; unexplained.",
    )


def ratio_why(level: Figure, past: float, past_written: str, rate: Figure, lead_in: str) -> tuple[str, str]:
    """The words of a growth, or a multiple, that two levels do not bear out."""
    if rate.unit == TIMES:
        times, less = (level.value / past, "") if rate.kind == "share" else (level.value / past - 1, "-1")
        zh = f"“{level.name}”{lead_in}{written(level)}÷{past_written}{less}={times:.2f}，与所称{rate.raw}不符，未能解释。"
        return (
            zh,
            f"{show(level.value)} / {show(past)}{less} = {times:.2f}, stated as {rate.raw[:-1]} times; unexplained.",
        )
    computed = f"{100 * (level.value / past - 1):.{max(1, rate.decimals)}f}%"
    stated = f"{show(abs(rate.value))}%"
    way, sign = ("增长", "+") if rate.value >= 0 else ("下降", "-")
    revised = "（基数或口径可能有过调整）" if "元" in level.unit else ""
    zh = f"“{level.name}”{lead_in}{written(level)}÷{past_written}-1={computed}，与所称{way}{stated}不符{revised}，未能解释。"
    en = f"{show(level.value)} / {show(past)} - 1 = {computed}, stated as {sign}{stated}; unexplained."
    return zh, en
