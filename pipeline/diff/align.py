"""Which sentence of one report answers to which of another: matches, one-to-one or one-to-many, and what stays over.

Sections are matched first (by heading, topic and content, wherever they stand), then sentences; a match inside matched
sections needs less likeness than one across. What was only moved, renamed, split or joined so finds its counterpart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from pipeline.diff.document import Document, Part

Matrix = NDArray[np.float32]

ANYWHERE = 0.60
"""Least likeness of two sentences that answer to each other wherever they stand."""
AT_HOME = 0.42
"""Least likeness inside matched sections."""
SHORT = 12
"""Sentences up to this many characters have to be more alike: the words of the genre alone make them look alike."""
SHORT_NEEDS = 0.15
HOME_BONUS, PLACE_BONUS = 0.12, 0.06
SECTION_NEEDS = 0.30
"""Least likeness of two sections that answer to each other."""
JOIN_GAIN, JOIN_WITHIN = 0.03, 0.60
"""A neighbour joins a match where the likeness gains this much and this share of it stands in the other side."""


@dataclass
class Match:
    """Sentences ``a`` of one report that answer to sentences ``b`` of the other; both are runs, one of them of length 1."""

    a: list[int]
    b: list[int]
    likeness: float
    in_place: bool = field(default=True)


def align(a: Document, b: Document) -> list[Match]:
    """All matches of two reports, by first sentence of ``a``; the sentences in none have no counterpart.

    The outcome does not depend on which report is named first: the pair is brought into a fixed order before.
    """
    if _order_key(b) < _order_key(a):
        turned = [Match(m.b, m.a, m.likeness, m.in_place) for m in align(b, a)]
        return sorted(turned, key=lambda m: m.a)
    if not len(a) or not len(b):
        return []
    likeness = sentence_likeness(a.masked, b.masked)
    home = match_sections(a.parts, b.parts, likeness, _lengths(a), _lengths(b))
    matches = _one_to_one(a, b, likeness, home)
    _join_neighbours(a, b, likeness, matches)
    _find_moved(a, b, matches, home)
    return sorted(matches, key=lambda m: m.a)


def _order_key(document: Document) -> tuple[int, tuple[str, ...], str]:
    return len(document), document.plain, document.report_id


def _lengths(document: Document) -> NDArray[np.int64]:
    return np.array([max(1, len(s)) for s in document.masked], dtype=np.int64)


def sentence_likeness(a: Sequence[str], b: Sequence[str]) -> Matrix:
    """Likeness of every sentence of ``a`` with every one of ``b``: 1 - Indel distance / characters of both; below 0.3: 0."""
    return process.cdist(a, b, scorer=Indel.normalized_similarity, score_cutoff=0.3, dtype=np.float32)


def match_sections(
    a: Sequence[Part], b: Sequence[Part], likeness: Matrix, a_length: NDArray[np.int64], b_length: NDArray[np.int64]
) -> dict[int, int]:
    """Which part of ``a`` answers to which of ``b``: greedy one-to-one by heading, labels and content, best first.

    Content is the share of the characters of both whose sentence has a like one (from 0.5) in the other part; it decides
    alone where much was kept, so that a renamed section is found; heading and topic decide where all was written anew.
    """
    strong = np.where(likeness >= 0.5, likeness, 0)
    a_first, b_first = [p.first for p in a], [p.first for p in b]
    of_a = np.add.reduceat(np.maximum.reduceat(strong, b_first, axis=1) * a_length[:, None], a_first, axis=0)
    of_b = np.add.reduceat(np.maximum.reduceat(strong, a_first, axis=0) * b_length[None, :], b_first, axis=1)
    size = np.add.reduceat(a_length, a_first)[:, None] + np.add.reduceat(b_length, b_first)[None, :]
    content = (of_a + of_b) / size
    labels = _label_likeness(a, b)
    score = np.maximum(content, 0.55 * labels + 0.45 * content)
    return dict(_greedy(np.where(score >= SECTION_NEEDS, score, 0)))


def _label_likeness(a: Sequence[Part], b: Sequence[Part]) -> Matrix:
    headings = process.cdist(
        [p.heading for p in a], [p.heading for p in b], scorer=Indel.normalized_similarity, dtype=np.float32
    )
    bare = np.array([[not p.heading and not q.heading for q in b] for p in a])
    topics = np.array([[p.topic == q.topic and p.role == q.role for q in b] for p in a], dtype=np.float32)
    named = np.array([[p.topic != "none" for _ in b] for p in a])
    headings = np.where(bare, topics, headings)
    return np.where(named, 0.6 * headings + 0.4 * topics, 0.9 * headings + 0.1 * topics).astype(np.float32)


def _greedy(score: NDArray[np.floating]) -> list[tuple[int, int]]:
    """One-to-one pairs of rows and columns with a positive score, best first; ties by position."""
    rows, columns = np.nonzero(score > 0)
    values = score[rows, columns]
    used_rows, used_columns, found = set(), set(), []
    order = np.lexsort((columns, rows, -values))
    for i, j in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if i not in used_rows and j not in used_columns:
            used_rows.add(i)
            used_columns.add(j)
            found.append((i, j))
    return found


def _one_to_one(a: Document, b: Document, likeness: Matrix, home: dict[int, int]) -> list[Match]:
    at_home = np.array([home.get(p, -1) for p in a.part])[:, None] == np.array(b.part)[None, :]
    short = np.minimum.outer(_lengths(a), _lengths(b)) <= SHORT
    needed = np.where(at_home, AT_HOME, ANYWHERE) + np.where(short, SHORT_NEEDS, 0)
    place = 1 - np.abs(np.subtract.outer(np.arange(len(a)) / len(a), np.arange(len(b)) / len(b)))
    score = np.where(likeness >= needed, likeness + HOME_BONUS * at_home + PLACE_BONUS * place, 0)
    return [Match([i], [j], float(likeness[i, j])) for i, j in _greedy(score)]


def _join_neighbours(a: Document, b: Document, likeness: Matrix, matches: list[Match]) -> None:
    """Let sentences without a counterpart join the match of a neighbour, where a sentence was split in two or more."""
    free_a = set(range(len(a))) - {i for m in matches for i in m.a}
    free_b = set(range(len(b))) - {j for m in matches for j in m.b}
    for match in sorted(matches, key=lambda m: m.a):
        if match.likeness < 1:
            _grow(match, match.b, b, a.masked[match.a[0]], likeness[match.a[0]], free_b)
            if len(match.b) == 1:
                _grow(match, match.a, a, b.masked[match.b[0]], likeness[:, match.b[0]], free_a)


def _grow(match: Match, run: list[int], side: Document, other: str, likeness: Matrix, free: set[int]) -> None:
    """Add free neighbours of the same section to the run as long as the likeness to the one sentence opposite gains."""
    for step in (1, -1):
        while True:
            new = (run[-1] if step > 0 else run[0]) + step
            if new not in free or side.part[new] != side.part[run[0]]:
                break
            size = len(side.masked[new])
            if likeness[new] * (size + len(other)) / 2 < JOIN_WITHIN * size:
                break
            grown = [*run, new] if step > 0 else [new, *run]
            gained = Indel.normalized_similarity("".join(side.masked[k] for k in grown), other)
            if gained < match.likeness + JOIN_GAIN:
                break
            run[:] = grown
            match.likeness = gained
            free.discard(new)


def _find_moved(a: Document, b: Document, matches: list[Match], home: dict[int, int]) -> None:
    """Mark what stands elsewhere: off the heaviest chain of matches in the order of both, or in a section not its own."""
    matches.sort(key=lambda m: m.a)
    weights = [m.likeness * sum(len(a.plain[i]) + 1 for i in m.a) for m in matches]
    chain = heaviest_chain([m.b[0] for m in matches], weights)
    back = {q: p for p, q in home.items()}
    for at, match in enumerate(matches):
        p, q = a.part[match.a[0]], b.part[match.b[0]]
        strayed = home.get(p, q) != q and back.get(q, p) != p
        match.in_place = at in chain and not strayed


def heaviest_chain(places: Sequence[int], weights: Sequence[float]) -> set[int]:
    """Positions of the increasing subsequence of ``places`` (all different) with the greatest weight.

    >>> sorted(heaviest_chain([0, 3, 1, 2], [1, 1, 1, 1]))
    [0, 2, 3]
    """
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
