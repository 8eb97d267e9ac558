"""Entries of one range of hashes, put in order of their hashes, compiled: see :mod:`pipeline.diff.reuse_met_kernel`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, njit, types
from numba.extending import intrinsic

from pipeline.diff.kernels import ENDLESS

HASHES, SIZE, REPORT, AT, SIZE_BYTES, REPORT_BYTES, AT_BYTES, NUMBERS, SPREAD = range(9)
"""What the columns tell of each partial result: where its arrays begin in memory, of how many bytes their numbers are, and
where its reports stand among all numbers, its entries among all entries."""
FROM, TO, SAID = range(3)
"""What cuts tell of each partial result: the first of its entries in the range, the one behind the last, and where the first
one's anchors begin."""
PARTIAL, ENTRY, ANCHOR, FIRST = range(4)
"""What is told of an entry: whose, which of its, where its anchors begin, the number of the report that says it first."""


def _pointed(_: Any, address: Any) -> Any:
    """How numba makes a pointer of an address."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.inttoptr(given[0], context.get_value_type(signature.return_type))

    return types.voidptr(address), generate


_pointer: Any = intrinsic(_pointed)


@njit
def number_at(address: Any, width: Any, which: Any) -> Any:
    """One of the numbers of so many bytes that begin at an address."""
    if width == 1:
        return np.int64(carray(_pointer(address), ENDLESS, np.uint8)[which])
    if width == 2:
        return np.int64(carray(_pointer(address), ENDLESS, np.uint16)[which])
    if width == 4:
        return np.int64(carray(_pointer(address), ENDLESS, np.uint32)[which])
    return np.int64(carray(_pointer(address), ENDLESS, np.int64)[which])


@njit
def hashes_at(address: int) -> Any:
    """The hashes that begin at an address."""
    return carray(_pointer(address), ENDLESS, np.uint64)


@njit
def ordered(drawers: int, columns: Any, cuts: Any, numbers: Any, begin: Any, hashes: Any, order: Any, entries: Any) -> None:  # fmt: skip
    """Write what there is to know of a range's ``entries``, its ``hashes`` drawer by drawer, and whose they are (``order``).

    Low hashes are in low drawers, in each as they stand in the partial results; ``begin`` tells where each drawer ends.
    """
    low, shift = _scale(drawers, columns, cuts)
    begin[: drawers + 1] = 0
    many = 0
    for p in range(len(columns)):
        mine = hashes_at(columns[p, HASHES])
        anchor: Any = cuts[p, SAID]
        for k in range(cuts[p, FROM], cuts[p, TO]):
            begin[np.int64((mine[k] - low) >> shift) + 1] += 1
            first = number_at(columns[p, REPORT], columns[p, REPORT_BYTES], anchor)
            entries[many, PARTIAL], entries[many, ENTRY], entries[many, ANCHOR] = p, k, anchor
            entries[many, FIRST] = numbers[columns[p, NUMBERS] + first]
            anchor += number_at(columns[p, SIZE], columns[p, SIZE_BYTES], k)
            many += 1
    for drawer in range(drawers):
        begin[drawer + 1] += begin[drawer]
    many = 0
    for p in range(len(columns)):
        mine = hashes_at(columns[p, HASHES])
        for k in range(cuts[p, FROM], cuts[p, TO]):
            mine_is = np.int64((mine[k] - low) >> shift)
            at = begin[mine_is]
            hashes[at], order[at] = mine[k], many
            begin[mine_is] = at + 1
            many += 1


@njit
def _scale(drawers: int, columns: Any, cuts: Any) -> tuple[Any, Any]:
    """The lowest hash, and by how many bits the way from it is shifted to tell a drawer."""
    low, high = ~np.uint64(0), np.uint64(0)
    for p in range(len(columns)):
        if cuts[p, FROM] < cuts[p, TO]:
            mine = hashes_at(columns[p, HASHES])
            low, high = min(low, mine[cuts[p, FROM]]), max(high, mine[cuts[p, TO] - 1])
    shift = np.uint64(0)
    while low <= high and (high - low) >> shift >= np.uint64(drawers):
        shift += np.uint64(1)
    return low, shift


@njit
def sort(hashes: Any, order: Any) -> None:
    """Sort what is in one drawer, mostly two or three, by hash and place: Shell's sort, should they ever be many."""
    gap = 0
    for k in range(1, len(order)):  # mostly they are all of one hash
        if hashes[k] < hashes[k - 1]:
            gap = len(order) // 2
            break
    while gap:
        for k in range(gap, len(order)):
            one, whose = hashes[k], order[k]
            at = k
            while at >= gap and (hashes[at - gap] > one or (hashes[at - gap] == one and order[at - gap] > whose)):
                hashes[at], order[at] = hashes[at - gap], order[at - gap]
                at -= gap
            hashes[at], order[at] = one, whose
        gap //= 2
