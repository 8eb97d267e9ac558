"""Which reports may share a passage: anchors (local MinHash) of all reports of the corpus, met in buckets.

The anchors of a text are the least shingle hashes of its windows (winnowing: Schleimer, Wilkerson and Aiken 2003, MinHash
with one function, taken window by window), so that any 18 masked characters in common give a common anchor. Anchors that
many places share belong to the genre, not to a passage. Two reports are candidates where at least 3 rarer anchors
stand in one stretch of 128 characters. Hashes are gone through in buckets, so that memory does not grow with the corpus
beyond the anchors themselves, and an anchor's reports meet their nearest predecessors only: n log n in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.shingles import Hashes

WINDOW = 12
"""Shingles of a window; its least hash is an anchor."""
STRETCH = 128
LEAST = 3
GENRE = 4
"""An anchor that this many places share belongs to the genre (or to a common superior's wording)."""
BEFORE = 3
BUCKETS = 64
Ints = NDArray[np.int64]


@dataclass
class Anchors:
    """Anchors of one shard's reports: ``reports`` describes them, the arrays hold one entry an anchor."""

    reports: list[tuple[tuple[str, ...], str, str, str]] = field(default_factory=list)
    """Date key, id, place, shard."""
    hashes: Hashes = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    report: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    stretch: NDArray[np.uint16] = field(default_factory=lambda: np.zeros(0, dtype=np.uint16))


@dataclass(frozen=True)
class Found:
    """What may be reuse in one report: earlier reports, and the anchors in question that 3 or more places share."""

    earlier: tuple[str, ...]
    shared: tuple[tuple[int, int], ...]


def anchors(shingles: Hashes) -> Ints:
    """Where the anchors of a text start."""
    if not len(shingles):
        return np.zeros(0, dtype=np.int64)
    width = min(WINDOW, len(shingles))
    windows = np.lib.stride_tricks.sliding_window_view(shingles, width)
    return np.unique(windows.argmin(axis=1) + np.arange(len(windows)))


def gather(rows: Sequence[tuple[tuple[str, ...], str, str, str, Hashes]]) -> Anchors:
    """Anchors of reports given as (date key, id, place, shard, shingles)."""
    parts = [(shingles[at], np.full(len(at), k), at // (STRETCH // 2)) for k, (*_, shingles) in enumerate(rows)
             for at in [anchors(shingles)]]  # fmt: skip
    if not parts:
        return Anchors()
    hashes, report, stretch = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Anchors(
        [row[:4] for row in rows], hashes, report.astype(np.int32), np.minimum(stretch, 65535).astype(np.uint16)
    )


def meet(partials: Sequence[Anchors]) -> dict[str, dict[str, Found]]:
    """Shard -> later report -> what may be reuse in it."""
    described = sorted(row for partial in partials for row in partial.reports)
    number = {row[1]: k for k, row in enumerate(described)}
    names = {name: k for k, name in enumerate(sorted({row[2] for row in described}))}
    place = np.array([names[row[2]] for row in described], dtype=np.int64)
    renumbered = [np.array([number[r[1]] for r in p.reports], dtype=np.int64) for p in partials]
    total = len(described)
    candidates = _candidates(partials, renumbered, place, total)
    return _by_shard(described, candidates, _shared(partials, renumbered, place, candidates, total), total)


Bucket = tuple[Hashes, Ints, Ints, Ints]
"""Hashes (sorted), report numbers, stretches, and the number of places that share each hash."""


def _buckets(partials: Sequence[Anchors], renumbered: Sequence[Ints], place: Ints) -> Iterator[Bucket]:
    shift = np.uint64(64 - BUCKETS.bit_length() + 1)
    for bucket in range(BUCKETS):
        chosen = [np.flatnonzero((p.hashes >> shift) == bucket) for p in partials]
        hashes = np.concatenate(
            [p.hashes[at] for p, at in zip(partials, chosen, strict=True)] or [np.zeros(0, np.uint64)]
        )
        report = np.concatenate(
            [n[p.report[at]] for p, n, at in zip(partials, renumbered, chosen, strict=True)] or [place]
        )
        stretch = np.concatenate(
            [p.stretch[at].astype(np.int64) for p, at in zip(partials, chosen, strict=True)] or [place]
        )
        order = np.lexsort((report, hashes))
        hashes, report, stretch = hashes[order], report[order], stretch[order]
        if len(hashes):
            yield hashes, report, stretch, _spread(hashes, place[report])


def _spread(hashes: Hashes, places: Ints) -> Ints:
    """For each anchor, how many places share its hash. ``hashes`` is sorted."""
    order = np.lexsort((places, hashes))
    h, p = hashes[order], places[order]
    new_hash = np.r_[True, h[1:] != h[:-1]]
    new_place = new_hash | np.r_[True, p[1:] != p[:-1]]
    counts = np.add.reduceat(new_place.astype(np.int64), np.flatnonzero(new_hash))
    return np.repeat(counts, np.diff(np.r_[np.flatnonzero(new_hash), len(h)]))


def _candidates(partials: Sequence[Anchors], renumbered: Sequence[Ints], place: Ints, total: int) -> Ints:
    """Keys (later, earlier, stretch of the later) with enough anchors in common, sorted."""
    keys, counts = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    for hashes, report, stretch, spread in _buckets(partials, renumbered, place):
        found = []
        for back in range(1, BEFORE + 1):
            met = (hashes[back:] == hashes[:-back]) & (report[back:] != report[:-back]) & (spread[back:] < GENRE)
            at = np.flatnonzero(met) + back
            base = (report[at] * total + report[at - back]) << 17
            found += [base | stretch[at], base | np.maximum(stretch[at] - 1, 0)]
        new, count = np.unique(np.concatenate(found), return_counts=True)
        keys, counts = _summed(np.r_[keys, new], np.r_[counts, count])
    return keys[counts >= LEAST]


def _summed(keys: Ints, counts: Ints) -> tuple[Ints, Ints]:
    distinct, where = np.unique(keys, return_inverse=True)
    return distinct, np.bincount(where, weights=counts, minlength=len(distinct)).astype(np.int64)


def _shared(
    partials: Sequence[Anchors], renumbered: Sequence[Ints], place: Ints, candidates: Ints, total: int
) -> dict[int, set[tuple[int, int]]]:
    """Later report -> (hash, places up to ``GENRE``) of anchors in its candidate stretches that 3 or more places share."""
    wanted = np.unique(((candidates >> 17) // total) << 17 | (candidates & 0x1FFFF))
    shared: dict[int, set[tuple[int, int]]] = {}
    for hashes, report, stretch, spread in _buckets(partials, renumbered, place):
        near = np.isin(report << 17 | stretch, wanted) | np.isin(report << 17 | np.maximum(stretch - 1, 0), wanted)
        for at in np.flatnonzero(near & (spread >= 3)):
            shared.setdefault(int(report[at]), set()).add((int(hashes[at]), min(GENRE, int(spread[at]))))
    return shared


def _by_shard(
    described: list[tuple[tuple[str, ...], str, str, str]],
    candidates: Ints,
    shared: dict[int, set[tuple[int, int]]],
    total: int,
) -> dict[str, dict[str, Found]]:
    made: dict[str, dict[str, Found]] = {}
    pairs = np.unique(candidates >> 17)
    later = pairs // max(1, total)
    starts = np.flatnonzero(np.r_[True, later[1:] != later[:-1]]) if len(pairs) else pairs
    for first, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(pairs)], strict=False):
        at = int(later[first])
        earlier = tuple(described[int(k)][1] for k in pairs[first:stop] % total)
        _, report_id, _, shard = described[at]
        made.setdefault(shard, {})[report_id] = Found(earlier, tuple(sorted(shared.get(at, ()))))
    return made
