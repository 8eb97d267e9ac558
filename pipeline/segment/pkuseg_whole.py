"""pkuseg's best path in whole numbers, compiled: five times as fast as in the model's doubles, and the same path.

The model's weights are whole ten-thousandths. Their sums are made here exactly, with no division, where pkuseg's own
come with rounding errors far below one ten-thousandth. So where one path is better than all others, both find it; where
two paths are equally good, pkuseg's rounding decides between them, and the piece is left to the doubles
(:mod:`pipeline.segment.pkuseg_kernel`); so is a piece so long that rounding errors could add up to that much.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from pipeline.segment.pkuseg_features import BEHIND, ENDING, MARGIN, PAIR, meet
from pipeline.segment.pkuseg_table import LONG, LONGEST, TAGS


@njit(forceinline=True)
def _plus(node: Any, rows: Any, row: Any, at: int) -> Any:
    """The five scores with a feature's weights added."""
    return (
        node[0] + rows[row, at], node[1] + rows[row, at + 1], node[2] + rows[row, at + 2], node[3] + rows[row, at + 3],
        node[4] + rows[row, at + 4],
    )  # fmt: skip


@njit(forceinline=True)
def _best(best: Any, edges: Any, tag: int) -> Any:
    """The score of the best tag behind this one."""
    return max(
        best[0] + edges[tag, 0], best[1] + edges[tag, 1], best[2] + edges[tag, 2], best[3] + edges[tag, 3],
        best[4] + edges[tag, 4],
    )  # fmt: skip


@njit
def whole_path(ids: Any, begin: int, end: int, found: Any, singles: Any, pairs: Any, words: Any, link_slots: Any,
               links: Any, edges: Any, begins: Any, meetings: Any, scores: Any, bounds: Any) -> int:  # fmt: skip
    """Where the words of a piece begin, and the end of the last, into ``bounds`` -> how many words.

    None where the piece is too long or another path is as good: then the doubles must decide.
    """
    if end - begin > LONG:
        return 0
    at_left, at_right = meetings[0], meetings[1]  # pairs of words that meet before the character, and behind it
    rights = 0
    zero = np.int64(0)
    best = (zero, zero, zero, zero, zero)
    for i in range(end - 1, begin - 1, -1):
        row = MARGIN + i - begin
        node = _plus((zero, zero, zero, zero, zero), singles, ids[i], 0)
        if i > begin:
            node = _plus(node, singles, ids[i - 1], TAGS)
        if i + 1 < end:
            node = _plus(node, singles, ids[i + 1], 2 * TAGS)
        if i > begin + 1:
            node = _plus(node, singles, ids[i - 2], 3 * TAGS)
        if i + 2 < end:
            node = _plus(node, singles, ids[i + 2], 4 * TAGS)
        for back, column in ((1, 0), (0, TAGS), (2, 2 * TAGS)):
            pair = found[row - back, PAIR]
            if pair >= 0:
                node = _plus(node, pairs, pair, column)
        if found[row + 1, ENDING]:
            for length in range(2, LONGEST + 1):
                word = found[row - length + 1, length]
                if word >= 0:
                    node = _plus(node, words, word, 0)
        lefts = 0
        if found[row, BEHIND]:
            for length in range(2, LONGEST + 1):
                word = found[row, length]
                if word >= 0:
                    node = _plus(node, words, word, TAGS)
            lefts = meet(found, row, link_slots, at_left)
        for k in range(lefts):
            node = _plus(node, links, at_left[k], 0)
        for k in range(rights):
            node = _plus(node, links, at_right[k], TAGS)
        at_left, at_right = at_right, at_left
        rights = lefts
        if i < end - 1:
            node = (
                node[0] + _best(best, edges, 0), node[1] + _best(best, edges, 1), node[2] + _best(best, edges, 2),
                node[3] + _best(best, edges, 3), node[4] + _best(best, edges, 4),
            )  # fmt: skip
        best = node
        for t in range(TAGS):
            scores[i - begin, t] = best[t]
    return _follow(begin, end, edges, begins, scores, bounds)


@njit
def _follow(begin: int, end: int, edges: Any, begins: Any, scores: Any, bounds: Any) -> int:
    """Walk the best path: at each character the tag whose score, with the step from the tag before, is highest."""
    bounds[0] = begin
    count = 1
    tag = 0
    for i in range(begin, end):
        before = tag
        top = scores[i - begin, 0] + (edges[before, 0] if i > begin else 0)
        tag = 0
        ties = 0
        for t in range(1, TAGS):
            score = scores[i - begin, t] + (edges[before, t] if i > begin else 0)
            if score > top:
                top = score
                tag = t
                ties = 0
            elif score == top:
                ties = 1
        if ties:
            return 0
        if i > begin and begins[tag]:
            bounds[count] = i
            count += 1
    bounds[count] = end
    return count
