"""Characters with places on a page to lines in reading order, and lines to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部条]|\d{1,2}[.．、](?!\d)|附件\d?：)"
)
MOST_CROSSING = 0.3
"""Share of a page's lines that may run across the gap between its columns: titles and the like."""
_ENDS = "。！？；：!?"


@dataclass(frozen=True)
class Line:
    """One line as it stands on the page; ``row`` marks a table's row, which is a paragraph by itself."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    row: bool = False
    column: int = 0
    page: int = 0

    @property
    def frame(self) -> tuple[int, int]:
        """Page and column: margins differ from one to the next."""
        return self.page, self.column


Chars = list[dict[str, Any]]


def page_lines(chars: Chars, gutter: float | None = None) -> list[Line]:
    """Lines in reading order; two columns are read one after the other."""
    rows = [_segments(row) for row in _rows(chars)]
    if gutter is None:
        return [_line([c for segment in row for c in segment]) for row in rows]
    return [_line(segment, column) for segment, column in _by_columns(rows, gutter)]


def gutter_of(chars: Chars, width: float, usual: float | None = None) -> float | None:
    """Where a gap runs down the middle of the page, or None: then it has one column.

    ``usual``: the gap of the pages before; a last page with little text keeps it.
    """
    rows = [_segments(row) for row in _rows(chars)]
    found = _gutter(rows, width)
    if found is None and usual is not None and sum(_crosses(row, usual) for row in rows) <= MOST_CROSSING * len(rows):
        return usual
    return found


def _rows(chars: Chars) -> list[Chars]:
    """Characters grouped by the line they stand on, from the top down."""
    rows: list[Chars] = []
    middle = 0.0
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        y = (char["top"] + char["bottom"]) / 2
        if rows and abs(y - middle) <= 0.45 * max(char["size"], 4):
            rows[-1].append(char)
        else:
            rows.append([char])
            middle = y
    return [sorted(row, key=lambda c: c["x0"]) for row in rows]


def _segments(row: Chars) -> list[Chars]:
    """A line split where a gap is wider than two characters."""
    segments = [[row[0]]]
    for before, char in pairwise(row):
        if char["x0"] - before["x1"] > 1.3 * char["size"]:
            segments.append([])
        segments[-1].append(char)
    return segments


def _gutter(rows: Sequence[Sequence[Chars]], width: float) -> float | None:
    """Where a gap runs down the middle of most lines, or None: then the page has one column."""
    best, found = 0, None
    for x in (width * (0.36 + 0.02 * step) for step in range(15)):
        both = crossing = 0
        for row in rows:
            left, right = any(s[-1]["x1"] <= x for s in row), any(s[0]["x0"] >= x for s in row)
            across = _crosses(row, x)
            crossing += across
            both += left and right and not across
        if both > best and both >= max(4, 0.1 * len(rows), crossing) and crossing <= MOST_CROSSING * len(rows):
            best, found = both, x
    return found


def _crosses(row: Sequence[Chars], x: float) -> bool:
    return any(segment[0]["x0"] < x < segment[-1]["x1"] for segment in row)


def _by_columns(rows: Sequence[Sequence[Chars]], gutter: float) -> Iterator[tuple[Chars, int]]:
    left: list[Chars] = []
    right: list[Chars] = []
    for row in rows:
        if _crosses(row, gutter):
            yield from [(s, 1) for s in left] + [(s, 2) for s in right]
            left, right = [], []
            yield [c for s in row for c in s], 0
            continue
        for part, side in ((0, left), (1, right)):
            chars = [c for s in row for c in s if (s[0]["x0"] >= gutter) == bool(part)]
            if chars:
                side.append(chars)
    yield from [(s, 1) for s in left] + [(s, 2) for s in right]


def _line(chars: Chars, column: int = 0) -> Line:
    text = chars[0]["text"]
    for before, char in pairwise(chars):
        gap = char["x0"] - before["x1"]
        wide = gap > 0.9 * char["size"] or (
            gap > 0.25 * char["size"] and before["text"].isascii() and char["text"].isascii()
        )
        text += (" " if wide else "") + char["text"]
    return Line(text, chars[0]["x0"], max(c["x1"] for c in chars), min(c["top"] for c in chars), max(c["bottom"] for c in chars),
                median(c["size"] for c in chars), column=column)  # fmt: skip


@dataclass(frozen=True)
class Margins:
    """What most lines of a page's column keep: left and right margin, characters that fill a line, and the leading."""

    left: float
    right: float
    full: int
    leading: float = 0.0

    def parts(self, before: Line, line: Line) -> bool:
        """Whether more than the usual space lies between two lines."""
        return self.leading > 0 and before.frame == line.frame and line.top - before.top > 1.3 * self.leading

    def holds(self, line: Line) -> bool:
        """Whether the line is full: by its width, or by its characters where the text was cut by those."""
        return line.x1 >= self.right - 1.9 * line.size or self.characters(line) >= self.full - 1

    def characters(self, line: Line) -> int:
        """Its characters, and those that its indent takes the place of."""
        return len(line.text) + round((line.x0 - self.left) / max(line.size, 1))


Edges = Mapping[tuple[int, int], Margins]


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """Undo hard wraps: a line goes on from a full line, unless it is indented or begins an item."""
    edges = _margins(lines)
    indented = _uses_indents(lines, edges)
    spaced = sum(edges[b.frame].parts(a, b) for a, b in pairwise(lines) if not (a.row or b.row)) >= 0.08 * len(lines)
    out: list[str] = []
    before: Line | None = None
    for line in lines:
        if before is not None and _goes_on(before, line, edges, indented, spaced):
            out[-1] += _glue(out[-1], line.text) + line.text
        else:
            out.append(line.text)
        before = line
    return out


def _margins(lines: Sequence[Line]) -> dict[tuple[int, int], Margins]:
    """Margins of every page's columns; short pages keep what their neighbours do."""
    frames: dict[tuple[int, int], list[Line]] = {}
    columns: dict[int, list[Line]] = {}
    for line in lines:
        mine = [] if line.row else [line]
        frames.setdefault(line.frame, []).extend(mine)
        columns.setdefault(line.column, []).extend(mine)
    whole = {column: _edges(mine) for column, mine in columns.items()}
    return {frame: _edges(mine) if len(mine) >= 8 else whole[frame[1]] for frame, mine in frames.items()}


def _edges(lines: Sequence[Line]) -> Margins:
    if not lines:
        return Margins(0.0, 0.0, 1)
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    found = Margins(lefts[len(lefts) // 10], rights[-1 - len(rights) // 20], 1)
    counts = sorted(found.characters(line) for line in lines)
    steps = [b.top - a.top for a, b in pairwise(lines) if a.frame == b.frame and 0 < b.top - a.top < 6 * a.size]
    return Margins(found.left, found.right, counts[-1 - len(counts) // 10], median(steps) if len(steps) >= 4 else 0.0)


def _uses_indents(lines: Sequence[Line], edges: Edges) -> bool:
    text = [line for line in lines if not line.row]
    inset = [line for line in text if 1.2 * line.size < line.x0 - edges[line.frame].left < 3.2 * line.size]
    return len(inset) >= 0.05 * len(text)


def _goes_on(before: Line, line: Line, edges: Edges, indented: bool, spaced: bool) -> bool:
    if before.row or line.row or abs(before.size - line.size) > 0.18 * max(before.size, line.size):
        return False
    if not edges[before.frame].holds(before) or line.x0 - edges[line.frame].left > 1.2 * line.size:
        return False
    if edges[line.frame].parts(before, line) and (spaced or before.text[-1:] in _ENDS):
        return False
    if indented or spaced:
        return not (_ITEM.match(line.text) and before.text[-1:] in _ENDS)
    return before.text[-1:] not in _ENDS and not _ITEM.match(line.text)


def _glue(before: str, after: str) -> str:
    """A blank only between Latin words."""
    return (
        " " if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalpha() else ""
    )
