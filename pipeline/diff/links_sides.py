"""Some sentences of one report made ready once for every comparison that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_wording import Wording
from pipeline.diff.links_words import Held, long

NEAR = 2
"""Sentences before and behind that tell what is spoken of around a sentence."""


@dataclass(frozen=True)
class Index:
    """Which rows hold each item: item n is held by ``rows[starts[n] : starts[n] + count[n]]``."""

    count: np.ndarray
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

    @property
    def sense(self) -> np.ndarray:
        """What each is about, as rows about one long."""
        return self.wording.sense[self.numbers]

    @cached_property
    def around(self) -> np.ndarray:
        """What its neighbours are about, as rows about one long."""
        return long(around(self.wording.meaning[self.numbers]))

    def weighed(self, weight: np.ndarray) -> csr_matrix:
        """Clauses by kinds: weights of the pairs, each times ``weight`` of its kind."""
        kinds = self.wording.kinds
        entries = [(kinds.starts[first], kinds.starts[end]) for first, end in self.spans]
        kind = _joined([kinds.kind[first:end] for first, end in entries])
        values = _joined([kinds.weight[first:end] for first, end in entries]) * weight.take(kind)
        starts = np.zeros(len(self.clauses) + 1, dtype=np.int32)
        np.cumsum(np.diff(kinds.starts)[self.clauses], out=starts[1:])
        return csr_matrix((values, kind, starts), shape=(len(self.clauses), len(weight)))


def side_of(wording: Wording, numbers: Sequence[int]) -> Side:
    """The numbered sentences (ascending)."""
    key = tuple(numbers)
    if key not in wording.sides:
        wording.sides[key] = _made(wording, np.array(numbers, dtype=np.int64))
    return wording.sides[key]


def _made(wording: Wording, numbers: np.ndarray) -> Side:
    place = np.full(len(wording.topic), -1)
    place[numbers] = np.arange(len(numbers))
    owner, kinds = place.take(wording.clauses.owner), wording.kinds
    spans = _spans(owner >= 0)
    chosen = _joined([kinds.kind[kinds.starts[first] : kinds.starts[end]] for first, end in spans])
    held = np.bincount(chosen, minlength=len(wording.known.general)).astype(np.int32)
    return Side(
        wording,
        numbers,
        owner,
        np.flatnonzero(owner >= 0),
        spans,
        held,
        int(held.max(initial=0)),
        _index(wording.terms, place, len(wording.known.rare)),
        _index(wording.indicators, place, wording.known.indicators),
        wording.topic[numbers],
        wording.wishes[numbers],
    )


def _spans(chosen: np.ndarray) -> list[tuple[int, int]]:
    """(first, end) of those chosen that follow one another; most do.

    >>> _spans(np.array([False, True, True, False, True]))
    [(1, 3), (4, 5)]
    """
    turns = np.flatnonzero(np.diff(chosen, prepend=False, append=False)).tolist()
    return list(zip(turns[::2], turns[1::2], strict=True))


def _joined(parts: Sequence[np.ndarray]) -> np.ndarray:
    return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)


def _index(held: Held, place: np.ndarray, items: int) -> Index:
    row = place.take(held.row)
    here = row >= 0
    count = np.bincount(held.item[here], minlength=items)
    return Index(count, np.cumsum(count) - count, row[here])


def around(meaning: np.ndarray) -> np.ndarray:
    """For each row the sum of the rows up to NEAR before and behind, itself left out."""
    running = np.vstack([np.zeros(meaning.shape[1]), np.cumsum(meaning, axis=0)])
    at = np.arange(len(meaning))
    return running[np.minimum(at + NEAR + 1, len(meaning))] - running[np.maximum(at - NEAR, 0)] - meaning
