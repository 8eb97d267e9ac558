"""What the sentences of two sides share, cell by cell: arrays (sentences of a, of b)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pipeline.diff.links_concepts import Common, common
from pipeline.diff.links_grams import RAREST, rarity
from pipeline.diff.links_kinds import Lengths
from pipeline.diff.links_sides import Index, Side, chosen
from pipeline.diff.links_wording import Wording
from pipeline.diff.links_words import spans

COMMON = 0.1
"""Words that weigh no more name nothing."""
SHORT = 40
"""Added to the lengths of two clauses, so that short ones are not alike for sharing little."""


class Meetings(NamedTuple):
    """Every two clauses that share something: the cell of their sentences, and the weight of what they share.

    ``lengths``: the product of theirs. ``honoured``: the places of those whose clause of b tells of an honour.
    """

    cell: np.ndarray
    shared: np.ndarray
    lengths: np.ndarray
    honoured: np.ndarray


@dataclass(frozen=True)
class Pairing:
    """Sentences of two reports: what is compared is what is weighed. Its arrays are of cells (sentences of a, of b)."""

    a: Side
    b: Side

    @property
    def shape(self) -> tuple[int, int]:
        """How many sentences each has."""
        return len(self.a.numbers), len(self.b.numbers)

    @cached_property
    def weight(self) -> np.ndarray:
        """Of each kind of pair of characters, by how rare it is among the clauses of both: squared."""
        a, b = self.a, self.b
        rare = rarity(np.arange(a.most + b.most + 1), len(a.clauses) + len(b.clauses)) ** 2
        return np.asarray(rare.take(a.held + b.held) * a.wording.known.general)

    @cached_property
    def lengths(self) -> tuple[Lengths, Lengths]:
        """Of the clauses and of the sentences of both reports."""
        a, b = (side.wording.kinds.lengths(self.weight) for side in (self.a, self.b))
        return a, b

    @cached_property
    def meetings(self) -> Meetings:
        """What clauses share."""
        a, b = self.lengths
        return _meetings(self.a, self.b, self.weight, a.clauses, b.clauses)

    @cached_property
    def best(self) -> np.ndarray:
        """The weight of what the best two clauses of two sentences share."""
        return _greatest(self.meetings.cell, self.meetings.shared, self.shape)

    @cached_property
    def alike(self) -> np.ndarray:
        """The most that any two of their clauses share of what they hold."""
        met = self.meetings
        return _greatest(met.cell, met.shared / (met.lengths + SHORT), self.shape)

    @cached_property
    def cosine(self) -> np.ndarray:
        """Of the sentences."""
        a, b = (told.sentences[side.numbers] for told, side in zip(self.lengths, (self.a, self.b), strict=True))
        total = np.bincount(self.meetings.cell, self.meetings.shared, minlength=len(a) * len(b))
        return np.asarray(total.reshape(self.shape) / np.maximum(a[:, None] * b, 1e-9))

    @property
    def honour(self) -> np.ndarray:
        """Whether of the best two clauses that of b tells of an award."""
        out, met, honoured = np.zeros(self.shape, dtype=bool), self.meetings, self.meetings.honoured
        cell, shared = met.cell[honoured], met.shared[honoured]
        out.reshape(-1)[cell[shared >= self.best.reshape(-1)[cell]]] = True
        return out

    @cached_property
    def sense(self) -> np.ndarray:
        """Cosine of what they are about."""
        return cosines(self.a.sense, self.b.sense)

    @cached_property
    def concepts(self) -> Common:
        """The concepts of the genre that each two share."""
        return common(self)


def pairing_of(a: Wording, b: Wording, a_roles: Collection[str], b_roles: Collection[str]) -> Pairing:
    """The sentences of these roles; those without words are left out."""
    return Pairing(chosen(a, tuple(a_roles)), chosen(b, tuple(b_roles)))


def _meetings(a: Side, b: Side, weight: np.ndarray, a_length: np.ndarray, b_length: np.ndarray) -> Meetings:
    found = a.weighed(weight) @ b.wording.kinds.across
    # hot: numpy finds values several times as fast by its own kind of integer, and by take
    times, told, shared = np.diff(found.indptr), found.indices.astype(np.intp), found.data
    row, length = np.repeat(a.owner[a.clauses], times), np.repeat(a_length[a.clauses], times)
    mine = b.owner >= 0
    if len(b.clauses) < len(b.owner):
        shared = shared * mine.take(told)  # nothing is shared with the others, wherever that is counted
    cell = row * len(b.numbers) + np.maximum(b.owner, 0).take(told)
    honoured = np.flatnonzero((b.wording.honours & mine).take(told))
    return Meetings(cell, shared, length * b_length.take(told), honoured)


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
    out.reshape(-1)[cell] = np.repeat(weight[order], times)
    return out


def indicators(a: Side, b: Side) -> np.ndarray:
    """1 where both state a figure of one id."""
    out = np.zeros((len(a.numbers), len(b.numbers)))
    items = np.flatnonzero((a.indicators.count > 0) & (b.indicators.count > 0))
    out.reshape(-1)[_cells(a.indicators, b.indicators, items, out.shape[1])[0]] = 1
    return out


def _cells(a: Index, b: Index, items: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """The cells where both hold an item, item by item, and how many there are of each."""
    down, wide = a.count[items], b.count[items]
    rows, each = a.rows.take(spans(a.starts[items], down)), np.repeat(wide, down)
    columns = b.rows.take(spans(np.repeat(b.starts[items], down), each))
    return np.repeat(rows * width, each) + columns, down * wide


def topics(a: Side, b: Side) -> np.ndarray:
    """Whether their sections have one topic."""
    same: np.ndarray = np.where(a.topic < 0, -2, a.topic)[:, None] == b.topic
    return same


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product of every two rows, each in steps of STEP and about one long at most.

    Such numbers and their sums take no more than the 53 bits of a float: the product is exact, in whatever order and by
    however many threads it is summed.
    """
    product: np.ndarray = a @ b.T
    return product


def ahead(scores: np.ndarray, axis: int) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray, np.ndarray]:
    """Of each row (axis 1) or column (axis 0) the cell of its best score, that score, and the best of the others."""
    lines = (scores if axis else scores.T).copy()
    here, best = np.arange(len(lines)), lines.argmax(axis=1)
    first = lines[here, best]
    lines[here, best] = -np.inf
    return (here, best) if axis else (best, here), first, lines.max(axis=1)


def over_others(scores: np.ndarray, axis: int) -> np.ndarray:
    """Each cell less the best of the other cells in its row (axis 1) or column (axis 0); 0 where there is no other."""
    if scores.shape[axis] < 2:
        return np.zeros_like(scores)
    cells, first, second = ahead(scores, axis)
    over: np.ndarray = scores - np.expand_dims(first, axis)
    over[cells] = first - second
    return over
