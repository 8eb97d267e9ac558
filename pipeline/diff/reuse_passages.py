"""Passages that two reports have in common: chains of common shingles, verified by alignment."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from pipeline.diff.reuse_text import WIDTH, WORDING, Masked
from pipeline.diff.shingles import Hashes

LEAST_MASKED, LEAST = 45, 60
"""Least length of a passage: letters of wording, and characters as written."""
ALIKE = 0.80
GAP, DRIFT = 28, 14
"""Masked characters between two common shingles of one passage, and how far their distance may shift."""


AROUND, DENSE = 90, 24
"""Masked characters around a run of common shingles, and how many of them must be common for a passage to be there."""
NEAR = 30
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_CLOSE = re.compile("[。！？；!?;][”’）)]?|(?=\n)")
_OPEN = re.compile("[。！？；!?;][”’）)]?|\n[ \u3000]*")


@dataclass(frozen=True)
class Text:
    """A report as a place where passages stand."""

    report_id: str
    date: tuple[str, ...]
    place: str
    genre: str
    names: tuple[str, ...]
    own: tuple[str, ...]
    text: str
    masked: Masked
    shingles: Hashes
    once: Hashes
    """The shingles that stand once in it, sorted."""
    once_at: NDArray[np.int64]
    """Where each of them stands."""


class Passage(NamedTuple):
    """Half-open spans of masked characters in the earlier (a) and the later (b) report."""

    a_first: int
    a_stop: int
    b_first: int
    b_stop: int
    alike: float


def written(text: Text, first: int, stop: int) -> tuple[int, int]:
    """The passage's span in the text, to the borders of its sentences where these are near (for its length).

    The last words of a sentence taken over are often those that were rewritten, or where the other's name was left.
    """
    start, end = int(text.masked.origin[first]), int(text.masked.origin[stop - 1]) + 1
    near = max(NEAR, (end - start) // 2)
    before = text.text[max(0, start - near) : start]
    behind = _CLOSE.search(text.text, end, end + near)
    opened = [hit.end() for hit in _OPEN.finditer(before)]
    if opened or start < near:
        start -= len(before) - (opened[-1] if opened else 0)
    return start, behind.end() if behind else end


def passages(a: Text, b: Text) -> Iterator[Passage]:
    """Stretches that two reports have in common: chains of common shingles, long and alike enough.

    A chain that is not alike enough as a whole, since it runs on into a passage that was written anew, is parted at its
    widest gap and each half looked at again.
    """
    left = list(_chains(_runs(*_seeds(a, b))))
    while left:
        chain = left.pop()
        (a_first, b_first), (a_stop, b_stop) = chain[0][:2], (chain[-1][2] + WIDTH, chain[-1][3] + WIDTH)
        if min(a_stop - a_first, b_stop - b_first) < LEAST_MASKED:
            continue
        if min(a.masked.letters(a_first, a_stop), b.masked.letters(b_first, b_stop)) < LEAST_MASKED:
            continue
        alike = Indel.normalized_similarity(_string(a, a_first, a_stop), _string(b, b_first, b_stop))
        start, end = written(b, b_first, b_stop)
        if alike < ALIKE:
            left += _parted(chain)
        elif end - start >= LEAST and not _lists_figures(b.text[start:end]):
            yield Passage(a_first, a_stop, b_first, b_stop, alike)


def _lists_figures(said: str) -> bool:
    """Whether a passage is a list of figures: these read alike everywhere (收到0件，受理0件)."""
    return len(_FIGURES.findall(said)) * WORDING > len(said)


def _string(text: Text, first: int, stop: int) -> list[int]:
    return text.masked.characters[first:stop].tolist()


Run = tuple[int, int, int, int]
"""Common shingles in a row: where the first starts in a and in b, where the last starts in a and in b."""


def once(shingles: Hashes) -> tuple[Hashes, Hashes, NDArray[np.int64]]:
    """The shingles of a text; those that stand once in it, sorted; and where each of these stands."""
    values, at, count = np.unique(shingles, return_index=True, return_counts=True)
    return shingles, values[count == 1], at[count == 1]


def _seeds(a: Text, b: Text) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions (in a, in b) of common shingles, by b; those that stand more than once in either are left out."""
    if not len(a.once) or not len(b.once):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    place = np.minimum(np.searchsorted(a.once, b.once), len(a.once) - 1)
    met = a.once[place] == b.once
    i, j = a.once_at[place[met]], b.once_at[met]
    order = np.argsort(j)
    return i[order], j[order]


def _runs(i: NDArray[np.int64], j: NDArray[np.int64]) -> list[Run]:
    """Seeds that stand side by side in both, as runs; runs with too little around them to make a passage are left out."""
    if not len(i):
        return []
    starts = np.flatnonzero(np.r_[True, (np.diff(i) != 1) | (np.diff(j) != 1)])
    stops = np.r_[starts[1:], len(i)] - 1
    dense = _dense(i[starts], j[starts], j[stops] - j[starts] + WIDTH)
    starts, stops = starts[dense], stops[dense]
    return list(zip(i[starts].tolist(), j[starts].tolist(), i[stops].tolist(), j[stops].tolist(), strict=True))


def _dense(i: NDArray[np.int64], j: NDArray[np.int64], length: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether enough is common around each run: near it in b, at about its distance between a and b."""
    apart = (i - j + (1 << 30)) // DRIFT
    order = np.lexsort((j, apart))
    covered = np.r_[0, np.cumsum(length[order])]
    key = (apart << 32) + j
    ordered = key[order]
    total = np.zeros(len(i), dtype=np.int64)
    for step in (-1, 0, 1):
        at = key + (step << 32)
        total += (
            covered[np.searchsorted(ordered, at + AROUND, "right")] - covered[np.searchsorted(ordered, at - AROUND)]
        )
    return total >= DENSE


def _chains(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs that go on in both reports with small gaps."""
    open_chains: list[list[Run]] = []
    for run in runs:
        still, home = [], None
        for chain in open_chains:
            a_gap, b_gap = run[0] - chain[-1][2], run[1] - chain[-1][3]
            if b_gap > GAP + WIDTH:
                yield chain
                continue
            still.append(chain)
            if home is None and 0 < a_gap <= GAP + WIDTH and abs(a_gap - b_gap) <= DRIFT:
                home = chain
        open_chains = still
        if home is None:
            open_chains.append([run])
        else:
            home.append(run)
    yield from open_chains


def _parted(chain: list[Run]) -> list[list[Run]]:
    """A chain's two halves, without its widest gap; nothing where it has none."""
    gaps = [max(new[0] - old[2], new[1] - old[3]) for old, new in itertools.pairwise(chain)]
    at = gaps.index(max(gaps)) + 1 if gaps else 0
    return [chain[:at], chain[at:]] if gaps else []
