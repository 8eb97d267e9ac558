"""Passages that two reports have in common: chains of common shingles, verified by alignment."""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from pipeline.diff.ragged import bounds
from pipeline.diff.reuse_anchors import Ints, anchors
from pipeline.diff.reuse_meetings import DRIFT, crowded
from pipeline.diff.reuse_text import BREAK, FIGURE, WIDTH, WORDING, Masked
from pipeline.diff.shingles import Hashes
from pipeline.spotting import text_of

LEAST_MASKED, LEAST = 45, 60
"""Least length of a passage: letters of wording, and characters as written."""
ALIKE = 0.80
GAP = 28
"""Masked characters between two common shingles of one passage."""

AROUND, DENSE = 90, 24
"""Masked characters around a run of common shingles, and how many of them must be common for a passage to be there."""
PLACE_BITS = 24
"""Bits for a place in a text, where it is sorted by."""
NEAR = 30
_UNLIKE = 0x100000
"""Characters from here on, which no text uses, stand for set phrases."""
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_ENDS = "。！？；!?;\n"
_CLOSE = re.compile("[。！？；!?;][”’）)]?|(?=\n)")
_OPEN = re.compile("[。！？；!?;][”’）)]?|\n[ \u3000]*")


@dataclass(frozen=True)
class Text:
    """A report as a place where passages stand."""

    report_id: str
    date: tuple[str, ...]
    place: str
    shard: str
    genre: str
    names: tuple[str, ...]
    own: tuple[str, ...]
    text: str
    masked: Masked
    shingles: Hashes

    @cached_property
    def anchors(self) -> Ints:
        """Where its anchors start."""
        return anchors(self.shingles)

    @cached_property
    def signs(self) -> str:
        """The masked characters as a string; those of set phrases are like those of no other text."""
        unlike = _UNLIKE + (zlib.crc32(self.text.encode("utf-8", "surrogatepass")) & 0xFFFF)
        found = np.where(self.masked.characters < BREAK, self.masked.characters, np.uint32(unlike))
        return text_of(found)

    @cached_property
    def wording(self) -> list[int]:
        """How many characters before each are wording: no set phrase, and no figure with its measure word and verb.

        Lists of figures (收到0件，受理0件) read alike everywhere; by this count they are short.
        """
        counts = (self.masked.characters < BREAK).astype(np.int32) - 3 * (self.masked.characters == FIGURE)
        return [0, *np.cumsum(counts).tolist()]


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
    opened = max(map(before.rfind, _ENDS))
    if opening := _OPEN.match(before, opened) if opened >= 0 else None:
        start -= len(before) - opening.end()
    elif start < near:
        start = 0
    return start, behind.end() if behind else end


Run = tuple[int, int, int, int]
"""Common shingles in a row: where the first starts in a and in b, where the last starts in a and in b."""


def common(texts: Mapping[str, Text], pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[Text, Text, list[Passage]]]:
    """For pairs (earlier, later) of these texts, the stretches that they have in common.

    The shingles of all texts are numbered together, so that where one's stand in another is looked up in a table.
    """
    later_of: dict[str, list[str]] = {}
    for earlier, later in pairs:
        later_of.setdefault(earlier, []).append(later)
    wanted = list(dict.fromkeys([*later_of, *itertools.chain(*later_of.values())]))
    shingles = np.concatenate([np.zeros(0, dtype=np.uint64), *(texts[i].shingles for i in wanted)])
    kept = crowded(shingles)  # what stands once in all of them is common to none
    numbers, names = pd.factorize(shingles[kept])
    starts = np.cumsum([0, *(len(texts[i].shingles) for i in wanted)])
    cuts = itertools.pairwise(np.searchsorted(kept, starts).tolist())
    once = {i: _once(kept[first:stop] - start, numbers[first:stop], len(names))
            for i, start, (first, stop) in zip(wanted, starts.tolist(), cuts, strict=False)}  # fmt: skip
    where = np.full(len(names), -1, dtype=np.int64)
    seeds: list[tuple[Ints, Ints]] = []
    for earlier, laters in later_of.items():
        places, mine = once[earlier]
        where[mine] = places
        for later in laters:
            at, theirs = once[later]
            met = where[theirs]
            seeds.append((met[met >= 0], at[met >= 0]))
        where[mine] = -1
    both = ((texts[earlier], texts[later]) for earlier, laters in later_of.items() for later in laters)
    for (a, b), runs in zip(both, _runs(seeds), strict=True):
        yield a, b, passages(a, b, runs)


def _once(at: Ints, numbers: Ints, size: int) -> tuple[Ints, Ints]:
    """Of the shingles of a text, where they stand and their numbers: those that it has once."""
    found = np.bincount(numbers, minlength=size)[numbers] == 1
    return at[found], numbers[found]


def passages(a: Text, b: Text, runs: Sequence[Run]) -> list[Passage]:
    """Stretches that two reports have in common: chains of common shingles, long and alike enough.

    A chain that is not alike enough as a whole, since it runs on into a passage that was written anew, is parted at its
    widest gap and each half looked at again.
    """
    found = []
    a_wording, b_wording, said, again = a.wording, b.wording, a.signs, b.signs
    left = list(_chains(runs))
    while left:
        chain = left.pop()
        (a_first, b_first), (a_stop, b_stop) = chain[0][:2], (chain[-1][2] + WIDTH, chain[-1][3] + WIDTH)
        if (
            a_wording[a_stop] - a_wording[a_first] < LEAST_MASKED
            or b_wording[b_stop] - b_wording[b_first] < LEAST_MASKED
        ):
            continue
        alike = _alike(said[a_first:a_stop], again[b_first:b_stop])
        if alike < ALIKE:
            left += _parted(chain)
        else:
            found.append(Passage(a_first, a_stop, b_first, b_stop, alike))
    return found


def counts(said: str) -> bool:
    """Whether a passage is long enough as written, and no list of figures: these read alike everywhere (收到0件，受理0件)."""
    return len(said) >= LEAST and len(_FIGURES.findall(said)) * WORDING <= len(said)


def _alike(said: str, again: str) -> float:
    # a cut-off below what is asked for, since it cuts before it rounds
    return 1.0 if said == again else float(Indel.normalized_similarity(said, again, score_cutoff=ALIKE - 0.01))


def _runs(seeds: Sequence[tuple[Ints, Ints]]) -> Iterator[list[Run]]:
    """For each pair of reports the runs of its common shingles; those with too little around them to make a passage are left out.

    ``seeds``: of each pair, where the common shingles start in a and in b, in the order of b.
    """
    sizes = [len(i) for i, _ in seeds]
    pair, none = np.repeat(np.arange(len(seeds)), sizes), np.zeros(0, dtype=np.int64)
    i, j = (np.concatenate([none, *(pair[k] for pair in seeds)]) for k in range(2))
    fresh = np.ones(len(i), dtype=bool)
    fresh[1:] = (i[1:] != i[:-1] + 1) | (j[1:] != j[:-1] + 1) | (pair[1:] != pair[:-1])
    starts = np.flatnonzero(fresh)
    stops = starts + np.diff(starts, append=len(i)) - 1
    dense = _dense(pair[starts], i[starts], j[starts], j[stops] - j[starts] + WIDTH)
    starts, stops = starts[dense], stops[dense]
    runs = list(zip(i[starts].tolist(), j[starts].tolist(), i[stops].tolist(), j[stops].tolist(), strict=True))
    for first, stop in itertools.pairwise(bounds(np.bincount(pair[starts], minlength=len(seeds))).tolist()):
        yield runs[first:stop]


def _dense(pair: Ints, i: Ints, j: Ints, length: Ints) -> NDArray[np.bool_]:
    """Whether enough is common around each run of a pair: near it in b, at about its distance between a and b."""
    band = (i - j + (1 << PLACE_BITS)) // DRIFT
    key = (((pair << (PLACE_BITS - 2)) | band) << PLACE_BITS) + j
    order = np.argsort(key)
    ordered = key[order]
    covered = np.append(0, np.cumsum(length[order]))
    total = np.zeros(len(i), dtype=np.int64)
    for step in (-1, 0, 1):
        at = ordered + (step << PLACE_BITS)
        total += (
            covered[np.searchsorted(ordered, at + AROUND, "right")] - covered[np.searchsorted(ordered, at - AROUND)]
        )
    dense = np.empty(len(i), dtype=bool)
    dense[order] = total >= DENSE
    return dense


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
