"""pkuseg's decoding, compiled: scores of five tags a character from the tables, the best path, words joined after.

Sums are made of the same doubles in the same order as spacy-pkuseg makes them, so that even ties fall alike. Scores
are made while the best path is sought, from the last character to the first; nothing is kept for each character but
its five back pointers, in one 16-bit number. The tables are those of :mod:`pipeline.segment.pkuseg_table`. Only
:mod:`pipeline.segment.pkuseg_native` imports this module, to make machine code of :func:`cut`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, from_dtype, njit, types

from pipeline.segment import pkuseg_table
from pipeline.segment.pkuseg_join import BASE, ONE, VALUE_BITS, home, join
from pipeline.segment.pkuseg_native import ROOM_TYPES, TABLE_TYPES, TABLES
from pipeline.segment.pkuseg_table import BEGIN, INSIDE, LONGEST, SPACE, TAGS

VALUE = np.uint64((1 << pkuseg_table.VALUE_BITS) - 1)
PLACES = float(pkuseg_table.PLACES)
RING = 8
"""Places kept in view: six characters back, the character, one on; a power of two."""
MEETINGS = 25
"""Pairs of words that can meet at one place: five lengths before, five behind."""
DOUBLES = 3 * TAGS + 1

SIGNATURE = types.int64(
    types.CPointer(types.int64),
    *(types.CPointer(from_dtype(np.dtype(kind))) for kind in TABLE_TYPES),
    *(types.CPointer(from_dtype(np.dtype(kind))) for kind in ROOM_TYPES),
)
"""Sizes, the tables, the room: plain addresses, so that the machine code can be called without numba."""


def cut(
    sizes: Any, chars: Any, singles: Any, pair_slots: Any, pairs: Any, step_slots: Any, words: Any, link_slots: Any,
    links: Any, start: Any, edges: Any, begins: Any, entry_slots: Any, entry_starts: Any, spelling: Any,
    text: Any, forced: Any, ids: Any, pointers: Any, bounds: Any, digests: Any, powers: Any, ring: Any,
    meetings: Any, doubles: Any, out: Any,
) -> Any:  # fmt: skip
    """Words of a text: writes their starts, then their ends, to ``out`` -> how many; the score to ``doubles``.

    ``sizes``: the text's length, that of ``forced`` (or 0), of the longest entry, then the tables' first dimensions.
    White space parts words and is left out.
    """
    n = carray(sizes, (3 + TABLES,))
    length = n[0]
    return _cut(
        carray(text, (length,)), carray(forced, (n[1],)), n[2],
        carray(chars, (n[3],)), carray(singles, (n[4], 5 * TAGS)),
        carray(pair_slots, (n[5],)), carray(pairs, (n[6], 16)), carray(step_slots, (n[7],)),
        carray(words, (n[8], 2 * TAGS)), carray(link_slots, (n[9],)), carray(links, (n[10], 2 * TAGS)),
        carray(start, (TAGS,)), carray(edges, (TAGS, TAGS)), carray(begins, (TAGS,)),
        carray(entry_slots, (n[14],)), carray(entry_starts, (n[15],)), carray(spelling, (n[16],)),
        carray(ids, (length,)), carray(pointers, (length,)), carray(bounds, (length + 1,)),
        carray(digests, (length + 1,)), carray(powers, (n[2] + 1,)), carray(ring, (RING, 1 + LONGEST)),
        carray(meetings, (2, MEETINGS)), carray(doubles, (DOUBLES,)), carray(out, (2, length)),
    )  # fmt: skip


@njit
def _cut(
    text: Any, forced: Any, longest: int, chars: Any, singles: Any, pair_slots: Any, pairs: Any, step_slots: Any,
    words: Any, link_slots: Any, links: Any, start: Any, edges: Any, begins: Any, entry_slots: Any, entry_starts: Any,
    spelling: Any, ids: Any, pointers: Any, bounds: Any, digests: Any, powers: Any, ring: Any, meetings: Any,
    doubles: Any, out: Any,
) -> int:  # fmt: skip
    for i in range(len(text)):
        ids[i] = chars[text[i]]
    powers[0] = ONE
    for i in range(1, longest + 1):
        powers[i] = powers[i - 1] * BASE
    count = 0
    total = 0.0
    begin = 0
    while begin < len(text):
        if ids[begin] == SPACE:
            begin += 1
            continue
        end = begin
        while end < len(text) and ids[end] != SPACE:
            end += 1
        tag, score = _path(ids, forced, begin, end, singles, pair_slots, pairs, step_slots, words, link_slots, links,
                           start, edges, begins, pointers, ring, meetings, doubles)  # fmt: skip
        total += score
        found = _bounds(pointers, tag, begins, begin, end, bounds)
        found = join(text, forced, bounds, digests, found, powers, longest, entry_slots, entry_starts, spelling)
        for word in range(found):
            out[0, count] = bounds[word]
            out[1, count] = bounds[word + 1]
            count += 1
        begin = end
    doubles[DOUBLES - 1] = total
    return count


@njit(inline="always")
def _find(slots: Any, key: Any) -> Any:
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


@njit(forceinline=True)  # a call a character would cost a sixth of the time
def _read(
    ids: Any, p: int, begin: int, end: int, pair_slots: Any, pairs: Any, step_slots: Any, count: int, row: Any
) -> None:
    """What starts at ``p``: row[1] its pair with the next character, row[2..6] the word of that length, -1 for none.

    row[0] tells whether any word starts here.
    """
    row[0] = 0
    for length in range(1, LONGEST + 1):
        row[length] = -1
    if p < begin or p + 1 >= end:
        return
    pair = _find(pair_slots, np.uint64(np.int64(ids[p]) << 16 | ids[p + 1]))
    if pair < 0:
        return
    row[1] = pair
    node = np.int64(pairs[pair, 15])
    length = 2
    while node >= 0:
        if node < count:
            row[length] = node
            row[0] = 1
        if length == LONGEST or p + length >= end:
            break
        node = _find(step_slots, np.uint64(node << 16 | ids[p + length]))
        length += 1


@njit
def _path(ids: Any, forced: Any, begin: int, end: int, singles: Any, pair_slots: Any, pairs: Any, step_slots: Any,
          words: Any, link_slots: Any, links: Any, start: Any, edges: Any, begins: Any, pointers: Any,
          ring: Any, meetings: Any, doubles: Any) -> Any:  # fmt: skip
    """Back pointers of the best path over one piece; returns its first tag and its score."""
    at_left, at_right = meetings[0], meetings[1]  # pairs of words that meet before the character, and behind it
    rights = 0
    best = doubles[:TAGS]
    new = doubles[TAGS : 2 * TAGS]
    node = doubles[2 * TAGS : 3 * TAGS]
    for p in range(end, end - 8, -1):
        _read(ids, p, begin, end, pair_slots, pairs, step_slots, len(words), ring[p & 7])
    for i in range(end - 1, begin - 1, -1):
        before = ring[(i - LONGEST) & 7]
        _read(ids, i - LONGEST, begin, end, pair_slots, pairs, step_slots, len(words), before)
        lefts = _score(ids, i, begin, end, singles, pairs, words, link_slots, links, start, ring, at_left, at_right, rights,
                       node)  # fmt: skip
        at_left, at_right = at_right, at_left
        rights = lefts
        if i == end - 1:
            for t in range(TAGS):
                best[t] = node[t]
        else:
            packed = 0
            for y in range(TAGS):
                top = best[0] + node[y] + edges[y, 0]
                behind = 0
                for z in range(1, TAGS):
                    score = best[z] + node[y] + edges[y, z]
                    if score >= top:
                        top = score
                        behind = z
                new[y] = top
                packed |= behind << (3 * y)
            pointers[i] = packed
            best, new = new, best
        if len(forced) and forced[i] & (BEGIN | INSIDE):
            for t in range(TAGS):
                if begins[t] != bool(forced[i] & BEGIN):
                    best[t] = -np.inf
    tag = 0
    for t in range(1, TAGS):
        if best[tag] < best[t]:
            tag = t
    return tag, best[tag]


@njit(forceinline=True)
def _score(ids: Any, i: int, begin: int, end: int, singles: Any, pairs: Any, words: Any, link_slots: Any, links: Any,
           start: Any, ring: Any, at_left: Any, at_right: Any, rights: int, node: Any) -> int:  # fmt: skip
    """Add up the weights of a character's features by tag, in the model's order.

    Returns how many pairs of words meet before it; those that meet behind it are known from the step before.
    """
    here = ring[i & 7]
    char = singles[ids[i]]
    for t in range(TAGS):
        node[t] = start[t] / PLACES
        node[t] += char[t]
    if i > begin:
        char = singles[ids[i - 1]]
        for t in range(TAGS):
            node[t] += char[TAGS + t]
        pair = ring[(i - 1) & 7, 1]
        if pair >= 0:
            for t in range(TAGS):
                node[t] += pairs[pair, t] / PLACES
    if i + 1 < end:
        char = singles[ids[i + 1]]
        for t in range(TAGS):
            node[t] += char[2 * TAGS + t]
        pair = here[1]
        if pair >= 0:
            for t in range(TAGS):
                node[t] += pairs[pair, TAGS + t] / PLACES
    if i > begin + 1:
        char = singles[ids[i - 2]]
        for t in range(TAGS):
            node[t] += char[3 * TAGS + t]
        pair = ring[(i - 2) & 7, 1]
        if pair >= 0:
            for t in range(TAGS):
                node[t] += pairs[pair, 2 * TAGS + t] / PLACES
    if i + 2 < end:
        char = singles[ids[i + 2]]
        for t in range(TAGS):
            node[t] += char[4 * TAGS + t]
    for length in range(LONGEST, 1, -1):
        word = ring[(i - length + 1) & 7, length]
        if word >= 0:
            for t in range(TAGS):
                node[t] += words[word, t] / PLACES
    lefts = 0
    if here[0]:
        for length in range(LONGEST, 1, -1):
            word = here[length]
            if word >= 0:
                for t in range(TAGS):
                    node[t] += words[word, TAGS + t] / PLACES
        lefts = _meet(ring, i, link_slots, at_left)
    for k in range(lefts):
        for t in range(TAGS):
            node[t] += links[at_left[k], t] / PLACES
    for k in range(rights):
        for t in range(TAGS):
            node[t] += links[at_right[k], TAGS + t] / PLACES
    return lefts


@njit(forceinline=True)
def _meet(ring: Any, i: int, link_slots: Any, out: Any) -> int:
    """Pairs of words that meet before character ``i`` and stand in the model: longest first, as it adds them."""
    count = 0
    for before in range(LONGEST, 1, -1):
        first = ring[(i - before) & 7, before]
        if first >= 0:
            for behind in range(LONGEST, 1, -1):
                second = ring[i & 7, behind]
                if second >= 0:
                    link = _find(link_slots, np.uint64(first << 20 | second))
                    if link >= 0:
                        out[count] = link
                        count += 1
    return count


@njit
def _bounds(pointers: Any, tag: int, begins: Any, begin: int, end: int, bounds: Any) -> int:
    """Follow the back pointers: where words begin, and the end of the last."""
    bounds[0] = begin
    count = 1
    for i in range(begin + 1, end):
        tag = (pointers[i - 1] >> (3 * tag)) & 7
        if begins[tag]:
            bounds[count] = i
            count += 1
    bounds[count] = end
    return count
