"""Text -> its lines, and the numbers that their marks say."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.segment.headings_habits import NUMERAL

BLANKS = " \t\u3000\xa0\ufeff\u200b\u2002\u2003\u2009\x0b\x0c"
BREAKS = "\r\n\u2028\u2029\x0c"
LINE = re.compile(f"[^{BREAKS}]+")


class Line(NamedTuple):
    """One line that is not blank: its span without outer blanks, and how far it is indented."""

    start: int
    end: int
    indent: int


INLINE = re.compile(rf"(?<=[。！；：”\s])(?={NUMERAL}、|[（(]{NUMERAL}[）)]|第{NUMERAL}部分)")
"""Where a heading may begin in a text that lost its line breaks."""
LONG_LINES = 800


def lines(text: str) -> list[Line]:
    """The lines that are not blank; a text that lost its line breaks is broken before its numbers.

    >>> [text[l.start:l.end] for text in [" 甲\\r\\n\\n　乙 "] for l in lines(text)]
    ['甲', '乙']
    """
    out = []
    for found in LINE.finditer(text):
        whole = found.group()
        bare = whole.lstrip(BLANKS)
        if bare:
            start = found.end() - len(bare)
            out.append(Line(start, start + len(bare.rstrip(BLANKS)), start - found.start()))
    return [part for line in out for part in _broken(text, line)] if len(text) > LONG_LINES * len(out) else out


def _broken(text: str, line: Line) -> list[Line]:
    cuts = [line.start, *(m.start() for m in INLINE.finditer(text, line.start + 1, line.end)), line.end]
    return [Line(a, a + len(text[a:b].rstrip(BLANKS)), line.indent) for a, b in pairwise(cuts)]


DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
RINGED = [(0x2460, 20), (0x2474, 20), (0x2488, 20), (0x2776, 10), (0x2780, 10), (0x3220, 10), (0x2160, 12)]
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


@lru_cache(maxsize=4096)  # reports count alike
def number(mark: str) -> int | None:
    """The number that a mark says.

    >>> [number(m) for m in ("（十二）", "3.", "③", "第二十一条", "十、", "㈣", "IV.", "１０、", "【要点】")]
    [12, 3, 3, 21, 10, 4, 4, 10, None]
    """
    for c in mark:
        for first, count in RINGED:
            if first <= ord(c) < first + count:
                return ord(c) - first + 1
    if digits := re.findall(r"\d+", mark):
        return int(digits[-1])
    if latin := re.search(r"[IVX]+", mark):
        return ROMAN.get(latin.group())
    chinese = re.search(NUMERAL, mark)
    return _chinese(chinese.group()) if chinese else None


def _chinese(numeral: str) -> int:
    numeral = numeral.replace("拾", "十")
    if "百" in numeral:
        return 100 + (_chinese(rest) if (rest := numeral.partition("百")[2]) else 0)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(DIGITS.get(c, 0)) for c in numeral))
    return 10 * (DIGITS.get(tens[-1:], 1) if tens else 1) + DIGITS.get(ones, 0)
