"""Columns of a page: where the gap between them runs, and the order in which its lines are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from pipeline.ingest.layout import CLOSING, Chars, Line, page_lines, rows_of

CLEAR = 0.6
"""Width of the gap in characters; between the characters of a line there is less."""
MOST_CROSSING = 0.2
"""Share of the lines beside the right column that may run across the gap: titles, tables."""
NARROWEST = 8
"""Characters in the width of a column."""
LEAST_FULL = 3
"""Lines of the left column that end at its right edge: text breaks there, a table's cells do not."""


Span = tuple[float, float]


@dataclass(frozen=True)
class _Row:
    """One line as the stretches that hold text; what parts them is wide enough for a gap between columns."""

    top: float
    spans: tuple[Span, ...]

    def crosses(self, x: float) -> bool:
        """Whether text runs across x."""
        return any(start < x < end for start, end in self.spans)

    def left(self, x: float) -> Span | None:
        """From where to where text stands left of x."""
        mine = [span for span in self.spans if span[1] <= x]
        return (mine[0][0], mine[-1][1]) if mine else None

    def right(self, x: float) -> float | None:
        """Where text begins right of x."""
        return next((start for start, _ in self.spans if start >= x), None)


def _rows(chars: Chars) -> list[_Row]:
    size = _size(chars)
    found = []
    for row in rows_of(chars):
        spans = [[row[0]["x0"], _end(row[0], size)]]
        for char in row[1:]:
            if char["x0"] - spans[-1][1] >= CLEAR * size:
                spans.append([char["x0"], char["x0"]])
            spans[-1][1] = max(spans[-1][1], _end(char, size))
        found.append(_Row(row[0]["top"], tuple((start, end) for start, end in spans)))
    return found


def _end(char: dict[str, Any], size: float) -> float:
    """Where the character's ink ends: punctuation fills half of its box, and may hang over the margin into the gap."""
    end: float = char["x1"]
    return min(end, char["x0"] + 0.5 * size) if char["text"] in CLOSING else end


def _size(chars: Chars) -> float:
    return float(median(char["size"] for char in chars)) if chars else 1.0


def gutters(pages: Sequence[Chars], widths: Sequence[float]) -> list[float | None]:
    """Where the gap between two columns runs on each page, or None for a page of one column.

    A page with too little text to tell keeps the gap of the nearest page that has one.
    """
    rows = [_rows(chars) for chars in pages]
    found = [_gutter(rows[n], widths[n], _size(chars)) for n, chars in enumerate(pages)]
    known = [n for n, x in enumerate(found) if x is not None]
    return [_usual(rows[n], found[min(known, key=lambda k: abs(k - n))]) if known and found[n] is None else found[n]
            for n in range(len(pages))]  # fmt: skip


def _usual(rows: Sequence[_Row], x: float | None) -> float | None:
    crossing = sum(row.crosses(x) for row in rows) if x is not None else 0
    return x if crossing <= 1.5 * MOST_CROSSING * len(rows) else None


def _gutter(rows: Sequence[_Row], width: float, size: float) -> float | None:
    tried = [width * (0.34 + 0.008 * step) for step in range(41)]
    scores = [_evidence(rows, x, size) for x in tried]
    best = max(scores)
    if best <= 0:
        return None
    start = end = scores.index(best)
    while end + 1 < len(scores) and scores[end + 1] == best:
        end += 1
    return (tried[start] + tried[end]) / 2


def _evidence(rows: Sequence[_Row], x: float, size: float) -> int:
    """How many lines speak for two columns; 0 where they don't hold."""
    free = [row for row in rows if not row.crosses(x)]
    right = [(row.top, start) for row in free if (start := row.right(x)) is not None]
    left = [(row.top, *span) for row in free if (span := row.left(x)) is not None]
    if not right or not left or not any(right[0][0] - size <= top <= right[-1][0] + size for top, *_ in left):
        return 0
    ends = sorted(end for *_, end in left)
    edge = ends[-1 - len(ends) // 10]
    full = sum(edge - end < 1.2 * size for end in ends)
    if edge - min(start for _, start, _ in left) < NARROWEST * size or full < max(LEAST_FULL, 0.3 * len(left)):
        return 0
    across = [row.top for row in rows if row.crosses(x)]
    beside = sum(right[0][0] <= top <= right[-1][0] for top in across)
    if beside > MOST_CROSSING * (len(right) + beside) or not _aligned([start for _, start in right], size):
        return 0
    return len(left) + len(right) - 3 * len(across)


def _aligned(starts: Sequence[float], size: float) -> bool:
    """Whether most lines begin at one margin or with an indent from it."""
    return sum(start - min(starts) < 2.5 * size for start in starts) >= 0.6 * len(starts)


def in_order(chars: Chars, rows: Sequence[Line], gutter: float | None) -> list[Line]:
    """Lines and table rows in reading order; what runs across the gap is read where it stands, and parts the columns."""
    if gutter is None:
        return sorted([*page_lines(chars), *rows], key=lambda line: line.top)
    across: list[Line] = [row for row in rows if row.x0 < gutter < row.x1]
    beside: Chars = []
    for row, spans in zip(rows_of(chars), _rows(chars), strict=True):
        if spans.crosses(gutter):
            across += page_lines(row)
        else:
            beside += row
    aside = [row for row in rows if not row.x0 < gutter < row.x1]
    return list(_bands(sorted(across, key=lambda line: line.top), beside, aside, gutter))


def _bands(across: Sequence[Line], beside: Chars, aside: Sequence[Line], gutter: float) -> Iterator[Line]:
    tops = [line.top for line in across]
    parts = [
        sorted(
            [*page_lines([c for c in beside if (c["x0"] < gutter) == (side == 1)], side),
             *(row for row in aside if (row.x0 < gutter) == (side == 1))],
            key=lambda line: line.top,
        )
        for side in (1, 2)
    ]  # fmt: skip
    above = float("-inf")
    for line, top in zip([*across, None], [*tops, float("inf")], strict=True):
        for part in parts:
            yield from (mine for mine in part if above <= mine.top < top)
        if line is not None:
            yield line
        above = top
