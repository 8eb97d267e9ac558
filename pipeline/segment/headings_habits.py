"""The profile's heading habits, compiled: which marks open a heading, which whole lines are one, which are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.profiles import Profile

NUMERAL = "[〇零一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]{1,3}"
MARKED = 200
"""No pattern looks further into a line than this."""
SHORT = 60
"""Lines up to this length are remembered with what they were found to be, since places and years repeat them."""
REMEMBERED = 20_000


@dataclass(frozen=True)
class Mark:
    """One way to number headings, from ``headings.toml``."""

    kind: str
    rank: int
    list: bool
    whole: bool
    never: bool


@dataclass(frozen=True, eq=False)
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
        return _short_mark(self, text) if len(text) <= SHORT else _mark(self, text)

    def is_name(self, text: str) -> bool:
        """Whether a whole line without a number is a heading known by its words."""
        return len(text) <= SHORT and _is_name(self, text)


def _mark(habits: Habits, text: str) -> tuple[Mark, int] | None:
    found = habits.marked.match(text, 0, MARKED) if text else None
    if found is None:
        return None
    return habits.marks[int(found.lastgroup[1:])], found.end()  # type: ignore[index]


_short_mark = lru_cache(maxsize=REMEMBERED)(_mark)


@lru_cache(maxsize=REMEMBERED)
def _is_name(habits: Habits, text: str) -> bool:
    words, names = squeezed(text).rstrip("：:"), habits.names
    return bool(names.fullmatch(words)) or any(
        names.fullmatch(words[:i]) and names.fullmatch(words[i + 1 :])
        for i, c in enumerate(words)
        if c in habits.joiners
    )


@lru_cache(maxsize=16)
def habits(profile: Profile) -> Habits:
    """The heading habits of a profile."""
    data: Mapping[str, Any] = profile.data["headings"]
    marks = tuple(
        Mark(m["kind"], m["rank"], *(bool(m.get(k)) for k in ("list", "whole", "never"))) for m in data["mark"]
    )
    annexes = data["annex"]
    return Habits(
        marks,
        pattern("|".join(f"(?P<m{i}>{m['pattern']})" for i, m in enumerate(data["mark"]))),
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
