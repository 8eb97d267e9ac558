"""Fingerprints of texts: a hash that white space does not change, and a sketch for near duplicates."""

from __future__ import annotations

import hashlib
import struct
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.legibility import codes

LEAST = 128
"""Hashes in a sketch: an estimate of four fifths is off by 0.035 (one standard deviation)."""
SHINGLE = 12
STRETCH = 1 << 14
"""Characters that are hashed in one go."""
_BASE = 0x9E3779B97F4A7C15
"""A shingle's characters count by its powers; sums wrap at 64 bits."""
_HALF = np.uint64(32)


def bare(text: str) -> NDArray[np.uint32]:
    """The code points of a text's letters, digits and Chinese characters only."""
    found = codes(text)
    return found[_in_words()[found]].astype(np.uint32)


@cache
def _in_words() -> NDArray[np.bool_]:
    known = np.zeros(0x110000, dtype=np.bool_)
    known[:0x10000] = [chr(code).isalnum() for code in range(0x10000)]
    known[0x20000:0x40000] = True
    return known


def same_hash(words: NDArray[np.uint32]) -> str:
    """Of a text's :func:`bare` characters: equal for texts that differ in white space and punctuation only."""
    return hashlib.sha256(words.tobytes()).hexdigest()[:24]


def sketch(words: NDArray[np.uint32]) -> str:
    """Of a text's :func:`bare` characters: the least hashes of its shingles (bottom-k sketch, Broder 1997), eight
    hexadecimal digits each."""
    # shingles are cut at positions that the text itself chooses, so that an inserted line shifts nothing
    starts = np.flatnonzero(words[: max(len(words) - SHINGLE + 1, 0)] & 3 == 0)
    hashes = _shingles(words, starts)
    hashes ^= hashes >> _HALF
    hashes *= np.uint64(_BASE)
    return _least((hashes >> _HALF).astype(np.uint32)).astype(">u4").tobytes().hex()


def _least(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The least of the hashes in order, each once; of many only those are sorted that can be among them."""
    few = hashes[hashes < (4 * LEAST << 32) // len(hashes)] if len(hashes) > 4 * LEAST else hashes
    found = _each_once(few)[:LEAST]
    return found if len(found) == LEAST or len(few) == len(hashes) else _each_once(hashes)[:LEAST]


def _each_once(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """In order; ``np.unique`` takes several times as long over a few hundred."""
    ordered = np.sort(hashes)
    return ordered[np.diff(ordered, prepend=ordered[:1] + 1) != 0] if len(ordered) else ordered


def _shingles(words: NDArray[np.uint32], starts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A rolling hash (Karp and Rabin 1987) of the shingles that start there: the difference of two sums from the
    beginning, brought down to the shingle's own powers."""
    ups, downs = _powers()
    found = []
    for begin in range(0, len(words), STRETCH):
        mine = starts[np.searchsorted(starts, begin) : np.searchsorted(starts, begin + STRETCH)] - begin
        stretch = words[begin : begin + STRETCH + SHINGLE].astype(np.uint64)
        sums = np.zeros(len(stretch) + 1, np.uint64)
        np.cumsum(stretch * ups[: len(stretch)], out=sums[1:])
        found.append((sums[mine + SHINGLE] - sums[mine]) * downs[mine])
    return np.concatenate([np.zeros(0, np.uint64), *found])


@cache
def _powers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The first powers of the base modulo 2**64 from the first on, and of its inverse from the zeroth on."""
    base, inverse = (np.full(STRETCH + SHINGLE, n, np.uint64) for n in (_BASE, pow(_BASE, -1, 1 << 64)))
    inverse[0] = 1
    return np.multiply.accumulate(base), np.multiply.accumulate(inverse)


def likeness(a: str, b: str, least: float = 0.0) -> float:
    """Estimated share of shingles that two texts share, from their sketches; 0 where it is below ``least``."""
    mine, theirs = _hashes(a), _hashes(b)
    common = mine & theirs
    looked_at = min(LEAST, len(mine) + len(theirs) - len(common))
    if not looked_at or len(common) < least * looked_at:
        return 0.0 if looked_at else 1.0
    return len(common.intersection(sorted(mine | theirs)[:LEAST])) / looked_at


@lru_cache(maxsize=4096)
def _hashes(printed: str) -> frozenset[int]:
    return frozenset(struct.unpack(f">{len(printed) // 8}I", bytes.fromhex(printed)))
