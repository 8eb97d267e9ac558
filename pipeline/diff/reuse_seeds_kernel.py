"""Where the common shingles of pairs of texts start, compiled: see :mod:`pipeline.diff.reuse_passages`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, njit

from pipeline.diff.kernels import ENDLESS


def called(sizes: Any, hashes: Any, starts: Any, pairs: Any, order: Any, table: Any, number: Any, last: Any, where: Any,
           begin: Any, a: Any, b: Any, many: Any) -> Any:  # fmt: skip
    """:func:`seeded`, given where its arrays begin."""
    n = carray(sizes, (3,))
    return seeded(n, carray(hashes, ENDLESS), carray(starts, (n[0] + 1,)), carray(pairs, (n[1], 2)), carray(order, (n[1],)),
                  carray(table, (1 << n[2],)), carray(number, ENDLESS), carray(last, ENDLESS), carray(where, ENDLESS),
                  carray(begin, ENDLESS), carray(a, ENDLESS), carray(b, ENDLESS), carray(many, ENDLESS))  # fmt: skip


@njit
def seeded(sizes: Any, hashes: Any, starts: Any, pairs: Any, order: Any, table: Any, number: Any, last: Any, where: Any,
           begin: Any, a: Any, b: Any, many: Any) -> int:  # fmt: skip
    """Write where the shingles that both texts of a pair have once start in them (``a``, ``b``), and how many there are.

    ``sizes``: texts, pairs (earlier, later), bits of the ``table``'s size; ``hashes``: the texts' shingles one behind the
    other, each text from ``starts`` on; ``order``: of the pairs, those with one earlier text together; ``begin``: from
    where there is room for each pair's. ``table``, ``last`` and ``where`` are all -1, ``number`` has room for each shingle.
    """
    _number(hashes, starts, np.uint64(64 - sizes[2]), table, number, last)
    known = -1
    for k in order:
        earlier, later = pairs[k, 0], pairs[k, 1]
        if earlier != known:
            if known >= 0:
                _stand(number, starts[known], starts[known + 1], where, False)
            _stand(number, starts[earlier], starts[earlier + 1], where, True)
            known = earlier
        to, found = begin[k], 0
        for at in range(starts[later], starts[later + 1]):
            if number[at] >= 0 and where[number[at]] >= 0:
                a[to + found], b[to + found] = where[number[at]], at - starts[later]
                found += 1
        many[k] = found
    return 0


@njit
def _number(hashes: Any, starts: Any, shift: Any, table: Any, number: Any, last: Any) -> None:
    """A number for each hash: where it stands first; -1 wherever it stands more than once in a text."""
    for text in range(len(starts) - 1):
        for at in range(starts[text], starts[text + 1]):
            slot = np.int64(hashes[at] >> shift)
            while table[slot] >= 0 and hashes[table[slot]] != hashes[at]:
                slot = np.int64((slot + 1) % len(table))
            if table[slot] < 0:
                table[slot] = at
            first = table[slot]
            number[at] = first
            if last[first] >= starts[text]:
                number[last[first]] = number[at] = -1
            last[first] = at


@njit
def _stand(number: Any, first: int, stop: int, where: Any, here: bool) -> None:
    """Note where the shingles of a text stand in it, or forget it again."""
    for at in range(first, stop):
        if number[at] >= 0:
            where[number[at]] = at - first if here else -1
