"""Which reports of different places may share a passage, and how widely each anchor is shared: the whole corpus at once.

What many places say belongs to the genre, not to a passage: candidates come from rarer anchors only. Many is counted among
``WITNESSES`` places whose names hash lowest: in a large corpus it is the share of places that tells the genre's wording, and
one more report hardly ever changes what is common, so that the reports of other places need not be made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.ragged import bounds, stretches
from pipeline.diff.reuse_anchors import LAST, Anchors, Ints
from pipeline.diff.reuse_meetings import Meetings, Said, close, joined, meetings
from pipeline.diff.reuse_ranges import Corpus, Groups, Range, corpus_of, groups_of, ranges
from pipeline.diff.shingles import Hashes
from pipeline.values import let_go

GENRE = 4
"""An anchor that this many witnesses share belongs to the genre (or to a common superior's wording)."""
AT_ONCE = 3
"""Places that were first to say something in one year: they have it from a common source."""
MOST = 0.7
"""Share of all places of the genre that makes wording common, in corpora of few places."""
BEFORE = 3
"""Nearest earlier reports of other places with an anchor that each report is held against."""
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

    def _chosen(self, holders: Iterable[int], earlier: Mapping[str, tuple[str, ...]]) -> Shared:
        hashes, places = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.uint8)]
        for k in holders:
            told = np.flatnonzero(self.spread[k])
            hashes.append(self.partials[k].hashes[told])
            places.append(self.spread[k][told])
            let_go(self.partials[k].hashes)
        found, at = np.unique(np.concatenate(hashes), return_index=True)
        return Shared(earlier, found, np.concatenate(places)[at])


def meet(partials: Sequence[Anchors]) -> Met:
    """Meet the anchors of all shards; where they are too many, for a part of the later reports after the other."""
    corpus = corpus_of(partials)
    spread = [np.zeros(len(p.hashes), dtype=np.uint8) for p in partials]
    turns = sum(len(p.hashes) for p in partials) // TURN + 1
    pairs: list[tuple[int, int]] = []
    for turn in range(turns):
        found: list[list[Meetings]] = []
        for part in ranges(corpus):
            groups = groups_of(part.hashes)
            places = _spread(groups, part, corpus)
            if not turn:
                _tell(spread, part, groups, places)
            said = _said(groups, places, part, corpus)
            if turns > 1:
                said = said._replace(news=said.news & (said.report % turns == turn))
            found.append(meetings(said, BEFORE).parts())
        for some in zip(*found, strict=True):  # each pair stands for itself, and few are quicker to look through
            pairs += zip(*(numbers.tolist() for numbers in close(joined(some))), strict=True)
    return Met(partials, spread, _by_shard(corpus, pairs))


def _spread(groups: Groups, part: Range, corpus: Corpus) -> Ints:
    """For each group, how many witnesses share its hash; at least ``GENRE`` where it is common wording.

    Common is what ``GENRE`` witnesses share; what 3 or more were first to say in one and the same year (none had it of
    another: it comes from a superior's document); what most places of the genre share, 3 at least, where 2 were together
    the first to say it (small corpora). What places said after one of them was copied.
    """
    heard = _witnesses(groups, part, corpus)
    count = heard.size.copy()
    few = np.flatnonzero((count >= AT_ONCE) & (count < GENRE))
    if len(few):
        at_once = _most_at_once(corpus.year[part.first[heard.entry]], heard, few)
        common = at_once >= AT_ONCE
        if count[few].max() >= MOST * min(corpus.places_of.values()):
            for k in np.flatnonzero(at_once > 1).tolist():
                start, size = heard.start[few[k]], heard.size[few[k]]
                first = part.first[heard.entry[start : start + size]]
                together = np.count_nonzero(corpus.year[first] == corpus.year[first].min()) > 1
                common[k] |= together and size >= MOST * corpus.places_of[corpus.described[first[0]].genre]
        count[few[common]] = GENRE
    return count


def _witnesses(groups: Groups, part: Range, corpus: Corpus) -> Groups:
    """The entries of witnesses, by the same groups."""
    heard = corpus.witness[part.first[groups.entry]]
    size = np.add.reduceat(heard, groups.start, dtype=np.int64) if len(groups.start) else groups.size
    return Groups(groups.entry[heard], np.cumsum(size) - size, size)


def _most_at_once(year: Ints, groups: Groups, few: Ints) -> Ints:
    """For each of a few groups, the most places that said it first in one year."""
    size = groups.size[few]
    number = np.repeat(np.arange(len(few)), size)
    values, runs = np.unique((number << 16) | year[stretches(groups.start[few], size)], return_counts=True)
    most = np.zeros(len(few), dtype=np.int64)
    np.maximum.at(most, values >> 16, runs)
    return most


def _tell(spread: Sequence[NDArray[np.uint8]], part: Range, groups: Groups, places: Ints) -> None:
    """Note what 3 or more places share."""
    told = np.zeros(len(part.hashes), dtype=np.uint8)
    told[groups.entry] = np.repeat(
        np.where(places >= AT_ONCE, np.minimum(places, GENRE), 0).astype(np.uint8), groups.size
    )
    here = 0
    for mine, (low, high) in zip(spread, part.slices.tolist(), strict=True):
        mine[low:high] = told[here : here + high - low]
        here += high - low


def _said(groups: Groups, places: Ints, part: Range, corpus: Corpus) -> Said:
    """Where rarer hashes were said. What more than a few places say is news in a place's first report with it only."""
    rare = places < GENRE
    entry = groups.entry[np.repeat(rare, groups.size)]
    size = part.size[entry].astype(np.int64)
    said = stretches(part.begin[entry], size)
    # all that is told of an anchor in one number, in the order that they are sorted by: one sort, and nothing is moved
    bits, place_bits = len(corpus.described).bit_length(), LAST.bit_length()
    group = np.flatnonzero(rare)
    group = np.repeat((group << (bits + place_bits + 1)) | (groups.size[group] < GENRE), groups.size[group])
    key = np.repeat(group, size)
    key[bounds(size)[:-1]] |= 1
    key |= part.report[said].astype(np.int64) << (place_bits + 1)
    key |= part.at[said].astype(np.int64) << 1
    key.sort(kind="stable")  # each entry's reports stand in order already
    report = (key >> (place_bits + 1)) & ((1 << bits) - 1)
    return Said(key >> (bits + place_bits + 1), report, corpus.place[report], (key >> 1) & LAST, (key & 1).astype(bool))


def _by_shard(corpus: Corpus, pairs: Iterable[tuple[int, int]]) -> dict[str, dict[str, tuple[str, ...]]]:
    made: dict[str, dict[str, tuple[str, ...]]] = {}
    for later, earlier in sorted(pairs):
        row = corpus.described[later]
        mine = made.setdefault(row.shard, {})
        mine[row.report_id] = (*mine.get(row.report_id, ()), corpus.described[earlier].report_id)
    return made
