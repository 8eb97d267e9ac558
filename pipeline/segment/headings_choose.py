"""Candidates -> headings: runs of numbered lines that are lists, law articles and annexes are left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.segment.headings_find import LONGEST, Candidate
from pipeline.segment.headings_habits import Habits
from pipeline.segment.headings_lines import Line
from pipeline.segment.headings_nest import parents

LONG = 50
"""A numbered line of one sentence longer than this is a paragraph, not a heading; with more behind it, LONGEST."""


def chosen(text: str, all_lines: Sequence[Line], candidates: Sequence[Candidate], habits: Habits) -> list[Candidate]:
    """The candidates that are headings: neither list entries, nor articles of a law, nor below any of these."""
    candidates = _without_contents(text, candidates)
    above = parents(candidates)
    runs: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, candidate in enumerate(candidates):
        runs[above[i], candidate.mark.kind].append(i)
    bodies = [_has_body(candidates, above, i) for i in range(len(candidates))]
    dropped: set[int] = set()
    for run in runs.values():
        if candidates[run[0]].mark.never or _is_list(text, all_lines, candidates, run, bodies, habits):
            dropped.update(run)
    for i in range(len(candidates)):
        if above[i] in dropped:
            dropped.add(i)
    return [c for i, c in enumerate(candidates) if i not in dropped]


def _without_contents(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without a table of contents: bare ones in a row at the beginning that all stand again later."""
    words = [text[c.start : c.end] for c in candidates]
    last = {w: i for i, w in enumerate(words)}
    nearest = len(candidates)
    size = 0
    for i, candidate in enumerate(candidates[:-1]):
        nearest = min(nearest, last[words[i]])
        if nearest == i:
            break
        if i > 0 and nearest > i:
            size = i + 1
        if candidate.rest or not _next_line(candidates, i):
            break
    return list(candidates[size:] if size > 2 else candidates)


def _next_line(candidates: Sequence[Candidate], i: int) -> bool:
    return candidates[i + 1].line == candidates[i].last + 1


def _has_body(candidates: Sequence[Candidate], above: Sequence[int], i: int) -> bool:
    """Whether anything belongs to a candidate: words behind it in its line, lines below it, or candidates under it."""
    candidate = candidates[i]
    if candidate.rest or i + 1 == len(candidates):
        return True
    return above[i + 1] == i or not _next_line(candidates, i)


def _is_list(
    text: str,
    all_lines: Sequence[Line],
    candidates: Sequence[Candidate],
    run: Sequence[int],
    bodies: Sequence[bool],
    habits: Habits,
) -> bool:
    mark = candidates[run[0]].mark
    # The last one's body is whatever follows the list, so it says nothing, unless it is alone.
    asked = run[:-1] or run
    bare = [i for i in asked if not bodies[i]]
    sentences = [i for i in run if candidates[i].sentence]
    long = [i for i in run if _is_long(candidates[i])]
    if not mark.list:
        clauses = [i for i in sentences if candidates[i].stop == "；"]
        return 2 * len(clauses) > len(run) or (2 * len(bare) > len(asked) and 2 * len(long) > len(run))
    if len(run) == 1:
        return bool(sentences and (long or not bodies[run[0]]))
    if 2 * len(bare) > len(asked) or 2 * len(long) > len(run):
        return True
    first = candidates[run[0]]
    if first.line and habits.list_before.fullmatch(_line(text, all_lines[first.line - 1])):
        return True
    inside = [i for i in run if habits.list_inside.match(_line(text, all_lines[candidates[i].line]))]
    return 2 * len(inside) > len(run)


def _is_long(candidate: Candidate) -> bool:
    return candidate.end - candidate.words > (LONGEST if candidate.rest else LONG)


def _line(text: str, line: Line) -> str:
    return (
        text[max(line.start, line.end - 120) : line.end] if line.end - line.start > 200 else text[line.start : line.end]
    )
