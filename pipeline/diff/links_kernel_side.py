"""Some sentences of a report made ready to be held against others, compiled: :func:`pipeline.diff.links_sides.side_of`.

Only :mod:`pipeline.diff.links_native` imports this module.
"""

from __future__ import annotations

from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numba import carray, from_dtype, njit, types

from pipeline.diff.links_native import SIDE_MADE_TYPES, SIDE_OF_TYPES
from pipeline.diff.links_words import STEP

NEAR = 2
"""Sentences before and behind that tell what is spoken of around a sentence."""
SHORT = 0.3
"""Added to the lengths of meanings, so that those of few or common words stay short."""
WHOLE = 1.5 * 2.0**52
"""Added to a number and taken off again, it leaves a whole one, the nearest: no float of that size has a fraction."""
SIGNATURE = types.int64(
    *(types.CPointer(from_dtype(np.dtype(kind))) for kind in (*SIDE_OF_TYPES, *SIDE_MADE_TYPES)),
)
"""Plain addresses, so that the machine code can be called without numba."""
ENDLESS = (1 << 40,)
"""The size of an array that is not asked for its size."""


class Report(NamedTuple):
    """What is known of a report: its clauses and pairs of characters, which sentences hold which terms and indicators.

    ``sense``: for each sentence its known words, as rows of ``vectors``. See :class:`pipeline.diff.links_wording.Wording`.
    """

    owner: Any
    starts: Any
    kind: Any
    term: Any
    term_row: Any
    indicator: Any
    indicator_row: Any
    sense_starts: Any
    sense: Any
    vectors: Any


class Made(NamedTuple):
    """What is made: see :class:`pipeline.diff.links_sides.Side`. ``place``: of each sentence of the report.

    ``counts``: its clauses, the most of ``held``; ``running``: sums of meanings, one row more than sentences.
    """

    place: Any
    owner: Any
    held: Any
    terms: Any
    term_starts: Any
    term_rows: Any
    indicators: Any
    indicator_starts: Any
    indicator_rows: Any
    counts: Any
    sense: Any
    around: Any
    running: Any


def called(
    sizes: Any, numbers: Any, r0: Any, r1: Any, r2: Any, r3: Any, r4: Any, r5: Any, r6: Any, r7: Any, r8: Any, r9: Any,
    m0: Any, m1: Any, m2: Any, m3: Any, m4: Any, m5: Any, m6: Any, m7: Any, m8: Any, m9: Any, m10: Any, m11: Any, m12: Any,
) -> Any:  # fmt: skip
    """:func:`choose`, given where its arrays begin."""
    n = carray(sizes, (9,))
    chosen, wide = n[1], n[8]
    choose(
        carray(numbers, (chosen,)),
        Report(carray(r0, (n[2],)), carray(r1, ENDLESS), carray(r2, ENDLESS), carray(r3, (n[4],)), carray(r4, (n[4],)),
               carray(r5, (n[6],)), carray(r6, (n[6],)), carray(r7, ENDLESS), carray(r8, ENDLESS),
               carray(r9, (ENDLESS[0], wide))),
        Made(carray(m0, (n[0],)), carray(m1, (n[2],)), carray(m2, (n[3],)), carray(m3, (n[5],)), carray(m4, (n[5],)),
             carray(m5, (n[4],)), carray(m6, (n[7],)), carray(m7, (n[7],)), carray(m8, (n[6],)), carray(m9, (2,)),
             carray(m10, (chosen, wide)), carray(m11, (chosen, wide)), carray(m12, (chosen + 1, wide))),
    )  # fmt: skip
    return 0


@njit
def choose(numbers: Any, report: Any, made: Any) -> None:
    """Write what is made of the numbered sentences (ascending) of a report."""
    made.place[:] = -1
    for place in range(len(numbers)):
        made.place[numbers[place]] = place
    _clauses(report, made)
    _index(report.term, report.term_row, made.place, made.terms, made.term_starts, made.term_rows)
    _index(report.indicator, report.indicator_row, made.place, made.indicators, made.indicator_starts,
           made.indicator_rows)  # fmt: skip
    _meanings(numbers, report, made)


@njit
def _clauses(report: Any, made: Any) -> None:
    """Whose each clause is among the sentences, and how often their clauses hold each kind of pair of characters."""
    made.held[:] = 0
    owned = most = 0
    for clause in range(len(report.owner)):
        place = made.place[report.owner[clause]]
        made.owner[clause] = place
        if place >= 0:
            owned += 1
            for entry in range(report.starts[clause], report.starts[clause + 1]):
                made.held[report.kind[entry]] += 1
    for kind in range(len(made.held)):
        most = max(most, made.held[kind])
    made.counts[0], made.counts[1] = owned, most


@njit
def _index(items: Any, rows: Any, places: Any, many: Any, starts: Any, places_of: Any) -> None:
    """Which of the sentences hold each item, given which of the report do: by item, then by sentence."""
    many[:] = 0
    count = 0
    for entry in range(len(items)):
        place = places[rows[entry]]
        if place >= 0:
            places_of[count] = place
            count += 1
            many[items[entry]] += 1
    count = 0
    for item in range(len(many)):
        starts[item] = count
        count += many[item]


@njit
def _meanings(numbers: Any, report: Any, made: Any) -> None:
    """What each sentence is about, the sum of its known words' vectors, and what its neighbours are; about one long."""
    count, running = len(numbers), made.running
    running[0] = 0.0
    for place in range(count):
        meaning = made.sense[place]
        meaning[:] = 0.0
        for entry in range(report.sense_starts[numbers[place]], report.sense_starts[numbers[place] + 1]):
            vector = report.vectors[report.sense[entry]]
            for side in range(len(meaning)):
                meaning[side] += vector[side]
        for side in range(len(meaning)):
            running[place + 1, side] = running[place, side] + meaning[side]
    for place in range(count):
        first, end, around = max(place - NEAR, 0), min(place + NEAR + 1, count), made.around[place]
        for side in range(len(around)):
            around[side] = running[end, side] - running[first, side] - made.sense[place, side]
        _long(around)
        _long(made.sense[place])


@njit
def _long(row: Any) -> None:
    """Make a row about one long, in steps of STEP; shorter where it is of few or common words."""
    squares = 0.0
    for side in range(len(row)):
        squares += row[side] * row[side]
    length = sqrt(squares) + SHORT
    for side in range(len(row)):
        row[side] = ((row[side] / length / STEP + WHOLE) - WHOLE) * STEP
