"""Some sentences of one report made ready once for every comparison that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from pipeline.diff.links_native import SIDE_TYPES, Arrays
from pipeline.diff.links_wording import Wording
from pipeline.diff.links_words import Held, long

NEAR = 2
"""Sentences before and behind that tell what is spoken of around a sentence."""


class Index(NamedTuple):
    """Which rows hold each item: item n is held by ``rows[starts[n] : starts[n] + many[n]]``."""

    many: np.ndarray
    starts: np.ndarray
    rows: np.ndarray


@dataclass(frozen=True)
class Side:
    """Some sentences of a report (``numbers``, ascending), to be held against those of another.

    ``owner``: for each clause of the report the place of its sentence among these, or -1; ``clauses``: those that have
    one, ``spans``: from which to which they follow one another. ``held``: how often each kind of pair of characters
    stands in them; ``most``: how often the commonest does. ``terms``, ``indicators``: which sentences hold each;
    ``topic``: of each. ``wishes``: which strive for an award.
    """

    wording: Wording
    numbers: np.ndarray
    owner: np.ndarray
    clauses: np.ndarray
    spans: list[tuple[int, int]]
    held: np.ndarray
    most: int
    terms: Index
    indicators: Index
    topic: np.ndarray
    wishes: np.ndarray

    @cached_property
    def sense(self) -> np.ndarray:
        """What each is about, as rows about one long."""
        return self.wording.sense[self.numbers]

    @cached_property
    def around(self) -> np.ndarray:
        """What its neighbours are about, as rows about one long."""
        return long(around(self.wording.meaning[self.numbers]))

    @cached_property
    def arrays(self) -> Arrays:
        """What the kernel reads of it: see ``links_kernel.Side``."""
        kinds, honours = self.wording.kinds, self.wording.honours
        pairs = (kinds.starts, kinds.kind, kinds.apart, kinds.first, kinds.clause, kinds.packed)
        return Arrays((*pairs, self.owner, self.held, honours, *self.terms, *self.indicators), SIDE_TYPES)


@lru_cache(maxsize=16)
def chosen(wording: Wording, roles: tuple[str, ...]) -> Side:
    """The sentences of these roles; those without words are left out.

    Kept for a while: a report is held against the year before and the year after.
    """
    return side_of(wording, wording.numbers(roles))


def side_of(wording: Wording, numbers: Sequence[int]) -> Side:
    """The numbered sentences (ascending)."""
    mine, kinds = np.array(numbers, dtype=np.int64), wording.kinds
    place = np.full(len(wording.topic), -1)
    place[mine] = np.arange(len(mine))
    owner = place.take(kinds.owner)
    spans = _spans(owner >= 0)
    held = np.bincount(_of(spans, kinds.starts, kinds.kind), minlength=len(wording.known.general)).astype(np.int32)
    return Side(
        wording, mine, owner, np.flatnonzero(owner >= 0), spans, held, int(held.max(initial=0)),
        _index(wording.terms, place, len(wording.known.rare)),
        _index(wording.indicators, place, wording.known.indicators),
        wording.topic[mine], wording.wishes[mine],
    )  # fmt: skip


def _spans(chosen: np.ndarray) -> list[tuple[int, int]]:
    """(first, end) of those chosen that follow one another; most do.

    >>> _spans(np.array([False, True, True, False, True]))
    [(1, 3), (4, 5)]
    """
    turns = np.flatnonzero(np.diff(chosen, prepend=False, append=False)).tolist()
    return list(zip(turns[::2], turns[1::2], strict=True))


def _of(spans: Sequence[tuple[int, int]], starts: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The values of some clauses; ``starts``: where those of each start."""
    parts = [values[starts[first] : starts[end]] for first, end in spans]
    return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)


def _index(held: Held, place: np.ndarray, items: int) -> Index:
    row = place.take(held.row)
    here = row >= 0
    many = np.bincount(held.item[here], minlength=items)
    return Index(many, np.cumsum(many) - many, row[here])


def around(meaning: np.ndarray) -> np.ndarray:
    """For each row the sum of the rows up to NEAR before and behind, itself left out."""
    running = np.vstack([np.zeros(meaning.shape[1]), np.cumsum(meaning, axis=0)])
    at = np.arange(len(meaning))
    return running[np.minimum(at + NEAR + 1, len(meaning))] - running[np.maximum(at - NEAR, 0)] - meaning
