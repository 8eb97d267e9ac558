"""Which reports may share a passage: anchors (local MinHash) of all reports of the corpus, met in buckets.

The anchors of a text are the least shingle hashes of its windows (winnowing: Schleimer, Wilkerson and Aiken 2003, MinHash
with one function, taken window by window), so that any 18 masked characters in common give a common anchor. Anchors that
many places share belong to the genre, not to a passage. Two reports are candidates where at least 2 rarer anchors
stand in one stretch of 128 characters. Hashes are gone through in buckets, so that memory does not grow with the corpus
beyond the anchors themselves, and an anchor's reports meet their nearest predecessors only: n log n in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.shingles import Hashes

WINDOW = 12
"""Shingles of a window; its least hash is an anchor."""
STRETCH = 128
LEAST = 2
GENRE = 4
"""An anchor that this many places share belongs to the genre (or to a common superior's wording)."""
AT_ONCE = 3
"""Places that were first to say something in one year: they have it from a common source."""
MOST = 0.7
"""Share of all places of the genre that makes wording common, in corpora of few places."""
BEFORE = 3
BUCKETS = 64
RANGES = 32
Ints = NDArray[np.int64]


class Described(NamedTuple):
    """A report as far as candidates are concerned. ``date`` starts with the year; they sort by it."""

    date: tuple[str, ...]
    report_id: str
    place: str
    shard: str
    genre: str


@dataclass
class Anchors:
    """Anchors of one shard's reports: ``reports`` describes them, the arrays hold one entry an anchor."""

    reports: list[Described] = field(default_factory=list)
    hashes: Hashes = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    report: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    stretch: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, dtype=np.uint16))


@dataclass(frozen=True, eq=False)
class Found:
    """What may be reuse in one report: earlier reports, and those of its anchors that 3 or more places share."""

    earlier: tuple[str, ...]
    hashes: Hashes
    """Shared anchors, sorted."""
    places: NDArray[np.uint8]
    """How many places share each of them, up to ``GENRE``."""

    def spread(self, hashes: Hashes) -> Ints:
        """How many places share each of some anchors; 0 where fewer than 3 do."""
        if not len(self.hashes):
            return np.zeros(len(hashes), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, self.places[at], 0).astype(np.int64)


def anchors(shingles: Hashes) -> Ints:
    """Where the anchors of a text start."""
    if not len(shingles):
        return np.zeros(0, dtype=np.int64)
    width = min(WINDOW, len(shingles))
    windows = np.lib.stride_tricks.sliding_window_view(shingles, width)
    return np.unique(windows.argmin(axis=1) + np.arange(len(windows)))


def gather(rows: Sequence[tuple[Described, Hashes]]) -> Anchors:
    """Anchors of reports given with their shingles."""
    parts = [(shingles[at], np.full(len(at), k), at // (STRETCH // 2)) for k, (_, shingles) in enumerate(rows)
             for at in [anchors(shingles)]]  # fmt: skip
    if not parts:
        return Anchors()
    hashes, report, stretch = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Anchors(
        [row[0] for row in rows], hashes, report.astype(np.int32), np.minimum(stretch, 65535).astype(np.uint16)
    )


@dataclass(frozen=True)
class _Corpus:
    """The reports in order of date, and per report its place, year, genre and the number of places of its genre."""

    described: list[Described]
    partials: Sequence[Anchors]
    renumbered: list[Ints]
    place: Ints
    year: Ints
    places_of_genre: Ints

    @property
    def total(self) -> int:
        return max(1, len(self.described))


def _corpus(partials: Sequence[Anchors]) -> _Corpus:
    described = sorted(row for partial in partials for row in partial.reports)
    number = {row.report_id: k for k, row in enumerate(described)}
    names = {name: k for k, name in enumerate(sorted({row.place for row in described}))}
    places: dict[str, set[str]] = {}
    for row in described:
        places.setdefault(row.genre, set()).add(row.place)
    return _Corpus(
        described,
        partials,
        [np.array([number[r.report_id] for r in p.reports], dtype=np.int64) for p in partials],
        np.array([names[row.place] for row in described], dtype=np.int64),
        np.array([int(row.date[0]) for row in described], dtype=np.int64),
        np.array([len(places[row.genre]) for row in described], dtype=np.int64),
    )


def meet(partials: Sequence[Anchors]) -> dict[str, dict[str, Found]]:
    """Shard -> later report -> what may be reuse in it."""
    corpus = _corpus(partials)
    return _by_shard(corpus, _candidates(corpus))


Bucket = tuple[Hashes, Ints, Ints, Ints]
"""Hashes (sorted), report numbers, stretches, and the number of places that share each hash."""


def _buckets(corpus: _Corpus) -> Iterator[Bucket]:
    shift = np.uint64(64 - BUCKETS.bit_length() + 1)
    joined = list(zip(corpus.partials, corpus.renumbered, strict=True))
    for bucket in range(BUCKETS if joined else 0):
        chosen = [np.flatnonzero((p.hashes >> shift) == bucket) for p, _ in joined]
        both = list(zip(joined, chosen, strict=True))
        hashes = np.concatenate([p.hashes[at] for (p, _), at in both])
        report = np.concatenate([n[p.report[at]] if len(at) else at for (p, n), at in both])
        stretch = np.concatenate([p.stretch[at].astype(np.int64) for (p, _), at in both])
        order = np.lexsort((report, hashes))
        hashes, report, stretch = hashes[order], report[order], stretch[order]
        if len(hashes):
            yield hashes, report, stretch, _spread(hashes, report, corpus)


def _spread(hashes: Hashes, report: Ints, corpus: _Corpus) -> Ints:
    """For each anchor, how many places share its hash; at least ``GENRE`` where it is common wording. ``hashes`` is sorted.

    Common is what ``GENRE`` places share; what 3 places or more were first to say in one and the same year (none had it
    of another: it comes from a superior's document); what most places of the genre share, 3 at least, and 2 said at once
    (small corpora). What places said one after the other was copied.
    """
    order = np.lexsort((report, corpus.place[report], hashes))
    h, p, y = hashes[order], corpus.place[report[order]], corpus.year[report[order]]
    new_hash = np.r_[True, h[1:] != h[:-1]]
    first = new_hash | np.r_[True, p[1:] != p[:-1]]
    number = np.cumsum(new_hash) - 1
    size = int(number[-1]) + 1
    count = np.bincount(number[first], minlength=size)
    at_once = _most_at_once(number[first], y[first], size)
    most = count >= MOST * corpus.places_of_genre[report[order][new_hash]]
    common = (count >= AT_ONCE) & ((at_once >= AT_ONCE) | (most & (at_once > 1)))
    count = np.where(common, np.maximum(count, GENRE), count)
    return np.repeat(count, np.diff(np.r_[np.flatnonzero(new_hash), len(h)]))


def _most_at_once(number: Ints, year: Ints, size: int) -> Ints:
    """For each hash (by number), the most places that said it first in one year."""
    order = np.lexsort((year, number))
    n, y = number[order], year[order]
    starts = np.flatnonzero(np.r_[True, (n[1:] != n[:-1]) | (y[1:] != y[:-1])])
    runs = np.diff(np.r_[starts, len(n)])
    most = np.zeros(size, dtype=np.int64)
    np.maximum.at(most, n[starts], runs)
    return most


def _candidates(corpus: _Corpus) -> Ints:
    """Keys (later, earlier, stretch of the later) with enough anchors in common, sorted.

    Keys are put by ranges of later reports, so that each is counted once and only a range is sorted at a time.
    """
    ranges: list[list[Ints]] = [[] for _ in range(RANGES)]
    for hashes, report, stretch, spread in _buckets(corpus):
        for back in range(1, BEFORE + 1):
            met = (hashes[back:] == hashes[:-back]) & (report[back:] != report[:-back]) & (spread[back:] < GENRE)
            at = np.flatnonzero(met) + back
            base = (report[at] * corpus.total + report[at - back]) << 17
            keys = np.r_[base | stretch[at], base | np.maximum(stretch[at] - 1, 0)]
            which = np.r_[report[at], report[at]] * RANGES // corpus.total
            for n in np.unique(which).tolist():
                ranges[n].append(keys[which == n])
    return np.concatenate([_frequent(found) for found in ranges])


def _frequent(found: list[Ints]) -> Ints:
    keys, counts = np.unique(np.concatenate(found) if found else np.zeros(0, dtype=np.int64), return_counts=True)
    found.clear()
    return keys[counts >= LEAST]


Shared = tuple[Ints, Hashes, NDArray[np.uint8]]
"""Report numbers (sorted), hashes (sorted within a report), places up to ``GENRE``."""


def _shared(corpus: _Corpus, later: Ints) -> Shared:
    """The anchors of reports with candidates that 3 or more places share."""
    wanted = np.zeros(corpus.total, dtype=bool)
    wanted[later] = True
    parts = []
    for hashes, report, _, spread in _buckets(corpus):
        at = np.flatnonzero(wanted[report] & (spread >= AT_ONCE))
        parts.append((report[at].astype(np.int32), hashes[at], np.minimum(spread[at], GENRE).astype(np.uint8)))
    if not parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint8)
    number, found, places = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((found, number))
    return number[order].astype(np.int64), found[order], places[order]


def _by_shard(corpus: _Corpus, candidates: Ints) -> dict[str, dict[str, Found]]:
    made: dict[str, dict[str, Found]] = {}
    pairs = np.unique(candidates >> 17)
    later, starts = np.unique(pairs // corpus.total, return_index=True)
    number, hashes, places = _shared(corpus, later)
    low, high = np.searchsorted(number, later), np.searchsorted(number, later, "right")
    stops = [*starts[1:].tolist(), len(pairs)]
    for at, first, stop, i, j in zip(later.tolist(), starts.tolist(), stops, low.tolist(), high.tolist(), strict=False):
        earlier = tuple(corpus.described[int(k)].report_id for k in pairs[first:stop] % corpus.total)
        row = corpus.described[at]
        made.setdefault(row.shard, {})[row.report_id] = Found(earlier, hashes[i:j].copy(), places[i:j].copy())
    return made
