"""pkuseg's decoding, compiled: scores of five tags a character from the tables, the best path, words joined after.

Paths are sought in whole numbers first (:mod:`pipeline.segment.pkuseg_whole`). Here are those that need pkuseg's own
doubles: where two paths are equally good, where there are conditions, or where a path's score is asked for. Sums are
made of the same doubles in the same order as spacy-pkuseg makes them, so that even ties fall alike. Scores are made
while the best path is sought, from the last character to the first; nothing is kept for each character but its five
back pointers, in one 16-bit number. The tables are those of :mod:`pipeline.segment.pkuseg_table`. Only
:mod:`pipeline.segment.pkuseg_native` imports this module, to make machine code of :func:`cut`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, from_dtype, njit, types

from pipeline.segment import pkuseg_table
from pipeline.segment.pkuseg_features import MARGIN, PAIR, look_up, meet
from pipeline.segment.pkuseg_join import BASE, ONE, join
from pipeline.segment.pkuseg_native import ROOM_TYPES, TABLE_TYPES, TABLES
from pipeline.segment.pkuseg_table import BEGIN, COLUMNS, INSIDE, LONG, LONGEST, MEETINGS, SPACE, TAGS
from pipeline.segment.pkuseg_whole import whole_path

PLACES = float(pkuseg_table.PLACES)

SIGNATURE = types.int64(
    types.CPointer(types.int64),
    *(types.CPointer(from_dtype(np.dtype(kind))) for kind in TABLE_TYPES),
    *(types.CPointer(from_dtype(np.dtype(kind))) for kind in ROOM_TYPES),
)
"""Sizes, the tables, the room: plain addresses, so that the machine code can be called without numba."""


def cut(
    sizes: Any, chars: Any, singles: Any, pair_slots: Any, pairs: Any, step_slots: Any, words: Any, link_slots: Any,
    links: Any, start: Any, edges: Any, begins: Any, entry_slots: Any, entry_starts: Any, spelling: Any,
    whole_singles: Any, whole_edges: Any, text: Any, forced: Any, ids: Any, pointers: Any, bounds: Any, digests: Any,
    powers: Any, lengths: Any, found: Any, meetings: Any, doubles: Any, whole: Any, scores: Any, out: Any,
) -> Any:  # fmt: skip
    """Words of a text: writes their starts, then their ends, to ``out`` -> how many.

    ``sizes``: the text's length, that of ``forced`` (or 0), of the longest entry, then the tables' first dimensions.
    White space parts the text into pieces, stands in no word and is left out. ``scores``: of each piece's path, not a
    number where it was found in whole numbers.
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
        carray(whole_singles, (n[4], 5 * TAGS)), carray(whole_edges, (TAGS, TAGS)),
        carray(ids, (length,)), carray(pointers, (length,)), carray(bounds, (length + 1,)),
        carray(digests, (length + 1,)), carray(powers, (n[2] + 1,)), carray(lengths, (length,)),
        carray(found, (length + MARGIN + 1, COLUMNS)), carray(meetings, (2, MEETINGS)), carray(doubles, (3 * TAGS,)), carray(whole, (LONG, TAGS)),
        carray(scores, (length,)), carray(out, (2, length)),
    )  # fmt: skip


@njit
def _cut(
    text: Any, forced: Any, longest: int, chars: Any, singles: Any, pair_slots: Any, pairs: Any, step_slots: Any,
    words: Any, link_slots: Any, links: Any, start: Any, edges: Any, begins: Any, entry_slots: Any, entry_starts: Any,
    spelling: Any, whole_singles: Any, whole_edges: Any, ids: Any, pointers: Any, bounds: Any, digests: Any,
    powers: Any, lengths: Any, found: Any, meetings: Any, doubles: Any, whole: Any, scores: Any, out: Any,
) -> int:  # fmt: skip
    for i in range(len(text)):
        ids[i] = chars[text[i]]
    powers[0] = ONE
    for i in range(1, longest + 1):
        powers[i] = powers[i - 1] * BASE
    count = piece = 0
    begin = 0
    while begin < len(text):
        if ids[begin] == SPACE:
            begin += 1
            continue
        end = begin
        while end < len(text) and ids[end] != SPACE:
            end += 1
        look_up(ids, begin, end, pair_slots, pairs, step_slots, len(words), found, lengths)
        many = 0
        scores[piece] = np.nan
        if len(forced) == 0:
            many = whole_path(ids, begin, end, found, whole_singles, pairs, words, link_slots, links, whole_edges, begins,
                              meetings, whole, bounds)  # fmt: skip
        if many == 0:
            tag, scores[piece] = _path(ids, forced, begin, end, found, singles, pairs, words, link_slots, links, start,
                                       edges, begins, pointers, meetings, doubles)  # fmt: skip
            many = _bounds(pointers, tag, begins, begin, end, bounds)
        piece += 1
        many = join(text, forced, bounds, digests, many, lengths, powers, longest, entry_slots, entry_starts, spelling)
        for word in range(many):
            out[0, count] = bounds[word]
            out[1, count] = bounds[word + 1]
            count += 1
        begin = end
    return count


@njit
def _path(ids: Any, forced: Any, begin: int, end: int, found: Any, singles: Any, pairs: Any, words: Any, link_slots: Any,
          links: Any, start: Any, edges: Any, begins: Any, pointers: Any, meetings: Any, doubles: Any) -> Any:  # fmt: skip
    """Back pointers of the best path over one piece; returns its first tag and its score."""
    at_left, at_right = meetings[0], meetings[1]  # pairs of words that meet before the character, and behind it
    rights = 0
    best = doubles[:TAGS]
    new = doubles[TAGS : 2 * TAGS]
    node = doubles[2 * TAGS : 3 * TAGS]
    for i in range(end - 1, begin - 1, -1):
        lefts = _score(ids, i, begin, end, found, singles, pairs, words, link_slots, links, start, at_left, at_right,
                       rights, node)  # fmt: skip
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
def _score(ids: Any, i: int, begin: int, end: int, found: Any, singles: Any, pairs: Any, words: Any, link_slots: Any,
           links: Any, start: Any, at_left: Any, at_right: Any, rights: int, node: Any) -> int:  # fmt: skip
    """Add up the weights of a character's features by tag, in the model's order.

    Returns how many pairs of words meet before it; those that meet behind it are known from the step before.
    """
    row = MARGIN + i - begin
    char = singles[ids[i]]
    for t in range(TAGS):
        node[t] = start[t] / PLACES
        node[t] += char[t]
    if i > begin:
        char = singles[ids[i - 1]]
        for t in range(TAGS):
            node[t] += char[TAGS + t]
        _add(node, pairs, found[row - 1, PAIR], 0)
    if i + 1 < end:
        char = singles[ids[i + 1]]
        for t in range(TAGS):
            node[t] += char[2 * TAGS + t]
        _add(node, pairs, found[row, PAIR], TAGS)
    if i > begin + 1:
        char = singles[ids[i - 2]]
        for t in range(TAGS):
            node[t] += char[3 * TAGS + t]
        _add(node, pairs, found[row - 2, PAIR], 2 * TAGS)
    if i + 2 < end:
        char = singles[ids[i + 2]]
        for t in range(TAGS):
            node[t] += char[4 * TAGS + t]
    for length in range(LONGEST, 1, -1):
        _add(node, words, found[row - length + 1, length], 0)
    for length in range(LONGEST, 1, -1):
        _add(node, words, found[row, length], TAGS)
    lefts = meet(found, row, link_slots, at_left)
    for k in range(lefts):
        _add(node, links, at_left[k], 0)
    for k in range(rights):
        _add(node, links, at_right[k], TAGS)
    return lefts


@njit(forceinline=True)
def _add(node: Any, rows: Any, row: int, at: int) -> None:
    """Add a feature's weights, where the text has it."""
    if row >= 0:
        for t in range(TAGS):
            node[t] += rows[row, at + t] / PLACES


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
