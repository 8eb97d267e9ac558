"""Which pairs are chosen so that each row and each column stands in one, compiled: see :func:`pipeline.diff.likeness.greedy`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

from numba import carray, njit

from pipeline.diff.kernels import ENDLESS


def called(sizes: Any, rows: Any, columns: Any, used_rows: Any, used_columns: Any, found: Any) -> Any:
    """:func:`chosen`, given where its arrays begin."""
    n = carray(sizes, (1,))
    return chosen(n, carray(rows, ENDLESS), carray(columns, ENDLESS), carray(used_rows, ENDLESS),
                  carray(used_columns, ENDLESS), carray(found, ENDLESS))  # fmt: skip


@njit
def chosen(sizes: Any, rows: Any, columns: Any, used_rows: Any, used_columns: Any, found: Any) -> int:
    """Write which pairs of a row and a column are chosen, the best given first; how many. What is used is 0 before."""
    count = 0
    for k in range(sizes[0]):
        if not used_rows[rows[k]] and not used_columns[columns[k]]:
            used_rows[rows[k]] = used_columns[columns[k]] = 1
            found[count] = k
            count += 1
    return count
