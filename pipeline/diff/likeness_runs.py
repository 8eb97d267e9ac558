"""How alike runs of numbers are (words or characters), for many pairs of runs of one array at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.diff import kernels
from pipeline.diff.ragged import Numbers


def longest(codes: NDArray[np.uint32], kinds: int, a: Numbers, b: Numbers) -> NDArray[np.int32]:
    """Length of the longest common subsequence of each pair of runs (first, stop); all codes are below ``kinds``.

    Pairs with the same run of a cost less when they stand together.

    >>> longest(np.array([5, 1, 2, 3, 1, 3, 5], dtype=np.uint32), 6, np.array([[0, 4]]), np.array([[4, 7]])).tolist()
    [2]
    """
    a, b = (np.ascontiguousarray(runs, dtype=np.int64) for runs in (a, b))
    found = np.zeros(len(a), dtype=np.int32)
    words = (int((a[:, 1] - a[:, 0]).max(initial=0)) + 63) // 64
    places, state = np.zeros(kinds * words, dtype=np.uint64), np.empty(words, dtype=np.uint64)
    kernels.kernel("longest")(np.array([len(a), words], dtype=np.int64), codes, a, b, places, state, found)
    return found


def likeness(codes: NDArray[np.uint32], kinds: int, a: Numbers, b: Numbers) -> NDArray[np.float64]:
    """1 - Indel distance / codes of both, for each pair of runs; 1 where both are empty."""
    both = a[:, 1] - a[:, 0] + b[:, 1] - b[:, 0]
    return 1.0 - (both - 2 * longest(codes, kinds, a, b)) / np.maximum(both, 1)
