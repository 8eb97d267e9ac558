"""Segments of a text that were decoded the wrong way (UTF-8 read as GBK): mended where certain, else marked.

:func:`mended` comes before clean-up, which would change the wrong characters; it leaves a mark at both ends of what it
mended, and :func:`located` takes these out again once the text is as it will stand, and tells the places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.ingest.legibility import ILLEGIBLE, chinese_count, count_of, is_chinese, legibility
from pipeline.ingest.misread import LOST, bytes_of, read_back
from pipeline.ingest.reading import Doubt

WINDOW = 40
LEAST = 24
"""Chinese characters that a garbled segment has at least."""
MOST_LOST = 0.2
"""Share of its characters that a segment may have lost and still be read."""
LISTED = 20
"""Lost characters of a text that get a row each; the rest are counted."""
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters, which no text holds: the ends of a mended segment."""
_MENDED = re.compile(f"{_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE}|[{_OPEN}{_CLOSE}]")


def mended(text: str, common: frozenset[str]) -> str:
    """The text with its garbled segments read back where that makes prose, each between marks."""
    out: list[str] = []
    position = 0
    for start, end in segments(text, common):
        fixed = mend(text[start:end], common)
        out += [text[position:start], f"{_OPEN}{fixed}{_CLOSE}" if fixed else text[start:end]]
        position = end
    return "".join([*out, text[position:]])


def mend(piece: str, common: frozenset[str]) -> str:
    """The segment read back as UTF-8, lost characters as U+FFFD; empty where that is no prose."""
    fixed = read_back(bytes_of(piece), common)
    lost = fixed.count(LOST)
    return (
        fixed
        if fixed
        and lost <= MOST_LOST * len(fixed)
        and legibility(fixed.replace(LOST, ""), common) > 2 * ILLEGIBLE - 0.1
        else ""
    )


def located(text: str, common: frozenset[str]) -> tuple[str, tuple[Doubt, ...]]:
    """The text without marks, and a doubt with its place for all that was mended, lost, or is still garbled."""
    if _OPEN not in text and _CLOSE not in text:
        return text, tuple(_garbled_doubts(text, common))
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    position = length = 0
    for match in _MENDED.finditer(text):
        piece = match[0].strip(_OPEN + _CLOSE)
        before = text[position : match.start()]
        if piece:
            spans.append((length + len(before), length + len(before) + len(piece)))
        out += [before, piece]
        length += len(before) + len(piece)
        position = match.end()
    whole = "".join([*out, text[position:]])
    return whole, (*_mended_doubts(whole, spans), *_garbled_doubts(whole, common))


def _mended_doubts(text: str, spans: list[tuple[int, int]]) -> Iterator[Doubt]:
    for start, end in spans:
        lost = [n for n in range(start, end) if text[n] == LOST]
        left = f"，其中 {len(lost)} 处有字丢失，已用 U+FFFD 标出" if lost else ""
        yield Doubt(
            "mojibake_mended", f"一段乱码（UTF-8 误作 GBK 解码）已还原{left}；请核对（{end - start} 字）", start, end
        )
        for place in lost[:LISTED]:
            yield Doubt("mojibake", "乱码中丢失的字，无法还原；请对照原文", place, place + 1)


def _garbled_doubts(text: str, common: frozenset[str]) -> Iterator[Doubt]:
    for start, end in segments(text, common):
        yield Doubt("mojibake", f"一段乱码无法可靠还原，已保留原样；请重新获取原文（{end - start} 字）", start, end)


def legible_part(text: str, doubts: tuple[Doubt, ...] | list[Doubt]) -> str:
    """The text without the segments that are marked as garbled."""
    spans = [(d.start, d.end) for d in doubts if d.code == "mojibake" and d.start is not None and d.end is not None]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


# --- where a text is garbled ------------------------------------------------------------------------------------------


def segments(text: str, common: frozenset[str]) -> list[tuple[int, int]]:
    """(start, end) of stretches whose Chinese characters are hardly ever common ones."""
    if count_of(_marked(common), text) < 3:
        return []
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
    return [(s, e) for s, e in widened if chinese_count(text[s:e]) >= LEAST]


@lru_cache(maxsize=4)
def _marks(common: frozenset[str]) -> frozenset[str]:
    """Characters that garbled text is full of: the first two bytes of common ones, taken for GBK."""
    found = {char.encode("utf-8")[:2].decode("gb18030", "replace") for char in common | set("，。、；：“”（）《》")}
    return frozenset(found - common | {LOST})


@lru_cache(maxsize=4)
def _marked(common: frozenset[str]) -> str:
    return "".join(sorted(_marks(common)))


def _is_bad(piece: str, common: frozenset[str], marks: frozenset[str]) -> bool:
    """Rare characters alone may be a list of names or terms; those that the mistake is made of give it away."""
    return chinese_count(piece) >= 10 and legibility(piece, common) < 0.13 and sum(map(marks.__contains__, piece)) >= 3


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
    return char == LOST or "\u3100" <= char <= "\u312f" or (is_chinese(char) and char not in common)
