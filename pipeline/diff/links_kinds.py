"""The pairs of characters of a report by kind, over the kinds of pairs that any report of its place holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_grams import BITS, CODES, Clauses


@dataclass(frozen=True)
class Kinds:
    """Of each pair in reading order its kind and how many characters stand between its two.

    ``starts``: where those of each clause start, the last ones end. The same by kind: ``packed``, the kind and, in its
    last BITS, how many stand between; ``clause``, ascending; ``first``: where those of each kind start. ``owner``: the sentence of each clause, ascending.
    """

    kind: np.ndarray
    apart: np.ndarray
    starts: np.ndarray
    first: np.ndarray
    clause: np.ndarray
    packed: np.ndarray
    owner: np.ndarray


def kinds_of(reports: Sequence[Clauses]) -> tuple[np.ndarray, list[Kinds]]:
    """The codes that any of the reports holds, ascending (their places are the kinds), and each report's pairs."""
    seen = np.zeros(CODES, dtype=bool)
    for told in reports:
        seen[told.code] = True
    codes = np.flatnonzero(seen)
    place = np.zeros(CODES, dtype=np.int32)
    place[codes] = np.arange(len(codes), dtype=np.int32)
    return codes, [_kinds(told, place.take(told.code), len(codes)) for told in reports]


def _kinds(told: Clauses, kind: np.ndarray, kinds: int) -> Kinds:
    starts = np.zeros(len(told.owner) + 1, dtype=np.int32)
    np.cumsum(np.bincount(told.clause, minlength=len(told.owner)), out=starts[1:])
    by_kind = csr_matrix(((kind << BITS) | told.apart, kind, starts), shape=(len(told.owner), kinds)).tocsc()
    return Kinds(kind, told.apart, starts, by_kind.indptr, by_kind.indices, by_kind.data, told.owner)
