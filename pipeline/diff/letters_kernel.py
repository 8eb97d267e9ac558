"""How many characters sentences have in common, cell by cell, compiled: see :mod:`pipeline.diff.letters`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, njit

from pipeline.diff.kernels import ENDLESS

BIT, PAIR, NIBBLE, BYTE = (np.uint64(mask) for mask in
                           (0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F, 0x0101010101010101))  # fmt: skip
ONE, TWO, FOUR, LAST = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)


def called(
    sizes: Any,
    a_bits: Any,
    b_bits: Any,
    a_at: Any,
    b_at: Any,
    holder: Any,
    a_needs: Any,
    b_needs: Any,
    counts: Any,
    met: Any,
) -> Any:
    """:func:`common`, given where its arrays begin."""
    n = carray(sizes, (6,))
    return common(n, carray(a_bits, ENDLESS), carray(b_bits, ENDLESS), carray(a_at, ENDLESS), carray(b_at, ENDLESS),
                  carray(holder, ENDLESS), carray(a_needs, ENDLESS), carray(b_needs, ENDLESS),
                  carray(counts, (n[0], n[1])), carray(met, ENDLESS))  # fmt: skip


@njit
def common(
    sizes: Any,
    a_bits: Any,
    b_bits: Any,
    a_at: Any,
    b_at: Any,
    holder: Any,
    a_needs: Any,
    b_needs: Any,
    counts: Any,
    met: Any,
) -> int:
    """Write how many characters two sentences have in common to ``counts``, and to ``met`` the cells that have enough.

    ``sizes``: sentences of a and of b, words of bits of each, kinds of other characters, and which sentence of the batch
    is the first of a and of b. Enough is what the sentence of a and that of b need together. How many have enough is
    given back.
    """
    rows, columns, words, kinds = sizes[0], sizes[1], sizes[2], sizes[3]
    for row in range(rows):
        cells = counts[row]
        cells[:] = 0
        for word in range(words):
            mine = a_bits[row * words + word]
            for column in range(columns):
                cells[column] += bits_of(mine & b_bits[column * words + word])
    for kind in range(kinds):
        for mine in range(a_at[kind], a_at[kind + 1]):
            cells = counts[holder[mine] - sizes[4]]
            for theirs in range(b_at[kind], b_at[kind + 1]):
                cells[holder[theirs] - sizes[5]] += 1
    count = 0
    for row in range(rows):
        for column in range(columns):
            met[count] = row * columns + column  # written over where it is not enough: no branch is quickest
            count += counts[row, column] >= a_needs[row] + b_needs[column]
    return count


@njit
def bits_of(word: Any) -> Any:
    """How many bits of a word are set; compilers know this for what it is, and processors have an instruction for it."""
    word -= (word >> ONE) & BIT
    word = (word & PAIR) + ((word >> TWO) & PAIR)
    return np.int32((((word + (word >> FOUR)) & NIBBLE) * BYTE) >> LAST)
