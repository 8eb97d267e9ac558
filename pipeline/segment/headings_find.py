"""Lines -> candidates: what looks like a heading by itself, before its neighbours are asked."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.segment.headings_habits import Habits, Mark
from pipeline.segment.headings_lines import Line, number


def _quoted(opening: str, closing: str) -> str:
    """A pattern for what stands between two marks; the opening one alone where it is not closed soon."""
    return rf"{re.escape(opening)}(?:[^{closing}]{{0,80}}[{closing}])?"


_PAIRS = [("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）)"), ("(", "）)"), ("「", "」"), ("『", "』"), ("【", "】")]
_WORDS = [
    r"[^。：；:;.．“‘《（(「『【]",
    r"[:;](?=[0-9A-Za-z/])",  # 12:30, not a half-width colon between words
    r"(?<![\u4e00-\u9fff])[.．]|[.．](?=[0-9A-Za-z])",  # 1.5, not a half-width full stop between words
    *(_quoted(opening, closing) for opening, closing in _PAIRS),
]
HEAD = re.compile(f"(?:{'|'.join(_WORDS)})*")
"""A heading's words: up to the first 。：；that stands in no quotation or bracket."""
OPEN_END = "，、,和与及的在以为“‘（(《「"
"""A line that ends so goes on in the next one."""
NEVER_FIRST = "，、。；：）》”’,"
"""What no line begins with, unless it goes on from the one above it."""
BULLET = re.compile(r"[#*●■◆▲★☆◇□▶►※◎\s]{1,8}")
"""Ornaments before a number."""
ENDS = "。；！？!?;…"
LONGEST = 90
WIDEST = 60
HALF = re.compile(r"[ -~]")
GAP = re.compile(r"(?<![，、])[ \t\u3000\xa0]+")
SECOND = re.compile(r"\s*(?:[（(]一[）)]|(?<=\s)1[.．、](?!\d))")
"""A first sub-heading in the line of the heading above it."""
NAMED = "name"


class Candidate(NamedTuple):
    """What looks like a heading.

    ``start`` to ``end``: the heading with its number; ``words``: where its words begin. ``line``: index of its line,
    ``last``: of the line where it ends (a wrapped heading has two). ``rest``: text follows in the same line.
    ``stop``: the punctuation mark that ended it.
    """

    mark: Mark
    number: int | None
    start: int
    words: int
    end: int
    line: int
    last: int
    rest: bool
    stop: str

    @property
    def sentence(self) -> bool:
        """Whether it is a bare sentence: ends like one, and nothing follows in its line."""
        return not self.rest and self.stop in ("。", "；")


def numbered(text: str, all_lines: list[Line], at: int, habits: Habits, width: float) -> list[Candidate]:
    """The numbered candidate that a line opens with, if any, and one below it that follows without a line break."""
    first = _first(text, all_lines, at, habits, width)
    if first is None:
        return []
    second = SECOND.search(text, first.words + 3, first.end)
    if second is None or first.mark.kind not in ("part", "chapter", "cn"):
        return [first]
    start = second.end() - len(second.group().lstrip())
    rest = Line(start, all_lines[first.last].end, 0)
    below = _first(text, [rest], 0, habits, 0)
    if below is None:
        return [first]
    head = first._replace(end=second.start(), rest=True, stop="")
    return [head, below._replace(line=first.last, last=first.last)]


def _first(text: str, all_lines: list[Line], at: int, habits: Habits, width: float) -> Candidate | None:
    line = all_lines[at]
    head = text[line.start : min(line.end, line.start + 200)]
    if bullet := BULLET.match(head):
        line = Line(line.start + bullet.end(), line.end, line.indent)
        head = head[bullet.end() :]
    found = habits.mark_of(head)
    if found is None or habits.contents_line.fullmatch(head):
        return None
    mark, size = found
    if "\t" in head[size:] and "。" not in head:  # a row of a table
        return None
    words = line.start + size
    last, limit = at, line.end
    while last + 1 < len(all_lines) and last - at < 2 and _goes_on(text, all_lines, last, words, habits, width):
        last += 1
        limit = all_lines[last].end
    if words >= limit:
        return None
    end = HEAD.match(text, words, min(limit, words + 300)).end()  # type: ignore[union-attr]
    end = _shorter(text, words, end)
    while last > at and all_lines[last].start >= end:
        last -= 1
    limit = all_lines[last].end
    stop = text[end] if end < limit else ""
    rest = end + 1 < limit
    end -= len(text[words:end]) - len(text[words:end].rstrip(" \t\u3000\xa0\r\n"))
    if end <= words or (mark.whole and (rest or (stop and stop in ENDS))):
        return None
    return Candidate(mark, number(text[line.start : words]), line.start, words, end, at, last, rest, stop)


def _shorter(text: str, words: int, end: int) -> int:
    """A heading that runs on without a mark ends at its first gap, where it would be too long otherwise."""
    if end - words <= 45:
        return end
    gap = GAP.search(text, words + 4, min(end, words + 60))
    return gap.start() if gap and end - gap.end() > 20 else end


def _goes_on(text: str, all_lines: list[Line], last: int, words: int, habits: Habits, width: float) -> bool:
    """Whether a heading that fills its line goes on in the next one (wrapped by hand or by a PDF)."""
    line, after = all_lines[last], all_lines[last + 1]
    if line.end - words > LONGEST or text.count("\n", line.end, after.start) > 2:
        return False
    if words >= line.end:
        return True
    tail = text[after.start : min(after.end, after.start + 200)]
    if habits.mark_of(tail) or habits.is_name(tail):
        return False
    if HEAD.match(text, words, line.end).end() < line.end:  # type: ignore[union-attr]
        return False
    if text[line.end - 1] in OPEN_END or tail[0] in NEVER_FIRST or _unclosed(text[words : line.end]):
        return True
    full = width and _width(text, line) >= width - 1.5
    return bool(full) and after.indent <= 1 and text.count("\n", line.end, after.start) == 1


def _unclosed(text: str) -> bool:
    return any(text.count(a) > text.count(b) for a, b in ("“”", "《》", "（）"))


def wrap_width(text: str, all_lines: list[Line]) -> float:
    """The width at which a hard-wrapped text breaks its lines; 0 for a text with one line a paragraph.

    A wrapped text has many lines near its longest, and most of these end within a sentence.
    """
    if len(all_lines) < 12 or sum(line.end - line.start > 2 * WIDEST for line in all_lines) > len(all_lines) / 50:
        return 0
    widths = [_width(text, line) for line in all_lines]
    width = sorted(widths)[int(len(widths) * 0.95)]
    near = [line for line, w in zip(all_lines, widths, strict=True) if width - 1.5 <= w <= width + 2]
    broken = sum(text[line.end - 1] not in ENDS for line in near)
    return width if 15 <= width <= WIDEST and 5 * len(near) >= len(widths) and 5 * broken >= 3 * len(near) else 0


def _width(text: str, line: Line) -> float:
    """The width of a line in full-width characters, its indent included."""
    words = text[line.start : line.end]
    return len(words) - len(HALF.findall(words)) / 2 + line.indent
