"""Where reports meet: the anchors that two of them have in common, and which pairs have several close to each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.ragged import bounds
from pipeline.diff.reuse_anchors import LAST, WINDOW, Ints
from pipeline.diff.shingles import Hashes

STRETCH, LEAST, APART = 128, 2, WINDOW
"""Anchors that make a candidate: so many in one stretch of masked characters, two of them so far apart: not of one window."""
DRIFT = 14
"""How far the distance between the places of a passage in two texts may shift, in masked characters."""
PARTS = 64
"""Parts that meetings are looked through in: what is random in a table is slow where the table is large."""


class Said(NamedTuple):
    """Anchors by group (those of one hash) and report: by whom they are said, where they stand, whether they are news.

    Reports are numbered by date. What is news is looked for in what others said before.
    """

    group: Ints
    report: NDArray[Any]
    by: NDArray[Any]
    at: NDArray[Any]
    news: NDArray[np.bool_]


class Meetings(NamedTuple):
    """Common anchors of two reports: both (later << 32 | earlier), where one stands in the later, how much further on than in
    the earlier."""

    pair: Ints
    at: NDArray[np.int32]
    apart: NDArray[np.int32]

    def chosen(self, which: Ints) -> Meetings:
        """Some of them."""
        return Meetings(self.pair[which], self.at[which], self.apart[which])

    def parts(self) -> list[Meetings]:
        """All of them in ``PARTS`` parts, those of a pair in one."""
        part = ((self.pair >> 32) % PARTS).astype(np.uint8)
        ordered = self.chosen(np.argsort(part, kind="stable"))
        cuts = bounds(np.bincount(part, minlength=PARTS)).tolist()
        return [Meetings(ordered.pair[i:j], ordered.at[i:j], ordered.apart[i:j]) for i, j in pairwise(cuts)]


def joined(parts: Sequence[Meetings]) -> Meetings:
    """Meetings one behind the other."""
    none = Meetings(np.zeros(0, dtype=np.int64), *(np.zeros(0, dtype=np.int32) for _ in range(2)))
    return Meetings(*(np.concatenate(columns) for columns in zip(none, *parts, strict=True)))


def meetings(said: Said, before: int) -> Meetings:
    """Common anchors of reports; each report meets so many of its nearest predecessors only: n log n in all."""
    found = []
    for back in range(1, before + 1):
        met = (said.group[back:] == said.group[:-back]) & (said.by[back:] != said.by[:-back])
        k = np.flatnonzero(met & said.news[back:]) + back
        pair = (said.report[k].astype(np.int64) << 32) | said.report[k - back]
        at = said.at[k].astype(np.int32)
        found.append(Meetings(pair, at, at - said.at[k - back].astype(np.int32)))
    return joined(found)


def close(met: Meetings) -> tuple[Ints, Ints]:
    """Pairs (later, earlier) of reports with enough anchors in one stretch, at about the same distance in both."""
    pair, at, apart = _near(met)
    taken = [np.zeros(0, dtype=np.int64)]
    for back in range(LEAST - 1, WINDOW):
        far = at[back:] - at[:-back]
        side = (pair[back:] == pair[:-back]) & (far >= APART) & (far <= STRETCH)
        taken.append(pair[back:][side & (np.abs(apart[back:] - apart[:-back]) <= DRIFT)])
    found = np.unique(np.concatenate(taken))
    return found >> 32, found & 0xFFFFFFFF


def _near(met: Meetings) -> Meetings:
    """The meetings, pair by pair and in order, that have another of their pair within a stretch."""
    keys = met.pair.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    kept = crowded(keys)  # most pairs have but one
    # one key for the pair and the place: a sort by two takes three times as long
    keys = (keys[kept] & ~np.uint64(LAST)) | met.at[kept].astype(np.uint64)
    met = met.chosen(kept[np.argsort(keys)])
    near = np.zeros(len(kept) + 1, dtype=bool)
    near[1:-1] = (met.pair[1:] == met.pair[:-1]) & (met.at[1:] - met.at[:-1] <= STRETCH)
    return met.chosen(np.flatnonzero(near[1:] | near[:-1]))


def crowded(hashes: Hashes) -> Ints:
    """Which of some hashes may stand more than once: those that share a place of a table four times their number at least."""
    bits = len(hashes).bit_length() + 2
    key = (hashes >> np.uint64(64 - bits)).astype(np.int64)
    last = np.empty(1 << bits, dtype=np.int32)
    numbers = np.arange(len(hashes), dtype=np.int32)
    last[key] = numbers
    taken = np.zeros(1 << bits, dtype=bool)
    taken[key[last[key] != numbers]] = True
    return np.flatnonzero(taken[key])
