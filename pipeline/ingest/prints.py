"""Fingerprints of texts: a hash that white space does not change, and a sketch for near duplicates."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.legibility import codes

LEAST = 128
"""Hashes in a sketch: an estimate of four fifths is off by 0.035 (one standard deviation)."""
SHINGLE = 12
_POWERS = np.array([pow(0x9E3779B97F4A7C15, n + 1, 1 << 64) for n in range(SHINGLE)], dtype=np.uint64)
"""Weights of a shingle's characters; sums wrap at 64 bits."""
_HALF, _DIGITS = np.uint64(32), 8


def bare(text: str) -> NDArray[np.uint32]:
    """The code points of a text's letters, digits and Chinese characters only."""
    found = codes(text)
    return found[_in_words()[found]]


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
    hashes = words.astype(np.uint64)[starts[:, None] + np.arange(SHINGLE)] @ _POWERS
    hashes ^= hashes >> _HALF
    hashes *= _POWERS[0]
    ordered = np.sort((hashes >> _HALF).astype(np.uint32))
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first][:LEAST].astype(">u4").tobytes().hex()


def likeness(a: str, b: str) -> float:
    """Estimated share of shingles that two texts share, from their sketches."""
    mine, theirs = _hashes(a), _hashes(b)
    least = sorted(mine | theirs)[:LEAST]
    return len(mine & theirs & set(least)) / len(least) if least else 1.0


@lru_cache(maxsize=4096)
def _hashes(printed: str) -> frozenset[str]:
    return frozenset(printed[i : i + _DIGITS] for i in range(0, len(printed), _DIGITS))
