"""UTF-8 that was read as GBK, back to its bytes and to text, although some bytes were lost on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence

LOST = "\ufffd"
_GAP = -1
"""A byte that is not known: most often 0x80, which alone is nothing in GBK."""
_LIKELY = 0x80
_BLANK = "\ufdd2"
"""A full-width blank, or a full stop whose last byte went with the line end behind it: what stands around it tells."""
_STOP = re.compile(f"(?<=[\u4e00-\u9fff）”》]){_BLANK}(?=\\n|$|[{_BLANK}\u3000]{{2}}(?![{_BLANK}\u3000]))")
_PUNCTUATION = frozenset("。、—“”‘’…《》（），；：！？·")


def bytes_of(piece: str) -> list[int]:
    """The bytes that were misread; unknown ones as -1."""
    found: list[int] = []
    for char in piece:
        if char == "€":
            found.append(_LIKELY)
        elif char == LOST or (char == "?" and found and (found[-1] > 0x7F or found[-1] == _GAP)):
            found.append(_GAP)
        else:
            found.extend(char.encode("gb18030", "replace"))
    return found


def read_back(data: Sequence[int], common: frozenset[str]) -> str:
    """The bytes as UTF-8; a character with a byte that can't be told is U+FFFD."""
    out: list[str] = []
    position = 0
    while position < len(data):
        first = data[position]
        if 0 <= first < 0x80:
            out.append(chr(first))
            position += 1
            continue
        size = _size(first)
        taken = _run(data, position + 1, max(size, 3) - 1)  # what no character begins with is one character lost
        out.append(_character(first, data[position + 1 : position + 1 + taken], size, common) if size else LOST)
        position += 1 + taken
    return _STOP.sub("。", "".join(out)).replace(_BLANK, "\u3000")


def _size(first: int) -> int:
    """Bytes of the character that begins so; 0 where none does."""
    return 2 if 0xC2 <= first < 0xE0 else 3 if 0xE0 <= first < 0xF0 else 4 if 0xF0 <= first < 0xF5 else 0


def _run(data: Sequence[int], start: int, most: int) -> int:
    """How many of the next bytes may continue a character."""
    count = 0
    while (
        count < most
        and start + count < len(data)
        and (data[start + count] == _GAP or 0x80 <= data[start + count] < 0xC0)
    ):
        count += 1
    return count


def _character(first: int, rest: Sequence[int], size: int, common: frozenset[str]) -> str:
    if len(rest) < size - 1:
        return LOST
    try:
        char = bytes([first, *(_LIKELY if b == _GAP else b for b in rest)]).decode("utf-8")
    except UnicodeDecodeError:
        return LOST
    if char == "\u3000" and _GAP in rest:
        return _BLANK
    return char if _GAP not in rest or char in common or char in _PUNCTUATION else LOST
