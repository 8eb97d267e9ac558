"""What every two sentences of two sides share, compiled: :class:`pipeline.diff.links_shared.Shared`, cell by cell.

Every clause of one side is held against every of the other through the pairs of characters that both have, so that
those without any in common cost nothing. Only :mod:`pipeline.diff.links_native` imports this module.
"""

from __future__ import annotations

from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numba import carray, from_dtype, njit, types

from pipeline.diff.links_native import PAIR_TYPES, SIDE_TYPES

COMMON = 0.1
"""Words that weigh no more name nothing."""
SHORT = 40
"""Added to the lengths of two clauses, so that short ones are not alike for sharing little."""
SIGNATURE = types.int64(
    *(types.CPointer(from_dtype(np.dtype(kind))) for kind in (*PAIR_TYPES, *SIDE_TYPES, *SIDE_TYPES))
)
"""Plain addresses, so that the machine code can be called without numba."""
ENDLESS = (1 << 40,)
"""The size of an array that is not asked for its size."""


class Side(NamedTuple):
    """Arrays of one side: see :meth:`pipeline.diff.links_sides.Side.arrays`."""

    starts: Any
    kind: Any
    weight: Any
    first: Any
    clause: Any
    value: Any
    owner: Any
    held: Any
    honours: Any
    terms: Any
    term_starts: Any
    term_rows: Any
    indicators: Any
    indicator_starts: Any
    indicator_rows: Any


def called(
    sizes: Any, rarity: Any, general: Any, worth: Any, rare: Any, room: Any, marks: Any, planes: Any, honour: Any,
    a0: Any, a1: Any, a2: Any, a3: Any, a4: Any, a5: Any, a6: Any, a7: Any, a8: Any, a9: Any, a10: Any, a11: Any,
    a12: Any, a13: Any, a14: Any,
    b0: Any, b1: Any, b2: Any, b3: Any, b4: Any, b5: Any, b6: Any, b7: Any, b8: Any, b9: Any, b10: Any, b11: Any,
    b12: Any, b13: Any, b14: Any,
) -> Any:  # fmt: skip
    """:func:`share`, given where its arrays begin: those of the pair, then those of its sides."""
    n = carray(sizes, (7,))
    share(
        n, carray(rarity, ENDLESS), carray(general, ENDLESS), carray(worth, ENDLESS), carray(rare, ENDLESS),
        carray(room, ENDLESS), carray(marks, ENDLESS), carray(planes, (5, n[0], n[1])), carray(honour, (n[0], n[1])),
        Side(carray(a0, ENDLESS), carray(a1, ENDLESS), carray(a2, ENDLESS), carray(a3, ENDLESS), carray(a4, ENDLESS),
             carray(a5, ENDLESS), carray(a6, ENDLESS), carray(a7, ENDLESS), carray(a8, ENDLESS), carray(a9, ENDLESS),
             carray(a10, ENDLESS), carray(a11, ENDLESS), carray(a12, ENDLESS), carray(a13, ENDLESS), carray(a14, ENDLESS)),
        Side(carray(b0, ENDLESS), carray(b1, ENDLESS), carray(b2, ENDLESS), carray(b3, ENDLESS), carray(b4, ENDLESS),
             carray(b5, ENDLESS), carray(b6, ENDLESS), carray(b7, ENDLESS), carray(b8, ENDLESS), carray(b9, ENDLESS),
             carray(b10, ENDLESS), carray(b11, ENDLESS), carray(b12, ENDLESS), carray(b13, ENDLESS), carray(b14, ENDLESS)),
    )  # fmt: skip
    return 0


@njit
def share(sizes: Any, rarity: Any, general: Any, worth: Any, rare: Any, room: Any, marks: Any, planes: Any,
          honour: Any, a: Any, b: Any) -> None:  # fmt: skip
    """Write what the sentences share to ``planes`` (best, alike, cosine, name, indicator) and ``honour``.

    ``sizes``: sentences of a and of b, clauses of the reports of a and of b, kinds of pairs of characters, terms,
    indicators. ``rarity``: of a kind by how often it is held, squared; ``worth``: the same of a term. ``room``: as many
    numbers as sentences, clauses (those of b twice) and kinds; ``marks``: twice as many as clauses of b.
    """
    rows, columns, a_clauses, b_clauses, kinds = sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]
    weight, room = room[:kinds], room[kinds:]
    for kind in range(kinds):
        weight[kind] = rarity[a.held[kind] + b.held[kind]] * general[kind]
    a_clause, a_sentence, room = room[:a_clauses], room[a_clauses : a_clauses + rows], room[a_clauses + rows :]
    b_clause, b_sentence, room = room[:b_clauses], room[b_clauses : b_clauses + columns], room[b_clauses + columns :]
    _lengths(a, weight, a_clause, a_sentence)
    _lengths(b, weight, b_clause, b_sentence)
    planes[:] = 0.0
    honour[:] = False
    _meet(
        a,
        b,
        weight,
        a_clause,
        b_clause,
        room[:b_clauses],
        marks[:b_clauses],
        marks[b_clauses : 2 * b_clauses],
        planes,
        honour,
    )
    for row in range(rows):
        for column in range(columns):
            planes[2, row, column] /= max(a_sentence[row] * b_sentence[column], 1e-9)
    for term in range(sizes[5]):
        if a.terms[term] and b.terms[term]:
            name = worth[a.terms[term] + b.terms[term]] * rare[term]
            if name > COMMON:
                for row in a.term_rows[a.term_starts[term] : a.term_starts[term] + a.terms[term]]:
                    for column in b.term_rows[b.term_starts[term] : b.term_starts[term] + b.terms[term]]:
                        planes[3, row, column] = max(planes[3, row, column], name)
    for one in range(sizes[6]):
        if a.indicators[one] and b.indicators[one]:
            for row in a.indicator_rows[a.indicator_starts[one] : a.indicator_starts[one] + a.indicators[one]]:
                for column in b.indicator_rows[b.indicator_starts[one] : b.indicator_starts[one] + b.indicators[one]]:
                    planes[4, row, column] = 1.0


@njit
def _lengths(side: Any, weight: Any, of_clause: Any, of_sentence: Any) -> None:
    """Of each clause and of each sentence: the root of the squares of what it holds of each kind."""
    of_clause[:] = 0.0
    of_sentence[:] = 0.0
    for kind in range(len(weight)):
        if side.held[kind]:
            at, end = side.first[kind], side.first[kind + 1]
            sentence, told = -1, 0.0
            while at < end:
                clause, held = side.clause[at], 0.0
                while at < end and side.clause[at] == clause:
                    held += side.value[at]
                    at += 1
                owner = side.owner[clause]
                if owner < 0:
                    continue
                of_clause[clause] += held * held * weight[kind]
                if owner != sentence:
                    if sentence >= 0:
                        of_sentence[sentence] += told * told * weight[kind]
                    sentence, told = owner, 0.0
                told += held
            if sentence >= 0:
                of_sentence[sentence] += told * told * weight[kind]
    for clause in range(len(of_clause)):
        of_clause[clause] = sqrt(of_clause[clause])
    for sentence in range(len(of_sentence)):
        of_sentence[sentence] = sqrt(of_sentence[sentence])


@njit
def _meet(a: Any, b: Any, weight: Any, a_length: Any, b_length: Any, shared: Any, seen: Any, met: Any, planes: Any,
          honour: Any) -> None:  # fmt: skip
    """What the best two clauses share, how alike any two are, what all share together, and whether the best is an honour."""
    seen[:] = 0
    for mine in range(len(a_length)):
        row = a.owner[mine]
        if row < 0:
            continue
        count = 0
        for entry in range(a.starts[mine], a.starts[mine + 1]):
            kind = a.kind[entry]
            held = a.weight[entry] * weight[kind]
            for at in range(b.first[kind], b.first[kind + 1]):
                theirs = b.clause[at]
                if seen[theirs] != mine + 1:
                    seen[theirs] = mine + 1
                    shared[theirs] = 0.0
                    met[count] = theirs
                    count += 1
                shared[theirs] += held * b.value[at]
        for theirs in met[:count]:
            column = b.owner[theirs]
            if column < 0:
                continue
            told = shared[theirs]
            if told > planes[0, row, column]:
                planes[0, row, column] = told
                honour[row, column] = b.honours[theirs]
            elif told == planes[0, row, column] and b.honours[theirs]:
                honour[row, column] = True
            planes[1, row, column] = max(planes[1, row, column], told / (a_length[mine] * b_length[theirs] + SHORT))
            planes[2, row, column] += told
