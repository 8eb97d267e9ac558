"""Which sentence of one report answers to which of another: matches, one-to-one or one-to-many, and what stays over.

Sections are matched first (by heading, topic and content, wherever they stand), then sentences; a match inside matched
sections needs less likeness than one across. What was only moved, renamed, split or joined so finds its counterpart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import Indel

from pipeline.diff.document import Document
from pipeline.diff.likeness import Alike, alike_sentences, greedy, match_sections
from pipeline.diff.ragged import Numbers

ANYWHERE = 0.60
"""Least likeness of two sentences that answer to each other wherever they stand."""
AT_HOME = 0.42
"""Least likeness inside matched sections."""
SHORT = 12
"""Sentences up to this many characters have to be more alike: the words of the genre alone make them look alike."""
SHORT_NEEDS = 0.15
HOME_BONUS, PLACE_BONUS = 0.12, 0.06
JOIN_GAIN, JOIN_WITHIN, JOIN_LEAST = 0.03, 0.60, 0.3
"""A neighbour joins a match where the likeness gains this much, this share of it stands in the other side, and its own
likeness to that is no less."""


@dataclass
class Match:
    """Sentences ``a`` of one report that answer to sentences ``b`` of the other; both are runs, one of them of length 1."""

    a: range
    b: range
    likeness: float
    in_place: bool = field(default=True)


def align(a: Document, b: Document) -> list[Match]:
    """All matches of two reports, by first sentence of ``a``; the sentences in none have no counterpart.

    The outcome does not depend on which report is named first: the pair is brought into a fixed order before.
    """
    if _order_key(b) < _order_key(a):
        turned = [Match(m.b, m.a, m.likeness, m.in_place) for m in align(b, a)]
        return sorted(turned, key=lambda m: m.a.start)
    if not len(a) or not len(b):
        return []
    alike = alike_sentences(a, b, AT_HOME)
    home = match_sections(a, b, alike)
    matches = _one_to_one(a, b, alike, home)
    _join_neighbours(a, b, matches)
    _find_moved(a, b, matches, home)
    return matches


def _order_key(document: Document) -> tuple[int, list[str], str]:
    return len(document), document.plain, document.report_id


def _one_to_one(a: Document, b: Document, alike: Alike, home: Numbers) -> list[Match]:
    at_home = home[a.part[alike.a]] == b.part[alike.b]
    size = a.batch.letters.size
    short = np.minimum(size[a.sentences][alike.a], size[b.sentences][alike.b]) <= SHORT
    needed = np.where(at_home, AT_HOME, ANYWHERE) + np.where(short, SHORT_NEEDS, 0)
    place = 1 - np.abs(alike.a / len(a) - alike.b / len(b))
    score = alike.likeness + HOME_BONUS * at_home + PLACE_BONUS * place
    enough = np.flatnonzero(alike.likeness >= needed)
    rows, columns = alike.a[enough], alike.b[enough]
    likeness = dict(
        zip(zip(rows.tolist(), columns.tolist(), strict=True), alike.likeness[enough].tolist(), strict=True)
    )
    return [
        Match(range(i, i + 1), range(j, j + 1), likeness[i, j]) for i, j in sorted(greedy(rows, columns, score[enough]))
    ]


def _join_neighbours(a: Document, b: Document, matches: list[Match]) -> None:
    """Let sentences without a counterpart join the match of a neighbour, where a sentence was split in two or more."""
    free_a = set(range(len(a))) - {m.a.start for m in matches}
    free_b = set(range(len(b))) - {m.b.start for m in matches}
    for match in matches:
        if match.likeness < 1:
            match.b, match.likeness = _grown(match.b, b, a.masked[match.a.start], match.likeness, free_b)
            if len(match.b) == 1:
                match.a, match.likeness = _grown(match.a, a, b.masked[match.b.start], match.likeness, free_a)


def _grown(run: range, side: Document, other: str, likeness: float, free: set[int]) -> tuple[range, float]:
    """The run with free neighbours of the same section, as long as the likeness to the one sentence opposite gains."""
    for step in (1, -1):
        while True:
            new = run.stop if step > 0 else run.start - 1
            if new not in free or side.part[new] != side.part[run.start] or not _stands_in(side.masked[new], other):
                break
            wider = range(min(run.start, new), max(run.stop, new + 1))
            gained = Indel.normalized_similarity("".join(side.masked[wider.start : wider.stop]), other)
            if gained < likeness + JOIN_GAIN:
                break
            run, likeness = wider, gained
            free.discard(new)
    return run, likeness


def _stands_in(sentence: str, other: str) -> bool:
    """Whether most of a sentence's characters stand in another, in this order."""
    alike = np.float32(Indel.normalized_similarity(sentence, other, score_cutoff=JOIN_LEAST))
    return bool(alike * (len(sentence) + len(other)) / 2 >= JOIN_WITHIN * len(sentence))


def _find_moved(a: Document, b: Document, matches: list[Match], home: Numbers) -> None:
    """Mark what stands elsewhere: off the heaviest chain of matches in the order of both, or in a section not its own."""
    room = [len(wording) + 1 for wording in a.plain]
    weights = [m.likeness * sum(room[m.a.start : m.a.stop]) for m in matches]
    chain = heaviest_chain([m.b.start for m in matches], weights)
    there = home.tolist()
    back = {q: p for p, q in enumerate(there) if q >= 0}
    a_part, b_part = a.part.tolist(), b.part.tolist()
    for at, match in enumerate(matches):
        p, q = a_part[match.a.start], b_part[match.b.start]
        strayed = there[p] not in (-1, q) and back.get(q, p) != p
        match.in_place = at in chain and not strayed


def heaviest_chain(places: Sequence[int], weights: Sequence[float]) -> set[int]:
    """Positions of the increasing subsequence of ``places`` (all different) with the greatest weight; weights are positive.

    >>> sorted(heaviest_chain([0, 3, 1, 2], [1, 1, 1, 1]))
    [0, 2, 3]
    """
    if all(k < m for k, m in pairwise(places)):
        return set(range(len(places)))
    best: list[float] = []
    before: list[int] = []
    front: list[tuple[int, int]] = []  # (place, position) of the chains' ends that no lighter place outweighs, by place
    for at, place in enumerate(places):
        here = bisect_left(front, (place, 0))
        before.append(front[here - 1][1] if here else -1)
        best.append(weights[at] + (best[before[at]] if here else 0.0))
        stop = here
        while stop < len(front) and best[front[stop][1]] < best[at]:
            stop += 1
        if not here or best[front[here - 1][1]] < best[at]:
            front[here:stop] = [(place, at)]
    chain = set()
    at = best.index(max(best)) if best else -1
    while at >= 0:
        chain.add(at)
        at = before[at]
    return chain
