"""Which entries of a range share a hash, compiled: see :func:`pipeline.diff.reuse_ranges.groups_of`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, njit

from pipeline.diff.kernels import ENDLESS


def called(sizes: Any, hashes: Any, begin: Any, order: Any, entry: Any, start: Any) -> Any:
    """:func:`grouped`, given where its arrays begin."""
    n = carray(sizes, (2,))
    return grouped(n, carray(hashes, (n[0],)), carray(begin, (n[1] + 1,)), carray(order, (n[0],)), carray(entry, ENDLESS),
                   carray(start, ENDLESS))  # fmt: skip


@njit
def grouped(sizes: Any, hashes: Any, begin: Any, order: Any, entry: Any, start: Any) -> int:
    """Write the hashes that stand more than once to ``entry``, those of one hash together, and where each group starts.

    Groups go by their hashes, what is in one by its place. ``sizes``: how many hashes, and how many drawers they are put
    in first, a power of two; ``begin``: one more than drawers, all 0. How many groups there are is given back; where the
    last one ends is written behind their starts.
    """
    _in_drawers(hashes, sizes[1], begin, order)
    groups = entries = first = 0
    for drawer in range(sizes[1]):
        last = begin[drawer]  # here what is in it has been put, and where it began is where the one before ends
        if last - first > 1:
            _sort(hashes, order[first:last])
            at = first
            while at < last:
                stop = at + 1
                while stop < last and hashes[order[stop]] == hashes[order[at]]:
                    stop += 1
                if stop - at > 1:
                    start[groups] = entries
                    groups += 1
                    for k in range(at, stop):
                        entry[entries] = order[k]
                        entries += 1
                at = stop
        first = last
    start[groups] = entries
    return groups


@njit
def _in_drawers(hashes: Any, drawers: int, begin: Any, order: Any) -> None:
    """Put the hashes in drawers by size, in each as they stand; ``begin`` then tells where each drawer ends."""
    if not len(hashes):
        return
    low, high = hashes[0], hashes[0]
    for one in hashes:
        low, high = min(low, one), max(high, one)
    shift = np.uint64(0)
    while (high - low) >> shift >= np.uint64(drawers):
        shift += np.uint64(1)
    for one in hashes:
        begin[np.int64((one - low) >> shift) + 1] += 1
    for drawer in range(drawers):
        begin[drawer + 1] += begin[drawer]
    for at in range(len(hashes)):
        mine = np.int64((hashes[at] - low) >> shift)
        order[begin[mine]] = at
        begin[mine] += 1


@njit
def _sort(hashes: Any, order: Any) -> None:
    """Sort what is in one drawer, mostly two or three, by hash and place: Shell's sort, should they ever be many."""
    gap = (len(order) + 1) // 2
    while gap:
        for k in range(gap, len(order)):
            one = order[k]
            at = k
            while at >= gap and _behind(hashes, order[at - gap], one):
                order[at] = order[at - gap]
                at -= gap
            order[at] = one
        gap //= 2


@njit
def _behind(hashes: Any, one: int, other: int) -> bool:
    return hashes[one] > hashes[other] or (hashes[one] == hashes[other] and one > other)
