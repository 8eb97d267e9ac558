"""What the whole corpus knows of each term: in how many reports it stands, how often, since when, until when.

The engine collects it as map and reduce. Terms are known by a 64-bit hash, so that a corpus of 10,000 reports fits in
a few dozen megabytes. So that one more report does not make all keywords of a large corpus again, weights are taken
from a fixed sample: the :data:`SAMPLE` reports of a profile whose ids hash lowest. A smaller corpus is its own sample.
The first and the last year of a term always come from all reports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

SAMPLE = 1000
"""Reports of a profile that document frequencies, rates and peaks are taken from."""

_NO_YEAR = 0


class Seen(NamedTuple):
    """What the corpus knows of one term; reports, times and peak are the sample's."""

    reports: int
    times: int
    first: int | None
    peak: int | None
    last: int | None


class Report(NamedTuple):
    """One report's terms, as the corpus takes them in: sorted hashes and counts."""

    shard: str
    profile: str
    year: int
    rank: int
    chars: int
    terms: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True)
class Vocabulary:
    """The part of a profile's vocabulary that a shard's terms use."""

    reports: int
    chars: int
    terms: np.ndarray
    columns: np.ndarray
    """One row a term: reports, times, first, peak, last (0: no year known)."""

    def __getitem__(self, term: str) -> Seen:
        key = hash_of(term)
        place = int(np.searchsorted(self.terms, key))
        if place >= len(self.terms) or self.terms[place] != key:
            return Seen(0, 0, None, None, None)
        reports, times, first, peak, last = (int(v) for v in self.columns[place])
        return Seen(reports, times, first or None, peak or None, last or None)


EMPTY = Vocabulary(0, 0, np.empty(0, np.uint64), np.empty((0, 5), np.int64))


def hash_of(term: str) -> np.uint64:
    """A term's 64-bit hash, the same on every machine."""
    return np.uint64(int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "big"))


def report_of(
    shard: str, profile: str, year: int | None, report_id: str, chars: int, counts: Mapping[str, int]
) -> Report:
    """Take in one report."""
    pairs = sorted((int(hash_of(term)), count) for term, count in counts.items())
    terms = np.array([key for key, _ in pairs], np.uint64)
    return Report(shard, profile, year or _NO_YEAR, int(hash_of(report_id)), chars, terms, np.array([c for _, c in pairs], np.int64))  # fmt: skip


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
            "used": {shard: np.unique(np.concatenate(places)) for shard, places in used.items()}}  # fmt: skip


def _extend_years(columns: np.ndarray, places: np.ndarray, year: int) -> None:
    if year:
        first = columns[places, 2]
        columns[places, 2] = np.where(first == 0, year, np.minimum(first, year))
        columns[places, 4] = np.maximum(columns[places, 4], year)


def select(corpus: Mapping[str, Any], shard: str) -> dict[str, Vocabulary]:
    """Profile -> what a shard's terms use of its vocabulary."""
    return {
        profile: Vocabulary(whole["reports"], whole["chars"], whole["terms"][places], whole["columns"][places])
        for profile, whole in corpus.items()
        if (places := whole["used"].get(shard)) is not None
    }
