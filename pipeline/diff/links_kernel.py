"""What every two sentences of two sides share, compiled: :class:`pipeline.diff.links_shared.Shared`, cell by cell.

Every clause of one side is held against every of the other through the pairs of characters that both have, so that
those without any in common cost nothing. Only :mod:`pipeline.diff.links_native` imports this module.
"""

from __future__ import annotations

from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numba import carray, from_dtype, njit, types

from pipeline.diff.links_grams import APART, BITS, REACH
from pipeline.diff.links_native import PAIR_TYPES, SIDE_TYPES

COMMON = 0.1
"""Words that weigh no more name nothing."""
SHORT = 40
"""Added to the lengths of two clauses, so that short ones are not alike for sharing little."""
KIND, BETWEEN = np.uint32(BITS), np.uint32(REACH - 1)
"""Of what is packed: how many bits stand behind the kind, and which these are."""
SIGNATURE = types.int64(
    *(types.CPointer(from_dtype(np.dtype(kind))) for kind in (*PAIR_TYPES, *SIDE_TYPES, *SIDE_TYPES))
)
"""Plain addresses, so that the machine code can be called without numba."""
ENDLESS = (1 << 40,)
"""The size of an array that is not asked for its size."""


class Side(NamedTuple):
    """Arrays of one side: pairs of characters by clause and by kind, and what else is held by what.

    See :class:`pipeline.diff.links_kinds.Kinds` and :class:`pipeline.diff.links_sides.Side`.
    """

    starts: Any
    kind: Any
    apart: Any
    first: Any
    clause: Any
    packed: Any
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
    sizes: Any, rarity: Any, general: Any, worth: Any, rare: Any, room: Any, met: Any, planes: Any, honour: Any,
    a0: Any, a1: Any, a2: Any, a3: Any, a4: Any, a5: Any, a6: Any, a7: Any, a8: Any, a9: Any, a10: Any, a11: Any,
    a12: Any, a13: Any, a14: Any,
    b0: Any, b1: Any, b2: Any, b3: Any, b4: Any, b5: Any, b6: Any, b7: Any, b8: Any, b9: Any, b10: Any, b11: Any,
    b12: Any, b13: Any, b14: Any,
) -> Any:  # fmt: skip
    """:func:`share`, given where its arrays begin: those of the pair, then those of its sides."""
    n = carray(sizes, (7,))
    share(
        n, carray(rarity, ENDLESS), carray(general, ENDLESS), carray(worth, ENDLESS), carray(rare, ENDLESS),
        carray(room, ENDLESS), carray(met, ENDLESS), carray(planes, (5, n[0], n[1])), carray(honour, (n[0], n[1])),
        Side(carray(a0, ENDLESS), carray(a1, ENDLESS), carray(a2, ENDLESS), carray(a3, ENDLESS), carray(a4, ENDLESS),
             carray(a5, ENDLESS), carray(a6, ENDLESS), carray(a7, ENDLESS), carray(a8, ENDLESS), carray(a9, ENDLESS),
             carray(a10, ENDLESS), carray(a11, ENDLESS), carray(a12, ENDLESS), carray(a13, ENDLESS), carray(a14, ENDLESS)),
        Side(carray(b0, ENDLESS), carray(b1, ENDLESS), carray(b2, ENDLESS), carray(b3, ENDLESS), carray(b4, ENDLESS),
             carray(b5, ENDLESS), carray(b6, ENDLESS), carray(b7, ENDLESS), carray(b8, ENDLESS), carray(b9, ENDLESS),
             carray(b10, ENDLESS), carray(b11, ENDLESS), carray(b12, ENDLESS), carray(b13, ENDLESS), carray(b14, ENDLESS)),
    )  # fmt: skip
    return 0


@njit
def share(sizes: Any, rarity: Any, general: Any, worth: Any, rare: Any, room: Any, met: Any, planes: Any, honour: Any,
          a: Any, b: Any) -> None:  # fmt: skip
    """Write what the sentences share to ``planes`` (best, alike, cosine, name, indicator) and ``honour``.

    ``sizes``: sentences of a and of b, clauses of the reports of a and of b, kinds of pairs of characters, terms,
    indicators. ``rarity``: of a kind by how often both hold it, squared; ``worth``: the same of a term. ``room``: as many
    numbers as kinds, sentences and clauses (those of b twice); ``met``: one more than clauses of b.
    """
    rows, columns, a_clauses, b_clauses, kinds = sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]
    weight, room = room[:kinds], room[kinds:]
    for kind in range(kinds):
        weight[kind] = rarity[a.held[kind] + b.held[kind]] * general[kind]
    a_sentence, b_sentence, room = room[:rows], room[rows : rows + columns], room[rows + columns :]
    a_clause, b_clause, room = room[:a_clauses], room[a_clauses : a_clauses + b_clauses], room[a_clauses + b_clauses :]
    _lengths(weight, a.packed[: a.first[kinds]], a.clause, a.owner, a_clause, a_sentence)
    _lengths(weight, b.packed[: b.first[kinds]], b.clause, b.owner, b_clause, b_sentence)
    shared = room[:b_clauses]
    shared[:] = 0.0
    mine = 0
    for row in range(rows):
        for plane in range(len(planes)):
            planes[plane, row, :] = 0.0
        honour[row, :] = False
        while mine < a_clauses and a.owner[mine] <= row:
            if a.owner[mine] == row:
                pairs = slice(a.starts[mine], a.starts[mine + 1])
                count = _meet(a.kind[pairs], a.apart[pairs], weight, b.first, b.clause, b.packed, shared, met)
                _tell(met[:count], shared, a_clause[mine], b_clause, b.owner, b.honours, planes[0, row], planes[1, row],
                      planes[2, row], honour[row])  # fmt: skip
            mine += 1
        for column in range(columns):
            planes[2, row, column] /= max(a_sentence[row] * b_sentence[column], 1e-9)
    for term in range(sizes[5]):
        name = worth[a.terms[term] + b.terms[term]] * rare[term]
        if name > COMMON:
            _hold(planes[3], name, a.terms[term], a.term_starts[term], a.term_rows,
                  b.terms[term], b.term_starts[term], b.term_rows)  # fmt: skip
    for one in range(sizes[6]):
        _hold(planes[4], 1.0, a.indicators[one], a.indicator_starts[one], a.indicator_rows,
              b.indicators[one], b.indicator_starts[one], b.indicator_rows)  # fmt: skip


@njit
def _hold(plane: Any, value: float, down: Any, a_start: Any, a_rows: Any, wide: Any, b_start: Any, b_rows: Any) -> None:
    """At least a value in every cell where both hold something."""
    for mine in range(a_start, a_start + down):
        cells = plane[a_rows[mine]]
        for theirs in range(b_start, b_start + wide):
            column = b_rows[theirs]
            if cells[column] < value:
                cells[column] = value


@njit
def _lengths(weight: Any, packed: Any, clauses: Any, owners: Any, of_clause: Any, of_sentence: Any) -> None:
    """Of each clause and of each sentence: the root of the squares of what it holds of each kind.

    Pairs of characters are given by kind. (x + y)² is x² and, for each y that comes to it, y times (2x + y).
    """
    of_clause[:] = 0.0
    of_sentence[:] = 0.0
    in_clause = in_sentence = 0.0
    last_kind = last_clause = np.uint32(0)
    last_sentence = -1
    for at in range(len(packed)):
        kind, clause = packed[at] >> KIND, clauses[at]
        sentence = owners[clause]
        if sentence < 0:
            continue
        more = APART if packed[at] & BETWEEN else 1.0
        in_clause = in_clause if kind == last_kind and clause == last_clause else 0.0
        in_sentence = in_sentence if kind == last_kind and sentence == last_sentence else 0.0
        of_clause[clause] += more * (2 * in_clause + more) * weight[kind]
        of_sentence[sentence] += more * (2 * in_sentence + more) * weight[kind]
        in_clause, in_sentence = in_clause + more, in_sentence + more
        last_kind, last_clause, last_sentence = kind, clause, sentence
    for clause in range(len(of_clause)):
        of_clause[clause] = sqrt(of_clause[clause])
    for sentence in range(len(of_sentence)):
        of_sentence[sentence] = sqrt(of_sentence[sentence])


@njit
def _meet(kinds: Any, apart: Any, weight: Any, first: Any, clauses: Any, packed: Any, shared: Any, met: Any) -> int:
    """Add to ``shared``, all 0, what a clause shares with each of b; how many share something, and (``met``) which."""
    count = 0
    for entry in range(len(kinds)):
        kind = kinds[entry]
        near = weight[kind] * APART if apart[entry] else weight[kind]
        far = near * APART
        for at in range(first[kind], first[kind + 1]):
            clause = clauses[at]
            met[count] = clause  # written over where it was met already: no weight is 0, and no branch is quickest
            count += shared[clause] == 0.0
            shared[clause] += far if packed[at] & BETWEEN else near
    return count


@njit
def _tell(met: Any, shared: Any, length: float, lengths: Any, owners: Any, honours: Any, best: Any, alike: Any,
          total: Any, honoured: Any) -> None:  # fmt: skip
    """Take what a clause shares with others to a sentence's best, likest and all, and whether its best is an honour.

    Without branches on what is better, which can't be guessed.
    """
    for clause in met:
        told, column = shared[clause], owners[clause]
        shared[clause] = 0.0
        if column < 0:
            continue
        most = best[column]
        honoured[column] = (honoured[column] & (told <= most)) | (honours[clause] & (told >= most))
        best[column] = told if told > most else most
        part = told / (length * lengths[clause] + SHORT)
        alike[column] = part if part > alike[column] else alike[column]
        total[column] += told
