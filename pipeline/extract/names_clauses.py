"""The clauses of a sentence, and which of a clause's words belong to which of its figures."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.extract.quantities_figure import Figure
from pipeline.extract.quantities_rules import Rules

STOP = re.compile(r"[，；。：！？!?;\n（）(),:—](?:(?<![,:—])|(?<=,)(?:(?<!\d,)|(?!\d\d\d))|(?<=:)(?!\d)|(?<=—)—)")
"""A mark that ends a clause; the comma of 1,200 and the colon of 2:1 end none. It opens with the marks, to be found fast."""
OPENING = ("", "；", ";", "。", "\n")
REACH = 160


class Clause(NamedTuple):
    """A stretch between two marks, the mark that opens it, and the figures in it."""

    low: int
    high: int
    opener: str
    figures: list[Figure]

    @property
    def opens(self) -> bool:
        """Whether it opens a sentence."""
        return self.opener in OPENING


def clauses(text: str, start: int, end: int, row: list[Figure]) -> list[Clause]:
    """The clauses of a sentence; brackets without a figure do not divide."""
    cuts = _without_plain_brackets(_cuts(text, start, end, row), row)
    out, low, opener, at = [], start, "", 0
    for position, mark in [*cuts, (end, "")]:
        first = at
        while at < len(row) and row[at].start < position:
            at += 1
        out.append(Clause(low, position, opener, row[first:at]))
        low, opener = position + len(mark), mark
    return out


def _cuts(text: str, start: int, end: int, row: list[Figure]) -> list[tuple[int, str]]:
    """The marks between clauses; one inside a figure (1,200) is none."""
    cuts: list[tuple[int, str]] = []
    at = 0
    for mark in STOP.finditer(text, start, end):
        while at < len(row) and row[at].end <= mark.start():
            at += 1
        if at == len(row) or row[at].start > mark.start():
            cuts.append((mark.start(), mark.group()))
    return cuts


def _without_plain_brackets(cuts: list[tuple[int, str]], row: list[Figure]) -> list[tuple[int, str]]:
    out: list[tuple[int, str]] = []
    skip_until, at = -1, 0
    for i, (position, mark) in enumerate(cuts):
        if position <= skip_until:
            continue
        if mark in "（(":
            close = next((p for p, m in cuts[i + 1 : i + 12] if m in "）)"), None)
            while at < len(row) and row[at].start < position:
                at += 1
            if close is not None and (at == len(row) or row[at].start > close):
                skip_until = close
                continue
        out.append((position, mark))
    return out


def own_words(text: str, clause: Clause, i: int, rules: Rules) -> tuple[str, str, bool]:
    """The words before and behind a figure that are its own, and whether it stands in a list behind another."""
    inside = clause.figures
    figure = inside[i]
    if i == 0:
        before, listed = text[max(clause.low, figure.start - REACH) : figure.start], False
    else:
        _, before, listed = _between(text[max(inside[i - 1].end, figure.start - REACH) : figure.start], rules)
    return before, _behind(text, clause, i, rules), listed


def _behind(text: str, clause: Clause, i: int, rules: Rules) -> str:
    """The words behind a figure; 8条、12公里道路: behind the last of a bare list for all of it."""
    inside = clause.figures
    last = i
    while (
        last + 1 < len(inside)
        and rules.names["bare"].fullmatch(text[inside[last].end : inside[last + 1].start])
        and last < i + 4
    ):
        last += 1
    figure = inside[last]
    reach = figure.end + REACH
    if last + 1 < len(inside):
        return _between(text[figure.end : min(inside[last + 1].start, reach)], rules)[0]
    return text[figure.end : min(clause.high, reach)]


def _between(gap: str, rules: Rules) -> tuple[str, str, bool]:
    """Share the words between two figures: what belongs to the first, what to the second, and whether a list divides."""
    cut = rules.names["split"].search(gap)
    if cut:
        return gap[: cut.start()], gap[cut.end() :], True
    return gap, gap, False
