"""Which reports of different places may share a passage, and how widely each anchor is shared: the whole corpus at once.

What many places say belongs to the genre, not to a passage: candidates come from rarer anchors only. Many is counted among
``WITNESSES`` places whose names hash lowest: in a large corpus it is the share of places that tells the genre's wording, and
one more report hardly ever changes what is common, so that the reports of other places need not be made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.reuse_anchors import BEFORE, Anchors, Ints, Meetings, Said, close, joined, meetings
from pipeline.diff.reuse_ranges import RANGE, Corpus, Groups, Range, corpus_of, expanded, groups_of, ranges
from pipeline.diff.shingles import Hashes

GENRE = 4
"""An anchor that this many witnesses share belongs to the genre (or to a common superior's wording)."""
AT_ONCE = 3
"""Places that were first to say something in one year: they have it from a common source."""
MOST = 0.7
"""Share of all places of the genre that makes wording common, in corpora of few places."""
TURN = 1 << 26
"""Entries (a hash that a place says) whose meetings memory holds at a time: those of some 200,000 reports, about 1 GB."""


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
        return self._chosen(frozenset({shard}))

    def whole(self) -> Shared:
        """All of it, for reports that are looked at in one go."""
        return self._chosen(frozenset(shard for partial in self.partials for shard in partial.shards))

    def _chosen(self, shards: frozenset[str]) -> Shared:
        hashes, places = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.uint8)]
        for partial, spread in zip(self.partials, self.spread, strict=True):
            if not shards.isdisjoint(partial.shards):
                mine = np.array([s in shards for s in partial.shards])[partial.place] & (spread > 0)
                hashes.append(partial.hashes[mine])
                places.append(spread[mine])
        found, at = np.unique(np.concatenate(hashes), return_index=True)
        earlier = {later: sources for shard in sorted(shards) for later, sources in self.earlier.get(shard, {}).items()}
        return Shared(earlier, found, np.concatenate(places)[at])


def meet(partials: Sequence[Anchors]) -> Met:
    """Meet the anchors of all shards; where they are too many, for a part of the later reports after the other."""
    corpus = corpus_of(partials)
    spread = [np.zeros(len(p.hashes), dtype=np.uint8) for p in partials]
    turns = sum(len(p.hashes) for p in partials) // TURN + 1
    pairs: list[tuple[int, int]] = []
    for turn in range(turns):
        mine = np.arange(len(corpus.described)) % turns == turn
        found: list[Meetings] = []
        for part in ranges(corpus):
            groups = groups_of(part)
            places = _spread(groups, part, corpus)
            if not turn:
                _tell(spread, part, groups, places)
            found.append(_others(meetings(_said(groups, places, part, corpus), BEFORE), corpus, mine))
        pairs += _close(found)
    return Met(partials, spread, _by_shard(corpus, pairs))


def _close(found: Sequence[Meetings]) -> Iterator[tuple[int, int]]:
    """Pairs (later, earlier) of reports that are candidates: some of the pairs at a time, since each stands for itself."""
    parts = sum(len(met.pair) for met in found) // RANGE + 1
    for part in range(parts):
        later, earlier = close(joined([met.chosen(np.flatnonzero((met.pair >> 32) % parts == part)) for met in found]))
        yield from zip(later.tolist(), earlier.tolist(), strict=True)


def _spread(groups: Groups, part: Range, corpus: Corpus) -> Ints:
    """For each group, how many witnesses share its hash; at least ``GENRE`` where it is common wording.

    Common is what ``GENRE`` witnesses share; what 3 or more were first to say in one and the same year (none had it of
    another: it comes from a superior's document); what most places of the genre share, 3 at least, and 2 said at once
    (small corpora). What places said one after the other was copied.
    """
    heard = _witnesses(groups, part)
    count = heard.size.copy()
    few = np.flatnonzero((count >= AT_ONCE) & (count < GENRE))
    if len(few):
        at_once = _most_at_once(part.first[heard.entry], heard, few)
        common = at_once >= AT_ONCE
        if count[few].max() >= MOST * min(corpus.places_of.values()):
            for k in np.flatnonzero(at_once > 1).tolist():
                genre = _genre(heard.entry[heard.start[few[k]]], part, corpus)
                common[k] |= count[few[k]] >= MOST * corpus.places_of[genre]
        count[few[common]] = GENRE
    return count


def _witnesses(groups: Groups, part: Range) -> Groups:
    """The entries of witnesses, by the same groups."""
    heard = part.witness[groups.entry]
    size = np.add.reduceat(heard, groups.start, dtype=np.int64) if len(groups.start) else groups.size
    return Groups(groups.entry[heard], np.cumsum(size) - size, size)


def _most_at_once(first: NDArray[np.int16], groups: Groups, few: Ints) -> Ints:
    """For each of a few groups, the most places that said it first in one year."""
    size = groups.size[few]
    number = np.repeat(np.arange(len(few)), size)
    year = first[expanded(groups.start[few], size)].astype(np.int64)
    values, runs = np.unique((number << 16) | year, return_counts=True)
    most = np.zeros(len(few), dtype=np.int64)
    np.maximum.at(most, values >> 16, runs)
    return most


def _genre(entry: int, part: Range, corpus: Corpus) -> str:
    k, _, (local,) = next(part.slices(np.array([entry])))
    partial = corpus.partials[k]
    return partial.reports[partial.report[partial.start[local]]].genre


def _tell(spread: Sequence[NDArray[np.uint8]], part: Range, groups: Groups, places: Ints) -> None:
    """Note what 3 or more places share."""
    told = np.zeros(len(part.hashes), dtype=np.uint8)
    told[groups.entry] = np.repeat(np.where(places >= AT_ONCE, np.minimum(places, GENRE), 0), groups.size)
    for k, (begin, end) in enumerate(pairwise([*part.starts.tolist(), len(told)])):
        spread[k][part.low[k] : part.low[k] + end - begin] = told[begin:end]


def _said(groups: Groups, places: Ints, part: Range, corpus: Corpus) -> Said:
    """Where rarer hashes were said. What more than a few places say is news in a place's first report with it only."""
    of_entry = np.zeros(len(part.hashes), dtype=np.int64)
    of_entry[groups.entry] = np.repeat(np.where(places < GENRE, np.arange(1, len(places) + 1), 0), groups.size)
    rare = np.flatnonzero(of_entry)
    found = [(np.zeros(0, dtype=np.int64),) * 4]
    for k, mine, local in part.slices(rare):
        partial = corpus.partials[k]
        start = partial.start[local].astype(np.int64)
        size = partial.start[local + 1] - start
        said = expanded(start, size)
        group = np.repeat(of_entry[rare[mine]], size)
        news = said == np.repeat(start, size)
        found.append((group, corpus.number[k][partial.report[said]], partial.at[said], news))
    group, report, at, news = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort((group << 32) | report)
    few = groups.size[group[order] - 1] < GENRE
    return Said(group[order], report[order], at[order], news[order].astype(bool) | few)


def _others(met: Meetings, corpus: Corpus, mine: NDArray[np.bool_]) -> Meetings:
    """Those of some later reports with reports of other places: a place's own are met in its shard."""
    later, earlier = met.pair >> 32, met.pair & 0xFFFFFFFF
    return met.chosen(np.flatnonzero(mine[later] & (corpus.place[later] != corpus.place[earlier])))


def _by_shard(corpus: Corpus, pairs: Iterable[tuple[int, int]]) -> dict[str, dict[str, tuple[str, ...]]]:
    made: dict[str, dict[str, tuple[str, ...]]] = {}
    for later, earlier in sorted(pairs):
        row = corpus.described[later]
        mine = made.setdefault(row.shard, {})
        mine[row.report_id] = (*mine.get(row.report_id, ()), corpus.described[earlier].report_id)
    return made
