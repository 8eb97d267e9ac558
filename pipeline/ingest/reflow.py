"""Lines of a page's columns to paragraphs: hard wraps undone.

A line goes on in the next when it was full, that is, when what the next line begins with had no room on it. Where
paragraphs are indented or set apart by space, that is told apart first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.ingest.layout import Line
from pipeline.ingest.marks import ENDS, ITEM

_TITLE_ENDS = re.compile("(?:报告|总结|公报|年报)$")
_UNDER_TITLE = re.compile(r"[（(—–-]|(?:19|20)\d\d年\d+月")
LONGEST_TITLE = 90
LARGE = 1.15
"""A line this many times as large as the text is part of a title."""
INDENT = 0.8
"""Characters from which a line stands in from the margin."""


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

    def holds(self, line: Line, below: Line) -> bool:
        """Whether the line had no room for what the one below begins with, or was cut after a count of characters."""
        room = self.right - line.x1
        return room < (below.lead or 0.9 * below.size) - 0.03 * line.size or self.characters(line) >= self.full - 1

    def reaches(self, line: Line, share: float) -> bool:
        """Whether the line runs over this share of the column."""
        return line.x1 - self.left >= share * (self.right - self.left)

    def characters(self, line: Line) -> int:
        """Its characters, and those that its indent takes the place of."""
        return len(line.text) + round((line.x0 - self.left) / max(line.size, 1))


Edges = Mapping[tuple[int, int], Margins]


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The lines' paragraphs, a string each."""
    usual = median(line.size for line in lines if not line.row) if any(not line.row for line in lines) else 1.0
    edges = _margins(lines, usual)
    indented = _uses_indents(lines, edges)
    spaced = sum(edges[b.frame].parts(a, b) for a, b in pairwise(lines) if not (a.row or b.row)) >= 0.08 * len(lines)
    out: list[str] = []
    before: Line | None = None
    for line in lines:
        if before is not None and (
            _is_title(out[-1], before, line, usual)
            or (_goes_on(before, line, edges, indented, spaced) and not _is_under_heading(out[-1], before, line))
        ):
            out[-1] += _glue(out[-1], line.text) + line.text
        else:
            out.append(line.text)
        before = line
    return out


def _margins(lines: Sequence[Line], usual: float) -> dict[tuple[int, int], Margins]:
    """Margins of every page's columns; short pages keep what their neighbours do, and no column is narrower than others."""
    frames: dict[tuple[int, int], list[Line]] = {}
    columns: dict[int, list[Line]] = {}
    for line in lines:
        mine = [] if line.row or line.size > LARGE * usual else [line]
        frames.setdefault(line.frame, []).extend(mine)
        columns.setdefault(line.column, []).extend(mine)
    whole = {column: _edges(mine) for column, mine in columns.items()}
    found = {frame: _edges(mine) if len(mine) >= 8 else whole[frame[1]] for frame, mine in frames.items()}
    wide = {
        side: max((m.right - m.left for f, m in found.items() if bool(f[1]) == side), default=0.0)
        for side in (False, True)
    }
    return {f: replace(m, right=max(m.right, m.left + wide[bool(f[1])])) for f, m in found.items()}


def _edges(lines: Sequence[Line]) -> Margins:
    if not lines:
        return Margins(0.0, 0.0, 1)
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.inner or line.x1 for line in lines)
    found = Margins(lefts[len(lefts) // 10], rights[-1 - len(rights) // 20], 1)
    counts = sorted(found.characters(line) for line in lines)
    steps = sorted(
        b.top - a.top for a, b in pairwise(lines) if a.frame == b.frame and 0.8 * a.size < b.top - a.top < 6 * a.size
    )
    leading = steps[len(steps) // 4] if len(steps) >= 4 else 0.0  # of short paragraphs set apart most steps are wide
    return Margins(found.left, found.right, counts[-1 - len(counts) // 10], leading)


def _uses_indents(lines: Sequence[Line], edges: Edges) -> bool:
    text = [line for line in lines if not line.row]
    inset = [line for line in text if 1.2 * line.size < line.x0 - edges[line.frame].left < 3.2 * line.size]
    return len(inset) >= 0.03 * len(text)


def _is_title(so_far: str, before: Line, line: Line, usual: float) -> bool:
    """Whether both lines belong to one title: large type, one below the other, not yet complete."""
    if before.row or line.row or line.page != before.page or min(before.size, line.size) < LARGE * usual:
        return False
    if abs(before.size - line.size) > 0.05 * line.size or line.top - before.bottom > 1.3 * line.size:
        return False
    if len(so_far) + len(line.text) > LONGEST_TITLE or so_far[-1:] in ENDS or ITEM.match(so_far):
        return False
    return not (_TITLE_ENDS.search(so_far) or _UNDER_TITLE.match(line.text) or ITEM.match(line.text))


def _goes_on(before: Line, line: Line, edges: Edges, indented: bool, spaced: bool) -> bool:
    if before.row or line.row or abs(before.size - line.size) > 0.18 * max(before.size, line.size):
        return False
    mine, ended = edges[before.frame], before.text[-1:] in ENDS
    full, item = mine.holds(before, line), ITEM.match(line.text) is not None
    if edges[line.frame].parts(before, line) and (spaced or ended):
        return False
    if line.x0 - edges[line.frame].left > INDENT * line.size:
        return full and not ended and not item and _hangs(before, line, edges, indented)
    if full:
        return not (item and ended)
    return not ended and not item and mine.reaches(before, 0.75 if indented else 0.9)


def _is_under_heading(so_far: str, before: Line, line: Line) -> bool:
    """Whether a numbered heading fills its only line, and the next begins with a number too."""
    return so_far == before.text and ITEM.match(so_far) is not None and ITEM.match(line.text) is not None


def _hangs(before: Line, line: Line, edges: Edges, indented: bool) -> bool:
    """Whether an indented line goes on all the same: under an item's text, or in a block that stands in as a whole."""
    shift = (line.x0 - edges[line.frame].left) - (before.x0 - edges[before.frame].left)
    if ITEM.match(before.text):
        return 0.5 * line.size < shift < 4 * line.size
    return not indented and abs(shift) < 0.3 * line.size


def _glue(before: str, after: str) -> str:
    """A blank only between Latin words."""
    return (
        " " if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalpha() else ""
    )
