"""The pairs of characters of a report as matrices, over the kinds of pairs that any report of its place holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_grams import CODES, Clauses


@dataclass(frozen=True)
class Kinds:
    """Of each pair in reading order its kind; ``starts``: where the pairs of each clause start, and the last ones end.

    ``across``: kinds by clauses, with weights (their sum is meant where a clause has several entries for a kind).
    ``clauses``, ``sentences``: clauses and sentences by kinds, with the squares of weights: by the squares of the kinds'
    weights they give the squares of lengths.
    """

    kind: np.ndarray
    weight: np.ndarray
    starts: np.ndarray
    across: csr_matrix
    clauses: csr_matrix
    sentences: csr_matrix


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
    return codes, [
        _kinds(told, place[told.code], len(codes), count) for told, count in zip(reports, sentences, strict=True)
    ]


def _kinds(told: Clauses, kind: np.ndarray, kinds: int, sentences: int) -> Kinds:
    count = len(told.owner)
    starts = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(told.clause, minlength=count), out=starts[1:])
    across = csr_matrix((told.weight, kind, starts), shape=(count, kinds)).tocsc().T
    owner = told.owner[across.indices]
    return Kinds(
        kind,
        told.weight,
        starts,
        across,
        _squares(across.indptr, across.indices, across.data, count),
        _squares(across.indptr, owner, across.data, sentences),
    )


def _squares(starts: np.ndarray, holder: np.ndarray, weight: np.ndarray, holders: int) -> csr_matrix:
    """Holders by kinds: the squares of weights, those of a kind and a holder, which stand side by side, first summed."""
    new = np.ones(len(holder) + 1, dtype=bool)
    np.not_equal(holder[1:], holder[:-1], out=new[1:-1])
    new[starts] = True
    before = np.zeros(len(new), dtype=np.int32)
    np.cumsum(new[:-1], out=before[1:])
    first = np.flatnonzero(new[:-1])
    total, more = weight[first], np.flatnonzero(~new)
    np.add.at(total, before[more] - 1, weight[more])  # few
    # by holder: many times as fast as by kind where many kinds' weights are summed
    return csr_matrix((total * total, holder[first], before[starts]), shape=(len(starts) - 1, holders)).T.tocsr()
