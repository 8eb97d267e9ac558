"""Which reports of different places may share a passage, and how widely each anchor is shared: the whole corpus at once.

What many places say belongs to the genre, not to a passage: candidates come from rarer anchors only. Hashes are gone
through range by range, so that memory holds one range of all shards at a time; in it, those that one place says, which
are nearly all, are set aside without sorting them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.reuse_anchors import Anchors, Described, Ints, Meetings, close, crowded, joined, meetings
from pipeline.diff.shingles import Hashes

GENRE = 4
"""An anchor that this many places share belongs to the genre (or to a common superior's wording)."""
AT_ONCE = 3
"""Places that were first to say something in one year: they have it from a common source."""
MOST = 0.7
"""Share of all places of the genre that makes wording common, in corpora of few places."""
RANGE = 1 << 18
"""About how many entries (a hash that a place says) are looked at together."""


@dataclass(frozen=True, eq=False)
class Shared:
    """What a shard's reports share with other places.

    ``earlier``: later report -> earlier reports of other places that may lend it a passage. ``hashes``: the anchors that
    3 or more places share, sorted, with their number of ``places`` up to ``GENRE``.
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
    """Up to ``GENRE``; 0 where fewer than 3 places share it."""
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
    """Meet the anchors of all shards."""
    corpus = _corpus(partials)
    spread = [np.zeros(len(p.hashes), dtype=np.uint8) for p in partials]
    found: list[Meetings] = []
    for part in _ranges(partials):
        groups = _groups(part)
        places = _spread(groups, part, corpus)
        _tell(spread, part, groups, places)
        found.append(_others(meetings(*_said(groups, places, part, corpus)), corpus))
    later, earlier = close(joined(found))
    return Met(partials, spread, _by_shard(corpus, later.tolist(), earlier.tolist()))


@dataclass(frozen=True, eq=False)
class _Corpus:
    """All reports, numbered by date; ``number``: per partial result, the number of each of its reports."""

    partials: Sequence[Anchors]
    described: list[Described]
    number: list[Ints]
    place: Ints
    """Of each report."""
    places_of: Mapping[str, int]
    """Genre -> how many places have reports of it."""


def _corpus(partials: Sequence[Anchors]) -> _Corpus:
    described = sorted(row for partial in partials for row in partial.reports)
    number = {row.report_id: k for k, row in enumerate(described)}
    places = {name: k for k, name in enumerate(sorted({row.place for row in described}))}
    of_genre: dict[str, set[str]] = {}
    for row in described:
        of_genre.setdefault(row.genre, set()).add(row.place)
    return _Corpus(
        partials,
        described,
        [np.array([number[r.report_id] for r in p.reports], dtype=np.int64) for p in partials],
        np.array([places[row.place] for row in described], dtype=np.int64),
        {genre: len(found) for genre, found in of_genre.items()},
    )


@dataclass(frozen=True, eq=False)
class _Range:
    """The entries of all shards whose hashes lie in one range: of each partial result a slice, one behind the other."""

    hashes: Hashes
    first: NDArray[np.int16]
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


def _ranges(partials: Sequence[Anchors]) -> Iterator[_Range]:
    bits = max(0, (sum(len(p.hashes) for p in partials) // RANGE).bit_length())
    borders = np.arange(1, 1 << bits, dtype=np.uint64) << np.uint64(64 - bits) if bits else np.zeros(0, dtype=np.uint64)
    cuts = np.array([[0, *np.searchsorted(p.hashes, borders), len(p.hashes)] for p in partials], dtype=np.int64)
    for low, high in pairwise(cuts.T) if len(partials) else ():
        hashes, first = (
            np.concatenate([getattr(p, name)[i:j] for p, i, j in zip(partials, low, high, strict=True)])
            for name in ("hashes", "first")
        )
        yield _Range(hashes, first, low, np.cumsum(high - low) - (high - low))


class _Groups(NamedTuple):
    """Entries of one hash that several places share, hash by hash: ``start`` is where each group begins."""

    entry: Ints
    start: Ints
    size: Ints


def _groups(part: _Range) -> _Groups:
    maybe = crowded(part.hashes)
    entry = maybe[np.argsort(part.hashes[maybe], kind="stable")]
    hashes = part.hashes[entry]
    begins = np.ones(len(entry), dtype=bool)
    begins[1:] = hashes[1:] != hashes[:-1]
    start = np.flatnonzero(begins)
    count = np.diff(np.r_[start, len(entry)])
    shared = count > 1
    entry, count = entry[np.repeat(shared, count)], count[shared]
    return _Groups(entry, np.cumsum(count) - count, count)


def _spread(groups: _Groups, part: _Range, corpus: _Corpus) -> Ints:
    """For each group, how many places share its hash; at least ``GENRE`` where it is common wording.

    Common is what ``GENRE`` places share; what 3 places or more were first to say in one and the same year (none had it
    of another: it comes from a superior's document); what most places of the genre share, 3 at least, and 2 said at once
    (small corpora). What places said one after the other was copied.
    """
    count = groups.size.copy()
    few = np.flatnonzero((count >= AT_ONCE) & (count < GENRE))
    if len(few):
        at_once = _most_at_once(part.first[groups.entry], groups, few)
        common = at_once >= AT_ONCE
        for k in (
            np.flatnonzero(at_once > 1).tolist() if count[few].max() >= MOST * min(corpus.places_of.values()) else ()
        ):
            common[k] |= (
                count[few[k]] >= MOST * corpus.places_of[_genre(groups.entry[groups.start[few[k]]], part, corpus)]
            )
        count[few[common]] = GENRE
    return count


def _most_at_once(first: NDArray[np.int16], groups: _Groups, few: Ints) -> Ints:
    """For each of a few groups, the most places that said it first in one year."""
    size = groups.size[few]
    number = np.repeat(np.arange(len(few)), size)
    year = first[_expanded(groups.start[few], size)].astype(np.int64)
    values, runs = np.unique((number << 16) | year, return_counts=True)
    most = np.zeros(len(few), dtype=np.int64)
    np.maximum.at(most, values >> 16, runs)
    return most


def _genre(entry: int, part: _Range, corpus: _Corpus) -> str:
    k, _, (local,) = next(part.slices(np.array([entry])))
    partial = corpus.partials[k]
    return partial.reports[partial.report[partial.start[local]]].genre


def _tell(spread: Sequence[NDArray[np.uint8]], part: _Range, groups: _Groups, places: Ints) -> None:
    """Note what 3 or more places share."""
    told = np.zeros(len(part.hashes), dtype=np.uint8)
    told[groups.entry] = np.repeat(np.where(places >= AT_ONCE, np.minimum(places, GENRE), 0), groups.size)
    for k, (begin, end) in enumerate(pairwise([*part.starts.tolist(), len(told)])):
        spread[k][part.low[k] : part.low[k] + end - begin] = told[begin:end]


def _said(groups: _Groups, places: Ints, part: _Range, corpus: _Corpus) -> tuple[Ints, Ints, Ints]:
    """Where rarer hashes were said: group, report and place in it, by group and report."""
    of_entry = np.zeros(len(part.hashes), dtype=np.int64)
    of_entry[groups.entry] = np.repeat(np.where(places < GENRE, np.arange(1, len(places) + 1), 0), groups.size)
    rare = np.flatnonzero(of_entry)
    none = np.zeros(0, dtype=np.int64)
    found = [(none, none, none)]
    for k, mine, local in part.slices(rare):
        partial = corpus.partials[k]
        start = partial.start[local].astype(np.int64)
        size = partial.start[local + 1] - start
        said = _expanded(start, size)
        found.append((np.repeat(of_entry[rare[mine]], size), corpus.number[k][partial.report[said]], partial.at[said]))
    group, report, at = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort((group << 32) | report)
    return group[order], report[order], at[order]


def _expanded(start: Ints, size: Ints) -> Ints:
    """The numbers start, start + 1, … of stretches of so many."""
    return np.repeat(start - np.cumsum(size) + size, size) + np.arange(int(size.sum()))


def _others(met: Meetings, corpus: _Corpus) -> Meetings:
    """Those of reports of different places: a place's own are met in its shard."""
    other = np.flatnonzero(corpus.place[met.pair >> 32] != corpus.place[met.pair & 0xFFFFFFFF])
    return met.chosen(other)


def _by_shard(corpus: _Corpus, later: Sequence[int], earlier: Sequence[int]) -> dict[str, dict[str, tuple[str, ...]]]:
    made: dict[str, dict[str, tuple[str, ...]]] = {}
    for at, source in zip(later, earlier, strict=True):
        row = corpus.described[at]
        mine = made.setdefault(row.shard, {})
        mine[row.report_id] = (*mine.get(row.report_id, ()), corpus.described[source].report_id)
    return made
