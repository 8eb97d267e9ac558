"""Lines -> all candidates, numbered or not: known names, annexes, the title, and names that only their place shows."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.segment.headings_find import ENDS, NAMED, Candidate, numbered
from pipeline.segment.headings_habits import Habits, Mark
from pipeline.segment.headings_lines import Line

NAME = Mark(NAMED, 27, False, True, False)
ANNEX = Mark("annex", 0, False, True, False)
SUB = Mark("sub", 90, False, True, False)
ENOUGH = 3
"""An annex comes behind at least so many headings; before them, the word only announces or carries the report."""
PARAGRAPH = 50
"""A line at least so long is a paragraph."""


def all_candidates(text: str, all_lines: list[Line], habits: Habits, width: float) -> list[Candidate]:
    """Every line that could be a heading, in order."""
    out: list[Candidate] = []
    annex = counted = False
    behind = -1
    for at, line in enumerate(all_lines):
        if at <= behind:
            continue
        words = text[line.start : min(line.end, line.start + 61)]
        short = line.end - line.start <= 60
        if short and len(out) >= ENOUGH:
            if _annex_title(text, all_lines, at, habits, annex):
                out.append(_whole(text, ANNEX, line, at))
                annex = True
                continue
            annex = annex or bool(habits.annex_marks.fullmatch(words))
        found = numbered(text, all_lines, at, habits, width)
        if annex:
            counted = counted or any(c.number == 1 for c in found)
            if counted or not found or not _counts_on(out, found[0]):
                continue
            annex = False
        if not found and short and habits.is_name(words) and not _is_title(text, all_lines, at, habits):
            found = [_whole(text, NAME, line, at)]
        if found:
            out += found
            behind = found[-1].last
    return out


def _counts_on(headings: Sequence[Candidate], candidate: Candidate) -> bool:
    """Whether a number goes on with the report's divisions: what looked like its annexes was a note within it."""
    last = next((h.number for h in reversed(headings) if h.mark.kind == candidate.mark.kind), None)
    return candidate.mark.kind == "cn" and last is not None and candidate.number == last + 1


def _whole(text: str, mark: Mark, line: Line, at: int) -> Candidate:
    """A whole line as a heading, without a colon at its end."""
    end = line.end - (text[line.end - 1] in "：:")
    return Candidate(mark, None, line.start, line.start, end, at, at, False, "")


def _annex_title(text: str, all_lines: list[Line], at: int, habits: Habits, annex: bool) -> bool:
    """Whether a line is the title of an annex: known by its words, or under 附件, or over the head of a table."""
    line = all_lines[at]
    words = text[line.start : line.end].rstrip("：:")
    if not words or words[-1] in ENDS or habits.mark_of(words):
        return False
    if habits.annex_marks.fullmatch(words):
        return _announces_and_is(text, all_lines, at, words, habits)
    if habits.annex_titles.fullmatch(words):
        return True
    if not annex or at == 0 or line.end > line.start + len(words):
        return False
    before = all_lines[at - 1]
    announced = text[before.start : before.end]
    return bool(habits.annex_marks.fullmatch(announced)) and "：" not in announced and ":" not in announced


def _announces_and_is(text: str, all_lines: list[Line], at: int, words: str, habits: Habits) -> bool:
    """Whether 附：名词解释 is the annex's own title: it names one, and the annex itself does not follow with a title."""
    _, colon, named = words.replace(":", "：").partition("：")
    if not colon or not habits.annex_titles.fullmatch(named.strip()):
        return False
    after = [text[line.start : min(line.end, line.start + 61)].rstrip("：:") for line in all_lines[at + 1 : at + 4]]
    return not any(habits.annex_marks.fullmatch(w) or habits.annex_titles.fullmatch(w) for w in after)


def _is_title(text: str, all_lines: list[Line], at: int, habits: Habits) -> bool:
    """Whether a line that reads like a heading is the document's title: only short lines that head nothing before it."""
    if at > 5 or any(line.end - line.start > 40 or text[line.end - 1] in "：:。" for line in all_lines[:at]):
        return False
    return habits.title.fullmatch(text[all_lines[at].start : all_lines[at].end]) is not None


def title_line(text: str, all_lines: Sequence[Line], end: int, habits: Habits) -> Line | None:
    """The line of the document's title among the first ones before ``end``."""
    for line in all_lines[:6]:
        if line.end > end or line.end - line.start > 80:
            return None
        if habits.title.fullmatch(text[line.start : line.end]):
            return line
    return None


def unnumbered(text: str, all_lines: list[Line], headings: list[Candidate], habits: Habits) -> list[Candidate]:
    """The headings, with those that only their place shows."""
    over = _over_new_counts(text, all_lines, headings, habits)
    return _alone(text, all_lines, sorted([*headings, *over], key=lambda h: h.start), habits)


def _over_new_counts(text: str, all_lines: list[Line], headings: list[Candidate], habits: Habits) -> list[Candidate]:
    """Where the top numbers begin again at one, a short line before them that is no sentence stands over them."""
    kinds = [h for h in headings if h.mark.kind not in (NAMED, "annex")]
    if not kinds:
        return []
    top = min(kinds, key=lambda h: h.mark.rank).mark.kind
    tops = [i for i, h in enumerate(headings) if h.mark.kind == top]
    again = [i for n, i in enumerate(tops) if n and headings[i].number == 1 and (headings[tops[n - 1]].number or 0) > 1]
    found = [name for i in again if (name := _over(text, all_lines, headings, i, habits))]
    if found and headings[tops[0]].number == 1 and (name := _over(text, all_lines, headings, tops[0], habits)):
        found.append(name)
    return found


def _over(text: str, all_lines: list[Line], headings: list[Candidate], i: int, habits: Habits) -> Candidate | None:
    """The short line before a heading, behind the heading before it, that is no sentence."""
    if i and headings[i - 1].mark.kind == NAMED:
        return None
    first = headings[i - 1].last if i else 0
    for at in range(headings[i].line - 1, max(first, headings[i].line - 12), -1):
        if _could_head(text, all_lines[at], habits):
            return _whole(text, NAME, all_lines[at], at)
    return None


def _alone(text: str, all_lines: list[Line], headings: list[Candidate], habits: Habits) -> list[Candidate]:
    """Add short lines that stand alone over long paragraphs. Several in one section are its sub-sections; a single one
    is a division beside those that have no number either.
    """
    taken = {at for h in headings for at in range(h.line, h.last + 1)}
    stop = min((h.line for h in headings if h.mark is ANNEX), default=len(all_lines) - 1)
    runs: dict[int, list[Candidate]] = {}
    inside = -1
    for at in range(stop):
        if at in taken or (inside < 0 and not headings and _is_paragraph(text, all_lines[at])):
            inside = at
        elif inside >= 0 and (count := _standing_alone(text, all_lines, at, taken, habits)):
            start, end = all_lines[at].start, at + count - 1
            head = _whole(text, SUB, all_lines[end], at)._replace(start=start, words=start, last=end)
            runs.setdefault(inside, []).append(head)
    divisions = any(h.mark is NAME for h in headings)
    found = [h for run in runs.values() if len(run) > 1 for h in run]
    if divisions:
        found += [run[0]._replace(mark=NAME) for run in runs.values() if len(run) == 1]
    return sorted([*headings, *found], key=lambda h: h.start)


def _standing_alone(text: str, all_lines: list[Line], at: int, taken: set[int], habits: Habits) -> int:
    """How many lines from here are a heading over a paragraph: none, one, or two where it is broken in two."""
    if not (at - 1 in taken or text[all_lines[at - 1].end - 1] in ENDS + "”）"):
        return 0
    for count, line in enumerate(all_lines[at : at + 2], 1):
        after = at + count
        if after >= len(all_lines) or after in taken or not _could_head(text, line, habits):
            return 0
        if _is_paragraph(text, all_lines[after]):
            return count
    return 0


def _is_paragraph(text: str, line: Line) -> bool:
    return line.end - line.start >= PARAGRAPH and text[line.end - 1] in ENDS + "”）：:"


def _could_head(text: str, line: Line, habits: Habits) -> bool:
    words = text[line.start : min(line.end, line.start + 41)]
    return (
        4 <= len(words) <= 36
        and words[-1] not in ENDS + "：:，、,"
        and words[0] not in "（(—-*※·●"
        and "\t" not in words
        and not habits.mark_of(words)
        and not habits.annex_marks.fullmatch(words)
        and not habits.no_heading.fullmatch(words)
    )
