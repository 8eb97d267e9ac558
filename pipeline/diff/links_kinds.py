"""The pairs of characters of a report by kind, over the kinds of pairs that any report of its place holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.diff.links_grams import CODES, Clauses
from pipeline.diff.links_native import KINDS_TYPES, Arrays, order


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
    return codes, [_kinds(told, place, len(codes)) for told in reports]


def _kinds(told: Clauses, place: np.ndarray, kinds: int) -> Kinds:
    clauses, pairs = len(told.owner), len(told.code)
    kind, by_kind, packed = np.empty(pairs, np.int32), np.empty(pairs, np.int32), np.empty(pairs, np.int32)
    starts, first, room = np.empty(clauses + 1, np.int32), np.empty(kinds + 1, np.int32), np.empty(kinds, np.int32)
    sizes = np.array([clauses, pairs, kinds])
    arrays = (sizes, place, told.code, told.apart, told.clause, kind, starts, first, by_kind, packed, room)
    order()(Arrays(arrays, KINDS_TYPES))
    return Kinds(kind, told.apart, starts, first, by_kind, packed, told.owner)
