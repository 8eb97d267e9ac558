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
LAST = (1 << 20) - 1
"""The last place in a text that is told from those behind it: anchors are sorted by numbers that hold it among others."""
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

    Each entry was said by so many reports as ``size`` tells. These stand in ``report`` one behind the other, entry by entry
    (numbers of ``reports``, each once, by date), and in ``at`` where in them, in masked characters.
    """

    reports: tuple[Described, ...]
    hashes: Hashes
    size: NDArray[Any]
    report: NDArray[Any]
    at: NDArray[Any]


def gather(rows: Sequence[tuple[Described, Hashes, Ints]]) -> Anchors:
    """Anchors of reports, given with their hashes and where they stand."""
    rows = sorted(rows, key=lambda row: (row[0].place, row[0]))
    reports = tuple(row[0] for row in rows)
    number = {place: k for k, place in enumerate(dict.fromkeys(row.place for row in reports))}
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
    size = np.diff(start, append=len(hashes))
    return Anchors(reports, hashes[start], _small(size), _small(report), _small(np.minimum(at, LAST)))


def _small(values: Ints) -> NDArray[Any]:
    """The numbers in as few bytes as they need: there is one for each anchor of the corpus."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))
