"""Passages taken over from the year before whose figures of the year were not changed either."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.diff.findings_figures import Figure, Patterns, Row, Told, by_sentence, clause_start, finding, other_side
from pipeline.diff.findings_things import thing

ALIKE = 0.75
"""Least likeness of an edited sentence that was taken over."""
DIGITS = 3
"""Least number of digits, closing zeros aside, that unchanged figures of a sentence taken over have together."""
FEW = 10
"""A count below this may well be the same again: with one of them, a digit more is asked for."""
RUN = 5
"""Least digits of figures in a row whose words differ; one less where each has the same words in front of it, and one
less again where each is of the same thing. One alone of the same thing has one less."""


Span = tuple[int, int]
Spans = NDArray[np.int64]
"""A row for each sentence taken over: where it starts and ends in the earlier report, and in the later."""
Taken = tuple[str, str, Spans]
"""Two reports (earlier, later) and the sentences that the later took over."""


def taken_over(pairs: pd.DataFrame, changes: pd.DataFrame) -> Iterator[Taken]:
    """Sentences taken over, word for word or lightly edited, for each pair of reports."""
    edited = (changes["op"] == "edited") & (changes["similarity"] >= ALIKE)
    both = changes["a_start"].notna() & changes["b_start"].notna()
    taken = changes[(changes["op"].isin(["same", "moved"]) | edited) & both]
    spans = np.column_stack([taken[side].to_numpy("int64") for side in ("a_start", "a_end", "b_start", "b_end")])
    numbers, names = pd.factorize(taken["pair_id"])
    order = np.argsort(numbers, kind="stable")
    parted = np.split(spans[order], np.cumsum(np.bincount(numbers, minlength=len(names)))[:-1])
    found = dict(zip(names, parted, strict=False))
    for pair, a, b in zip(*(pairs[name].tolist() for name in ("pair_id", "a_report", "b_report")), strict=True):
        yield a, b, found.get(pair, spans[:0])


def telling_figures(report: Told, patterns: Patterns) -> list[Figure]:
    """Exact counts of the year that would hardly all be the same two years running, in the order of the text."""
    return [f for f in report.figures if f.kind == "level" and f.approx == "exact" and f.period == "year" and f.value >= 1
            and (patterns["done"].search(f.lead) or not patterns["standing"].search(f.name + f.lead[-8:]))]  # fmt: skip


def stale(before: Told, now: Told, spans: Spans, telling: Mapping[str, Sequence[Figure]]) -> Iterator[Row]:
    """Sentences taken over in which every figure of the year is last year's.

    Their digits must tell enough (312, or 96 and 40, but not 300 or 10 and 20), so that chance does not explain it.
    """
    for a_start, a_end, b_start, b_end in spans[_with_figures(spans, telling[now.report_id])].tolist():
        there, here = (a_start, a_end), (b_start, b_end)
        new, old = _between(telling[now.report_id], here), _between(telling[before.report_id], there)
        digits = {(f.value, f.unit): f.digits for f in new}
        if not digits.keys() <= {(f.value, f.unit) for f in old} or len(new) < len(old):
            continue
        small = any(f.value < FEW for f in new)
        if max(digits.values()) < 2 or sum(digits.values()) < DIGITS + small:
            continue
        raws = "、".join(f.raw for f in new)
        why = (
            f"整句沿用{before.year}年报告，其中{raws}与{before.year}年完全相同，未能解释。",
            f"Taken over from the report of {before.year} with its figures unchanged ({raws}); unexplained.",
        )
        grade = "strong" if len(digits) > 1 else "fair"
        yield finding("stale_figure", now, here, why, grade, **other_side(before, there))


def _with_figures(spans: Spans, figures: Sequence[Figure]) -> NDArray[np.bool_]:
    """Which sentences of the later report hold any of these figures, which are sorted by where they start and end."""
    starts, ends = (np.array([getattr(f, name) for f in figures], dtype=np.int64) for name in ("start", "end"))
    found: NDArray[np.bool_] = np.searchsorted(starts, spans[:, 2]) < np.searchsorted(ends, spans[:, 3], "right")
    return found


def repeated(
    before: Told, now: Told, telling: Mapping[str, Sequence[Figure]], known: Sequence[Span], patterns: Patterns
) -> Iterator[Row]:
    """Runs of figures of a sentence that stand in last year's report too, one behind the other, where the words around
    them were rewritten; ``known`` is what :func:`stale` has named already."""
    old = [(f.value, f.unit) for f in telling[before.report_id]]
    places: dict[tuple[float, str], list[int]] = {}
    for place, figure in enumerate(old):
        places.setdefault(figure, []).append(place)
    for figures in by_sentence(telling[now.report_id]):
        new = [(f.value, f.unit) for f in figures]
        at = 0
        while at < len(new):
            if new[at] not in places:
                at += 1
                continue
            length, place = max((_common(old, start, new, at), start) for start in places[new[at]])
            run, there = figures[at : at + length], telling[before.report_id][place : place + length]
            at += length
            if not _tells(before, now, there, run, patterns):
                continue
            here = clause_start(now.text, run[0].start), run[-1].end
            if not any(start < here[1] and here[0] < end for start, end in known):
                yield _row(before, now, run, here, (clause_start(before.text, there[0].start), there[-1].end))


def _common(x: Sequence[object], start: int, y: Sequence[object], at: int) -> int:
    """How many elements are the same in x from ``start`` on and in y from ``at`` on."""
    both = zip(itertools.islice(x, start, None), itertools.islice(y, at, None), strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], both))


def _tells(before: Told, now: Told, there: Sequence[Figure], run: Sequence[Figure], patterns: Patterns) -> bool:
    """Whether chance hardly explains a run of the same figures: its digits tell enough, and what it counts was done.

    One figure alone must have many digits and be of the same thing in both years.
    """
    same = all(thing(before, g) == thing(now, f) is not None for g, f in zip(there, run, strict=True))
    alike = same or all(f.lead == g.lead for f, g in zip(run, there, strict=True))
    digits = sum(f.digits for f in run)
    if len({(f.value, f.unit) for f in run}) < 2:
        return same and digits >= RUN - 1
    if digits < RUN - alike - same:
        return False
    return same or any(patterns["done"].search(f.lead) for f in run)  # a plan or a place may be told of twice


def _row(before: Told, now: Told, run: Sequence[Figure], here: Span, there: Span) -> Row:
    raws = "、".join(f.raw for f in run)
    why = (
        f"{raws}与{before.year}年报告所列依次完全相同，未能解释。",
        f"The same figures in the same order as in the report of {before.year} ({raws}); unexplained.",
    )
    return finding("stale_figure", now, here, why, "fair", **other_side(before, there))


def _between(figures: Sequence[Figure], span: Span) -> Sequence[Figure]:
    """The figures that stand in a span; figures are sorted by where they start."""
    first = bisect_left(figures, span[0], key=lambda f: f.start)
    found = itertools.takewhile(lambda f: f.start < span[1], itertools.islice(figures, first, None))
    return [f for f in found if f.end <= span[1]]
