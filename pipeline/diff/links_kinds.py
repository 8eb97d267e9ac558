"""The pairs of characters of a report by kind, over the kinds of pairs that any report of its place holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_grams import CODES, Clauses


@dataclass(frozen=True)
class More:
    """How much more the squares of holders' sums are, where a holder has several entries of a kind.

    Entry k says by how much (``more``) that of ``holder`` and ``kind`` is more than the sum of its entries' squares.
    """

    holder: np.ndarray
    kind: np.ndarray
    more: np.ndarray

    def of(self, weight: np.ndarray, holders: int) -> np.ndarray:
        """Of each holder over all kinds; ``weight``: of each kind, squared."""
        return np.bincount(self.holder, self.more * weight.take(self.kind), holders)


class Lengths(NamedTuple):
    """Of each clause and of each sentence of a report."""

    clauses: np.ndarray
    sentences: np.ndarray


@dataclass(frozen=True)
class Kinds:
    """Of each pair in reading order its kind and weight; ``starts``: where those of each clause start, the last ones end.

    ``across``: kinds by clauses, with weights (their sum is meant where a clause has several entries for a kind).
    ``squares``: clauses by kinds, with squared weights. ``owner``: the sentence of each clause.
    """

    kind: np.ndarray
    weight: np.ndarray
    starts: np.ndarray
    across: csr_matrix
    squares: csr_matrix
    owner: np.ndarray
    in_clauses: More
    in_sentences: More
    sentences: int

    def lengths(self, weight: np.ndarray) -> Lengths:
        """``weight``: of each kind, squared."""
        squares = self.squares @ weight
        clauses = squares + self.in_clauses.of(weight, len(squares))
        sentences = np.bincount(self.owner, squares, self.sentences) + self.in_sentences.of(weight, self.sentences)
        return Lengths(np.sqrt(clauses), np.sqrt(sentences))


def kinds_of(reports: Sequence[Clauses], sentences: Sequence[int]) -> tuple[np.ndarray, list[Kinds]]:
    """The codes that any of the reports holds, ascending (their places are the kinds), and each report's pairs.

    ``sentences``: how many each report has.
    """
    seen = np.zeros(CODES, dtype=bool)
    for told in reports:
        seen[told.code] = True
    codes = np.flatnonzero(seen)
    place = np.zeros(CODES, dtype=np.int32)
    place[codes] = np.arange(len(codes), dtype=np.int32)
    rows = zip(reports, sentences, strict=True)
    return codes, [_kinds(told, place.take(told.code), len(codes), count) for told, count in rows]


def _kinds(told: Clauses, kind: np.ndarray, kinds: int, sentences: int) -> Kinds:
    starts = _starts(told.clause, len(told.owner))
    shape = (len(told.owner), kinds)
    across = csr_matrix((told.weight, kind, starts), shape=shape).tocsc().T
    first = np.zeros(len(kind) + 1, dtype=bool)
    first[across.indptr] = True
    sums = np.concatenate([[0.0], np.cumsum(across.data)])
    in_clauses, in_sentences = (
        _more(across, first, sums, holder) for holder in (across.indices, told.owner.take(across.indices))
    )
    squares = csr_matrix((told.weight * told.weight, kind, starts), shape=shape)
    return Kinds(kind, told.weight, starts, across, squares, told.owner, in_clauses, in_sentences, sentences)


def _starts(holder: np.ndarray, count: int) -> np.ndarray:
    starts = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(holder, minlength=count), out=starts[1:])
    return starts


def _more(across: csr_matrix, first: np.ndarray, sums: np.ndarray, holder: np.ndarray) -> More:
    """Entries of one kind and one holder stand side by side; ``first``: of their kind."""
    again = np.flatnonzero((holder[1:] == holder[:-1]) & ~first[1:-1]) + 1
    # (x + y)² is x² + y² and, for each entry, twice itself times those before it
    run = np.flatnonzero(np.diff(again, prepend=-2) > 1)
    before = sums[again] - sums[np.repeat(again[run] - 1, np.diff(run, append=len(again)))]
    kind = np.searchsorted(across.indptr, again, "right") - 1
    return More(holder[again], kind, 2 * across.data[again] * before)
