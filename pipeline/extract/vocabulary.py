"""What the whole corpus knows of each term: in how many reports it stands, how often, since when, until when.

The engine collects it as map and reduce. Terms are known by a 64-bit hash, so that a corpus of 10,000 reports fits in
a few dozen megabytes. So that one more report does not make all keywords of a large corpus again, weights are taken
from a fixed sample: the :data:`SAMPLE` reports of a profile whose ids hash lowest. A smaller corpus is its own sample.
The first and the last year of a term always come from all reports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

SAMPLE = 1000
"""Reports of a profile that document frequencies, rates and peaks are taken from."""

_NO_YEAR = 0


class Report(NamedTuple):
    """One report's terms, as the corpus takes them in: sorted hashes and counts."""

    shard: str
    profile: str
    group: str
    year: int
    rank: int
    chars: int
    terms: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True)
class Peers:
    """The reports of one year that are compared with each other: their size, and how often they use each term."""

    chars: int
    terms: np.ndarray
    counts: np.ndarray

    def times(self, terms: np.ndarray) -> np.ndarray:
        """How often they use each of the hashed terms."""
        return _at(self.terms, self.counts, terms)


@dataclass(frozen=True)
class Vocabulary:
    """The part of a profile's vocabulary that a shard's terms use, and the shard's peer groups."""

    reports: int
    chars: int
    terms: np.ndarray
    columns: np.ndarray
    """One row a term: reports and times (of the sample), first, peak (of the sample), last year (0: no year known)."""
    peers: Mapping[str, Peers] = field(default_factory=dict)

    def seen(self, terms: np.ndarray) -> np.ndarray:
        """The columns of each of the hashed terms; zeros for terms that are not known."""
        return _at(self.terms, self.columns, terms)


def _at(known: np.ndarray, values: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """The values of terms that are known, by their place in a sorted array; zeros for others."""
    if not len(known):
        return np.zeros((len(terms), *values.shape[1:]), np.int64)
    places = np.minimum(np.searchsorted(known, terms), len(known) - 1)
    found = known[places] == terms
    return np.where(found.reshape(-1, *[1] * (values.ndim - 1)), values[places], 0)


EMPTY = Vocabulary(0, 0, np.empty(0, np.uint64), np.empty((0, 5), np.int64))


@lru_cache(maxsize=1 << 17)
def hash_of(term: str) -> int:
    """A term's 64-bit hash, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "big")


def hashes(terms: Iterable[str]) -> np.ndarray:
    """The terms' hashes."""
    return np.fromiter((hash_of(term) for term in terms), np.uint64)


def report_of(
    shard: str, profile: str, group: str, year: int | None, report_id: str, chars: int, counts: Mapping[str, int]
) -> Report:
    """Take in one report; ``group``: the name of its peer group, empty where it has none."""
    terms, times = hashes(counts), np.fromiter(counts.values(), np.int64)
    order = np.argsort(terms, kind="stable")
    return Report(shard, profile, group, year or _NO_YEAR, hash_of(report_id), chars, terms[order], times[order])


def merge(reports: Iterable[Report]) -> dict[str, Any]:
    """All reports to one value: profile -> its vocabulary, and which of its terms each shard uses."""
    by_profile: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda r: (r.profile, r.rank)):
        by_profile.setdefault(report.profile, []).append(report)
    return {profile: _merged(found) for profile, found in by_profile.items()}


def _merged(reports: Sequence[Report]) -> dict[str, Any]:
    terms = np.unique(np.concatenate([r.terms for r in reports]))
    columns = np.zeros((len(terms), 5), np.int64)
    best = np.zeros(len(terms))
    for report in reports:
        _extend_years(columns, np.searchsorted(terms, report.terms), report.year)
    sample = reports[:SAMPLE]
    for year in sorted({r.year for r in sample}):
        mine = [r for r in sample if r.year == year]
        counts = np.zeros(len(terms), np.int64)
        for report in mine:
            places = np.searchsorted(terms, report.terms)
            counts[places] += report.counts
            columns[places, 0] += 1
        columns[:, 1] += counts
        rate = counts / max(sum(r.chars for r in mine), 1)
        higher = rate > best if year else np.zeros(len(terms), bool)
        columns[higher, 3], best[higher] = year, rate[higher]
    columns[:, 3] = np.where(columns[:, 3], columns[:, 3], columns[:, 2])
    used: dict[str, list[np.ndarray]] = {}
    for report in reports:
        used.setdefault(report.shard, []).append(np.searchsorted(terms, report.terms).astype(np.int32))
    return {"reports": len(sample), "chars": sum(r.chars for r in sample), "terms": terms, "columns": columns,
            "used": {shard: np.unique(np.concatenate(places)) for shard, places in used.items()},
            "groups": _groups(reports, terms), "members": _members(reports)}  # fmt: skip


def _groups(reports: Sequence[Report], terms: np.ndarray) -> dict[str, tuple[int, np.ndarray, np.ndarray]]:
    """Peer group -> characters, places of its terms, how often it uses them."""
    members: dict[str, list[Report]] = {}
    for report in reports:
        if report.group:
            members.setdefault(report.group, []).append(report)
    found = {}
    for group, mine in members.items():
        places, index = np.unique(np.searchsorted(terms, np.concatenate([r.terms for r in mine])), return_inverse=True)
        counts = np.zeros(len(places), np.int64)
        np.add.at(counts, index, np.concatenate([r.counts for r in mine]))
        found[group] = sum(r.chars for r in mine), places, counts
    return found


def _members(reports: Sequence[Report]) -> dict[str, tuple[str, ...]]:
    """Shard -> the peer groups of its reports."""
    found: dict[str, set[str]] = {}
    for report in reports:
        if report.group:
            found.setdefault(report.shard, set()).add(report.group)
    return {shard: tuple(sorted(groups)) for shard, groups in found.items()}


def _extend_years(columns: np.ndarray, places: np.ndarray, year: int) -> None:
    if year:
        first = columns[places, 2]
        columns[places, 2] = np.where(first == 0, year, np.minimum(first, year))
        columns[places, 4] = np.maximum(columns[places, 4], year)


def select(corpus: Mapping[str, Any], shard: str) -> dict[str, Vocabulary]:
    """Profile -> what a shard's terms use of its vocabulary."""
    return {
        profile: Vocabulary(
            whole["reports"], whole["chars"], whole["terms"][places], whole["columns"][places],
            {group: _peers(whole, group, places) for group in whole["members"].get(shard, ())},
        )
        for profile, whole in corpus.items()
        if (places := whole["used"].get(shard)) is not None
    }  # fmt: skip


def _peers(whole: Mapping[str, Any], group: str, used: np.ndarray) -> Peers:
    chars, places, counts = whole["groups"][group]
    mine = np.isin(places, used, assume_unique=True)
    return Peers(chars, whole["terms"][places[mine]], counts[mine])
