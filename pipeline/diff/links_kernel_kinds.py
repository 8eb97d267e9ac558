"""Pairs of characters by kind, compiled: :func:`pipeline.diff.links_kinds.kinds_of`.

Only :mod:`pipeline.diff.links_native` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, from_dtype, njit, types

from pipeline.diff.links_grams import BITS, CODES
from pipeline.diff.links_native import KINDS_TYPES

SIGNATURE = types.int64(*(types.CPointer(from_dtype(np.dtype(kind))) for kind in KINDS_TYPES))
"""Plain addresses, so that the machine code can be called without numba."""


def called(
    sizes: Any, places: Any, code: Any, apart: Any, clause: Any, kind: Any, starts: Any, first: Any, by_kind: Any,
    packed: Any, room: Any,
) -> Any:  # fmt: skip
    """:func:`order`, given where its arrays begin; ``sizes``: clauses, pairs, kinds."""
    n = carray(sizes, (3,))
    pairs = (n[1],)
    order(carray(places, (CODES,)), carray(code, pairs), carray(apart, pairs), carray(clause, pairs), carray(kind, pairs),
          carray(starts, (n[0] + 1,)), carray(first, (n[2] + 1,)), carray(by_kind, pairs), carray(packed, pairs),
          carray(room, (n[2],)))  # fmt: skip
    return 0


@njit
def order(places: Any, code: Any, apart: Any, clause: Any, kind: Any, starts: Any, first: Any, by_kind: Any, packed: Any,
          room: Any) -> None:  # fmt: skip
    """Write what :class:`pipeline.diff.links_kinds.Kinds` holds, given the kind of each code (``places``) and the pairs.

    ``by_kind``: its ``clause``; ``room``: as many numbers as kinds.
    """
    starts[:] = 0
    first[:] = 0
    for pair in range(len(code)):
        kind[pair] = places[code[pair]]
        first[kind[pair] + 1] += 1
        starts[clause[pair] + 1] += 1
    for one in range(1, len(starts)):
        starts[one] += starts[one - 1]
    for one in range(len(room)):
        room[one] = first[one]
        first[one + 1] += first[one]
    for pair in range(len(code)):
        mine = kind[pair]
        at = room[mine]
        room[mine] = at + 1
        by_kind[at] = clause[pair]
        packed[at] = (mine << BITS) | apart[pair]
