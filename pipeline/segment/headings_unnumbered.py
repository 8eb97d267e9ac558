"""Lines -> all candidates, numbered or not: known names, annexes, the title, and names that only their place shows."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.segment.headings_find import ENDS, NAMED, Candidate, numbered
from pipeline.segment.headings_lines import Habits, Line, Mark, pattern

_NOTHING = pattern("(?!)")
NAME = Mark(NAMED, 27, _NOTHING, False, True, False)
ANNEX = Mark("annex", 0, _NOTHING, False, True, False)
ENOUGH = 3
"""An annex comes behind at least so many headings; before them, the word only announces or carries the report."""


def all_candidates(text: str, all_lines: list[Line], habits: Habits, width: int) -> list[Candidate]:
    """Every line that could be a heading, in order."""
    out: list[Candidate] = []
    annex = False
    behind = -1
    for at, line in enumerate(all_lines):
        if at <= behind:
            continue
        words = text[line.start : min(line.end, line.start + 61)]
        short = line.end - line.start <= 60
        if short and len(out) >= ENOUGH:
            if _annex_title(text, all_lines, at, habits, annex):
                out.append(_whole(ANNEX, line, at))
                annex = True
                continue
            annex = annex or bool(habits.annex_marks.fullmatch(words))
        if annex:
            continue
        candidate = numbered(text, all_lines, at, habits, width)
        if candidate is None and short and habits.is_name(words) and not _is_title(text, at, line, habits):
            candidate = _whole(NAME, line, at)
        if candidate is not None:
            out.append(candidate)
            behind = candidate.last
    return out


def _whole(mark: Mark, line: Line, at: int) -> Candidate:
    return Candidate(mark, None, line.start, line.start, line.end, at, at, False, "")


def _annex_title(text: str, all_lines: list[Line], at: int, habits: Habits, annex: bool) -> bool:
    """Whether a line is the title of an annex: known by its words, or under 附件, or over the head of a table."""
    line = all_lines[at]
    words = text[line.start : line.end]
    if words[-1] in ENDS + "：:" or habits.mark_of(words) or habits.annex_marks.fullmatch(words):
        return False
    if habits.annex_titles.fullmatch(words):
        return True
    if not annex or at == 0:
        return False
    before = all_lines[at - 1]
    announced = text[before.start : before.end]
    return bool(habits.annex_marks.fullmatch(announced)) and "：" not in announced and ":" not in announced


def _is_title(text: str, at: int, line: Line, habits: Habits) -> bool:
    return at == 0 and habits.title.fullmatch(text[line.start : line.end]) is not None


def title_line(text: str, all_lines: Sequence[Line], end: int, habits: Habits) -> Line | None:
    """The line of the document's title among the first ones before ``end``."""
    for line in all_lines[:6]:
        if line.end > end or line.end - line.start > 80:
            return None
        if habits.title.fullmatch(text[line.start : line.end]):
            return line
    return None


def between(text: str, all_lines: list[Line], headings: list[Candidate], habits: Habits) -> list[Candidate]:
    """Add the headings that only their place shows: where the top numbers begin again at one, a short line before
    them that is no sentence is the heading over them.
    """
    kinds = [h for h in headings if h.mark.kind not in (NAMED, "annex")]
    if not kinds:
        return headings
    top = min(kinds, key=lambda h: h.mark.rank).mark.kind
    tops = [i for i, h in enumerate(headings) if h.mark.kind == top]
    again = [i for n, i in enumerate(tops) if n and headings[i].number == 1 and (headings[tops[n - 1]].number or 0) > 1]
    found = [name for i in again if (name := _over(text, all_lines, headings, i, habits))]
    if found and headings[tops[0]].number == 1 and (name := _over(text, all_lines, headings, tops[0], habits)):
        found.append(name)
    return sorted([*headings, *found], key=lambda h: h.start)


def _over(text: str, all_lines: list[Line], headings: list[Candidate], i: int, habits: Habits) -> Candidate | None:
    """The short line before a heading, behind the heading before it, that is no sentence."""
    if i and headings[i - 1].mark.kind == NAMED:
        return None
    first = headings[i - 1].last if i else 0
    for at in range(headings[i].line - 1, max(first, headings[i].line - 12), -1):
        line = all_lines[at]
        words = text[line.start : line.end]
        if 4 <= len(words) <= 30 and words[-1] not in ENDS + "：:，" and not habits.no_heading.fullmatch(words):
            return _whole(NAME, line, at)
    return None
