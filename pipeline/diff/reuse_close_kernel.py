"""Pairs of reports that have several anchors close to each other, compiled: see :mod:`pipeline.diff.reuse_meetings`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, njit

from pipeline.diff.kernels import ENDLESS
from pipeline.diff.reuse_anchors import WINDOW
from pipeline.diff.reuse_meetings import APART, DRIFT, STRETCH


def called(sizes: Any, met: Any, moved: Any, begin: Any, inner: Any, order: Any, pairs: Any) -> Any:
    """:func:`close`, given where its arrays begin."""
    n = carray(sizes, (2,))
    return close(n, carray(met, (n[0], 2)), carray(moved, (n[0], 2)), carray(begin, ((1 << n[1]) + 1,)),
                 carray(inner, ENDLESS), carray(order, ENDLESS), carray(pairs, ENDLESS))  # fmt: skip


@njit
def close(sizes: Any, met: Any, moved: Any, begin: Any, inner: Any, order: Any, pairs: Any) -> int:
    """Write the pairs that have two anchors in one stretch, at about the same distance in both; how many there are.

    ``sizes``: how many have ``met`` (the pair, and where: see :mod:`pipeline.diff.reuse_met_kernel`), bits of the number of
    parts that they are looked through in: what is random in a table is slow where the table is large. ``begin``: one more
    than parts, all 0; ``moved``, ``inner`` and ``order`` are room.
    """
    bits = np.uint64(sizes[1])
    for k in range(len(met)):
        begin[_part(met[k, 0], bits) + 1] += 1
    for part in range(len(begin) - 1):
        begin[part + 1] += begin[part]
    for k in range(len(met)):
        part = _part(met[k, 0], bits)
        moved[begin[part], 0], moved[begin[part], 1] = met[k, 0], met[k, 1]
        begin[part] += 1
    found = first = 0
    for part in range(len(begin) - 1):
        found = _look(moved[first : begin[part]], bits, inner, order, pairs, found)
        first = begin[part]
    return found


@njit
def _hash(pair: int) -> Any:
    return np.uint64(pair) * np.uint64(0x9E3779B97F4A7C15)


@njit
def _part(pair: int, bits: Any) -> Any:
    return np.int64((_hash(pair) >> np.uint64(1)) >> (np.uint64(63) - bits))


@njit
def _look(met: Any, bits: Any, begin: Any, order: Any, pairs: Any, found: int) -> int:
    """Write the pairs of one part behind those ``found``: most meet but once, the others share a drawer."""
    size = np.uint64(2)
    while (1 << size) < 2 * len(met):
        size += np.uint64(1)
    drawers = 1 << size
    begin[: drawers + 1] = 0
    for k in range(len(met)):
        begin[np.int64((_hash(met[k, 0]) << bits) >> (np.uint64(64) - size)) + 1] += 1
    for drawer in range(drawers):
        begin[drawer + 1] += begin[drawer]
    for k in range(len(met)):
        mine = np.int64((_hash(met[k, 0]) << bits) >> (np.uint64(64) - size))
        order[begin[mine]] = k
        begin[mine] += 1
    first = 0
    for drawer in range(drawers):
        last = begin[drawer]
        if last - first > 1:
            found = _write(met, order[first:last], pairs, found)
        first = last
    return found


@njit
def _write(met: Any, order: Any, pairs: Any, found: int) -> int:
    """Write the pairs of one drawer behind those ``found``."""
    _sort(met, order)
    for k in range(1, len(order)):
        pair = met[order[k], 0]
        if (not found or pairs[found - 1] != pair) and _is_close(met, order, k):
            pairs[found] = pair
            found += 1
    return found


@njit
def _is_close(met: Any, order: Any, k: int) -> bool:
    """Whether one meeting of a pair is as far on as one shortly before."""
    pair, where = met[order[k], 0], met[order[k], 1]
    for back in range(k - 1, max(k - WINDOW, -1), -1):
        far = (where >> 32) - (met[order[back], 1] >> 32)
        if met[order[back], 0] != pair or far > STRETCH:
            return False
        # how far on it is in the earlier report is in the lower half
        if far >= APART and abs(far - (where & 0xFFFFFFFF) + (met[order[back], 1] & 0xFFFFFFFF)) <= DRIFT:
            return True
    return False


@njit
def _sort(met: Any, order: Any) -> None:
    """Sort what is in one drawer by pair and where it stands: Shell's sort, should they be many."""
    gap = len(order) // 2 if len(order) > 8 else 1
    while gap:
        for k in range(gap, len(order)):
            one = order[k]
            at = k
            while at >= gap and _behind(met, order[at - gap], one):
                order[at] = order[at - gap]
                at -= gap
            order[at] = one
        gap //= 2


@njit
def _behind(met: Any, one: int, other: int) -> bool:
    return met[one, 0] > met[other, 0] or (met[one, 0] == met[other, 0] and met[one, 1] > met[other, 1])
