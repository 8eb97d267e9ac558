"""Parts that do not sum to their total: closed lists only, other totals tried first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline.diff.findings_figures import (
    Figure,
    Patterns,
    Row,
    Told,
    amount,
    by_sentence,
    clause_start,
    finding,
    show,
    written,
)

NEAR = 0.15
"""A list that falls short of its total by more than this share may simply not be complete."""
REACH = 160
"""Most characters between a total and the last of its parts."""


def parts_do_not_sum(report: Told, patterns: Patterns) -> Iterator[Row]:
    """Closed lists of exact parts whose sum is neither their total nor another total stated near them."""
    for total, parts in _groups(report, patterns):
        if _is_open(report, total, parts, patterns) or _adds_up(report, total, parts):
            continue
        gap = total.value - sum(p.value for p in parts)
        labels = [_label(report, total, parts, i) for i in range(len(parts))]
        closed = all(patterns["outcome"].search(label) for label in labels)
        if gap > NEAR * total.value and not (closed and len(parts) >= 3):
            continue
        begin = max(total.sentence[0], clause_start(report.text, total.start))
        why = _why(total, parts, gap)
        yield finding("parts_do_not_sum", report, (begin, parts[-1].end), why, "strong" if closed else "fair")


def _why(total: Figure, parts: Sequence[Figure], gap: float) -> tuple[str, str]:
    sums = "+".join(written(p) for p in parts)
    listed, summed = "、".join(p.raw for p in parts), amount(total.value - gap, total)
    way = ("少", "less") if gap > 0 else ("多", "more")
    apart = amount(abs(gap), total)
    zh = f"“{total.name}”{total.raw}之下列出{listed}，{sums}={summed}，比总数{written(total)}{way[0]}{apart}，文中未能解释。"
    plain = " + ".join(show(p.value) for p in parts)
    en = f"Parts of {show(total.value)}: {plain} = {show(round(total.value - gap, 6))}, {show(round(abs(gap), 6))} {way[1]}; unexplained."
    return zh, en


def _groups(report: Told, patterns: Patterns) -> Iterator[tuple[Figure, list[Figure]]]:
    """Each total with its parts; a list goes on as long as figures of the same unit are joined by 、."""
    at = {f.start: f for f in report.figures}
    groups: dict[int, list[Figure]] = {}
    for figure in report.figures:
        if figure.part_of is not None and figure.part_of in at:
            groups.setdefault(figure.part_of, []).append(figure)
    for start, given in groups.items():
        breaks = (i for i in range(1, len(given)) if re.search("[；;]", _label(report, at[start], given, i)))
        parts = given[: next(breaks, len(given))]
        for figure in report.figures:
            joined = report.text[parts[-1].end : figure.start]
            goes_on = figure.start > parts[-1].start and figure.unit == parts[-1].unit and figure.kind == "level"
            if goes_on and re.fullmatch("、[^，,。；;、\n]{1,16}", joined):
                parts.append(figure)
        yield at[start], parts
    listed = {part.start for given in groups.values() for part in given}
    for figures in by_sentence(report.figures):
        used: set[int] = set()
        for number, total in enumerate(figures):
            if total.start in groups or total.start in used or total.part_of is not None:
                continue
            for _, parts in (made := list(_unmarked(report, total, figures[number + 1 :], patterns))):
                used |= {part.start for part in parts}
            yield from made
            yield from _summed_up(report, figures[: number + 1], listed | used, patterns)


def _summed_up(
    report: Told, figures: Sequence[Figure], listed: set[int], patterns: Patterns
) -> Iterator[tuple[Figure, list[Figure]]]:
    """A total that stands behind its parts: 民事128件、刑事94件，合计232件."""
    total, parts = figures[-1], list[Figure]()
    behind = total
    for figure in reversed(figures[:-1]):
        between = patterns["in_total" if behind is total else "listed_on"]
        if figure.unit != total.unit or figure.kind != "level" or figure.start in listed:
            break
        if not between.fullmatch(report.text, figure.end, behind.start):
            break
        parts.insert(0, figure)
        behind = figure
    if len(parts) >= 2:
        yield total, parts


def _unmarked(
    report: Told, total: Figure, behind: Sequence[Figure], patterns: Patterns
) -> Iterator[tuple[Figure, list[Figure]]]:
    """Parts that no 其中 marks: what was decided upon all that came in, or how all that was decided was decided."""
    parts: list[Figure] = []
    for figure in behind:
        if figure.unit != total.unit or figure.kind != "level":
            break
        parts.append(figure)
    labels = [_label(report, total, parts, i) for i in range(len(parts))]
    rest = next((i for i, label in enumerate(labels) if patterns["rest"].match(label)), 0)
    if rest >= 2 and all(label.startswith("、") for label in labels[1:rest]):
        yield total, parts[: rest + 1]
        return
    came_in = bool(patterns["intake"].search(total.lead))
    fits = patterns["intake_outcome" if came_in else "decision"]
    count = next((i for i, label in enumerate(labels) if not fits.search(label)), len(labels))
    turned_down = any(patterns["negated"].search(label) for label in labels[:count])
    if (came_in and count >= 2 and turned_down) or (not came_in and count >= 3):
        yield total, parts[:count]


def _label(report: Told, total: Figure, parts: Sequence[Figure], number: int) -> str:
    """The text that leads up to a part, behind whatever figure stands in front of it."""
    begin = parts[number - 1].end if number else total.end
    if number == 0:
        begin = max([f.end for f in report.figures if total.start <= f.start < parts[0].start], default=begin)
    return report.text[begin : parts[number].start]


def _is_open(report: Told, total: Figure, parts: Sequence[Figure], patterns: Patterns) -> bool:
    exact = all(f.kind == "level" and f.approx == "exact" and f.unit == total.unit for f in (total, *parts))
    if len(parts) < 2 or not exact or parts[-1].end - total.end > REACH:
        return True
    if any(p.value == total.value for p in parts):  # each was done to all of them
        return True
    behind = report.text[parts[-1].end : parts[-1].end + 12]
    names = [_label(report, total, parts, i) for i in range(len(parts))]
    if patterns["open_end"].match(behind) or patterns["counted_among"].search(names[0]):
        return True
    if patterns["rest"].match(names[-1]):  # 其他12件 closes whatever list
        return False
    return bool(
        patterns["open_lead"].search(report.text[total.end : parts[-1].end])
        or any(patterns["crossing"].search(name) for name in names)
    )


def _adds_up(report: Told, total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts, or the first of them, sum to their total or to another total of their paragraph or sentence."""
    begin, _ = report.paragraph(total.start)
    alike = [f for f in report.figures if f.unit == total.unit and f.period in (total.period, "year", "cumulative")]
    before = [f.value for f in alike if begin <= f.start <= total.start and f.kind == "level"]
    between = [f.value for f in alike if total.start < f.start < parts[0].start]
    recent = [*before, *between][-8:]
    near = [f.value for f in alike if total.sentence[0] <= f.start < parts[0].start and f.kind == "level"][-8:]
    later = [f.value for f in alike if parts[-1].end < f.start < total.sentence[1]]
    totals = {*recent, *later, *(x + y for x, y in combinations(near, 2))}
    totals |= {abs(x - y) for x, y in combinations(near, 2)}
    values = [p.value for p in parts]
    sums = [sum(v) for v in (values, *_without_details(values))]
    firsts = [sum(values[:n]) for n in range(2, len(values))]
    return any(_same(s, t) for s in sums for t in totals) or any(_same(s, total.value) for s in firsts)


def _without_details(values: Sequence[float]) -> Iterator[list[float]]:
    """Readings in which a part is itself broken down by the parts behind it."""
    for i in range(len(values)):
        for n in range(2, len(values) - i):
            if _same(values[i], sum(values[i + 1 : i + 1 + n])):
                yield [*values[: i + 1], *values[i + 1 + n :]]


def _same(x: float, y: float) -> bool:
    return abs(x - y) <= 1e-6 * max(1.0, abs(y))
