"""How long the longest common subsequence of runs is, compiled: see :func:`pipeline.diff.likeness_runs.longest`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, njit

from pipeline.diff.kernels import ENDLESS
from pipeline.diff.letters_kernel import bits_of

NONE, ONE, ALL = np.uint64(0), np.uint64(1), np.uint64(0xFFFFFFFFFFFFFFFF)


def called(sizes: Any, codes: Any, a_runs: Any, b_runs: Any, places: Any, state: Any, found: Any) -> Any:
    """:func:`longest`, given where its arrays begin."""
    n = carray(sizes, (2,))
    return longest(n, carray(codes, ENDLESS), carray(a_runs, (n[0], 2)), carray(b_runs, (n[0], 2)),
                   carray(places, ENDLESS), carray(state, ENDLESS), carray(found, ENDLESS))  # fmt: skip


@njit
def longest(sizes: Any, codes: Any, a_runs: Any, b_runs: Any, places: Any, state: Any, found: Any) -> int:
    """Write to ``found`` how many codes stand in both of two runs in one order, for each of many pairs of runs.

    By bits, 64 places of the run of a at once (Hyyrö 2004, Bit-parallel LCS-length computation revisited). ``sizes``: how
    many pairs, and words of bits that the longest run of a needs. ``places``: so many words for each code, all 0 before
    and after; ``state``: so many words.
    """
    words = sizes[1]
    for k in range(sizes[0]):
        first, stop = a_runs[k, 0], a_runs[k, 1]
        if k == 0 or first != a_runs[k - 1, 0] or stop != a_runs[k - 1, 1]:
            if k > 0:
                _forget(codes[a_runs[k - 1, 0] : a_runs[k - 1, 1]], words, places)
            for at in range(stop - first):
                places[np.int64(codes[first + at]) * words + at // 64] |= ONE << np.uint64(at % 64)
        many = (stop - first + 63) // 64
        state[:many] = ALL
        for at in range(b_runs[k, 0], b_runs[k, 1]):
            _go_on(state[:many], places[np.int64(codes[at]) * words :])
        found[k] = 0
        for word in range(many):
            found[k] += bits_of(~state[word])
    if sizes[0]:
        _forget(codes[a_runs[sizes[0] - 1, 0] : a_runs[sizes[0] - 1, 1]], words, places)
    return 0


@njit
def _go_on(state: Any, places: Any) -> None:
    """One code further in b, which stands at these places of a."""
    carry = NONE
    for word in range(len(state)):
        here = state[word]
        met = here & places[word]
        added = here + met
        total = added + carry
        carry = np.uint64(added < here) | np.uint64(total < added)
        state[word] = total | (here - met)


@njit
def _forget(run: Any, words: int, places: Any) -> None:
    for at in range(len(run)):
        places[np.int64(run[at]) * words + at // 64] = NONE
