"""Where reports meet: the anchors that two of them have in common, and which pairs have several close to each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.diff.kernels import kernel
from pipeline.diff.reuse_anchors import WINDOW, Ints

STRETCH, LEAST, APART = 128, 2, WINDOW
"""Anchors that make a candidate: so many in one stretch of masked characters, two of them so far apart: not of one window."""
DRIFT = 14
"""How far the distance between the places of a passage in two texts may shift, in masked characters."""
PART = 1 << 14
"""Meetings that are looked through at a time, about."""


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


def close(met: Ints) -> Ints:
    """Pairs of reports with enough anchors in one stretch, at about the same distance in both, in no order.

    ``met``: a row for each anchor that two reports have in common: both, and where it stands in both (later << 32 | earlier).
    """
    bits = (len(met) // PART).bit_length()
    begin = np.zeros((1 << bits) + 1, dtype=np.int64)
    inner, order = np.empty(4 * len(met) + 5, dtype=np.int32), np.empty(len(met), dtype=np.int32)
    pairs = np.empty(len(met) // LEAST, dtype=np.int64)
    sizes = np.array([len(met), bits], dtype=np.int64)
    return pairs[: kernel("close")(sizes, met, np.empty_like(met), begin, inner, order, pairs)]
