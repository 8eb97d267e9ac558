"""What reports meet in one range of hashes, compiled: see :mod:`pipeline.diff.reuse_candidates`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, njit

from pipeline.diff.kernels import ENDLESS
from pipeline.diff.reuse_anchors import LAST
from pipeline.diff.reuse_ranges_kernel import (
    ANCHOR,
    AT,
    AT_BYTES,
    ENTRY,
    FIRST,
    NUMBERS,
    PARTIAL,
    REPORT,
    REPORT_BYTES,
    SIZE,
    SIZE_BYTES,
    SPREAD,
    number_at,
    ordered,
    sort,
)

BITS = LAST.bit_length() + 1
"""Bits of an anchor's number behind the number of its report: where it stands, and whether it is news."""
PLACE, YEAR, WITNESS = range(3)
"""What is told of a report."""


def called(sizes: Any, columns: Any, cuts: Any, numbers: Any, reports: Any, most: Any, begin: Any, hashes: Any, order: Any,
           entries: Any, said: Any, spread: Any, meetings: Any) -> Any:  # fmt: skip
    """:func:`met`, given where its arrays begin."""
    n = carray(sizes, (7,))
    return met(n, carray(columns, (n[0], 9)), carray(cuts, (n[0], 4)), carray(numbers, ENDLESS),
               carray(reports, (ENDLESS[0], 3)), carray(most, ENDLESS), carray(begin, ENDLESS), carray(hashes, ENDLESS),
               carray(order, ENDLESS), carray(entries, (ENDLESS[0], 4)), carray(said, ENDLESS), carray(spread, ENDLESS),
               carray(meetings, (ENDLESS[0], 2)))  # fmt: skip


@njit
def met(sizes: Any, columns: Any, cuts: Any, numbers: Any, reports: Any, most: Any, begin: Any, hashes: Any, order: Any,
        entries: Any, said: Any, spread: Any, meetings: Any) -> int:  # fmt: skip
    """Write how many places share the entries of a range to ``spread``, and the common anchors of reports, by hash.

    ``sizes``: how many partial results, drawers that entries are put in, witnesses that make a hash common, places that
    make it so together, earlier reports that each meets, turns, which of them this is. ``columns`` and ``cuts``: see
    :mod:`pipeline.diff.reuse_ranges_kernel`; ``reports``: of each its place, its year, whether its place is a witness;
    ``most``: how many places make wording of its genre common. ``begin`` to ``said``: room. ``meetings``: a row for
    each, both reports (later << 32 | earlier) and where the hash stands in both (later << 32 | earlier); how many are
    written is given back.
    """
    ordered(sizes[1], columns, cuts, numbers, begin, hashes, order, entries)
    common, together, before, turns, turn = sizes[2], sizes[3], sizes[4], sizes[5], sizes[6]
    found = first = 0
    for drawer in range(sizes[1]):
        last = begin[drawer]
        if last - first > 1:
            sort(hashes[first:last], order[first:last])
            while first < last:
                stop = first + 1
                while stop < last and hashes[stop] == hashes[first]:
                    stop += 1
                group = order[first:stop]
                first = stop
                if len(group) == 1:
                    continue
                places = _places(group, entries, reports, most, common, together)
                if places >= together:
                    for k in group:
                        spread[columns[entries[k, PARTIAL], SPREAD] + entries[k, ENTRY]] = places
                if places < common:
                    many = _said(group, entries, columns, numbers, len(group) < common, said)
                    found = _meet(said[:many], reports, before, turns, turn, meetings, found)
        first = last
    return found


@njit
def _places(group: Any, entries: Any, reports: Any, most: Any, common: int, together: int) -> int:
    """How many witnesses share a hash; ``common`` where it is common wording: see :class:`pipeline.diff.reuse_candidates.Met`.

    Common is what so many witnesses share; what ``together`` of them were first to say in one and the same year; what most
    places of the genre share, where 2 were together the first to say it.
    """
    count = 0
    for k in group:
        count += reports[entries[k, FIRST], WITNESS]
        if count >= common:
            return common
    if count < together:
        return count
    genre = first = -1
    at_once = at_first = 0
    for k in group:
        one = entries[k, FIRST]
        if reports[one, WITNESS]:
            year, alike = reports[one, YEAR], 0
            for other in group:
                also = entries[other, FIRST]
                alike += reports[also, WITNESS] and reports[also, YEAR] == year
            at_once = max(at_once, alike)
            if genre < 0:
                genre = one
            if first < 0 or year < first:
                first, at_first = year, alike
    if at_once >= together or (at_first > 1 and count >= most[genre]):
        return common
    return count


@njit
def _said(group: Any, entries: Any, columns: Any, numbers: Any, news: bool, said: Any) -> int:
    """Write where a hash is said: by which report, where in it, and whether it is news there, in one number, sorted.

    What is no ``news`` everywhere is so in a place's first report.
    """
    many = 0
    for entry in group:
        p, anchor = np.int64(entries[entry, PARTIAL]), np.int64(entries[entry, ANCHOR])
        report, last = np.int64(entries[entry, FIRST]), anchor
        last += number_at(columns[p, SIZE], columns[p, SIZE_BYTES], np.int64(entries[entry, ENTRY]))
        for k in range(anchor, last):
            if k > anchor:
                mine = number_at(columns[p, REPORT], columns[p, REPORT_BYTES], k)
                report = np.int64(numbers[columns[p, NUMBERS] + mine])
            place = number_at(columns[p, AT], columns[p, AT_BYTES], k)
            said[many] = (report << BITS) | (place << 1) | (news or k == anchor)
            many += 1
    gap = many // 2 if many > 24 else 1
    while gap:  # Shell's sort: mostly there are few
        for k in range(gap, many):
            one = said[k]
            to = k
            while to >= gap and said[to - gap] > one:
                said[to] = said[to - gap]
                to -= gap
            said[to] = one
        gap //= 2
    return many


@njit
def _meet(said: Any, reports: Any, before: int, turns: int, turn: int, meetings: Any, found: int) -> int:
    """Write the meetings of a hash with so many predecessors of each report behind those ``found``; how many there are then."""
    for k in range(1, len(said)):
        later, here = said[k] >> BITS, (said[k] >> 1) & LAST
        if said[k] & 1 and later % turns == turn:
            for back in range(max(k - before, 0), k):
                earlier = said[back] >> BITS
                if reports[earlier, PLACE] != reports[later, PLACE]:
                    meetings[found, 0] = (later << 32) | earlier
                    meetings[found, 1] = (here << 32) | ((said[back] >> 1) & LAST)
                    found += 1
    return found
