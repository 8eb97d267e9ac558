"""Lines of a text with what they can be: numbered, a known unnumbered heading, an annex mark, a table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pipeline.profiles import Profile

BLANKS = " \t\u3000\xa0\ufeff\u200b\u2002\u2003\u2009\x0b\x0c"
LINE = re.compile(r"[^\r\n\u2028\u2029\x0c]+")
NUMERAL = "[〇零一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]{1,3}"
MARKED = 200
"""No pattern looks further into a line than this."""


@dataclass(frozen=True)
class Line:
    """One line that is not blank: its span without outer blanks, and how far it is indented."""

    start: int
    end: int
    indent: int


@dataclass(frozen=True)
class Mark:
    """One way to number headings, from ``headings.toml``."""

    kind: str
    rank: int
    pattern: re.Pattern[str]
    list: bool
    whole: bool
    never: bool


@dataclass(frozen=True)
class Habits:
    """``headings.toml`` with its patterns compiled."""

    marks: tuple[Mark, ...]
    marked: re.Pattern[str]
    names: re.Pattern[str]
    annex_marks: re.Pattern[str]
    annex_titles: re.Pattern[str]
    contents_line: re.Pattern[str]
    list_before: re.Pattern[str]
    list_inside: re.Pattern[str]
    title: re.Pattern[str]
    no_heading: re.Pattern[str]
    joiners: str

    def mark_of(self, text: str) -> tuple[Mark, int] | None:
        """The mark that opens a line's text, and where the words behind it begin.

        >>> from pipeline.profiles import load
        >>> mark, end = habits(load("fazhi")).mark_of("（一）加强领导")
        >>> mark.kind, end
        ('cn_paren', 3)
        """
        if not text or (found := self.marked.match(text, 0, MARKED)) is None:
            return None
        mark = self.marks[int(found.lastgroup[1:])]  # type: ignore[index]
        return mark, found.end()

    def is_name(self, text: str) -> bool:
        """Whether a whole line without a number is a heading known by its words."""
        if len(text) > 60:
            return False
        words, names = squeezed(text).rstrip("：:"), self.names
        return bool(names.fullmatch(words)) or any(
            names.fullmatch(words[:i]) and names.fullmatch(words[i + 1 :])
            for i, c in enumerate(words)
            if c in self.joiners
        )


@lru_cache(maxsize=16)
def habits(profile: Profile) -> Habits:
    """The heading habits of a profile."""
    data: Mapping[str, Any] = profile.data["headings"]
    marks = tuple(
        Mark(m["kind"], m["rank"], pattern(m["pattern"]), *(bool(m.get(k)) for k in ("list", "whole", "never")))
        for m in data["mark"]
    )
    annexes = data["annex"]
    return Habits(
        marks,
        re.compile("|".join(f"(?P<m{i}>{m.pattern.pattern})" for i, m in enumerate(marks))),
        joined(e["pattern"] for e in data["name"]),
        joined(e["pattern"] for e in annexes if not e.get("heading")),
        joined(e["pattern"] for e in annexes if e.get("heading")),
        pattern(data["contents"]["line"]),
        pattern(data["list"]["before"]),
        pattern(data["list"]["inside"]),
        pattern(data["title"]["pattern"]),
        pattern(data["line"]["pattern"]),
        data["joiners"],
    )


def pattern(source: str) -> re.Pattern[str]:
    """A pattern of ``headings.toml``, with 数 written out."""
    return re.compile(source.replace("数", NUMERAL))


def joined(sources: Iterator[str]) -> re.Pattern[str]:
    """One pattern that fits where any of them does."""
    return pattern("|".join(f"(?:{source})" for source in sources))


def squeezed(text: str) -> str:
    """The text without blanks.

    >>> squeezed("工 作　回顾")
    '工作回顾'
    """
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")


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
