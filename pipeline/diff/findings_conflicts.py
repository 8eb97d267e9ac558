"""One thing, two values in one report."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, islice
from operator import attrgetter

from pipeline.diff.findings_counted import (
    Counted,
    alike,
    counted,
    like_names,
    may_be_one,
    same_letters,
    same_words,
    unit,
)
from pipeline.diff.findings_figures import (
    Figure,
    Patterns,
    Row,
    Told,
    amount,
    finding,
    last_digit,
    other_side,
    show,
)

FAR = 1.5
"""Values further apart than this ratio are of two things under one name."""
SWAPPED = 3.0
"""The same where the names are equal and the values have the same digits: 36 and 63."""
NEAR = 1.25
"""The same where the names are alike only, unless the values have the same digits."""
FEW = 6
"""Most letters that one of two names may say more where the digits are the same."""
DIGITS = 3
"""Least digits that hardly come twice by chance."""
ROUND = 100
"""Least value that may be a rounded one."""


def conflicts(report: Told, patterns: Patterns) -> Iterator[Row]:
    """Two exact values for one thing and year in different sentences, where no third value is told of it."""
    for group in _comparable(report, patterns):
        pairs = [(a, b) for a, b in combinations(group, 2) if _of_one_thing(a, b, patterns)]
        values: dict[int, set[float]] = {}
        for a, b in pairs:
            for x, y in ((a, b), (b, a)):
                values.setdefault(x.figure.start, set()).update((x.figure.value, y.figure.value))
        told: set[frozenset[float]] = set()
        for a, b in pairs:
            both = frozenset((a.figure.value, b.figure.value))
            if both in told or len(values[a.figure.start] | values[b.figure.start]) > 2:
                continue
            if _conflict(a, b):
                told.add(both)
                yield _row(report, a, b, patterns)


def _row(report: Told, a: Counted, b: Counted, patterns: Patterns) -> Row:
    first, second = a.figure, b.figure
    gap = amount(abs(first.value - second.value), first)
    name = patterns["predicate"].sub("", first.name)
    why = (
        f"同一报告中“{name}”先说{first.raw}，后说{second.raw}，相差{gap}，文中未能解释。",
        f"One report gives {show(first.value)} and then {show(second.value)} for one thing ({name}); unexplained.",
    )
    return finding("repeated_figure_conflict", report, (first.start, first.end), why, "fair" if _same_name(a, b) else "weak",
                   **other_side(report, (second.start, second.end)))  # fmt: skip


def _comparable(report: Told, patterns: Patterns) -> Iterator[list[Counted]]:
    """Figures of the year of one unit and with the same marks, where two of the unit have values near each other."""
    groups: dict[tuple[str, str], list[tuple[Figure, Figure | None]]] = {}
    for before, figure in zip((None, *report.figures), report.figures, strict=False):
        if figure.approx == "exact" and figure.kind != "change" and figure.value > 0:
            groups.setdefault((figure.kind, unit(figure)), []).append((figure, before))
    for group in groups.values():
        near = {figure.name for figure in _near([f for f, _ in group])} if len(group) > 1 else ()
        if near:
            marked: dict[frozenset[str], list[Counted]] = {}
            for figure, before in group:
                if figure.name in near and _of_the_year(report, figure, patterns):
                    made = counted(report, figure, before, patterns)
                    marked.setdefault(made.marks, []).append(made)
            yield from marked.values()


def _near(figures: list[Figure]) -> Iterator[Figure]:
    """Figures with values near that of another, or with its digits, whose name has letters of theirs."""
    ordered = sorted(figures, key=attrgetter("value"))
    for n, low in enumerate(ordered):
        for high in islice(ordered, n + 1, None):
            if high.value > FAR * low.value:
                break
            if high.value > low.value and high.sentence != low.sentence and same_letters(low.name, high.name):
                yield low
                yield high
    written: dict[str, list[Figure]] = {}
    for figure in figures:
        written.setdefault("".join(sorted(figure.raw)), []).append(figure)
    for same in written.values():
        if len({figure.value for figure in same}) > 1:
            yield from same


def _of_one_thing(a: Counted, b: Counted, patterns: Patterns) -> bool:
    """Whether two figures with the same marks are of one thing: by name, or by a name alike and what else agrees."""
    x, y = a.figure, b.figure
    if not may_be_one(a, b):
        return False
    same = _same_name(a, b) or same_words(a, b)
    if x.indicator and x.indicator == y.indicator:
        return same or alike(a, b) or like_names(a, b, patterns) or _swapped(x, y) or _bare(x, y, patterns)
    if x.kind == "share":
        return same or like_names(a, b, patterns)
    if x.part_of is not None or y.part_of is not None:
        return _swapped(x, y) and (same or same_words(a, b, FEW))
    if x.indicator and y.indicator:
        return same and a.steps == b.steps
    if same or like_names(a, b, patterns) or (_swapped(x, y) and same_words(a, b, FEW)):
        return True
    common = not a.common.isdisjoint(b.common) or like_names(a, b, patterns, common=True)
    return common and all(_total(f, patterns) for f in (x, y))


def _bare(x: Figure, y: Figure, patterns: Patterns) -> bool:
    """Whether nothing but a step stands in front of one of two counts of an indicator: 审结74件, of what was told before."""
    return any(patterns["done_with"].fullmatch(figure.lead) for figure in (x, y))


def _swapped(x: Figure, y: Figure) -> bool:
    """Whether two values have the same digits in another order, and so many that it hardly comes by chance: 862 and 826."""
    return _transposed(x, y) and x.digits >= DIGITS


def _transposed(x: Figure, y: Figure) -> bool:
    """Whether two values are written with the same digits in another order."""
    return x.value != y.value and _letters(x.raw) == _letters(y.raw)


def _letters(raw: str) -> list[str]:
    """The digits of a figure and its 万 or 亿, in no order."""
    return sorted(letter for letter in raw if letter in "0123456789.万亿")


def _same_name(a: Counted, b: Counted) -> bool:
    return not a.names.isdisjoint(b.names)


def _total(figure: Figure, patterns: Patterns) -> bool:
    """Whether the words in front of a figure say that it is all of the year or the place."""
    return bool(patterns["total_told"].search(figure.lead))


def _conflict(a: Counted, b: Counted) -> bool:
    """Whether two values can't be of one thing, and are near enough to be."""
    x, y = sorted((a.figure, b.figure), key=lambda f: f.value)
    gap = y.value - x.value
    if y.value > SWAPPED * x.value:
        return False
    if y.value > FAR * x.value:
        return _transposed(x, y) and _same_name(a, b)
    if gap < max(map(last_digit, (x, y))) or any(gap < _rounding(f) for f in (x, y)):
        return False
    if not (a.names | a.common).isdisjoint(b.names | b.common) or (x.indicator and x.indicator == y.indicator):
        return True
    return y.value <= NEAR * x.value or _transposed(x, y)


def _rounding(figure: Figure) -> float:
    """How far off a value may be that has one digit only, though no word says so: 50 of 100, 500 of 3000."""
    if figure.digits > 1 or figure.value < ROUND:
        return 0.0
    return 10.0 ** math.floor(math.log10(figure.value)) / 2


def _of_the_year(report: Told, figure: Figure, patterns: Patterns) -> bool:
    """An exact count of the reported year, or of what there is; in a section of plans too, where the words speak of results."""
    words = patterns["listed"].sub("", figure.lead)
    rate = figure.kind == "share" and (figure.indicator or patterns["rate_named"].search(figure.name))
    if not (figure.kind == "level" or rate) or figure.period == "other":
        return False
    if patterns["partial"].search(words) or patterns["expected"].search(words):
        return False
    if figure.period == "plan":
        return bool(patterns["this_year"].search(words))
    if patterns["part_of_year"].search(report.text, figure.sentence[0], figure.start):
        return False
    return figure.ref_year == report.year and not patterns["last_year"].search(words)
