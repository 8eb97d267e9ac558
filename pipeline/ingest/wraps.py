"""Paragraphs of plain text: hard line wraps undone, paragraphs that run together set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

WIDEST = 120
"""Columns of the widest line that may be a wrapped one; a Chinese character takes two."""
LEAST_LINES = 10
_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部条]|\d{1,2}[.．、](?!\d))"
)
_WIDE = re.compile("[\u1100-\U0010ffff]+")
_ENDS = ("。", "！", "？", "；", "：", "”", "）", ":", ";")
_INDENT = re.compile(r"(?:\u3000|[ \t]{2,})")
_RUN_TOGETHER = re.compile("(?<=[^\u3000\\s])\u3000{2,}(?=[^\u3000\\s])")


def apart(text: str) -> str:
    r"""Set paragraphs apart that only a wide indent inside a long line tells apart.

    >>> apart("甲" * 200 + "。　　乙。　　丙。　　丁。").count("\n")
    3
    """
    lines = (
        _RUN_TOGETHER.sub("\n", line) if len(line) > 200 and len(_RUN_TOGETHER.findall(line)) >= 3 else line
        for line in text.split("\n")
    )
    return "\n".join(lines)


@dataclass(frozen=True)
class Full:
    """From which size on a line is full: in columns, or in characters where a text was cut by those."""

    columns: int
    characters: int

    def holds(self, line: str) -> bool:
        """Whether the line is full."""
        return width(line) >= self.columns or len(line.rstrip()) >= self.characters


def unwrapped(text: str) -> str:
    """Join lines that were broken at a fixed width; text in which most lines are not is left as it is."""
    lines = text.split("\n")
    full = _full(lines)
    if full is None:
        return text
    out: list[str] = []
    before = ""
    for line in lines:
        if out and _goes_on(before, line, full):
            out[-1] += line.strip()
        else:
            out.append(line)
        before = line
    return "\n".join(out)


def width(line: str) -> int:
    """Columns that a line takes."""
    bare = line.rstrip()
    return len(bare) + sum(map(len, _WIDE.findall(bare)))


def _full(lines: list[str]) -> Full | None:
    """The size at which the text is wrapped, or None where it is not."""
    wrapped = [line for line in lines if line.strip() and "\t" not in line.strip()]
    if len(wrapped) < LEAST_LINES:
        return None
    widths, lengths = sorted(map(width, wrapped)), sorted(len(line.rstrip()) for line in wrapped)
    most = widths[len(widths) * 9 // 10]
    if not 40 <= most <= WIDEST or widths[-1] > most + 8:
        return None
    found = Full(most - max(4, most // 6), lengths[len(lengths) * 9 // 10] - 1)
    full = [line for line in wrapped if found.holds(line)]
    broken = [line for line in full if not line.rstrip().endswith(_ENDS)]
    return found if len(full) >= 0.4 * len(wrapped) and len(broken) >= 0.6 * len(full) else None


def _goes_on(before: str, line: str, full: Full) -> bool:
    if not before.strip() or not line.strip() or "\t" in line.strip() or _INDENT.match(line):
        return False
    if _ITEM.match(line) and before.rstrip().endswith(_ENDS):
        return False
    return full.holds(before)
