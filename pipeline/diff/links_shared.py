"""What the sentences of two sides share, cell by cell: arrays (sentences of a, of b)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_grams import RAREST, rarity
from pipeline.diff.links_sides import Grams, Index, Side

COMMON = 0.1
"""Words that weigh no more name nothing."""
SHORT = 40
"""Added to the lengths of two clauses, so that short ones are not alike for sharing little."""


class Wordings(NamedTuple):
    """What two sentences' clauses share.

    ``best``: the weight of what their best two clauses share; ``honour``: of these that of b tells of an award.
    ``alike``: the most that any two of their clauses share of what they hold. ``cosine``: of the sentences.
    """

    best: np.ndarray
    honour: np.ndarray
    alike: np.ndarray
    cosine: np.ndarray


def wordings(a: Side, b: Side) -> Wordings:
    """Pairs of characters shared, each weighing by how rare it is among the clauses of both."""
    shape = (len(a.numbers), len(b.numbers))
    count = len(a.grams.owner) + len(b.grams.owner)
    rare = rarity(np.arange(a.grams.most + b.grams.most + 1), count) ** 2
    a_weight, b_weight = _weights(a.grams, b.grams, rare), _weights(b.grams, a.grams, rare)
    cell, clause, length, shared = _meetings(a, b, a_weight)
    b_length = np.zeros(len(b.place))
    b_length[b.place >= 0] = _lengths(b.grams, b_weight)
    alike = shared / (length * b_length[clause] + SHORT)
    total = np.bincount(cell, shared, minlength=shape[0] * shape[1]).reshape(shape)
    whole = _whole(a.grams, a_weight, shape[0])[:, None] * _whole(b.grams, b_weight, shape[1])
    best = _greatest(cell, shared, shape)
    honour = np.zeros(shape, dtype=bool)
    told = np.flatnonzero(b.wording.honours[clause])
    honour.flat[cell[told[shared[told] >= best.flat[cell[told]]]]] = True
    return Wordings(best, honour, _greatest(cell, alike, shape), total / np.maximum(whole, 1e-9))


def _weights(mine: Grams, other: Grams, rare: np.ndarray) -> np.ndarray:
    """For each entry the square of its kind's weight; ``rare``: by how often a kind stands in both."""
    return rare[mine.own + other.held[mine.kind]] * mine.general


def _meetings(a: Side, b: Side, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Every two clauses that share something: their cell, the clause of b, the length of that of a, what they share."""
    across = b.wording.across
    left = csr_matrix((a.grams.weight * weight, a.grams.kind, a.grams.starts), (len(a.grams.owner), across.shape[0]))
    found = left @ across
    times = np.diff(found.indptr)
    row, clause, shared = np.repeat(a.grams.owner, times), found.indices, found.data
    length = np.repeat(_lengths(a.grams, weight), times)
    column = b.place[clause]
    if (here := column >= 0).all():
        return row * len(b.numbers) + column, clause, length, shared
    return row[here] * len(b.numbers) + column[here], clause[here], length[here], shared[here]


def _lengths(grams: Grams, weight: np.ndarray) -> np.ndarray:
    """Of clauses."""
    return np.sqrt(np.bincount(grams.clause, grams.weight * grams.weight * weight, len(grams.owner)))


def _whole(grams: Grams, weight: np.ndarray, count: int) -> np.ndarray:
    """Lengths of sentences."""
    return np.sqrt(np.bincount(grams.sentence, grams.heard * weight[grams.at], count))


def _greatest(cell: np.ndarray, value: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    out = np.zeros(shape[0] * shape[1])
    np.maximum.at(out, cell, value)
    return out.reshape(shape)


def names(a: Side, b: Side) -> np.ndarray:
    """The weight of the rarest word that two sentences share.

    Words weigh by how rare they are among these sentences and in official prose: 0 (everywhere) to about 1 (a name).
    """
    out = np.zeros((len(a.numbers), len(b.numbers)))
    items = np.flatnonzero((a.terms.count > 0) & (b.terms.count > 0))
    held = a.terms.count[items] + b.terms.count[items]
    weight = rarity(held, sum(out.shape)) / RAREST * a.wording.known.rare[items]
    order = np.argsort(weight, kind="stable")
    order = order[weight[order] > COMMON]
    cell, times = _cells(a.terms, b.terms, items[order], out.shape[1])
    # rarer words come later, and of values given to one cell numpy keeps the last
    out.flat[cell] = np.repeat(weight[order], times)
    return out


def indicators(a: Side, b: Side) -> np.ndarray:
    """1 where both state a figure of one id."""
    out = np.zeros((len(a.numbers), len(b.numbers)))
    items = np.flatnonzero((a.indicators.count > 0) & (b.indicators.count > 0))
    out.flat[_cells(a.indicators, b.indicators, items, out.shape[1])[0]] = 1
    return out


def _cells(a: Index, b: Index, items: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """The cells where both hold an item, item by item, and how many there are of each."""
    wide, times = b.count[items], a.count[items] * b.count[items]
    at = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    down, right = np.divmod(at, np.repeat(wide, times))
    row = a.rows[np.repeat(a.starts[items], times) + down]
    return row * width + b.rows[np.repeat(b.starts[items], times) + right], times


def topics(a: Side, b: Side) -> np.ndarray:
    """Whether their sections have one topic."""
    same: np.ndarray = (a.topic[:, None] == b.topic) & (a.topic[:, None] >= 0)
    return same


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product of every two rows.

    Summed by einsum: the same to the last bit whatever the number of threads, and these are too few to gain from any.
    """
    return np.einsum("ik,jk->ij", a, b)


def over_others(scores: np.ndarray, axis: int) -> np.ndarray:
    """Each cell less the best of the other cells in its row (axis 1) or column (axis 0); 0 where there is no other."""
    if scores.shape[axis] < 2:
        return np.zeros_like(scores)
    first = scores.max(axis=axis, keepdims=True)
    row, column = np.nonzero(scores == first)
    line = column if axis == 0 else row
    # of the best cells of a line each is held against the next best cell: itself one of them where there are several
    left = scores.copy()
    left[row, column] = -np.inf
    second = np.where(np.bincount(line, minlength=first.size) > 1, first.ravel(), left.max(axis=axis))
    np.subtract(scores, first, out=left)
    left[row, column] = (first.ravel() - second)[line]
    return left
