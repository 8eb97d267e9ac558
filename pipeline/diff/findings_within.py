"""What does not add up inside one report: parts against totals, rates against counts, two values for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from pipeline.diff.findings_figures import (
    Figure,
    Row,
    Told,
    agrees,
    by_sentence,
    clause_start,
    finding,
    lead,
    other_side,
    show,
)

Patterns = Mapping[str, re.Pattern[str]]
FAR = 1.5
"""Values further apart than this ratio are of two things under one name."""
NEAR = 0.15
"""A list that falls short of its total by more than this share may simply not be complete."""


def findings_within(report: Told, patterns: Patterns) -> Iterator[Row]:
    """Findings inside one report, in the order of the text, check by check."""
    yield from parts_do_not_sum(report, patterns)
    yield from rates_contradict(report, patterns)
    yield from conflicts(report, patterns)


# --- parts and totals -------------------------------------------------------------------------------------------------


def parts_do_not_sum(report: Told, patterns: Patterns) -> Iterator[Row]:
    """Closed lists of exact parts whose sum is neither their total nor another total stated before them."""
    at = {f.start: f for f in report.figures}
    groups: dict[int, list[Figure]] = {}
    for figure in report.figures:
        if figure.part_of in at:
            groups.setdefault(int(figure.part_of or 0), []).append(figure)
    for start, parts in groups.items():
        total = at[start]
        if _is_open(report, total, parts, patterns) or _adds_up(report, total, parts):
            continue
        summed = sum(p.value for p in parts)
        gap = total.value - summed
        closed = len(parts) >= 2 and all(
            patterns["outcome"].search(_label(report, total, parts, i)) for i in range(len(parts))
        )
        if gap > NEAR * total.value and not (closed and len(parts) >= 3):
            continue
        sums = "+".join(show(p.value) for p in parts)
        which = "少" if gap > 0 else "多"
        why = (
            f"{total.raw}之下列出{'、'.join(p.raw for p in parts)}，{sums}={show(summed)}，"
            f"比总数{show(total.value)}{which}{show(abs(gap))}，文中未能解释。"
        )
        begin = max(total.sentence[0], clause_start(report.text, total.start))
        yield finding("parts_do_not_sum", report, (begin, parts[-1].end), why, "strong" if closed else "fair")


def _label(report: Told, total: Figure, parts: Sequence[Figure], number: int) -> str:
    """The text that leads up to a part."""
    return report.text[(parts[number - 1] if number else total).end : parts[number].start]


def _is_open(report: Told, total: Figure, parts: Sequence[Figure], patterns: Patterns) -> bool:
    text = report.text
    exact = all(f.counted and f.unit == total.unit for f in (total, *parts))
    if len(parts) < 2 or not exact or parts[-1].end - total.end > 160:
        return True
    listed = text[total.end : parts[-1].end]
    behind = text[parts[-1].end : parts[-1].end + 12]
    names = [_label(report, total, parts, i) for i in range(len(parts))]
    return bool(
        patterns["open_lead"].search(listed)
        or patterns["open_end"].match(behind)
        or any(patterns["crossing"].search(name) for name in names)
        or re.search(r"[^\s，,。；;（(、:：]其中", names[0])  # of these something else is counted: 查处其中不合格的
    )


def _adds_up(report: Told, total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts, or the first of them, sum to their total or to another total of their paragraph or sentence."""
    begin, _ = report.paragraph(total.start)
    before = [
        f.value
        for f in report.figures
        if begin <= f.start <= total.start and f.unit == total.unit and f.kind == "level"
    ]
    between = [f.value for f in report.figures if total.start < f.start < parts[0].start and f.unit == total.unit]
    recent = [*before, *between][-8:]
    later = [f.value for f in report.figures if parts[-1].end < f.start < total.sentence[1] and f.unit == total.unit]
    totals = {
        *recent,
        *later,
        *(x + y for x, y in combinations(recent, 2)),
        *(abs(x - y) for x, y in combinations(recent, 2)),
    }
    values = [p.value for p in parts]
    readings = [values, *_without_details(values)]
    sums = [sum(v) for v in readings]
    firsts = [sum(values[:n]) for n in range(2, len(values))]
    return any(_same(s, t) for s in sums for t in totals) or any(_same(s, total.value) for s in firsts)


def _without_details(values: Sequence[float]) -> Iterator[list[float]]:
    """Readings in which a part is itself broken down by the parts behind it."""
    for i in range(len(values)):
        for n in range(1, len(values) - i):
            if n >= 2 and _same(values[i], sum(values[i + 1 : i + 1 + n])):
                yield [*values[: i + 1], *values[i + 1 + n :]]


def _same(x: float, y: float) -> bool:
    return abs(x - y) <= 1e-6 * max(1.0, abs(y))


# --- rates and counts -------------------------------------------------------------------------------------------------


def rates_contradict(report: Told, patterns: Patterns) -> Iterator[Row]:
    """Rates that no two counts of their sentence give, where numerator and denominator are plain to see."""
    for figures in by_sentence(report.figures):
        for rate in (f for f in figures if f.kind == "share" and f.unit in ("%", "％")):
            word = patterns["rate_word"].search(rate.name)
            counts = [f for f in figures if f.kind == "level" and f.start < rate.start and f.value > 0][-4:]
            if not word or len(counts) < 2 or rate.period in ("plan", "other"):
                continue
            tops = [f for f in counts[1:] if word.group(1) in lead(report, f)]
            if not tops:
                continue
            top = tops[-1]
            bottom = counts[counts.index(top) - 1]
            if not (top.counted and bottom.counted and top.unit == bottom.unit and top.value <= bottom.value):
                continue
            if _some_pair_gives(figures, rate):
                continue
            given = 100 * top.value / bottom.value
            why = f"{top.raw}÷{bottom.raw}={given:.{max(rate.decimals, 1)}f}%，与所称{rate.raw}不符，文中未能解释。"
            begin = clause_start(report.text, bottom.start)
            yield finding("rate_contradicts_counts", report, (begin, rate.end), why, "strong")


def _some_pair_gives(figures: Sequence[Figure], rate: Figure) -> bool:
    values = [f.value for f in figures if f.kind == "level" and f.value > 0]
    pairs = [(x, y) for x in values for y in values if x <= y]
    ratios = [100 * x / y for x, y in pairs] + [100 * (1 - x / y) for x, y in pairs if x < y]
    return any(
        agrees(rate.value, rate.decimals, ratio, rate.approx if rate.approx == "about" else "exact") for ratio in ratios
    ) or (
        rate.approx in ("more", "less")
        and any(agrees(rate.value, rate.decimals, r, rate.approx) for r in ratios[: len(pairs)] if r < 100)
    )


# --- one thing, two values --------------------------------------------------------------------------------------------


def _last_digit(figure: Figure) -> float:
    """What the last digit written is worth: 384亿元 was perhaps 384.3亿元, rounded or cut. 1 where it can't be told."""
    written = re.match(r"\d+(?:\.\d+)?", figure.raw)
    scale = abs(figure.value) / float(written[0]) if written and float(written[0]) else 1.0
    return float(scale * 10.0**-figure.decimals)


def conflicts(report: Told, patterns: Patterns) -> Iterator[Row]:
    """Two exact values for one indicator and year under one name in different sentences."""
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in report.figures:
        if figure.indicator and figure.part_of is None and _of_the_year(report, figure, patterns):
            core = patterns["filler"].sub("", figure.name)
            groups.setdefault((figure.indicator, figure.unit, core), []).append(figure)
    for (_, _, core), same in groups.items():
        values = sorted({f.value for f in same})
        if len(values) != 2 or len({f.sentence for f in same}) < 2 or len({f.scope for f in same}) > 1 or not core:
            continue
        first, second = same[0], next(f for f in same if f.value != same[0].value)
        if first.sentence == second.sentence or max(values) > FAR * min(values):
            continue
        if abs(first.value - second.value) < max(_last_digit(first), _last_digit(second)):
            continue
        why = f"同一报告中“{core}”先说{first.raw}，后说{second.raw}，相差{show(abs(first.value - second.value))}，文中未能解释。"
        yield finding("repeated_figure_conflict", report, (first.start, first.end), why, "fair",
                      **other_side(report, (second.start, second.end)))  # fmt: skip


def _of_the_year(report: Told, figure: Figure, patterns: Patterns) -> bool:
    """An exact count of the reported year; in a section of plans too, where the words speak of this year's results."""
    if figure.kind != "level" or figure.approx != "exact" or patterns["partial"].search(lead(report, figure)):
        return False
    if figure.period == "plan":
        return bool(patterns["this_year"].search(lead(report, figure)))
    return figure.period == "year" and figure.ref_year == report.year
