"""The anchors of all shards, gone through range by range of their hashes, and grouped by hash.

Memory holds one range of all shards at a time: partial results are mapped (see pipeline.values), and each is sorted by hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.reuse_anchors import Anchors, Described, Ints, crowded
from pipeline.diff.shingles import Hashes
from pipeline.store import digest

WITNESSES = 256
"""Places among which it is counted how many share an anchor."""
RANGE = 1 << 18
"""About how many entries (a hash that a place says) are looked at together."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """All reports, numbered by date; ``number``: per partial result, the number of each of its reports."""

    partials: Sequence[Anchors]
    described: list[Described]
    number: list[Ints]
    witness: list[NDArray[np.bool_]]
    """Per partial result, whether each of its places is a witness."""
    place: Ints
    """Of each report."""
    places_of: Mapping[str, int]
    """Genre -> how many places have reports of it."""


def corpus_of(partials: Sequence[Anchors]) -> Corpus:
    """The reports of all shards."""
    described = sorted(row for partial in partials for row in partial.reports)
    number = {row.report_id: k for k, row in enumerate(described)}
    places = {name: k for k, name in enumerate(sorted({row.place for row in described}))}
    witnesses = set(sorted(places, key=digest)[:WITNESSES])
    of_genre: dict[str, set[str]] = {}
    for row in described:
        of_genre.setdefault(row.genre, set()).add(row.place)
    return Corpus(
        partials,
        described,
        [np.array([number[r.report_id] for r in p.reports], dtype=np.int64) for p in partials],
        [np.array([place in witnesses for place in p.places], dtype=bool) for p in partials],
        np.array([places[row.place] for row in described], dtype=np.int64),
        {genre: len(found) for genre, found in of_genre.items()},
    )


@dataclass(frozen=True, eq=False)
class Range:
    """The entries of all shards whose hashes lie in one range: of each partial result a slice, one behind the other."""

    hashes: Hashes
    first: NDArray[np.int16]
    witness: NDArray[np.bool_]
    low: Ints
    """Where each slice starts in its partial result."""
    starts: Ints
    """Where it starts here."""

    def slices(self, entries: Ints) -> Iterator[tuple[int, slice, Ints]]:
        """Entries (sorted) by partial result: its number, which of the entries are its own, where they stand in it."""
        cuts = np.searchsorted(entries, self.starts).tolist()
        for k, (begin, end) in enumerate(pairwise([*cuts, len(entries)])):
            if begin < end:
                yield k, slice(begin, end), entries[begin:end] + (self.low[k] - self.starts[k])


def ranges(corpus: Corpus) -> Iterator[Range]:
    """All entries, range by range of hashes: about ``RANGE`` at a time."""
    partials = corpus.partials
    bits = max(0, (sum(len(p.hashes) for p in partials) // RANGE).bit_length())
    borders = np.arange(1, 1 << bits, dtype=np.uint64) << np.uint64(64 - bits) if bits else np.zeros(0, dtype=np.uint64)
    cuts = np.array([[0, *np.searchsorted(p.hashes, borders), len(p.hashes)] for p in partials], dtype=np.int64)
    for low, high in pairwise(cuts.T) if len(partials) else ():
        slices = [slice(i, j) for i, j in zip(low.tolist(), high.tolist(), strict=True)]
        yield Range(
            np.concatenate([p.hashes[part] for p, part in zip(partials, slices, strict=True)]),
            np.concatenate([p.first[part] for p, part in zip(partials, slices, strict=True)]),
            np.concatenate([w[p.place[part]] for p, w, part in zip(partials, corpus.witness, slices, strict=True)]),
            low,
            np.cumsum(high - low) - (high - low),
        )


class Groups(NamedTuple):
    """Entries of one hash that several places share, hash by hash: ``start`` is where each group begins."""

    entry: Ints
    start: Ints
    size: Ints


def groups_of(part: Range) -> Groups:
    """What several places say; what one place says, which is most of all, is set aside without sorting it."""
    maybe = crowded(part.hashes)
    entry = maybe[np.argsort(part.hashes[maybe], kind="stable")]
    hashes = part.hashes[entry]
    begins = np.ones(len(entry), dtype=bool)
    begins[1:] = hashes[1:] != hashes[:-1]
    start = np.flatnonzero(begins)
    count = np.diff(np.r_[start, len(entry)])
    shared = count > 1
    entry, count = entry[np.repeat(shared, count)], count[shared]
    return Groups(entry, np.cumsum(count) - count, count)


def expanded(start: Ints, size: Ints) -> Ints:
    """The numbers start, start + 1, … of stretches of so many."""
    return np.repeat(start - np.cumsum(size) + size, size) + np.arange(int(size.sum()))
