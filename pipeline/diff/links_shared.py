"""What the sentences of two sides share, cell by cell: arrays (sentences of a, of b)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pipeline.diff.links_concepts import Common, common
from pipeline.diff.links_grams import RAREST, rarity
from pipeline.diff.links_native import PAIR_TYPES, Arrays, share
from pipeline.diff.links_sides import Side, chosen
from pipeline.diff.links_wording import Wording


class Shared(NamedTuple):
    """What each two sentences have in common.

    ``best``: the weight of what their best two clauses share. ``alike``: the most that any two of their clauses share of
    what they hold. ``cosine``: of all that they hold. ``name``: the weight of the rarest word that both hold; words weigh
    by how rare they are among these sentences and in official prose: 0 (everywhere) to about 1 (a name). ``indicator``:
    1 where both state a figure of one id. ``honour``: whether of the best two clauses that of b tells of an award.
    """

    best: np.ndarray
    alike: np.ndarray
    cosine: np.ndarray
    name: np.ndarray
    indicator: np.ndarray
    honour: np.ndarray


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
    def shared(self) -> Shared:
        """What each two have in common."""
        return _shared(self.a, self.b)

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


def _shared(a: Side, b: Side) -> Shared:
    """Kinds of pairs of characters weigh by how rare they are among the clauses of both, words among the sentences."""
    known, rows, columns = a.wording.known, len(a.numbers), len(b.numbers)
    clauses, others = len(a.owner), len(b.owner)
    sizes = np.array([rows, columns, clauses, others, len(known.general), len(known.rare), known.indicators])
    kinds = rarity(np.arange(a.most + b.most + 1), a.clauses + b.clauses) ** 2
    terms = rarity(np.arange(rows + columns + 1), rows + columns) / RAREST
    room = np.empty(len(known.general) + rows + columns + clauses + 2 * others)
    planes, honour = np.empty((len(Shared._fields) - 1, rows, columns)), np.empty((rows, columns), dtype=bool)
    met = np.empty(others + 1, dtype=np.uint32)
    arrays = (sizes, kinds, known.general, terms, known.rare, room, met, planes, honour)
    share()(Arrays(arrays, PAIR_TYPES), a.arrays, b.arrays)
    return Shared._make((*planes, honour))


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
