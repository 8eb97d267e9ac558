"""Candidates -> levels: which heading stands under which, by the order that the report itself shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.segment.headings_find import NAMED, Candidate

TOP_KINDS = (NAMED, "annex")


def parents(candidates: Sequence[Candidate]) -> list[int]:
    """For each candidate the index of the candidate above it, -1 for top ones.

    A kind of number that is open is continued as a sibling; a new kind opens a level below, unless the report uses it
    above the open ones. Headings without a number close what does not count on behind them, and hold what is numbered from one.
    """
    below = _orders(candidates)
    top = _top_kind(candidates)
    following = _following(candidates)
    found: list[int] = []
    open_: list[int] = []
    divided = False
    for i, candidate in enumerate(candidates):
        kind = candidate.mark.kind
        if kind in TOP_KINDS:
            above = _around(candidates, open_, following[i]) if kind == NAMED else []
        else:
            above = _above(candidates, open_, candidate, below, "" if divided else top)
            divided = divided or (kind == top and bool(above) and candidates[above[-1]].mark.kind == NAMED)
        found.append(above[-1] if above else -1)
        open_ = [*above, i]
    return found


def _around(candidates: Sequence[Candidate], open_: list[int], following: dict[str, int | None]) -> list[int]:
    """What a heading without a number stands under: what still counts on behind it, or parts and chapters; where the
    division before it has no number either, it is the next one.
    """
    for place in range(len(open_) - 1, -1, -1):
        heading = candidates[open_[place]]
        if candidates[open_[0]].mark.kind == NAMED:
            break
        if heading.number is not None and following.get(heading.mark.kind) == heading.number + 1:
            return open_[: place + 1]
    return [i for i in open_ if candidates[i].mark.rank <= 20]


def _following(candidates: Sequence[Candidate]) -> dict[int, dict[str, int | None]]:
    """For each heading without a number: kind -> the next number of that kind behind it."""
    found: dict[int, dict[str, int | None]] = {}
    nearest: dict[str, int | None] = {}
    for i in range(len(candidates) - 1, -1, -1):
        kind = candidates[i].mark.kind
        if kind == NAMED:
            found[i] = dict(nearest)
        nearest[kind] = candidates[i].number
    return found


def _above(
    candidates: Sequence[Candidate], open_: list[int], candidate: Candidate, below: Counter[tuple[str, str]], top: str
) -> list[int]:
    kind = candidate.mark.kind
    if any(candidates[i].mark.kind == kind for i in open_):
        return open_[: _sibling(candidates, open_, candidate)]
    keep = list(open_)
    while keep:
        over = candidates[keep[-1]].mark
        if over.kind == NAMED:
            if kind == top and candidate.number not in (1, None):
                keep.pop()
            break
        if over.kind == "annex":
            return []
        votes = below[over.kind, kind] - below[kind, over.kind]
        if votes > 0 or (votes == 0 and over.rank < candidate.mark.rank):
            break
        keep.pop()
    return keep


def _sibling(candidates: Sequence[Candidate], open_: list[int], candidate: Candidate) -> int:
    """The place among the open headings that it takes: behind them all where a new count begins right under one of its
    kind; where its kind is open at two levels, that of the one whose number comes before its own.
    """
    same = [place for place, i in enumerate(open_) if candidates[i].mark.kind == candidate.mark.kind]
    inner = candidates[open_[same[-1]]]
    if len(same) == 1 and candidate.number == 1 and same[0] == len(open_) - 1 and _is_bare_over(inner, candidate):
        return len(open_)
    for place in reversed(same):
        if (candidates[open_[place]].number or 0) + 1 == candidate.number:
            return place
    return same[0] if candidate.number == 1 else same[-1]


def _is_bare_over(above: Candidate, candidate: Candidate) -> bool:
    """Whether nothing stands between a heading without text and a candidate."""
    return not above.rest and candidate.line == above.last + 1


def _orders(candidates: Sequence[Candidate]) -> Counter[tuple[str, str]]:
    """How often a run of one kind begins right behind a heading of another: (kind above, kind below) -> times.

    That 1. comes before （一） in the whole report is one sign more that it stands above.
    """
    votes: Counter[tuple[str, str]] = Counter()
    first = next((c.mark.kind for c in candidates if c.mark.kind in ("num", "cn_paren")), "")
    if first == "num":
        votes["num", "cn_paren"] += 1
    for before, after in pairwise(candidates):
        if after.number == 1 and before.mark.kind != after.mark.kind:
            votes[before.mark.kind, after.mark.kind] += before.number == 1 or _is_bare_over(before, after)
    return votes


def _top_kind(candidates: Sequence[Candidate]) -> str:
    """The kind that numbers the report's divisions: the first of the highest rank."""
    marks = [c.mark for c in candidates if c.mark.kind not in TOP_KINDS]
    return min(marks, key=lambda mark: mark.rank).kind if marks else ""
