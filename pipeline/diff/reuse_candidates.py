"""Which reports of different places may share a passage, and how widely each anchor is shared: the whole corpus at once.

What many places say belongs to the genre, not to a passage: candidates come from rarer anchors only. Many is counted among
``WITNESSES`` places whose names hash lowest: in a large corpus it is the share of places that tells the genre's wording, and
one more report hardly ever changes what is common, so that the reports of other places need not be made again.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.kernels import Called, kernel
from pipeline.diff.reuse_anchors import Anchors, Ints
from pipeline.diff.reuse_meetings import close
from pipeline.diff.reuse_ranges import MAPPED, Corpus, corpus_of, ranges
from pipeline.diff.shingles import Hashes
from pipeline.values import let_go

GENRE = 4
"""An anchor that this many witnesses share belongs to the genre (or to a common superior's wording)."""
AT_ONCE = 3
"""Places that were first to say something in one year: they have it from a common source."""
BEFORE = 3
"""Nearest earlier reports of other places with an anchor that each report is held against."""
TURN = 1 << 26
"""Entries (a hash that a place says) whose meetings memory holds at a time: those of some 200,000 reports, about 1 GB."""
THREADS = min(4, os.cpu_count() or 1)
"""Ranges of hashes that are looked at together: no worker has anything to do meanwhile."""


@dataclass(frozen=True, eq=False)
class Shared:
    """What a shard's reports share with other places.

    ``earlier``: later report -> earlier reports of other places that may lend it a passage. ``hashes``: the anchors that
    3 or more witnesses share, sorted, with their number of ``places`` up to ``GENRE``.
    """

    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hashes: Hashes = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    places: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))

    def spread(self, hashes: Hashes) -> Ints:
        """How many places share each of some anchors; 0 where fewer than 3 do."""
        if not len(self.hashes):
            return np.zeros(len(hashes), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, self.places[at], 0).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Met:
    """What the corpus told: per partial result how many places share each of its entries, and the candidates."""

    partials: Sequence[Anchors]
    spread: Sequence[NDArray[np.uint8]]
    """Up to ``GENRE``; 0 where fewer than 3 witnesses share it."""
    earlier: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Shard -> later report -> earlier reports."""

    def of(self, shard: str) -> Shared:
        """What of it a shard needs."""
        return self._chosen(self.holders.get(shard, ()), self.earlier.get(shard, {}))

    def whole(self) -> Shared:
        """All of it, for reports that are looked at in one go."""
        earlier = {later: sources for mine in self.earlier.values() for later, sources in mine.items()}
        return self._chosen(range(len(self.partials)), earlier)

    @cached_property
    def holders(self) -> Mapping[str, Sequence[int]]:
        """Shard -> the partial results that hold reports of it."""
        held: dict[str, list[int]] = {}
        for k, partial in enumerate(self.partials):
            for shard in {row.shard for row in partial.reports}:
                held.setdefault(shard, []).append(k)
        return held

    @cached_property
    def large(self) -> bool:
        """Whether memory should not hold all partial results."""
        return sum(map(len, self.spread)) > MAPPED

    def _chosen(self, holders: Iterable[int], earlier: Mapping[str, tuple[str, ...]]) -> Shared:
        hashes, places = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.uint8)]
        for k in holders:
            said, spread = self.partials[k].hashes, self.spread[k]
            once = spread > 0
            once[1:] &= said[1:] != said[:-1]  # sorted, and all that say a hash are told the same
            told = np.flatnonzero(once)
            hashes.append(said[told])
            places.append(spread[told])
            if self.large:
                let_go(said)
        found, at = np.unique(np.concatenate(hashes), return_index=True)
        return Shared(earlier, found, np.concatenate(places)[at])


def meet(partials: Sequence[Anchors]) -> Met:
    """Meet the anchors of all shards; where they are too many, for a part of the later reports after the other."""
    corpus = corpus_of(partials)
    spread = np.zeros(corpus.entries, dtype=np.uint8)
    turns = corpus.entries // TURN + 1
    none = np.zeros((0, 2), dtype=np.int64)
    pairs = [close(np.concatenate([none, *_met(corpus, spread, turns, turn)])) for turn in range(turns)]
    return Met(partials, np.split(spread, corpus.columns[1:, -1]), _by_shard(corpus, np.sort(np.concatenate(pairs))))


def _met(corpus: Corpus, spread: NDArray[np.uint8], turns: int, turn: int) -> Iterator[Ints]:
    """What later reports of one turn meet, range by range; how many places share the range's entries is noted in ``spread``.

    Meetings are rows as :func:`pipeline.diff.reuse_meetings.close` takes them.
    """
    look = kernel("met")
    with ThreadPoolExecutor(THREADS) as pool:  # machine code, which holds up no other thread
        ahead: deque[Future[Ints]] = deque()
        for cuts in ranges(corpus):
            ahead.append(pool.submit(_met_in_range, look, corpus, cuts, spread, turns, turn))
            if len(ahead) > THREADS:
                yield ahead.popleft().result()
        for last in ahead:
            yield last.result()


def _met_in_range(look: Called, corpus: Corpus, cuts: Ints, spread: NDArray[np.uint8], turns: int, turn: int) -> Ints:
    entries, anchors = (cuts[:, [1, 3]] - cuts[:, [0, 2]]).sum(axis=0).tolist()
    drawers = 1 << entries.bit_length()
    sizes = np.array([len(cuts), drawers, GENRE, AT_ONCE, BEFORE, turns, turn], dtype=np.int64)
    room = (np.empty(drawers + 1, np.int32), np.empty(entries, np.uint64), np.empty(entries, np.int32),
            np.empty((entries, 4), np.int32), np.empty(anchors, np.int64))  # fmt: skip
    met = np.empty((BEFORE * anchors, 2), dtype=np.int64)
    many = look(sizes, corpus.columns, cuts, corpus.numbers, corpus.reports, corpus.most, *room, spread, met)
    return met[:many].copy()  # what has not been written to takes no memory


def _by_shard(corpus: Corpus, pairs: Ints) -> dict[str, dict[str, tuple[str, ...]]]:
    made: dict[str, dict[str, tuple[str, ...]]] = {}
    for later, earlier in zip((pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist(), strict=True):
        row = corpus.described[later]
        mine = made.setdefault(row.shard, {})
        mine[row.report_id] = (*mine.get(row.report_id, ()), corpus.described[earlier].report_id)
    return made
