"""Which chain each run of common shingles belongs to, compiled: see :mod:`pipeline.diff.reuse_chains`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

from numba import carray, njit

from pipeline.diff.kernels import ENDLESS
from pipeline.diff.reuse_chains import REACH
from pipeline.diff.reuse_meetings import DRIFT


def called(count: Any, sizes: Any, a: Any, b: Any, a_last: Any, b_last: Any, ends: Any, numbers: Any) -> Any:
    """:func:`chained`, given where its arrays begin."""
    n = carray(count, (1,))
    return chained(n, carray(sizes, (n[0],)), carray(a, ENDLESS), carray(b, ENDLESS), carray(a_last, ENDLESS),
                   carray(b_last, ENDLESS), carray(ends, (1 << 36, 3)), carray(numbers, ENDLESS))  # fmt: skip


@njit
def chained(count: Any, sizes: Any, a: Any, b: Any, a_last: Any, b_last: Any, ends: Any, numbers: Any) -> int:
    """Write for the runs of islands of these sizes the number of their chain: the first one open that goes on with the run.

    ``count``: how many islands; ``ends``: room for a row for each run of an island. How many chains there are is given
    back.
    """
    chains = run = 0
    for island in range(count[0]):
        open_ends = 0
        for _ in range(sizes[island]):
            at = 0
            while at < open_ends and not _goes_on(a[run] - ends[at, 0], b[run] - ends[at, 1]):
                at += 1
            if at == open_ends:
                at = open_ends = _still_open(ends[:open_ends], b[run])
                open_ends += 1
                ends[at, 2] = chains
                chains += 1
            ends[at, 0], ends[at, 1] = a_last[run], b_last[run]
            numbers[run] = ends[at, 2]
            run += 1
    return chains


@njit
def _goes_on(a_gap: int, b_gap: int) -> bool:
    return 0 < a_gap <= REACH and b_gap <= REACH and -DRIFT <= a_gap - b_gap <= DRIFT


@njit
def _still_open(ends: Any, b: int) -> int:
    """Move to the front, in order, the ends that something in b can go on with; how many these are."""
    kept = 0
    for at in range(len(ends)):
        if b - ends[at, 1] <= REACH:
            ends[kept, 0], ends[kept, 1], ends[kept, 2] = ends[at, 0], ends[at, 1], ends[at, 2]
            kept += 1
    return kept
