"""What of a piece of text stands in the model, compiled: pairs of characters and words that start at each character.

Looked up for the whole piece before anything is scored: one look-up need not wait for another, and memory is slow.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from pipeline.segment.pkuseg_join import ONE, VALUE, VALUE_BITS, home
from pipeline.segment.pkuseg_table import LONGEST, NODE_BITS, UNKNOWN

BEHIND, PAIR, ENDING = 0, 1, 7
"""Columns of what is found at a character: lengths of words that start here (a bit each); the pair that it begins (-1
for none); 2 to 6: the word of that length; lengths of words that end before it (a bit each).
"""
MARGIN = LONGEST
"""Rows of nothing before a piece's first, so that who looks back need not ask where the piece begins."""
NODE = (1 << NODE_BITS) - 1


@njit(inline="always")
def find(slots: Any, key: Any) -> Any:
    """The value of a key in a table of slots, -1 where it is not there."""
    mask = np.uint64(len(slots) - 1)
    place = home(slots, key)
    slot = slots[place]
    while slot != 0:
        if slot >> VALUE_BITS == key:
            return np.int64(slot & VALUE) - 1
        place = (place + ONE) & mask
        slot = slots[place]
    return np.int64(-1)


@njit
def look_up(ids: Any, begin: int, end: int, pair_slots: Any, pairs: Any, step_slots: Any, count: int, found: Any,
            lengths: Any) -> None:  # fmt: skip
    """What stands at each character of a piece, into ``found`` behind its margin.

    ``lengths``: those of dictionary words that its first two characters can open, a bit each.
    """
    size = end - begin
    for row in range(MARGIN + size + 1):
        found[row, BEHIND] = found[row, ENDING] = 0
        for column in range(PAIR, LONGEST + 1):
            found[row, column] = -1
    lengths[end - 1] = 0
    for p in range(begin, end - 1):
        found[MARGIN + p - begin, PAIR] = find(pair_slots, np.uint64(np.int64(ids[p]) << 16 | ids[p + 1]))
    for p in range(begin, end - 1):
        row = MARGIN + p - begin
        pair = found[row, PAIR]
        if pair < 0:
            # a character that the model does not know can stand in the dictionary all the same
            lengths[p] = -1 if ids[p] == UNKNOWN or ids[p + 1] == UNKNOWN else 0
            continue
        packed = np.uint32(pairs[pair, 15])
        lengths[p] = packed >> NODE_BITS
        node = np.int64(packed & NODE) - 1
        length = 2
        while node >= 0:
            if node < count:
                found[row, length] = node
                found[row, BEHIND] |= 1 << length
                found[row + length, ENDING] |= 1 << length
            if length == LONGEST or p + length >= end:
                break
            node = find(step_slots, np.uint64(node << 16 | ids[p + length]))
            length += 1


@njit(forceinline=True)
def meet(found: Any, row: int, link_slots: Any, out: Any) -> int:
    """Pairs of words that meet before a character and stand in the model: longest first, as pkuseg adds them."""
    count = 0
    if found[row, ENDING] == 0 or found[row, BEHIND] == 0:
        return 0
    for before in range(LONGEST, 1, -1):
        if found[row, ENDING] >> before & 1:
            first = np.int64(found[row - before, before])
            for behind in range(LONGEST, 1, -1):
                if found[row, BEHIND] >> behind & 1:
                    link = find(link_slots, np.uint64(first << 20 | found[row, behind]))
                    if link >= 0:
                        out[count] = link
                        count += 1
    return count
