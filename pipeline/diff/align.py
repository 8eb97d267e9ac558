"""Which sentence of one report answers to which of another: matches, one-to-one or one-to-many, and what stays over.

Sections are matched first (by heading, topic and content, wherever they stand), then sentences; a match inside matched
sections needs less likeness than one across. What was only moved, renamed, split or joined so finds its counterpart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from pipeline.diff import kernels
from pipeline.diff.document import Document
from pipeline.diff.likeness import Alike, alike_sentences, greedy, match_sections
from pipeline.diff.ragged import Numbers, bounds

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


@dataclass(frozen=True)
class Matches:
    """Sentences of one report that answer to sentences of another, by first sentence of ``a``.

    Both sides of a match are runs (first, stop), one of the two of length 1. ``in_place``: it did not move.
    """

    a: Numbers
    b: Numbers
    likeness: NDArray[np.float64]
    in_place: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.likeness)


def align(a: Document, b: Document) -> Matches:
    """All matches of two reports; the sentences in none have no counterpart.

    The outcome does not depend on which report is named first: the pair is brought into a fixed order before.
    """
    if _order_key(b) < _order_key(a):
        turned = align(b, a)
        order = np.argsort(turned.b[:, 0])
        return Matches(turned.b[order], turned.a[order], turned.likeness[order], turned.in_place[order])
    if not len(a) or not len(b):
        none = np.zeros((0, 2), dtype=np.int64)
        return Matches(none, none, np.zeros(0), np.zeros(0, dtype=bool))
    alike = alike_sentences(a, b, AT_HOME)
    home = match_sections(a, b, alike)
    mine, theirs, likeness = _one_to_one(a, b, alike, home)
    _join_neighbours(a, b, mine, theirs, likeness, alike.common)
    return Matches(mine, theirs, likeness, _in_place(a, b, mine, theirs, likeness, home))


def _order_key(document: Document) -> tuple[int, list[str], str]:
    return len(document), document.plain, document.report_id


def _one_to_one(a: Document, b: Document, alike: Alike, home: Numbers) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """Matches of single sentences: the runs of both sides, and how alike they are."""
    at_home = home[a.part[alike.a]] == b.part[alike.b]
    size = a.batch.letters.size
    short = np.minimum(size[a.sentences][alike.a], size[b.sentences][alike.b]) <= SHORT
    needed = np.where(at_home, AT_HOME, ANYWHERE) + np.where(short, SHORT_NEEDS, 0)
    place = 1 - np.abs(alike.a / len(a) - alike.b / len(b))
    score = alike.likeness + HOME_BONUS * at_home + PLACE_BONUS * place
    enough = np.flatnonzero(alike.likeness >= needed)
    chosen = enough[greedy(alike.a[enough], alike.b[enough], score[enough])]
    chosen.sort()  # by a: so the pairs stand
    mine, theirs = (np.column_stack([side[chosen], side[chosen] + 1]) for side in (alike.a, alike.b))
    return mine, theirs, alike.likeness[chosen].astype(np.float64)


def _join_neighbours(
    a: Document, b: Document, mine: Numbers, theirs: Numbers, likeness: NDArray[np.float64], common: NDArray[np.int32]
) -> None:
    """Let sentences without a counterpart join the match of a neighbour, where a sentence was split in two or more."""
    free_a, free_b = _all_but(mine[:, 0], len(a)), _all_but(theirs[:, 0], len(b))
    may = _may_grow(b, free_b, theirs[:, 0], mine[:, 0], common) | _may_grow(
        a, free_a, mine[:, 0], theirs[:, 0], common.T
    )
    for k in np.flatnonzero(may & (likeness < 1)).tolist():
        i, j = int(mine[k, 0]), int(theirs[k, 0])
        run, alike = _grown(range(j, j + 1), b, a.masked[i], float(likeness[k]), free_b)
        theirs[k], likeness[k] = (run.start, run.stop), alike
        if len(run) == 1:
            run, alike = _grown(range(i, i + 1), a, b.masked[j], alike, free_a)
            mine[k], likeness[k] = (run.start, run.stop), alike


def _all_but(taken: Numbers, size: int) -> NDArray[np.bool_]:
    free = np.ones(size, dtype=bool)
    free[taken] = False
    return free


def _may_grow(
    side: Document, free: NDArray[np.bool_], at: Numbers, opposite: Numbers, common: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Which sentences of a side have a free neighbour that can stand in the sentence opposite: it has characters enough.

    ``common``: how many characters each sentence opposite has in common with each of this side.
    """
    needed = JOIN_WITHIN * side.batch.letters.size[side.sentences] - 1e-3
    found = np.zeros(len(at), dtype=bool)
    for step in (1, -1):
        new = np.clip(at + step, 0, len(side) - 1)
        found |= free[new] & (side.part[new] == side.part[at]) & (common[opposite, new] >= needed[new])
    return found


def _grown(run: range, side: Document, other: str, likeness: float, free: NDArray[np.bool_]) -> tuple[range, float]:
    """The run with free neighbours of the same section, as long as the likeness to the one sentence opposite gains."""
    for step in (1, -1):
        while True:
            new = run.stop if step > 0 else run.start - 1
            if not 0 <= new < len(side) or not free[new] or side.part[new] != side.part[run.start]:
                break
            wider = range(min(run.start, new), max(run.stop, new + 1))
            gained = Indel.normalized_similarity("".join(side.masked[wider.start : wider.stop]), other)
            if not _stands_in(side.masked[new], other) or gained < likeness + JOIN_GAIN:
                break
            run, likeness = wider, gained
            free[new] = False
    return run, likeness


def _stands_in(sentence: str, other: str) -> bool:
    """Whether most of a sentence's characters stand in another, in this order."""
    alike = np.float32(Indel.normalized_similarity(sentence, other, score_cutoff=JOIN_LEAST))
    return bool(alike * (len(sentence) + len(other)) / 2 >= JOIN_WITHIN * len(sentence))


def _in_place(
    a: Document, b: Document, mine: Numbers, theirs: Numbers, likeness: NDArray[np.float64], home: Numbers
) -> NDArray[np.bool_]:
    """What does not stand elsewhere: off the heaviest chain of matches in the order of both, or in a section not its own."""
    room = bounds([len(wording) + 1 for wording in a.plain])
    found = np.zeros(len(mine), dtype=bool)
    found[heaviest_chain(theirs[:, 0], likeness * (room[mine[:, 1]] - room[mine[:, 0]]))] = True
    back = np.full(len(b.parts.first), -1)
    back[home[home >= 0]] = np.flatnonzero(home >= 0)
    p, q = a.part[mine[:, 0]], b.part[theirs[:, 0]]
    strayed = (home[p] >= 0) & (home[p] != q) & (back[q] >= 0) & (back[q] != p)
    return found & ~strayed


def heaviest_chain(places: Numbers, weights: NDArray[np.float64]) -> list[int]:
    """Positions of the increasing subsequence of ``places`` (all different) with the greatest weight.

    >>> heaviest_chain(np.array([0, 3, 1, 2]), np.ones(4))
    [0, 2, 3]
    """
    many = len(places)
    if not many:
        return []
    room, chain = np.empty((3, many), dtype=np.int64), np.empty(many, dtype=np.int64)
    sizes, best = np.array([many]), np.empty(many)
    found = kernels.kernel("heaviest")(sizes, np.ascontiguousarray(places), weights, *room, best, chain)
    return list(chain[:found].tolist())
