"""Hashes of a text's shingles (its runs of so many characters), and small sketches made of them.

All in 64-bit integer arithmetic on character codes, so that the same text gives the same numbers on any machine.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

BASE = np.uint64(0x9E3779B97F4A7C15)
MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
SHIFT = (30, 27, 31)


def shingle_hashes(characters: NDArray[np.uint32], width: int) -> Hashes:
    """One hash for each run of ``width`` characters, by where it starts.

    >>> from pipeline.spotting import codes_of
    >>> len(shingle_hashes(codes_of("法治政府建设"), 4))
    3
    """
    count = len(characters) - width + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    mixed = _mixed(characters.astype(np.uint64) + np.uint64(1))
    return _mixed(_weighed(mixed, width)[:count])


def _weighed(values: Hashes, width: int) -> Hashes:
    """Of each run of so many values the sum, the first times BASE ** (width - 1), the last as it is: put together of halves."""
    if width == 1:
        return values
    half = width // 2
    front = _weighed(values, width - half)
    back = front if width == 2 * half else _weighed(values, half)
    found = front[: len(values) - width + 1] * np.power(BASE, np.uint64(half))
    found += back[width - half :]
    return found


def _mixed(values: Hashes) -> Hashes:
    """SplitMix64's finish: spreads the bits."""
    first, second, third = map(np.uint64, SHIFT)
    values = (values ^ (values >> first)) * MIX[0]
    values = (values ^ (values >> second)) * MIX[1]
    return values ^ (values >> third)


def minhash(hashes: Hashes, size: int) -> NDArray[np.uint32]:
    """MinHash sketch of a set of shingles: the share of equal places of two estimates their Jaccard.

    By one permutation (Li, Owen and Zhang 2012): the hashes fall into ``size`` bins, and the least of each bin is kept;
    0 where a bin is empty. ``size`` is a power of two.
    """
    sketch = np.full(size, np.iinfo(np.uint32).max, dtype=np.uint32)
    low = (hashes & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    np.minimum.at(sketch, (hashes >> np.uint64(64 - size.bit_length() + 1)).astype(np.int64), low)
    return np.where(sketch == np.iinfo(np.uint32).max, np.uint32(0), sketch)
