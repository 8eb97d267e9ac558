"""The anchors of all shards, gone through range by range of their hashes, and grouped by hash.

Memory holds one range of all shards at a time: partial results are mapped (see pipeline.values), and each is sorted by hash.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.diff import kernels
from pipeline.diff.ragged import bounds
from pipeline.diff.reuse_anchors import Anchors, Described, Ints
from pipeline.diff.shingles import Hashes
from pipeline.store import digest
from pipeline.values import let_go

WITNESSES = 256
"""Places among which it is counted how many share an anchor."""
RANGE = 1 << 18
"""About how many entries (a hash that a place says) are looked at together."""
HELD = 4
"""Ranges after which memory lets go of the files that it maps partial results from."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """All reports, numbered by date; of each by its number: its ``place``, its ``year``, whether its place is a witness.

    ``number``: the numbers of each partial result's reports.
    """

    partials: Sequence[Anchors]
    described: list[Described]
    number: list[NDArray[np.int32]]
    place: Ints
    year: Ints
    witness: NDArray[np.bool_]
    places_of: Mapping[str, int]
    """Genre -> how many places have reports of it."""


def corpus_of(partials: Sequence[Anchors]) -> Corpus:
    """The reports of all shards."""
    rows = (row for partial in partials for row in partial.reports)
    described = sorted(rows, key=lambda row: "\0".join((*row.date, row.report_id)))  # quicker than to compare tuples
    number = {row.report_id: k for k, row in enumerate(described)}
    places = {name: k for k, name in enumerate(sorted({row.place for row in described}))}
    witnesses = set(sorted(places, key=digest)[:WITNESSES])
    return Corpus(
        partials,
        described,
        [np.array([number[row.report_id] for row in partial.reports], dtype=np.int32) for partial in partials],
        np.array([places[row.place] for row in described], dtype=np.int64),
        np.array([int(row.date[0]) for row in described], dtype=np.int64),
        np.array([row.place in witnesses for row in described], dtype=bool),
        Counter(genre for genre, _ in {(row.genre, row.place) for row in described}),
    )


@dataclass(frozen=True, eq=False)
class Range:
    """The entries of all shards whose hashes lie in one range: of each partial result a slice, one behind the other.

    ``first``: the report that says an entry first; ``begin`` and ``size``: where its anchors stand in ``report`` and ``at``.
    Reports go by their numbers in the corpus.
    """

    hashes: Hashes
    first: NDArray[np.int32]
    begin: Ints
    size: NDArray[Any]
    report: NDArray[np.int32]
    at: NDArray[Any]
    slices: Ints
    """Of each partial result, where its slice begins in it and where it ends: two columns."""


def ranges(corpus: Corpus) -> Iterator[Range]:
    """All entries, range by range of hashes: about ``RANGE`` at a time."""
    partials = corpus.partials
    if not len(partials):
        return
    count = sum(len(p.hashes) for p in partials) // RANGE + 1
    borders = _borders(max((p.hashes for p in partials), key=len), count)
    cuts = np.array([[0, *np.searchsorted(p.hashes, borders), len(p.hashes)] for p in partials], dtype=np.int64)
    said = np.array([bounds(p.size)[cut] for p, cut in zip(partials, cuts, strict=True)])
    for k in range(len(borders) + 1):
        entries, anchors = cuts[:, k : k + 2], said[:, k : k + 2]
        size = _cut([p.size for p in partials], entries)
        begin = bounds(size)[:-1]
        spans = zip(partials, corpus.number, anchors.tolist(), strict=True)
        report = np.concatenate([number[p.report[i:j]] for p, number, (i, j) in spans])
        hashes, at = _cut([p.hashes for p in partials], entries), _cut([p.at for p in partials], anchors)
        if k % HELD == 0:
            for partial in partials:
                let_go(partial.hashes)
        yield Range(hashes, report[begin], begin, size, report, at, entries)


def _borders(hashes: Hashes, count: int) -> Hashes:
    """Hashes that part so many ranges with about as many entries each, as far as a part of them tells."""
    # an anchor is the least hash of its window: low ones are many more
    return np.unique(hashes[np.arange(1, count) * len(hashes) // count])


def _cut(columns: Sequence[NDArray[Any]], cuts: Ints) -> NDArray[Any]:
    """Of each column a slice, one behind the other."""
    return np.concatenate([column[i:j] for column, (i, j) in zip(columns, cuts.tolist(), strict=True)])


class Groups(NamedTuple):
    """Entries of one hash that several places share, hash by hash: ``start`` is where each group begins."""

    entry: Ints
    start: Ints
    size: Ints


def groups_of(hashes: Hashes) -> Groups:
    """What several places say, by hash, given the hashes that places say."""
    many = len(hashes)
    drawers = 1 << many.bit_length()
    begin, order = np.zeros(drawers + 1, dtype=np.int32), np.empty(many, dtype=np.int32)
    entry, start = np.empty(many, dtype=np.int64), np.empty(many // 2 + 1, dtype=np.int64)
    groups = kernels.kernel("grouped")(np.array([many, drawers], dtype=np.int64), hashes, begin, order, entry, start)
    start = start[: groups + 1]
    return Groups(entry[: start[-1]], start[:-1], np.diff(start))
