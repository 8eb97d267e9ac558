"""Fingerprints of texts: a hash that white space does not change, and a minhash for near duplicates."""

from __future__ import annotations

import hashlib
import re
import zlib

import numpy as np

HASHES = 48
SHINGLE = 12
_PRIME = (1 << 31) - 1
_NOT_WORD = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """Letters, digits and Chinese characters only."""
    return _NOT_WORD.sub("", text)


def same_hash(text: str) -> str:
    """Equal for texts that differ in white space and punctuation only."""
    return hashlib.sha256(bare(text).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def minhash(text: str) -> list[int]:
    """Least hashes of the text's shingles: the share of equal places estimates the share of shared text."""
    words = bare(text)
    # shingles are cut at positions that the text itself chooses, so that an inserted line shifts nothing
    grams = {
        words[i : i + SHINGLE]
        for i in range(max(1, len(words) - SHINGLE + 1))
        if (ord(words[i : i + 1] or "0") % 4) == 0
    }
    values = np.array(sorted(zlib.crc32(g.encode("utf-8", "surrogatepass")) for g in grams), dtype=np.uint64) % _PRIME
    if not len(values):
        return [0] * HASHES
    rng = np.random.default_rng(20210310)
    a, b = rng.integers(1, _PRIME, HASHES, dtype=np.uint64), rng.integers(0, _PRIME, HASHES, dtype=np.uint64)
    return [int(((values * x + y) % _PRIME).min()) for x, y in zip(a, b, strict=True)]


def likeness(a: list[int], b: list[int]) -> float:
    """Estimated share of shingles that two texts share."""
    return sum(x == y for x, y in zip(a, b, strict=True)) / HASHES
