"""Text -> the tree of its headings: every character belongs to exactly one innermost section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.profiles import Profile
from pipeline.segment.headings_choose import chosen
from pipeline.segment.headings_find import Candidate, wrap_width
from pipeline.segment.headings_habits import Habits, habits
from pipeline.segment.headings_lines import Line, lines
from pipeline.segment.headings_nest import parents
from pipeline.segment.headings_unnumbered import all_candidates, title_line, unnumbered


@dataclass(frozen=True)
class Section:
    """One section; ``parent`` is an index into the list it stands in. ``words``: where the heading's words begin."""

    parent: int | None
    number: str
    heading: str
    level: int
    heading_start: int
    heading_end: int
    start: int
    end: int
    value: int | None = None
    kind: str = ""


def outline(text: str, profile: Profile) -> list[Section]:
    """The sections of a text in reading order; the first is what stands before the first heading (level 0).

    >>> from pipeline.profiles import load
    >>> [(s.level, s.number, s.heading) for s in outline("一、回顾\\n（一）增长。很快。\\n二、计划\\n", load("gwr"))]
    [(0, '', ''), (1, '一、', '回顾'), (2, '（一）', '增长'), (1, '二、', '计划')]
    """
    rules = habits(profile)
    all_lines = lines(text)
    headings = _headings(text, all_lines, rules)
    above = parents(headings)
    levels: list[int] = []
    for i in above:
        levels.append(1 if i < 0 else levels[i] + 1)
    out = [_before(text, all_lines, headings, rules)]
    for i, (heading, end) in enumerate(zip(headings, _ends(levels, headings, len(text)), strict=True)):
        number = text[heading.start : heading.words].strip()
        words = _joined(text[heading.words : heading.end])
        parent = above[i] + 1 if above[i] >= 0 else None
        out.append(
            Section(parent, number, words, levels[i], heading.start, heading.end, heading.start, end,
                    heading.number, heading.mark.kind)
        )  # fmt: skip
    return out


def _headings(text: str, all_lines: list[Line], rules: Habits) -> list[Candidate]:
    found = all_candidates(text, all_lines, rules, wrap_width(text, all_lines))
    kept = chosen(text, all_lines, found, rules)
    return unnumbered(text, all_lines, kept, rules)


def _ends(levels: Sequence[int], headings: Sequence[Candidate], end: int) -> list[int]:
    """Where each section ends: at the next heading that is not below it."""
    ends = [end] * len(levels)
    open_: list[int] = []
    for i, level in enumerate(levels):
        while open_ and levels[open_[-1]] >= level:
            ends[open_.pop()] = headings[i].start
        open_.append(i)
    return ends


def _before(text: str, all_lines: list[Line], headings: Sequence[Candidate], rules: Habits) -> Section:
    """What stands before the first heading; its heading is the document's title, where that stands there."""
    end = headings[0].start if headings else len(text)
    title = title_line(text, all_lines, end, rules)
    if title is None:
        return Section(None, "", "", 0, 0, 0, 0, end)
    return Section(None, "", _joined(text[title.start : title.end]), 0, title.start, title.end, 0, end)


def _joined(words: str) -> str:
    """The words of a heading that may be wrapped.

    >>> _joined("全面推进\\n　法治建设")
    '全面推进法治建设'
    """
    return "".join(part.strip() for part in words.splitlines())
