"""Paragraphs of plain text: hard line wraps undone, paragraphs that run together set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

WIDEST, NARROWEST = 132, 28
"""Columns of the widest and the narrowest line that a text may be wrapped at; a Chinese character takes two."""
LEAST_LINES = 8
LEAST_FULL, FULL_SHARE = 4, 0.2
"""Full lines that a wrapped text has at least."""
_PAGE = re.compile(r"[\s\-—–－·]*(?:第\s?)?(\d{1,3})(?:\s?页)?[\s\-—–－·]*")
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
    if "\u3000\u3000" not in text:
        return text
    lines = (
        _RUN_TOGETHER.sub("\n", line) if len(line) > 200 and len(_RUN_TOGETHER.findall(line)) >= 3 else line
        for line in text.split("\n")
    )
    return "\n".join(lines)


@dataclass(frozen=True)
class Full:
    """How wide a full line is: in columns, or in characters where a text was cut by those."""

    size: int
    by_columns: bool

    def measure(self, line: str) -> int:
        """The line's size in the unit of the wrap."""
        return width(line) if self.by_columns else len(line.rstrip())

    def holds(self, line: str) -> bool:
        """Whether the line is full: to the last place where a sentence ends with it, else nearly, since what can't be
        broken may have gone to the next line."""
        exact = 1 if self.by_columns else 0
        spare = exact if line.rstrip().endswith(_ENDS) else max(4, self.size // 6)
        return self.measure(line) >= self.size - spare


@lru_cache(maxsize=2)
def unwrapped(text: str) -> str:
    """Join lines that were broken at a fixed width; text in which most lines are not is left as it is."""
    lines = text.split("\n")
    full = _full(lines)
    if full is None:
        return text
    lines = _without_page_numbers(lines)
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
    """The size at which the text is wrapped, or None where it is not.

    A wrapped text has several lines of its greatest size, none beyond it, and most of these break off within a sentence.
    """
    wrapped = [line for line in lines if line.strip() and "\t" not in line.strip()]
    # the line of most characters is looked at first: in text that is not wrapped it is too wide, and settles it
    if len(wrapped) < LEAST_LINES or width(max(wrapped, key=len)) > WIDEST or max(map(width, wrapped)) > WIDEST:
        return None
    best = max((_tried(wrapped, by_columns) for by_columns in (True, False)), key=lambda tried: len(tried[1]))
    size, full = best
    broken = [line for line in full if not line.rstrip().endswith(_ENDS)]
    enough = len(full) >= max(LEAST_FULL, FULL_SHARE * len(wrapped)) and len(broken) >= 0.5 * len(full)
    return size if enough and size.size >= NARROWEST // (1 if size.by_columns else 2) else None


def _tried(lines: list[str], by_columns: bool) -> tuple[Full, list[str]]:
    """The greatest size that several lines have, in one unit or the other, and the lines of that size."""
    sizes = [width(line) if by_columns else len(line.rstrip()) for line in lines]
    # a mark that may not begin a line hangs out of the one before: the greatest size of several lines counts
    most = sorted(sizes)[-3]
    near = 3 if by_columns else 1
    if max(sizes) > most + 4:
        return Full(most, by_columns), []
    return Full(most, by_columns), [line for line, size in zip(lines, sizes, strict=True) if size >= most - near]


def _without_page_numbers(lines: list[str]) -> list[str]:
    """Drop lines that count the pages, with the blank lines around them."""
    numbers = [(n, int(match[1])) for n, line in enumerate(lines) if (match := _PAGE.fullmatch(line))]
    counted = [n for (n, page), (_, after) in pairwise([*numbers, (0, -1)]) if after == page + 1]
    counted += [m for (_, page), (m, after) in pairwise(numbers) if after == page + 1]
    dropped = set(counted)
    for number in counted:
        for step in (-1, 1):
            beside = number + step
            while 0 <= beside < len(lines) and not lines[beside].strip():
                dropped.add(beside)
                beside += step
    return [line for number, line in enumerate(lines) if number not in dropped]


def _goes_on(before: str, line: str, full: Full) -> bool:
    if not before.strip() or not line.strip() or "\t" in line.strip() or _INDENT.match(line):
        return False
    if _ITEM.match(line) and before.rstrip().endswith(_ENDS):
        return False
    return full.holds(before)
