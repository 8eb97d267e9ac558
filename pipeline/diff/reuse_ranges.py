"""The anchors of all shards, gone through range by range of their hashes, and grouped by hash.

Memory holds one range of all shards at a time: partial results are mapped (see pipeline.values), and each is sorted by hash.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.addresses import addresses_of
from pipeline.diff.ragged import bounds
from pipeline.diff.reuse_anchors import Anchors, Described, Ints
from pipeline.diff.shingles import Hashes
from pipeline.store import digest
from pipeline.values import let_go

WITNESSES = 256
"""Places among which it is counted how many share an anchor."""
RANGE = 1 << 15
"""About how many entries (a hash that a place says) are looked at together."""
HELD = 32
"""Ranges after which memory lets go of the files that it maps partial results from."""
MAPPED = 1 << 23
"""Entries (those of some 20,000 reports) that memory can hold."""
MOST = 0.7
"""Share of all places of the genre that makes wording common, in corpora of few places."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """All reports, numbered by date, and their anchors, as the kernel reads them."""

    partials: Sequence[Anchors]
    described: list[Described]
    reports: NDArray[np.int32]
    """Of each report its place, its year, whether its place is a witness."""
    most: NDArray[np.float64]
    """Of each report how many places make wording of its genre common, in corpora of few places."""
    numbers: NDArray[np.int32]
    """The numbers of the partial results' reports, one behind the other."""
    columns: Ints
    """Where the arrays of each partial result are: a row as :mod:`pipeline.diff.reuse_ranges_kernel` reads it."""
    entries: int
    """How many there are in all."""


def corpus_of(partials: Sequence[Anchors]) -> Corpus:
    """The reports of all shards."""
    rows = [row for partial in partials for row in partial.reports]
    names = ["\0".join((*row.date, row.report_id)) for row in rows]  # quicker to compare than tuples
    order = sorted(range(len(rows)), key=names.__getitem__)
    numbers = np.empty(len(rows), dtype=np.int32)
    numbers[order] = np.arange(len(rows))
    described = [rows[k] for k in order]
    places = {name: k for k, name in enumerate(sorted({row.place for row in described}))}
    witnesses = set(sorted(places, key=digest)[:WITNESSES])
    told = [(places[row.place], int(row.date[0]), row.place in witnesses) for row in described]
    genres = Counter(genre for genre, _ in {(row.genre, row.place) for row in described})
    return Corpus(
        partials,
        described,
        np.array(told, dtype=np.int32).reshape(-1, 3),
        np.array([MOST * genres[row.genre] for row in described], dtype=np.float64),
        numbers,
        _columns(partials),
        sum(len(partial.hashes) for partial in partials),
    )


def _columns(partials: Sequence[Anchors]) -> Ints:
    arrays = [(p.hashes, p.size, p.report, p.at) for p in partials]
    where = np.array([addresses_of(four) for four in arrays], dtype=np.int64).reshape(-1, 4)
    width = np.array([[a.itemsize for a in four[1:]] for four in arrays], dtype=np.int64).reshape(-1, 3)
    numbers, spread = bounds([len(p.reports) for p in partials])[:-1], bounds([len(p.hashes) for p in partials])[:-1]
    return np.column_stack([where, width, numbers, spread])


def ranges(corpus: Corpus) -> Iterator[Ints]:
    """All entries, range by range of hashes, about ``RANGE`` at a time: cuts as the kernel reads them, a row a partial result."""
    partials = corpus.partials
    if not len(partials):
        return
    count = corpus.entries // RANGE + 1
    borders = _borders(max((p.hashes for p in partials), key=len), count)
    cuts = np.array([[0, *np.searchsorted(p.hashes, borders), len(p.hashes)] for p in partials], dtype=np.int64)
    said = np.array([bounds(p.size)[cut] for p, cut in zip(partials, cuts, strict=True)])
    for k in range(len(borders) + 1):
        yield np.stack([cuts[:, k], cuts[:, k + 1], said[:, k], said[:, k + 1]], axis=1)
        if corpus.entries > MAPPED and k % HELD == HELD - 1:
            for partial in partials:
                let_go(partial.hashes)


def _borders(hashes: Hashes, count: int) -> Hashes:
    """Hashes that part so many ranges with about as many entries each, as far as a part of them tells."""
    # an anchor is the least hash of its window: low ones are many more
    return np.unique(hashes[np.arange(1, count) * len(hashes) // count])
