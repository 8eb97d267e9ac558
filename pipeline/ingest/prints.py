"""Fingerprints of texts: a hash that white space does not change, and a minhash for near duplicates."""

from __future__ import annotations

import hashlib
import re

import numpy as np

HASHES = 48
SHINGLE = 12
_PRIME = np.uint64((1 << 31) - 1)
_RANDOM = np.random.default_rng(20210310)
_A, _B = (_RANDOM.integers(1, int(_PRIME), HASHES, dtype=np.uint64) for _ in range(2))
_POWERS = np.array([pow(0x9E3779B97F4A7C15, n + 1, 1 << 64) for n in range(SHINGLE)], dtype=np.uint64)
"""Weights of a shingle's characters; sums wrap at 64 bits."""
_NOT_WORD = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """Letters, digits and Chinese characters only."""
    return _NOT_WORD.sub("", text)


def same_hash(words: str) -> str:
    """Of a text's :func:`bare` characters: equal for texts that differ in white space and punctuation only."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def minhash(words: str) -> list[int]:
    """Of a text's :func:`bare` characters: least hashes of its shingles. The share of equal places of two estimates
    the share of text that they share."""
    words = words.ljust(SHINGLE)
    codes = np.frombuffer(words.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    # shingles are cut at positions that the text itself chooses, so that an inserted line shifts nothing
    starts = np.flatnonzero(codes[: len(codes) - SHINGLE + 1] % 4 == 0)
    if not len(starts):
        return [0] * HASHES
    grams = codes[starts[:, None] + np.arange(SHINGLE)]
    values = np.unique((grams * _POWERS).sum(axis=1) >> np.uint64(20)) % _PRIME
    return [int(least) for least in ((values * _A[:, None] + _B[:, None]) % _PRIME).min(axis=1)]


def likeness(a: list[int], b: list[int]) -> float:
    """Estimated share of shingles that two texts share."""
    return sum(x == y for x, y in zip(a, b, strict=True)) / HASHES
