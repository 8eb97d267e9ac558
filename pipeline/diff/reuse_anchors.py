"""Anchors: few places of a text, chosen by its wording alone, by which a passage is known wherever it stands again.

The anchors of a text are the least shingle hashes of its windows (winnowing: Schleimer, Wilkerson and Aiken 2003, MinHash
with one function, taken window by window), so that any 18 masked characters in common give a common anchor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.shingles import Hashes

WINDOW = 12
"""Shingles of a window; its least hash is an anchor."""
STRETCH, LEAST, APART = 128, 2, WINDOW
"""Anchors that make a candidate: so many in one stretch of masked characters, two of them so far apart: not of one window."""
DRIFT = 14
"""How far the distance between the places of a passage in two texts may shift, in masked characters."""
BEFORE, OWN_BEFORE = 3, 12
"""Nearest earlier reports with an anchor that each report is held against: of all places, of its own place."""
PLACE_BITS = 20
"""Bits for a place in a text, where it is sorted by."""
Ints = NDArray[np.int64]


class Described(NamedTuple):
    """A report as far as candidates are concerned. ``date`` starts with the year; they sort by it."""

    date: tuple[str, ...]
    report_id: str
    place: str
    shard: str
    genre: str


@dataclass(frozen=True, eq=False)
class Anchors:
    """Anchors of some reports, one entry for each hash that a place says, by hash and place.

    Entry ``k`` was said by the reports ``report[start[k]:start[k + 1]]`` (numbers of ``reports``, each once, by date), where
    ``at`` tells in masked characters. ``first`` is the year in which the place said it first.
    """

    reports: tuple[Described, ...]
    places: tuple[str, ...]
    shards: tuple[str, ...]
    """The shard of each place."""
    hashes: Hashes
    place: NDArray[Any]
    first: NDArray[np.int16]
    start: NDArray[Any]
    report: NDArray[Any]
    at: NDArray[Any]


def anchors(shingles: Hashes) -> Ints:
    """Where the anchors of a text start: of equal hashes in a window, the first."""
    if len(shingles) < 2 * WINDOW:
        return _one_by_one(shingles)
    least = _sliding(np.minimum, shingles)
    # a shingle is an anchor where it is the least of some window around it: the greatest of their least ones
    padded = np.r_[np.zeros(WINDOW - 1, dtype=np.uint64), least, np.zeros(WINDOW - 1, dtype=np.uint64)]
    found = np.flatnonzero(_sliding(np.maximum, padded) == shingles)
    near = found[1:] - found[:-1] < WINDOW
    return _one_by_one(shingles) if (near & (shingles[found[1:]] == shingles[found[:-1]])).any() else found


def _sliding(of: np.ufunc, values: Hashes) -> Hashes:
    """The least or greatest of each window of 12: two windows of 8 that overlap."""
    for step in (1, 2, 4):
        values = of(values[step:], values[:-step])
    four = WINDOW - 8
    found: Hashes = of(values[four:], values[:-four])
    return found


def _one_by_one(shingles: Hashes) -> Ints:
    if not len(shingles):
        return np.zeros(0, dtype=np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(shingles, min(WINDOW, len(shingles)))
    return np.unique(windows.argmin(axis=1) + np.arange(len(windows)))


def gather(rows: Sequence[tuple[Described, Hashes, Ints]]) -> Anchors:
    """Anchors of reports, given with their hashes and where they stand."""
    rows = sorted(rows, key=lambda row: (row[0].place, row[0]))
    reports = tuple(row[0] for row in rows)
    places = tuple(dict.fromkeys(row.place for row in reports))
    shards = {row.place: row.shard for row in reports}
    number = {place: k for k, place in enumerate(places)}
    none = np.zeros(0, dtype=np.int64)
    hashes = np.concatenate([none.astype(np.uint64), *(row[1] for row in rows)])
    report = np.repeat(np.arange(len(rows)), [len(row[1]) for row in rows])
    order = np.argsort(hashes, kind="stable")  # reports stay in order where they share a hash
    hashes, report, at = hashes[order], report[order], np.concatenate([none, *(row[2] for row in rows)])[order]
    once = np.ones(len(hashes), dtype=bool)
    once[1:] = (hashes[1:] != hashes[:-1]) | (report[1:] != report[:-1])
    hashes, report, at = hashes[once], report[once], at[once]
    place = np.array([number[row.place] for row in reports], dtype=np.int64)[report]
    entry = np.ones(len(hashes), dtype=bool)
    entry[1:] = (hashes[1:] != hashes[:-1]) | (place[1:] != place[:-1])
    start = np.flatnonzero(entry)
    years = np.array([int(row.date[0]) for row in reports], dtype=np.int16)
    return Anchors(reports, places, tuple(shards[p] for p in places), hashes[start], _small(place[start]),
                   years[report[start]], _small(np.r_[start, len(hashes)]), _small(report), _small(at))  # fmt: skip


def _small(values: Ints) -> NDArray[Any]:
    """The numbers in as few bytes as they need: there is one for each anchor of the corpus."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))


class Meetings(NamedTuple):
    """Common anchors of two reports: both (later << 32 | earlier), where one stands in the later, how much further on than in
    the earlier."""

    pair: Ints
    at: NDArray[np.int32]
    apart: NDArray[np.int32]

    def chosen(self, which: Ints) -> Meetings:
        """Some of them."""
        return Meetings(self.pair[which], self.at[which], self.apart[which])


def joined(parts: Sequence[Meetings]) -> Meetings:
    """Meetings one behind the other."""
    none = Meetings(np.zeros(0, dtype=np.int64), *(np.zeros(0, dtype=np.int32) for _ in range(2)))
    return Meetings(*(np.concatenate(columns) for columns in zip(none, *parts, strict=True)))


class Said(NamedTuple):
    """Anchors by group (those of one hash) and report: where they stand, and whether they are looked for in earlier reports.

    Reports are numbered by date.
    """

    group: Ints
    report: Ints
    at: Ints
    news: NDArray[np.bool_]


def meetings(said: Said, before: int) -> Meetings:
    """Common anchors of reports; each report meets so many of its nearest predecessors only: n log n in all."""
    found = []
    for back in range(1, before + 1):
        k = np.flatnonzero((said.group[back:] == said.group[:-back]) & said.news[back:]) + back
        pair = (said.report[k] << 32) | said.report[k - back]
        found.append(Meetings(pair, said.at[k].astype(np.int32), (said.at[k] - said.at[k - back]).astype(np.int32)))
    return joined(found)


def close(met: Meetings) -> tuple[Ints, Ints]:
    """Pairs (later, earlier) of reports with enough anchors in one stretch, at about the same distance in both."""
    keys = _mixed(met.pair.astype(np.uint64))
    kept = crowded(keys)  # most pairs have but one
    # one key for the pair and the place: a sort by two takes three times as long
    keys = (keys[kept] << np.uint64(PLACE_BITS)) | np.minimum(met.at[kept], (1 << PLACE_BITS) - 1).astype(np.uint64)
    pair, at, apart = met.chosen(kept[np.argsort(keys)])
    taken = [np.zeros(0, dtype=np.int64)]
    for back in range(LEAST - 1, WINDOW):
        far = at[back:] - at[:-back]
        side = (pair[back:] == pair[:-back]) & (far >= APART) & (far <= STRETCH)
        taken.append(pair[back:][side & (np.abs(apart[back:] - apart[:-back]) <= DRIFT)])
    found = np.unique(np.concatenate(taken))
    return found >> 32, found & 0xFFFFFFFF


def _mixed(values: Hashes) -> Hashes:
    mixed: Hashes = values * np.uint64(0x9E3779B97F4A7C15)
    return mixed >> np.uint64(PLACE_BITS)


def crowded(hashes: Hashes) -> Ints:
    """Which of some hashes may stand more than once: those that share a place of a table twice their number at least."""
    size = 2 << len(hashes).bit_length()
    key = (hashes & np.uint64(size - 1)).astype(np.int64)
    last = np.empty(size, dtype=np.int32)
    numbers = np.arange(len(hashes), dtype=np.int32)
    last[key] = numbers
    taken = np.zeros(size, dtype=bool)
    taken[key[last[key] != numbers]] = True
    return np.flatnonzero(taken[key])
