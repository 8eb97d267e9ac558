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
    ``squares``: clauses by kinds, with squared weights. ``owner``: the sentence of each clause, ascending.
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
    shape = (len(told.owner), kinds)
    starts = np.zeros(shape[0] + 1, dtype=np.int32)
    np.cumsum(np.bincount(told.clause, minlength=shape[0]), out=starts[1:])
    across = csr_matrix((told.weight, kind, starts), shape=shape).tocsc().T
    squares = csr_matrix((told.weight * told.weight, kind, starts), shape=shape)
    in_clauses, in_sentences = (_more(across, holder) for holder in (across.indices, told.owner.take(across.indices)))
    return Kinds(kind, told.weight, starts, across, squares, told.owner, in_clauses, in_sentences, sentences)


def _more(across: csr_matrix, holder: np.ndarray) -> More:
    """Of entries by kind, where those of one holder stand side by side."""
    again = np.flatnonzero(holder[1:] == holder[:-1]) + 1
    kind = np.searchsorted(across.indptr, again, "right") - 1
    inside = across.indptr.take(kind) < again  # the first of a kind is none again
    again, kind = again[inside], kind[inside]
    # (x + y)² is x² + y² and, for each entry, twice itself times those before it
    run = np.flatnonzero(np.diff(again, prepend=-2) > 1)
    last = across.data[again - 1]
    summed = np.cumsum(last)
    before = summed - np.repeat(summed[run] - last[run], np.diff(run, append=len(again)))
    return More(holder[again], kind, 2 * across.data[again] * before)
