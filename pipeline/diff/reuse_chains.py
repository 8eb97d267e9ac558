"""Chains of common shingles: where two texts go on alike with small gaps, for many pairs of texts at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.diff import kernels
from pipeline.diff.ragged import bounds, stretches
from pipeline.diff.reuse_anchors import Ints
from pipeline.diff.reuse_meetings import DRIFT
from pipeline.diff.reuse_text import WIDTH

GAP = 28
"""Masked characters between two common shingles of one passage."""
REACH = GAP + WIDTH
"""The most places from where one shingle starts to where the next of its chain does."""
CLAUSE, BRIDGED = 24, 16
"""Most masked characters by which a clause shifts the distance, and least of what is common on either side of it."""
AROUND, DENSE = 90, 24
"""Masked characters around a run of common shingles, and how many of them must be common for a passage to be there."""
PLACE_BITS = 24
"""Bits for a place in a text, where it is sorted by."""


class Runs(NamedTuple):
    """Common shingles in a row: of which pair of texts, where the first starts in a and in b, and where the last does."""

    pair: Ints
    a: Ints
    b: Ints
    a_last: Ints
    b_last: Ints

    def chosen(self, which: Ints) -> Runs:
        """Some of them."""
        return Runs(*(column[which] for column in self))


class Chains(NamedTuple):
    """Runs that go on in both texts with small gaps: each chain is a stretch (first, stop) of ``runs``."""

    runs: Runs
    first: Ints
    stop: Ints

    @property
    def pair(self) -> Ints:
        """Of which pair of texts each is."""
        return self.runs.pair[self.first]

    def chosen(self, which: Ints | NDArray[np.bool_]) -> Chains:
        """Some of them."""
        return Chains(self.runs, self.first[which], self.stop[which])

    def spans(self) -> Ints:
        """Where each begins and ends in a and in b: four columns."""
        runs, last = self.runs, self.stop - 1
        ends = runs.a_last[last] + WIDTH, runs.b_last[last] + WIDTH
        return np.column_stack([runs.a[self.first], ends[0], runs.b[self.first], ends[1]])

    def bridged(self, least: int) -> Chains:
        """They, and each two that are one but for a clause left out or put in, where one is shorter than ``least``."""
        here = np.flatnonzero(self.first[1:] == self.stop[:-1])
        one, other = self.chosen(here).spans(), self.chosen(here + 1).spans()
        a_gap, b_gap = (other[:, ::2] - one[:, 1::2]).T
        shorter = np.minimum(one[:, 3] - one[:, 2], other[:, 3] - other[:, 2])
        bridge = (np.maximum(a_gap, b_gap) <= GAP) & (np.minimum(a_gap, b_gap) > -WIDTH)
        bridge &= (np.abs(a_gap - b_gap) <= CLAUSE) & (shorter >= BRIDGED) & (shorter < least)
        bridge &= self.pair[here] == self.pair[here + 1]
        here = here[bridge]
        return Chains(self.runs, np.append(self.first, self.first[here]), np.append(self.stop, self.stop[here + 1]))

    def halves(self) -> Chains:
        """What is before the widest gap of each and what is behind it; nothing of a chain that has no gap."""
        long = self.chosen(self.stop - self.first > 1)
        runs, size = self.runs, long.stop - long.first - 1
        here = stretches(long.first, size)
        gap = np.maximum(runs.a[here + 1] - runs.a_last[here], runs.b[here + 1] - runs.b_last[here])
        chain = np.repeat(np.arange(len(size)), size)
        widest = np.flatnonzero(gap == np.maximum.reduceat(gap, bounds(size)[:-1])[chain]) if len(size) else here
        cut = here[widest[np.diff(chain[widest], prepend=-1) > 0]] + 1
        return Chains(runs, np.concatenate([long.first, cut]), np.concatenate([cut, long.stop]))


def chains(seeds: Sequence[tuple[Ints, Ints]], least: int) -> Chains:
    """The chains of pairs of texts, but for what is shorter in b than so many masked characters.

    ``seeds``: of each pair, where the common shingles start in a and in b, in the order of b.
    """
    runs = _runs(seeds)
    a_gap, b_gap = runs.a[1:] - runs.a_last[:-1], runs.b[1:] - runs.b_last[:-1]
    # an island has so much of b around it that no chain leads out of it
    inside = (runs.pair[1:] == runs.pair[:-1]) & (b_gap <= REACH)
    opens = np.ones(len(runs.pair), dtype=bool)
    opens[1:] = ~inside
    first = np.flatnonzero(opens)
    stop = np.append(first[1:], len(opens))[: len(first)]
    long = runs.b_last[stop - 1] + WIDTH - runs.b[first] >= least
    first, stop = first[long], stop[long]
    # in most each run goes on from the last: one chain
    strayed = bounds(inside & ~((a_gap > 0) & (a_gap <= REACH) & (np.abs(a_gap - b_gap) <= DRIFT)))
    single = strayed[stop - 1] == strayed[first]
    return _of_islands(runs, Chains(runs, first[single], stop[single]), first[~single], stop[~single])


def _of_islands(runs: Runs, known: Chains, first: Ints, stop: Ints) -> Chains:
    """The known chains, and those of islands that hold several, whose runs are brought into the order of their chains."""
    here = stretches(first, stop - first)
    number = _numbered(runs.chosen(here), stop - first)
    order = np.argsort(number, kind="stable")
    moved = np.arange(len(runs.pair))
    moved[here] = here[order]
    begins = np.flatnonzero(np.diff(number[order], prepend=-1))
    ends = np.append(begins[1:], len(here))[: len(begins)]
    return Chains(runs.chosen(moved), np.concatenate([known.first, here[begins]]),
                  np.concatenate([known.stop, here[ends - 1] + 1]))  # fmt: skip


def _numbered(runs: Runs, sizes: Ints) -> Ints:
    """For the runs of islands of these sizes the number of their chain: the first one open that goes on with the run."""
    numbers, ends = np.empty(len(runs.a), dtype=np.int64), np.empty((int(sizes.max(initial=0)), 3), dtype=np.int64)
    kernels.kernel("chained")(np.array([len(sizes)]), sizes, *runs[1:], ends, numbers)
    return numbers


def _runs(seeds: Sequence[tuple[Ints, Ints]]) -> Runs:
    """The runs of common shingles; those with too little around them to make a passage are left out."""
    sizes = [len(i) for i, _ in seeds]
    pair, none = np.repeat(np.arange(len(seeds)), sizes), np.zeros(0, dtype=np.int64)
    i, j = (np.concatenate([none, *(pair[k] for pair in seeds)]) for k in range(2))
    fresh = np.ones(len(i), dtype=bool)
    fresh[1:] = (i[1:] != i[:-1] + 1) | (j[1:] != j[:-1] + 1) | (pair[1:] != pair[:-1])
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(i))[: len(first)] - 1
    runs = Runs(pair[first], i[first], j[first], i[last], j[last])
    return runs.chosen(np.flatnonzero(_dense(runs)))


def _dense(runs: Runs) -> NDArray[np.bool_]:
    """Whether enough is common around each run of a pair: near it in b, at about its distance between a and b."""
    band = (runs.a - runs.b + (1 << PLACE_BITS)) // DRIFT
    key = (((runs.pair << (PLACE_BITS - 2)) | band) << PLACE_BITS) + runs.b
    order = np.argsort(key)
    length = (runs.b_last - runs.b + WIDTH)[order]
    ordered, covered = key[order], bounds(length)
    few = np.flatnonzero(length < DENSE)
    total = np.zeros(len(few), dtype=np.int64)
    for step in (-1, 0, 1):
        at = ordered[few] + (step << PLACE_BITS)
        total += (
            covered[np.searchsorted(ordered, at + AROUND, "right")] - covered[np.searchsorted(ordered, at - AROUND)]
        )
    dense = np.ones(len(key), dtype=bool)
    dense[order[few]] = total >= DENSE
    return dense
