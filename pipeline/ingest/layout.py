"""Characters with places on a page to lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

Chars = list[dict[str, Any]]
"""Characters of a page: text, x0, x1, top, bottom and size each, from the top left."""
_OPENING = frozenset("（《〈【「『“‘(<[{〔")
CLOSING = frozenset("，。、；：？！）》〉】」』”’,.!?;:)>]}〕%％‰℃")
_PAIRED = frozenset("—…")


@dataclass(frozen=True)
class Line:
    """One line as it stands on the page; ``row`` marks a table's row, which is a paragraph by itself.

    ``lead``: how wide its beginning is that a line break must not cut: the room it would have needed on the line above.
    ``inner``: where its last character ends that may not hang over the margin, as closing punctuation may.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    row: bool = False
    column: int = 0
    page: int = 0
    lead: float = 0.0
    inner: float = 0.0

    @property
    def frame(self) -> tuple[int, int]:
        """Page and column: margins differ from one to the next."""
        return self.page, self.column


def page_lines(chars: Chars, column: int = 0) -> list[Line]:
    """Lines from the top down, each from left to right."""
    return [line_of(row, column) for row in rows_of(chars)]


def rows_of(chars: Chars) -> list[Chars]:
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
    return [list(_once(sorted(row, key=lambda c: c["x0"]))) for row in rows]


def _once(row: Chars) -> Iterator[dict[str, Any]]:
    """Without the copies that some programs print a hair beside a character to make it bold."""
    before: dict[str, Any] | None = None
    for char in row:
        if before is None or char["text"] != before["text"] or char["x0"] - before["x0"] > 0.15 * char["size"]:
            yield char
            before = char


def line_of(chars: Chars, column: int = 0) -> Line:
    """The line that the characters, from left to right, make up."""
    text = chars[0]["text"]
    for before, char in pairwise(chars):
        gap = char["x0"] - before["x1"]
        wide = gap > 0.9 * char["size"] or (
            gap > 0.25 * char["size"] and before["text"].isascii() and char["text"].isascii()
        )
        text += (" " if wide else "") + char["text"]
    return Line(text, chars[0]["x0"], max(c["x1"] for c in chars), min(c["top"] for c in chars), max(c["bottom"] for c in chars),
                median(c["size"] for c in chars), column=column, lead=_lead(chars),
                inner=next((c["x1"] for c in reversed(chars) if c["text"] not in CLOSING), chars[0]["x1"]))  # fmt: skip


def _lead(chars: Chars) -> float:
    """Width of what must stay together at a line's beginning: a character or Latin word with its punctuation."""
    n = 0
    while n + 1 < len(chars) and chars[n]["text"] in _OPENING:
        n += 1
    first = chars[n]["text"]
    alike = _is_latin if _is_latin(first) else _PAIRED.__contains__ if first in _PAIRED else None
    n += 1
    while n < len(chars) and alike is not None and alike(chars[n]["text"]) and _adjoin(chars[n - 1], chars[n]):
        n += 1
    while n < len(chars) and chars[n]["text"] in CLOSING:
        n += 1
    return float(chars[n - 1]["x1"] - chars[0]["x0"])


def _is_latin(text: str) -> bool:
    return text.isascii() and (text.isalnum() or text in ".-_/&'+@")


def _adjoin(before: dict[str, Any], char: dict[str, Any]) -> bool:
    return bool(char["x0"] - before["x1"] <= 0.25 * char["size"])
