"""Clauses and pairs of characters of a text, compiled: :func:`pipeline.diff.links_grams.clauses_of`.

Only :mod:`pipeline.diff.links_native` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, from_dtype, njit, types

from pipeline.diff.links_grams import CODES, LETTER, LINE_END, MIX, PARTING, REACH
from pipeline.diff.links_native import GRAMS_TYPES

SIGNATURE = types.int64(*(types.CPointer(from_dtype(np.dtype(kind))) for kind in GRAMS_TYPES))
"""Plain addresses, so that the machine code can be called without numba."""


def called(
    points: Any, sorts: Any, place: Any, parted: Any, owner: Any, clause: Any, code: Any, apart: Any, counts: Any
) -> Any:
    """:func:`grams`, given where its arrays begin."""
    n = carray(counts, (3,))
    size, pairs = n[0], n[0] * REACH
    grams(carray(points, (size,)), carray(sorts, (1 << 16,)), carray(place, (size,)), carray(parted, (size,)),
          carray(owner, (size + 1,)), carray(clause, (pairs,)), carray(code, (pairs,)), carray(apart, (pairs,)), n)  # fmt: skip
    return 0


@njit
def grams(points: Any, sorts: Any, place: Any, parted: Any, owner: Any, clause: Any, code: Any, apart: Any,
          counts: Any) -> None:  # fmt: skip
    """Write what :class:`pipeline.diff.links_grams.Clauses` holds, given code points and the sort of each.

    ``counts``: how many points; written behind: how many clauses, how many pairs. There is room for the most there can be.
    """
    size = len(points)
    clauses = pairs = texts = end = 0  # end: where the letters end that stand side by side here
    owner[0] = 0
    for at in range(size):
        point, sort = points[at], sorts[min(points[at], len(sorts) - 1)]
        place[at], parted[at] = clauses, point
        if sort == LETTER:
            end = max(end, at)
            while end < size and sorts[min(points[end], len(sorts) - 1)] == LETTER:
                end += 1
            for other in range(at + 1, min(at + REACH + 1, end)):
                clause[pairs], apart[pairs] = clauses, other - at - 1
                code[pairs] = (point * MIX + points[other]) & (CODES - 1)
                pairs += 1
        elif sort == PARTING:
            parted[at] = LINE_END
            texts += point == LINE_END
            clauses += 1
            owner[clauses] = texts
    # what a mark other than a line end leaves behind itself at the end is no clause
    counts[1] = place[size - 1] + 1 + (points[size - 1] == LINE_END) if size else 0
    counts[2] = pairs
