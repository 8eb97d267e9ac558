"""Parts that do not sum to their total: closed lists only, other totals tried first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pipeline.diff.findings_divided import may_cross, rounding, slipped
from pipeline.diff.findings_figures import (
    Figure,
    Patterns,
    Row,
    Told,
    amount,
    clause_start,
    finding,
    show,
    written,
)
from pipeline.diff.findings_lists import lists
from pipeline.diff.findings_summed import counted_alike, label

NEAR = 0.12
"""A list that falls short of its total by more than this share may simply not be complete."""
OFF = 0.08
"""The share of the total by which the sum may be off where no slip in writing explains it;"""
FEW = 0.05
"""the same of two parts that fall short: there may be a third."""
_ASIDE = re.compile("[（(][^（()）]*[）)]")
FAR = 0.5
"""A list that exceeds its total by more than this share is of something else."""
NEXT = 40
"""Most characters between a list and the count of what it leaves over."""
REACH = 160
"""Most characters between a total and the last of its parts."""


def parts_do_not_sum(report: Told, patterns: Patterns) -> Iterator[Row]:
    """Closed lists of exact parts whose sum is neither their total nor another total stated near them."""
    for total, parts in lists(report, patterns):
        if _is_open(report, total, parts, patterns) or _adds_up(report, total, parts, patterns):
            continue
        gap = total.value - sum(p.value for p in parts)
        planned = patterns["of_target"].search(total.lead)
        if planned or abs(gap) <= rounding([total, *parts]) or -gap > FAR * total.value:
            continue
        closed = _closed(report, total, parts, patterns)
        if gap > NEAR * total.value and not closed:
            continue
        off = FEW if gap > 0 and len(parts) == 2 and not closed else OFF
        if abs(gap) > off * total.value and not slipped(total, parts, gap):
            continue
        first, last = min(total, parts[0]), max(total, parts[-1])
        begin = max(first.sentence[0], clause_start(report.text, first.start))
        why = _why(total, parts, gap)
        decided = _decided(report, total, parts, patterns)
        yield finding("parts_do_not_sum", report, (begin, last.end), why, "strong" if decided else "fair")


def _decided(report: Told, total: Figure, parts: Sequence[Figure], patterns: Patterns) -> bool:
    """Whether all parts tell how a procedure ended."""
    return all(patterns["outcome"].search(label(report, total, parts, i)) for i in range(len(parts)))


def _closed(report: Told, total: Figure, parts: Sequence[Figure], patterns: Patterns) -> bool:
    """Whether the words say that there are no other parts: three outcomes or more, a rest told, a sum told behind."""
    if total > parts[-1] or patterns["rest"].match(label(report, total, parts, len(parts) - 1)):
        return True
    return len(parts) >= 3 and _decided(report, total, parts, patterns)


def _why(total: Figure, parts: Sequence[Figure], gap: float) -> tuple[str, str]:
    sums = "+".join(written(p) for p in parts)
    listed, summed = "、".join(p.raw for p in parts), amount(total.value - gap, total)
    way = ("少", "less") if gap > 0 else ("多", "more")
    apart = amount(abs(gap), total)
    zh = f"“{total.name}”{total.raw}之下列出{listed}，{sums}={summed}，比总数{written(total)}{way[0]}{apart}，文中未能解释。"
    plain = " + ".join(show(p.value) for p in parts)
    en = f"Parts of {show(total.value)}: {plain} = {show(round(total.value - gap, 6))}, {show(round(abs(gap), 6))} {way[1]}; unexplained."
    return zh, en


def _is_open(report: Told, total: Figure, parts: Sequence[Figure], patterns: Patterns) -> bool:
    exact = all(
        f.kind == "level" and f.approx == "exact" and counted_alike(f, total, patterns) for f in (total, *parts)
    )
    if len(parts) < 2 or not exact or parts[-1].end - total.end > REACH:
        return True
    if any(p.value == total.value for p in parts):  # each was done to all of them
        return True
    begin = total.end if total < parts[0] else clause_start(report.text, parts[0].start)
    behind = report.text[parts[-1].end : parts[-1].end + 12]
    names = [label(report, total, parts, i) for i in range(len(parts))]
    if patterns["counted_among"].search(names[0]):
        return True
    if patterns["rest"].match(names[-1]):  # 其他12件 closes whatever list, and so does 其余2项 that 正在推进
        return False
    if patterns["open_end"].match(behind):
        return True
    return bool(
        patterns["open_lead"].search(
            _ASIDE.sub("", report.text[begin : parts[0].start]),
        )
        or patterns["open_lead"].search(report.text[parts[0].start : parts[-1].end])
        or may_cross(names, patterns)
    )


def _adds_up(report: Told, total: Figure, parts: Sequence[Figure], patterns: Patterns) -> bool:
    """Whether the parts, or the first of them, sum to their total or to another total of their paragraph or sentence."""
    begin, _ = report.paragraph(total.start)
    alike = [f for f in report.figures if f.unit == total.unit and f.period in (total.period, "year", "cumulative")]
    before = [f.value for f in alike if begin <= f.start <= total.start and f.kind == "level"]
    between = [f.value for f in alike if total.start < f.start < parts[0].start]
    recent = [*before, *between][-8:]
    near = [f for f in alike if total.sentence[0] <= f.start < parts[0].start and f.kind == "level"][-8:]
    carried = [f.value for f in near if patterns["carried_over"].search(f.lead)]
    pending = [f.value for f in near if patterns["pending"].search(f.lead)]
    later = [f.value for f in alike if parts[-1].end < f.start < total.sentence[1]]
    totals = {
        *recent,
        *later,
        *(f.value + c for f in near for c in carried),
        *(f.value - p for f in near for p in pending),
    }
    values = [p.value for p in parts]
    sums = [sum(v) for v in (values, *_without_details(values))]
    some = [sum(values[:n]) for n in range(2, len(values))]
    if total > parts[-1]:
        some += [sum(values[n:]) for n in range(1, len(values) - 1)]
    if any(_same(s, t) for s in sums for t in totals) or any(_same(s, total.value) for s in some):
        return True
    return any(_same(rest, total.value - sums[0]) for rest in _told_next(report, parts[-1], patterns))


def _told_next(report: Told, last: Figure, patterns: Patterns) -> Iterator[float]:
    """The counts told next behind a list on its line, one of which may be the rest: 维持52件、驳回12件；其余11件予以纠错."""
    place = bisect_right(report.figures, last.start, key=lambda f: f.start)
    for figure in report.figures[place : place + 2]:
        near = figure.start - last.end <= NEXT and figure.kind == "level" and counted_alike(figure, last, patterns)
        if near and "\n" not in report.text[last.end : figure.start]:
            yield figure.value


def _without_details(values: Sequence[float]) -> Iterator[list[float]]:
    """Readings in which a part is itself broken down by the parts behind it."""
    for i in range(len(values)):
        for n in range(2, len(values) - i):
            if _same(values[i], sum(values[i + 1 : i + 1 + n])):
                yield [*values[: i + 1], *values[i + 1 + n :]]


def _same(x: float, y: float) -> bool:
    return abs(x - y) <= 1e-6 * max(1.0, abs(y))
