"""The heaviest chain of places that go up, compiled: see :func:`pipeline.diff.align.heaviest_chain`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

from numba import carray, njit

from pipeline.diff.kernels import ENDLESS


def called(sizes: Any, places: Any, weights: Any, lowest: Any, before: Any, front: Any, best: Any, chain: Any) -> Any:
    """:func:`heaviest`, given where its arrays begin."""
    n = carray(sizes, (1,))
    return heaviest(n, carray(places, (n[0],)), carray(weights, ENDLESS), carray(lowest, ENDLESS), carray(before, ENDLESS),
                    carray(front, ENDLESS), carray(best, ENDLESS), carray(chain, ENDLESS))  # fmt: skip


@njit
def heaviest(sizes: Any, places: Any, weights: Any, lowest: Any, before: Any, front: Any, best: Any, chain: Any) -> int:
    """Write the positions of the chain; how many. ``lowest`` to ``best`` are room for as many numbers as places each.

    Where all before a position are lower than all from it on, the chain is that of what is before and that of the rest.
    """
    lowest[sizes[0] - 1] = places[sizes[0] - 1]
    for at in range(sizes[0] - 2, -1, -1):
        lowest[at] = min(places[at], lowest[at + 1])
    count, first, highest = 0, 0, places[0]
    for at in range(sizes[0]):
        highest = max(highest, places[at])
        if at == sizes[0] - 1 or highest < lowest[at + 1]:
            last = _open_chains(first, at + 1, places, weights, before, front, best)
            count = _written(last, before, chain, count)
            first = at + 1
    return count


@njit
def _open_chains(first: int, stop: int, places: Any, weights: Any, before: Any, front: Any, best: Any) -> int:
    """Where the heaviest chain of a stretch ends. ``before``: from where each chain comes to a position, -1 at its start."""
    ends = 0  # front: the chains' ends that no lighter place outweighs, by place
    last = first
    for at in range(first, stop):
        here = _lower(front[:ends], places, places[at])
        before[at] = front[here - 1] if here else -1
        best[at] = weights[at] + (best[before[at]] if here else 0.0)
        if best[at] > best[last]:
            last = at
        beaten = here
        while beaten < ends and best[front[beaten]] < best[at]:
            beaten += 1
        if not here or best[front[here - 1]] < best[at]:
            if beaten == here:
                for k in range(ends, here, -1):
                    front[k] = front[k - 1]
            else:
                for k in range(beaten, ends):
                    front[k - beaten + here + 1] = front[k]
            ends += here + 1 - beaten
            front[here] = at
    return last


@njit
def _lower(front: Any, places: Any, place: int) -> int:
    """How many of the ends have a lower place."""
    low, high = 0, len(front)
    while low < high:
        middle = (low + high) // 2
        if places[front[middle]] < place:
            low = middle + 1
        else:
            high = middle
    return low


@njit
def _written(last: int, before: Any, chain: Any, count: int) -> int:
    """Write the chain that ends here behind what is written; how many are written then."""
    first, at = count, last
    while at >= 0:
        chain[count] = at
        count += 1
        at = before[at]
    for k in range((count - first) // 2):  # it was walked from behind
        chain[first + k], chain[count - 1 - k] = chain[count - 1 - k], chain[first + k]
    return count
