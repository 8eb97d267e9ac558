"""What a sentence states of a change: the level, what it was before, by how much and by what share it changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.diff.findings_compared import compared
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
from pipeline.diff.findings_growth_apart import apart
from pipeline.diff.findings_things import unit_of, years_told

ROUNDED = 0.6
"""How far a multiple may be from what two levels give, in units of its last digit."""
GAP = 28
"""Most characters between a level and the change that belongs to it."""
TIMES = "倍"


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
        """Where the statement stands; of a change told apart from its level, where the change does."""
        said = [f for f in (self.level, self.past, self.delta, self.rate) if f]
        said = [f for f in said if f.sentence == said[-1].sentence]
        return min(f.start for f in said), max(f.end for f in said)

    @property
    def exact(self) -> bool:
        """Whether all its figures are exact; 三成 and 1/5 are no exact rates."""
        rough = self.rate is not None and self.rate.unit == "%" and self.rate.raw[-1] not in "%％"
        return not rough and all(
            f is None or f.approx == "exact" for f in (self.level, self.past, self.delta, self.rate)
        )


def growths(report: Told, patterns: Patterns) -> Iterator[Growth]:
    """The changes that a report states about levels of its own year."""
    told: set[int] = set()
    for figures in by_sentence(report.figures):
        pasts: set[int] = set()
        lasts: set[int] = set()
        whole: set[int] = set()
        for at, figure in enumerate(figures):
            if at in pasts or figure.kind == "change" or figure.period == "plan" or figure.unit == TIMES:
                continue
            if _is_start(report, figures, at, patterns):
                continue
            past_at, since = _past(report, figures, at, patterns)
            pasts |= {past_at} if past_at is not None else set()
            past = figures[past_at] if past_at is not None else None
            listed = _listed(report, figures, at)
            behind = max(at, past_at or 0, listed or 0)
            if behind in lasts:  # what is said behind a list is said of its total
                continue
            lasts |= {listed} if listed else set()
            delta, rate, named = _changes(report, figure, figures[behind].end, figures[behind + 1 :], patterns)
            if not (delta or rate) and (past_at or 0) > at + 1:  # 比上年下降1.5个百分点，上年为8.5%
                delta, rate, named = _changes(report, figure, figure.end, figures[at + 1 : past_at], patterns)
            if past or delta or rate:
                told |= {f.start for f in (delta, rate) if f}
                if past and (delta or rate):
                    whole.add(past.start)
                yield Growth(figure, past, delta, rate, since if past else named)
        for one in compared(report, figures, patterns):
            if one.past.start not in whole:
                told |= {f.start for f in (one.delta, one.rate) if f}
                yield Growth(*one)
    yield from _apart(report, told, patterns)


def _apart(report: Told, told: set[int], patterns: Patterns) -> Iterator[Growth]:
    """Changes that stand apart from their levels: by how much and by what share of one level together."""
    found: dict[int, Growth] = {}
    for level, change, since in apart(report, told, patterns):
        delta, rate = (None, change) if unit_of(change) == "%" else (change, None)
        known = found.get(level.start)
        if known and (known.delta is None) != (delta is None):
            delta, rate, since = known.delta or delta, known.rate or rate, known.since or since
        found[level.start] = Growth(level, None, delta, rate, since)
    yield from found.values()


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


def _listed(report: Told, figures: Sequence[Figure], at: int) -> int | None:
    """Index of the last of at least two parts right behind a total: 其中民事413件、刑事262件."""
    last = at
    while last + 1 < len(figures) and figures[last + 1].part_of == figures[at].start:
        last += 1
    joined = last >= at + 2 and report.text[figures[last - 1].end : figures[last - 1].end + 1] == "、"
    return last if joined and report.text[figures[last].end : figures[last].end + 1] in "，,（()）" else None


def _changes(
    report: Told, level: Figure, end: int, after: Sequence[Figure], patterns: Patterns
) -> tuple[Figure | None, Figure | None, int | None]:
    """The absolute change and the rate stated right behind what ends at ``end``, and the year that they name."""
    delta, rate, since = None, None, None
    for place, figure in enumerate(after[:2]):
        gap = report.text[end : figure.start]
        if times := _times(figure, gap, patterns):
            return None, times, years_told(gap, report, patterns)
        compared = patterns["more_or_less"].search(gap)
        if compared and figure.kind == "level":
            figure = figure._replace(kind="change", value=-figure.value if compared["less"] else figure.value)
        if figure.kind == "share" and patterns["cut_by"].fullmatch(gap):
            figure = figure._replace(kind="change", value=-figure.value)
        if figure.kind != "change" or len(gap) > GAP or not patterns["growth_gap"].search(gap):
            break
        if patterns["not_comparable"].search(gap) or _leaves_bracket(report, level, end, gap):
            break
        if unit_of(figure) == "%" and unit_of(level) != "%":
            rate = rate or figure
        elif unit_of(figure) == unit_of(level) or figure.unit == "个百分点":
            delta = delta or figure
        lone = place + 1 == len(after) or unit_of(after[place + 1]) == unit_of(figure)
        if lone and patterns["joined"].match(report.text, figure.end):  # 分别为3万元、2万元，增长4%、5%: whose is it?
            return None, None, None
        since = since or years_told(gap, report, patterns)
        end = figure.end
    return delta, rate, since


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
    if rate.unit == TIMES:
        return abs(level.value / past.value - 1 - rate.value) <= ROUNDED * 10.0**-rate.decimals
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
