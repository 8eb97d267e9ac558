"""What speaks for every two sentences, summed up, compiled: :func:`pipeline.diff.links_evidence.weighed`.

Only :mod:`pipeline.diff.links_native` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, from_dtype, njit, types

from pipeline.diff.links_native import WEIGH_TYPES

SIGNATURE = types.int64(*(types.CPointer(from_dtype(np.dtype(kind))) for kind in WEIGH_TYPES))
"""Plain addresses, so that the machine code can be called without numba."""


def called(
    sizes: Any, weights: Any, room: Any, best: Any, strength: Any,
    p0: Any, p1: Any, p2: Any, p3: Any, p4: Any, p5: Any, p6: Any, p7: Any, p8: Any, p9: Any, p10: Any, p11: Any,
) -> Any:  # fmt: skip
    """:func:`weigh`, given where its arrays begin."""
    n = carray(sizes, (3,))
    shape = (n[0], n[1])
    planes = (
        carray(p0, shape), carray(p1, shape), carray(p2, shape), carray(p3, shape), carray(p4, shape), carray(p5, shape),
        carray(p6, shape), carray(p7, shape), carray(p8, shape), carray(p9, shape), carray(p10, shape), carray(p11, shape),
    )  # fmt: skip
    weigh(n, carray(weights, (n[2], 3)), carray(room, (n[0] + 3 * n[1],)), carray(best, (n[1],)),
          carray(strength, shape), planes)  # fmt: skip
    return 0


@njit
def weigh(sizes: Any, weights: Any, room: Any, best: Any, strength: Any, planes: Any) -> None:
    """Add to ``strength`` (sentences of a, of b) what speaks for every two sentences.

    ``sizes``: sentences of a, of b, scores. ``planes``: the scores; ``weights``: of each what a cell weighs, and what it
    takes off that the best other cell of its row and of its column does (0: nothing). ``room``: as many numbers as rows
    and three times as many as columns; ``best``: as columns. The best of a line is taken off the whole line at the end;
    what is the best itself gets back by how much it is ahead of the next.
    """
    rows, columns = sizes[0], sizes[1]
    of_column, first, second = room[:columns], room[columns : 2 * columns], room[2 * columns : 3 * columns]
    of_row = room[3 * columns :]
    of_column[:] = 0.0
    of_row[:] = 0.0
    for score in range(sizes[2]):
        plane, weight, wide, down = planes[score], weights[score, 0], weights[score, 1], weights[score, 2]
        first[:] = -np.inf
        second[:] = -np.inf
        for row in range(rows):
            cells, sums = plane[row], strength[row]
            for column in range(columns):
                sums[column] += cells[column] * weight
            if wide != 0.0:
                at, most, other = _two_best(cells)
                of_row[row] += wide * most
                sums[at] += wide * (most - other)
            if down != 0.0:
                _hold_up(row, cells, first, second, best)
        if down != 0.0:
            for column in range(columns):
                of_column[column] += down * first[column]
                strength[best[column], column] += down * (first[column] - second[column])
    for row in range(rows):
        sums = strength[row]
        for column in range(columns):
            sums[column] = sums[column] - of_column[column] - of_row[row]


@njit
def _two_best(cells: Any) -> Any:
    """The first of the best cells, how good it is, and how good the best of the others."""
    at, first, second = 0, -np.inf, -np.inf
    for column in range(len(cells)):
        cell = cells[column]
        if cell > second:
            if cell > first:
                at, first, second = column, cell, first
            else:
                second = cell
    return at, first, second


@njit
def _hold_up(row: int, cells: Any, first: Any, second: Any, best: Any) -> None:
    """Hold the cells of a row against the best two of each column so far; ``best``: the row of the best."""
    for column in range(len(cells)):
        cell = cells[column]
        if cell > second[column]:
            if cell > first[column]:
                best[column], second[column], first[column] = row, first[column], cell
            else:
                second[column] = cell
