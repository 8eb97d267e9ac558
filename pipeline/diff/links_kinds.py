"""The pairs of characters of a report by kind, over the kinds of pairs that any report of its place holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_grams import CODES, Clauses


@dataclass(frozen=True)
class Squares:
    """Holders (clauses or sentences) by kinds: the squares of the weights of their entries.

    Entry k of ``holder``, ``kind`` and ``more`` says how much more the square of a sum is, where a holder has several
    entries of a kind.
    """

    matrix: csr_matrix
    holder: np.ndarray
    kind: np.ndarray
    more: np.ndarray

    def lengths(self, weight: np.ndarray) -> np.ndarray:
        """Of each holder; ``weight``: of each kind, squared."""
        more = np.bincount(self.holder, self.more * weight[self.kind], self.matrix.shape[0])
        return np.sqrt(self.matrix @ weight + more)


@dataclass(frozen=True)
class Kinds:
    """Of each pair in reading order its kind and weight; ``starts``: where those of each clause start, the last ones end.

    ``across``: kinds by clauses, with weights (their sum is meant where a clause has several entries for a kind).
    """

    kind: np.ndarray
    weight: np.ndarray
    starts: np.ndarray
    across: csr_matrix
    clauses: Squares
    sentences: Squares


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
    by_sentence = starts[_starts(told.owner, sentences)]
    across = csr_matrix((told.weight, kind, starts), shape=(len(told.owner), kinds)).tocsc().T
    first = np.zeros(len(kind) + 1, dtype=bool)
    first[across.indptr] = True
    sums = np.concatenate([[0.0], np.cumsum(across.data)])
    squares = told.weight * told.weight
    return Kinds(
        kind, told.weight, starts, across,
        *(Squares(csr_matrix((squares, kind, rows), shape=(len(rows) - 1, kinds)), *_more(across, first, sums, holder))
          for rows, holder in ((starts, across.indices), (by_sentence, told.owner.take(across.indices)))),
    )  # fmt: skip


def _starts(holder: np.ndarray, count: int) -> np.ndarray:
    starts = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(holder, minlength=count), out=starts[1:])
    return starts


def _more(
    across: csr_matrix, first: np.ndarray, sums: np.ndarray, holder: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of :class:`Squares`. Entries of one kind and one holder stand side by side; ``first``: of their kind."""
    again = np.flatnonzero((holder[1:] == holder[:-1]) & ~first[1:-1]) + 1
    # (x + y)² is x² + y² and, for each entry, twice itself times those before it
    run = np.flatnonzero(np.diff(again, prepend=-2) > 1)
    before = sums[again] - sums[np.repeat(again[run] - 1, np.diff(run, append=len(again)))]
    kind = np.searchsorted(across.indptr, again, "right") - 1
    return holder[again], kind, 2 * across.data[again] * before
