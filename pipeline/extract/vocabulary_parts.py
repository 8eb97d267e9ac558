"""What the corpus takes in of one shard's reports, and the sample of all of them that weights are taken from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

SMALLEST, LARGEST, ONE_IN = 64, 256, 16
"""Reports of a profile that document frequencies, rates and peaks are taken from, and of how many it is one."""


class Member(NamedTuple):
    """A report as the corpus takes it in; ``group``: the name of its peer group, empty where it has none."""

    report_id: str
    group: str
    year: int | None
    chars: int


@dataclass(frozen=True)
class Part:
    """The reports of one profile in one shard: what of each is needed, and the terms of all with first and last year.

    The terms of report i are ``terms[edges[i] : edges[i + 1]]``, sorted hashes; ``known`` are all of them, once.
    """

    shard: str
    profile: str
    groups: tuple[str, ...]
    years: np.ndarray
    ranks: np.ndarray
    chars: np.ndarray
    edges: np.ndarray
    terms: np.ndarray
    counts: np.ndarray
    known: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def uses(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        """The terms of a report, and how often it uses each."""
        own = slice(self.edges[i], self.edges[i + 1])
        return self.terms[own], self.counts[own]


@lru_cache(maxsize=1 << 17)
def hash_of(term: str) -> int:
    """A term's 64-bit hash, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "big")


def hashes(terms: Iterable[str]) -> np.ndarray:
    """The terms' hashes."""
    return np.fromiter((hash_of(term) for term in terms), np.uint64)


def sample_of(parts: Sequence[Part]) -> list[tuple[Part, int]]:
    """The reports whose ids hash lowest: parts, and places in them."""
    ranks = np.concatenate([part.ranks for part in parts])
    lowest = np.argsort(ranks, kind="stable")[: sample_size(len(ranks))].tolist()
    edges = np.cumsum([0, *(len(part.ranks) for part in parts)])
    owners = np.searchsorted(edges, lowest, side="right") - 1
    return [(parts[p], i - edges[p]) for i, p in zip(lowest, owners, strict=True)]


def sample_size(reports: int) -> int:
    """The size of the sample of so many reports: a power of two, so that a corpus that grows rarely changes it.

    >>> [sample_size(reports) for reports in (10, 1000, 3000, 10_000, 100_000)]
    [64, 64, 128, 256, 256]
    """
    return int(min(max(2 ** ((reports // ONE_IN).bit_length() - 1), SMALLEST), LARGEST))


def weights(sample: Sequence[tuple[Part, int]], terms: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """In how many reports of the sample each term stands, how often, and the year of its highest rate (0: none)."""
    reports, times, peak = (np.zeros(len(terms), np.int64) for _ in range(3))
    best = np.zeros(len(terms))
    for year in sorted({int(part.years[i]) for part, i in sample}):
        mine = [(part, i) for part, i in sample if part.years[i] == year]
        counts = np.zeros(len(terms), np.int64)
        for part, i in mine:
            own, often = part.uses(i)
            places = np.searchsorted(terms, own)
            counts[places] += often
            reports[places] += 1
        times += counts
        rate = counts / max(sum(int(part.chars[i]) for part, i in mine), 1)
        higher = rate > best if year else np.zeros(len(terms), bool)
        peak[higher], best[higher] = year, rate[higher]
    return reports, times, peak
