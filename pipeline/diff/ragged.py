"""Rows of unequal lengths laid end to end in one array."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.int64]


def bounds(sizes: ArrayLike) -> Numbers:
    """Where each row begins, and where the last one ends.

    >>> bounds([2, 0, 3]).tolist()
    [0, 2, 2, 5]
    """
    sizes = np.asarray(sizes)
    found = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def within(sizes: Numbers) -> Numbers:
    """The place of each entry within its row.

    >>> within(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    edges = bounds(sizes)
    return np.arange(edges[-1]) - np.repeat(edges[:-1], sizes)


def stretches(first: Numbers, sizes: Numbers) -> Numbers:
    """The numbers from each ``first`` on, so many as its size says.

    >>> stretches(np.array([7, 3]), np.array([2, 3])).tolist()
    [7, 8, 3, 4, 5]
    """
    edges = bounds(sizes)
    return np.arange(edges[-1]) + np.repeat(first - edges[:-1], sizes)
