"""How many characters two sentences can have in common at most, for all sentences of two reports at once.

Two sentences have no longer common subsequence than they have common characters, and these are quick to count: each
sentence is the set of its characters, where a second 法 is another than the first. The most frequent of a batch are bits;
the others are few enough to be counted sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.diff import kernels
from pipeline.diff.ragged import Numbers, bounds, stretches
from pipeline.spotting import codes_of

FREQUENT = 128
"""How many characters are bits; a multiple of 64."""


@dataclass(frozen=True)
class Letters:
    """The characters of a batch of sentences: their number in each, the frequent ones as bits, the others by report.

    ``at[d]`` to ``at[d + 1]`` of report d delimit, for each other character, the sentences in ``holder`` that hold it.
    ``codes``: the characters as they stand, each by a number below ``kinds``; ``begin``: where each sentence's begin.
    """

    size: Numbers
    begin: Numbers
    codes: NDArray[np.uint32]
    kinds: int
    bits: NDArray[np.uint64]
    at: NDArray[np.int64]
    holder: NDArray[np.int64]

    def common(
        self, a: slice, a_report: int, b: slice, b_report: int, least: float = 0.0
    ) -> tuple[NDArray[np.int32], Numbers]:
        """How many characters each sentence of one report has in common with each of another, as a matrix.

        And which of its cells, read row by row, have so many that the two sentences may be ``least`` alike at least
        (1 - Indel distance / characters of both).
        """
        rows, columns = a.stop - a.start, b.stop - b.start
        kinds = self.at.shape[1] - 1
        sizes = np.array([rows, columns, self.bits.shape[1], kinds, a.start, b.start], dtype=np.int64)
        a_needs, b_needs = ((least / 2) * self.size[side] - 1e-6 for side in (a, b))
        counts, met = np.empty((rows, columns), dtype=np.int32), np.empty(rows * columns, dtype=np.int64)
        many = kernels.kernel("common")(sizes, self.bits[a].reshape(-1), self.bits[b].reshape(-1), self.at[a_report],
                                     self.at[b_report], self.holder, a_needs, b_needs, counts, met)  # fmt: skip
        return counts, met[:many]

    def runs(self, sentences: Numbers) -> Numbers:
        """Where the characters of sentences stand among ``codes``: first and stop, a row each."""
        begin = self.begin[sentences]
        return np.column_stack([begin, begin + self.size[sentences]])


def letters_of(wordings: Sequence[str], said: Numbers, report: Numbers, reports: int) -> Letters:
    """The characters of sentences, in order of the reports they stand in, numbered from 0.

    ``said``: for each sentence which of the ``wordings`` it is, all different; ``report``: in which report it stands.
    """
    size = np.fromiter(map(len, wordings), dtype=np.int64, count=len(wordings))
    wording = np.repeat(np.arange(len(wordings)), size)
    codes, different = dense(codes_of("".join(wordings)))
    letter = _numbered(codes, different, wording)
    kinds = int(letter.max(initial=-1)) + 1
    bits = np.zeros((len(wordings), FREQUENT + 1), dtype=bool)
    bits[wording, np.minimum(letter, FREQUENT)] = True  # what is rare falls behind the last bit
    packed = np.packbits(bits[:, :FREQUENT], axis=1).view(np.uint64)[said]
    rare = np.flatnonzero(letter >= FREQUENT)
    many = np.bincount(wording[rare], minlength=len(wordings))
    letter = letter[rare][stretches(bounds(many)[said], many[said])]
    holder = np.repeat(np.arange(len(said)), many[said])
    order = _order(letter, kinds)
    order = order[_order(report[holder[order]], reports)]
    edges = bounds(np.bincount(report[holder] * kinds + letter, minlength=reports * kinds))
    at = edges[np.arange(reports)[:, None] * kinds + np.arange(kinds + 1)]
    begin = bounds(size)[said]
    return Letters(size[said], begin, codes.astype(np.uint32), different, packed, at, holder[order])


def _order(numbers: Numbers, many: int) -> Numbers:
    """The order of numbers below ``many``; of equal ones as they stand."""
    # numbers of two bytes are sorted without being compared, several times as fast
    return np.argsort(numbers.astype(np.min_scalar_type(many)), kind="stable")


def dense(characters: NDArray[np.uint32]) -> tuple[Numbers, int]:
    """The characters by numbers from 0, in their order, and how many there are."""
    used = np.bincount(characters)
    kinds = int(np.count_nonzero(used))
    number = np.zeros(len(used), dtype=np.int64)
    number[used > 0] = np.arange(kinds)
    return number[characters], kinds


def _numbered(character: Numbers, kinds: int, holder: Numbers) -> Numbers:
    """A number for each character, where a second 法 of a sentence is another than the first: the more frequent, the lower.

    Given the sentence that holds it, in order.
    """
    order = _order(character, kinds)
    character, holder = character[order], holder[order]
    new = np.flatnonzero((np.diff(character, prepend=-1) != 0) | (np.diff(holder, prepend=-1) != 0))
    again = np.arange(len(order)) - np.repeat(new, np.diff(new, append=len(order)))
    kind = again * kinds + character
    counts = np.bincount(kind)
    seen = np.flatnonzero(counts)
    rank = np.empty(len(counts), dtype=np.int64)
    rank[seen[np.argsort(-counts[seen], kind="stable")]] = np.arange(len(seen))
    found = np.empty(len(order), dtype=np.int64)
    found[order] = rank[kind]
    return found
