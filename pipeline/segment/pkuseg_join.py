"""The dictionary after the decoding, compiled: words that stand together in it are joined.

A word's digest is the polynomial of its code points, so that the digest of joined words comes from those of their
ends, and no text is read again but to confirm what was found. See :mod:`pipeline.segment.pkuseg_table`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from pipeline.segment import pkuseg_table
from pipeline.segment.pkuseg_table import FIXED, LENGTHS_BITS

GOLDEN = np.uint64(pkuseg_table.GOLDEN)
BASE = np.uint64(pkuseg_table.BASE)
VALUE_BITS = np.uint64(pkuseg_table.VALUE_BITS)
VALUE = np.uint64((1 << pkuseg_table.VALUE_BITS) - 1)
ONE = np.uint64(1)
JOINED = 7
"""Up to seven words are joined."""


@njit(inline="always")
def home(slots: Any, key: Any) -> Any:
    """Where a key's search starts: the top bits of its product, as many as number the slots."""
    return (((key * GOLDEN) >> np.uint64(32)) * np.uint64(len(slots))) >> np.uint64(32)


@njit
def join(text: Any, forced: Any, bounds: Any, digests: Any, count: int, lengths: Any, powers: Any, longest: int,
         entry_slots: Any, entry_starts: Any, spelling: Any) -> int:  # fmt: skip
    """Join words that stand together in the dictionary, seven first, unless each of them stands there by itself.

    ``lengths``: at each character, those of the dictionary's words that begin with it and the next one, a bit each.
    """
    digest = np.uint64(0)
    digests[0] = digest
    word = 1
    for i in range(bounds[0], bounds[count]):
        digest = digest * BASE + np.uint64(text[i]) + ONE
        if i + 1 == bounds[word]:
            digests[word] = digest
            word += 1
    for many in range(JOINED, 1, -1):
        read = write = 0
        while read + many <= count:
            width = bounds[read + many] - bounds[read]
            taken = 1
            if width <= longest and lengths[bounds[read]] >> min(width, LENGTHS_BITS) - 1 & 1:
                joined = digests[read + many] - digests[read] * powers[width]
                known = _is_entry(text, bounds[read], width, joined, entry_slots, entry_starts, spelling)
                if known and not _any_fixed(forced, bounds, read, many):
                    parts = _all_entries(text, bounds, digests, read, many, powers, entry_slots, entry_starts, spelling)
                    taken = 1 if parts else many
            bounds[write], digests[write] = bounds[read], digests[read]
            write += 1
            read += taken
        while read <= count:
            bounds[write], digests[write] = bounds[read], digests[read]
            write += 1
            read += 1
        count = write - 1
    return count


@njit
def _any_fixed(forced: Any, bounds: Any, read: int, many: int) -> bool:
    if len(forced):
        for k in range(read, read + many):
            if forced[bounds[k]] & FIXED:
                return True
    return False


@njit
def _all_entries(text: Any, bounds: Any, digests: Any, read: int, many: int, powers: Any, entry_slots: Any,
                 entry_starts: Any, spelling: Any) -> bool:  # fmt: skip
    for k in range(read, read + many):
        width = bounds[k + 1] - bounds[k]
        digest = digests[k + 1] - digests[k] * powers[width]
        if not _is_entry(text, bounds[k], width, digest, entry_slots, entry_starts, spelling):
            return False
    return True


@njit
def _is_entry(text: Any, at: int, width: int, digest: Any, entry_slots: Any, entry_starts: Any, spelling: Any) -> bool:
    """Whether the dictionary has this word: found by its digest, then compared in full."""
    key = digest * GOLDEN >> VALUE_BITS
    mask = np.uint64(len(entry_slots) - 1)
    place = home(entry_slots, key)
    slot = entry_slots[place]
    while slot != 0:
        if slot >> VALUE_BITS == key:
            entry = np.int64(slot & VALUE) - 1
            begin = entry_starts[entry]
            if entry_starts[entry + 1] - begin == width:
                same = True
                for k in range(width):
                    if spelling[begin + k] != text[at + k]:
                        same = False
                        break
                if same:
                    return True
        place = (place + ONE) & mask
        slot = entry_slots[place]
    return False
