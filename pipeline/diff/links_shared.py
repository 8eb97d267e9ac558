"""What the sentences of two sides share, cell by cell: arrays (sentences of a, of b)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pipeline.diff.links_concepts import Common, common
from pipeline.diff.links_grams import RAREST, rarity
from pipeline.diff.links_sides import Index, Side, side_of
from pipeline.diff.links_wording import Wording
from pipeline.diff.links_words import spans

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


@dataclass(frozen=True)
class Pairing:
    """Sentences of two reports: what is compared is what is weighed."""

    a: Side
    b: Side

    @cached_property
    def wordings(self) -> Wordings:
        """What their clauses share."""
        return wordings(self.a, self.b)

    @cached_property
    def sense(self) -> np.ndarray:
        """Cosine of what each two are about."""
        return cosines(self.a.sense, self.b.sense)

    @cached_property
    def concepts(self) -> Common:
        """The concepts of the genre that each two share."""
        return common(self)


def pairing_of(a: Wording, b: Wording, a_roles: Collection[str], b_roles: Collection[str]) -> Pairing:
    """The sentences of these roles; those without words are left out."""
    return Pairing(side_of(a, a.numbers(a_roles)), side_of(b, b.numbers(b_roles)))


def wordings(a: Side, b: Side) -> Wordings:
    """Pairs of characters shared, each weighing by how rare it is among the clauses of both."""
    shape = (len(a.numbers), len(b.numbers))
    rare = rarity(np.arange(a.most + b.most + 1), len(a.clauses) + len(b.clauses)) ** 2
    weight = rare[a.held + b.held] * a.wording.known.general
    cell, honoured, lengths, shared = _meetings(a, b, weight)
    total = np.bincount(cell, shared, minlength=shape[0] * shape[1]).reshape(shape)
    whole = [side.wording.kinds.sentences.lengths(weight)[side.numbers] for side in (a, b)]
    best, alike = _greatest(cell, shared, shape), _greatest(cell, shared / (lengths + SHORT), shape)
    honour = np.zeros(shape, dtype=bool)
    honour.flat[cell[honoured[shared[honoured] >= best.flat[cell[honoured]]]]] = True
    return Wordings(best, honour, alike, total / np.maximum(whole[0][:, None] * whole[1], 1e-9))


def _meetings(a: Side, b: Side, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of every two clauses that share something their cell, the product of their lengths and what they share.

    Also, second, the places of those whose clause of b tells of an honour. ``weight``: of each kind, squared.
    """
    found = a.weighed(weight) @ b.wording.kinds.across
    a_length, b_length = (side.wording.kinds.clauses.lengths(weight) for side in (a, b))
    times, told, shared = np.diff(found.indptr), found.indices, found.data
    row, length = np.repeat(a.owner[a.clauses], times), np.repeat(a_length[a.clauses], times)
    if len(b.clauses) < len(b.owner):
        here = np.flatnonzero(b.owner[told] >= 0)
        row, length, told, shared = row[here], length[here], told[here], shared[here]
    cell = row * np.int32(len(b.numbers)) + b.owner[told]
    return cell, np.flatnonzero(b.wording.honours[told]), length * b_length[told], shared


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
    down, wide = a.count[items], b.count[items]
    rows, each = a.rows[spans(a.starts[items], down)], np.repeat(wide, down)
    columns = b.rows[spans(np.repeat(b.starts[items], down), each)]
    return np.repeat(rows * width, each) + columns, down * wide


def topics(a: Side, b: Side) -> np.ndarray:
    """Whether their sections have one topic."""
    same: np.ndarray = (a.topic[:, None] == b.topic) & (a.topic[:, None] >= 0)
    return same


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product of every two rows, each in steps of STEP and about one long at most.

    Such numbers and their sums take no more than the 53 bits of a float: the product is exact, in whatever order and by
    however many threads it is summed.
    """
    product: np.ndarray = a @ b.T
    return product


def over_others(scores: np.ndarray, axis: int) -> np.ndarray:
    """Each cell less the best of the other cells in its row (axis 1) or column (axis 0); 0 where there is no other."""
    if scores.shape[axis] < 2:
        return np.zeros_like(scores)
    best = scores.argmax(axis=axis)
    lines = np.arange(len(best))
    cells = (lines, best) if axis else (best, lines)
    first, others = scores[cells], scores.copy()
    others[cells] = -np.inf
    second = others.max(axis=axis)
    np.subtract(scores, np.expand_dims(first, axis), out=others)
    others[cells] = first - second
    return others
