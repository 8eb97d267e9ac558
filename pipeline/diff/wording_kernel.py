"""What differs between runs of words, compiled: see :func:`pipeline.diff.wording.all_changed`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

from numba import carray, njit

from pipeline.diff.kernels import ENDLESS


def called(sizes: Any, tokens: Any, a_runs: Any, b_runs: Any, room: Any, marks: Any, many: Any) -> Any:
    """:func:`changed`, given where its arrays begin."""
    n = carray(sizes, (2,))
    return changed(n, carray(tokens, ENDLESS), carray(a_runs, (n[0], 2)), carray(b_runs, (n[0], 2)),
                   carray(room, ENDLESS), carray(marks, (1 << 36, 4)), carray(many, ENDLESS))  # fmt: skip


@njit
def changed(sizes: Any, tokens: Any, a_runs: Any, b_runs: Any, room: Any, marks: Any, many: Any) -> int:
    """Write what differs between runs of tokens to ``marks``, one row a mark, and to ``many`` how many each has.

    ``sizes``: how many pairs of runs, and how much ``room`` there is for a table; -1 in ``many`` where that is too little.
    A mark is told in tokens of its runs. How many there are is given back.
    """
    count = 0
    for k in range(sizes[0]):
        a, b = tokens[a_runs[k, 0] : a_runs[k, 1]], tokens[b_runs[k, 0] : b_runs[k, 1]]
        first, a_stop, b_stop = 0, len(a), len(b)
        while first < a_stop and first < b_stop and a[first] == b[first]:
            first += 1
        while a_stop > first and b_stop > first and a[a_stop - 1] == b[b_stop - 1]:
            a_stop -= 1
            b_stop -= 1
        if (a_stop - first + 1) * (b_stop - first + 1) > sizes[1]:
            many[k] = -1
            continue
        many[k] = _between(a[first:a_stop], b[first:b_stop], room, marks[count:])
        for mark in range(count, count + many[k]):
            for side in range(4):
                marks[mark, side] += first
        count += many[k]
    return count


@njit
def _between(a: Any, b: Any, room: Any, marks: Any) -> int:
    """The marks of two runs by the fewest edits; where several ways are as short, that which rapidfuzz takes."""
    rows, columns = len(a), len(b)
    if rows and columns:
        _distances(a, b, room)
    count, row, column, a_stop, b_stop = 0, rows, columns, rows, columns
    while row and column:
        here = row * (columns + 1) + column
        above = here - columns - 1
        if room[here] == room[above] + 1:
            row -= 1
            continue
        column -= 1
        if column and room[here - 1] == room[above - 1] - 1:
            continue
        row -= 1
        if a[row] == b[column]:
            count = _told(marks, count, row + 1, a_stop, column + 1, b_stop)
            a_stop, b_stop = row, column
    count = _told(marks, count, 0, a_stop, 0, b_stop)
    for k in range(count // 2):  # they were met from behind
        for side in range(4):
            marks[k, side], marks[count - 1 - k, side] = marks[count - 1 - k, side], marks[k, side]
    return count


@njit
def _distances(a: Any, b: Any, room: Any) -> None:
    """How many edits lead from each beginning of a to each of b: Levenshtein's table, row by row."""
    wide = len(b) + 1
    for column in range(wide):
        room[column] = column
    for row in range(1, len(a) + 1):
        here = row * wide
        room[here] = row
        for column in range(1, wide):
            fewest = room[here - wide + column - 1] + (a[row - 1] != b[column - 1])
            fewest = min(fewest, room[here - wide + column] + 1)
            room[here + column] = min(fewest, room[here + column - 1] + 1)


@njit
def _told(marks: Any, count: int, a_first: int, a_stop: int, b_first: int, b_stop: int) -> int:
    """How many marks there are with this one, if it holds anything."""
    if a_first == a_stop and b_first == b_stop:
        return count
    marks[count, 0], marks[count, 1], marks[count, 2], marks[count, 3] = a_first, a_stop, b_first, b_stop
    return count + 1
