"""Segments of a text that were decoded the wrong way (UTF-8 read as GBK): mended where certain, else marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.ingest.legibility import ILLEGIBLE, is_chinese, legibility
from pipeline.ingest.reading import Doubt

WINDOW = 40
LEAST = 24
"""Chinese characters that a garbled segment has at least."""
_LOSSY = re.compile("[?\ufffd\ue000-\uf8ff]+")


def mended(text: str, common: frozenset[str]) -> tuple[str, tuple[Doubt, ...]]:
    """The text with its garbled segments mended where they round-trip, and a doubt for each that was garbled."""
    out: list[str] = []
    doubts: list[Doubt] = []
    position = length = 0
    for start, end in segments(text, common):
        piece = text[start:end]
        fixed = mend(piece, common)
        for part in (text[position:start], fixed or piece):
            out.append(part)
            length += len(part)
        place = length - len(out[-1])
        code, what = (
            ("mojibake_mended", "一段乱码（UTF-8 误作 GBK 解码）已还原；请核对")
            if fixed
            else ("mojibake", "一段乱码无法可靠还原，已保留原样；请重新获取原文")
        )
        doubts.append(Doubt(code, f"{what}（{end - start} 字）", place, length))
        position = end
    return "".join([*out, text[position:]]), tuple(doubts)


def segments(text: str, common: frozenset[str]) -> list[tuple[int, int]]:
    """(start, end) of stretches whose Chinese characters are hardly ever common ones."""
    marks = _marks(common)
    bad = [
        (i, min(i + WINDOW, len(text)))
        for i in range(0, len(text), WINDOW)
        if _is_bad(text[i : i + WINDOW], common, marks)
    ]
    merged: list[tuple[int, int]] = []
    for start, end in bad:
        if merged and start - merged[-1][1] <= WINDOW:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    widened = (_fitted(text, start, end, common) for start, end in merged)
    return [(s, e) for s, e in widened if sum(map(is_chinese, text[s:e])) >= LEAST]


@lru_cache(maxsize=4)
def _marks(common: frozenset[str]) -> frozenset[str]:
    """Characters that garbled text is full of: the first two bytes of common ones, taken for GBK."""
    found = {char.encode("utf-8")[:2].decode("gb18030", "replace") for char in common | set("，。、；：“”（）《》")}
    return frozenset(found - common | {"\ufffd"})


def _is_bad(piece: str, common: frozenset[str], marks: frozenset[str]) -> bool:
    """Rare characters alone may be a list of names or terms; those that the mistake is made of give it away."""
    chinese = sum(map(is_chinese, piece))
    return chinese >= 10 and legibility(piece, common) < 0.13 and sum(char in marks for char in piece) >= 3


def _fitted(text: str, start: int, end: int, common: frozenset[str]) -> tuple[int, int]:
    """Move the ends, known to a window, to the first and last character that only garbled text has."""
    marks = _marks(common)
    places = [i for i in range(max(0, start - WINDOW), min(len(text), end + WINDOW)) if text[i] in marks]
    start, end = places[0], places[-1] + 1
    while start > 0 and _is_strange(text[start - 1], common):
        start -= 1
    while end < len(text) and _is_strange(text[end], common):
        end += 1
    return start, end


def _is_strange(char: str, common: frozenset[str]) -> bool:
    return char == "\ufffd" or "\u3100" <= char <= "\u312f" or (is_chinese(char) and char not in common)


def mend(piece: str, common: frozenset[str]) -> str:
    """The segment read back as UTF-8; empty where too much of it was lost to be certain."""
    fixed = "".join(_parts(piece))
    lost = fixed.count("\ufffd")
    return fixed if fixed and lost <= 0.01 * len(fixed) and legibility(fixed, common) > 2 * ILLEGIBLE - 0.1 else ""


def _parts(piece: str) -> Iterator[str]:
    data = bytearray()
    for char in piece:
        try:
            data += char.encode("gb18030") if char != "€" else b"\x80"
        except UnicodeEncodeError:
            data += b"?"
    yield bytes(data).decode("utf-8", "replace")
