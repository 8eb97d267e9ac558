"""A text as reuse sees it, character by character, compiled: see :func:`pipeline.diff.reuse_text.masked`.

Only :mod:`pipeline.diff.kernels` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, njit

from pipeline.diff.kernels import ENDLESS
from pipeline.diff.reuse_anchors import WINDOW
from pipeline.diff.reuse_text import DIGIT, END, FIGURE, LISTED, LISTS, PLACE, POINT, WIDTH, WORDING
from pipeline.diff.shingles import BASE, MIX, SHIFT

NAMED, LIST = 2, 4
"""What is part of a name, and of a list of figures, beside 1 for what is set aside."""
FIRST, SECOND, THIRD = (np.uint64(bits) for bits in SHIFT)
ONE, GONE = np.uint64(1), np.power(BASE, np.uint64(WIDTH))
"""By ``GONE`` the value that leaves a shingle was multiplied, when the one that enters has come."""


def called(
    sizes: Any, codes: Any, letters: Any, kinds: Any, spans: Any, aside: Any, characters: Any, origin: Any, mixed: Any,
    shingles: Any, anchors: Any,
) -> Any:  # fmt: skip
    """:func:`look`, given where its arrays begin."""
    n = carray(sizes, (5,))
    return look(n, carray(codes, ENDLESS), carray(letters, ENDLESS), carray(kinds, ENDLESS), carray(spans, (1 << 36, 2)),
                carray(aside, (n[0],)), carray(characters, ENDLESS), carray(origin, ENDLESS), carray(mixed, ENDLESS),
                carray(shingles, ENDLESS), carray(anchors, ENDLESS))  # fmt: skip


@njit
def look(
    sizes: Any, codes: Any, letters: Any, kinds: Any, spans: Any, aside: Any, characters: Any, origin: Any, mixed: Any,
    shingles: Any, anchors: Any,
) -> int:  # fmt: skip
    """Write a text's masked characters and where they stand, the hashes of its shingles, and where its anchors start.

    ``sizes``: its characters, the names in it, what reads alike, the code of the first character that reads alike; the
    last is written: how many anchors there are. ``letters`` and ``kinds`` by code; ``spans``: of names, then of what reads
    alike; ``aside``: all 0. How many masked characters there are is given back.
    """
    names, alike = spans[: sizes[1]], spans[sizes[1] : sizes[1] + sizes[2]]
    _lists_of_figures(codes[: sizes[0]], kinds, aside)
    for k in range(len(alike)):
        aside[alike[k, 0] : alike[k, 1]] = 1
    for k in range(len(names)):
        for at in range(names[k, 0], names[k, 1]):
            aside[at] |= NAMED
    count = _mask(codes[: sizes[0]], letters, kinds, names, aside, sizes[3], characters, origin)
    _hash(characters[:count], mixed, shingles)
    sizes[4] = _choose(shingles[: max(count - WIDTH + 1, 0)], anchors)
    return count


@njit
def _lists_of_figures(codes: Any, kinds: Any, aside: Any) -> None:
    """Note the sentences with more than one figure in ``WORDING`` characters (收到0件，受理0件，审结0件) as lists."""
    begin = figures = 0
    before = second = 0
    for at in range(len(codes)):
        kind = kinds[codes[at]]
        # a figure starts where no digit is in front, nor a point with a digit in front
        if kind == DIGIT and before != DIGIT and not (before == POINT and second == DIGIT):
            figures += 1
        second, before = before, kind
        if kind == END or at == len(codes) - 1:
            if figures > 2 and figures * WORDING > at + 1 - begin:
                _list(codes, kinds, begin, at + 1, aside)
            begin, figures = at + 1, 0


@njit
def _list(codes: Any, kinds: Any, begin: int, stop: int, aside: Any) -> None:
    """Note a sentence as a list, but for what of it goes on for twice ``WORDING`` characters without a figure."""
    free = begin
    for at in range(begin, stop + 1):
        if at == stop or kinds[codes[at]] == DIGIT:
            if at - free < 2 * WORDING:
                aside[free:at] = LIST
            if at < stop:
                aside[at] = LIST
            free = at + 1


@njit
def _mask(
    codes: Any, letters: Any, kinds: Any, names: Any, aside: Any, unlike: int, characters: Any, origin: Any
) -> int:
    """Write the masked characters: each name one sign, each run of numerals one, what is set aside like nothing else.

    A list of figures is like another one only where its figures are the same: each character of it goes by the last figure
    of two digits in front.
    """
    count = name = 0
    last = np.uint32(0)
    value = figure = np.uint64(0)
    for at in range(len(codes)):
        letter = letters[codes[at]]
        if aside[at] & NAMED:
            while name < len(names) and names[name, 0] < at:
                name += 1
            letter = np.uint32(PLACE) if name < len(names) and names[name, 0] == at else np.uint32(0)
        sign = np.uint64(letter if letter != FIGURE else codes[at])
        if aside[at] & LIST:
            if kinds[codes[at]] == DIGIT:
                sign = np.uint64(codes[at] & 15)  # of wide digits too
                value = value * np.uint64(10) + sign
            elif value and kinds[codes[at]] != POINT:
                figure = value if _tells(value) else figure
                value = np.uint64(0)
        if letter == 0:
            continue
        if aside[at] & LIST and figure:
            letter = np.uint32(LISTED + _mix(figure * BASE + sign) % np.uint64(LISTS))
        elif aside[at] & (LIST | 1):
            letter = np.uint32(unlike + at)
        if letter == FIGURE and last == FIGURE:
            continue
        characters[count], origin[count] = letter, at
        last = letter
        count += 1
    return count


@njit
def _tells(value: Any) -> bool:
    """Whether a figure has two digits that are not the zeros at its end: 0, 5 and 100 are the same in many lists."""
    while value % np.uint64(10) == 0:
        value //= np.uint64(10)
    return value >= 10


@njit
def _hash(characters: Any, mixed: Any, shingles: Any) -> None:
    """As :func:`pipeline.diff.shingles.shingle_hashes` does."""
    value = np.uint64(0)
    for at in range(len(characters)):
        mixed[at] = _mix(np.uint64(characters[at]) + ONE)
        value = value * BASE + mixed[at]
        if at >= WIDTH:
            value -= mixed[at - WIDTH] * GONE
        if at >= WIDTH - 1:
            shingles[at - WIDTH + 1] = _mix(value)


@njit
def _mix(value: Any) -> Any:
    value = (value ^ (value >> FIRST)) * MIX[0]
    value = (value ^ (value >> SECOND)) * MIX[1]
    return value ^ (value >> THIRD)


@njit
def _choose(shingles: Any, anchors: Any) -> int:
    """Write where the least shingle of each window stands: of equal ones the first."""
    window = min(WINDOW, len(shingles))
    count, least = 0, -1
    for first in range(len(shingles) - window + 1 if window else 0):
        if least < first:
            least = first
            for at in range(first + 1, first + window):
                if shingles[at] < shingles[least]:
                    least = at
        elif shingles[first + window - 1] < shingles[least]:
            least = first + window - 1
        if count == 0 or anchors[count - 1] != least:
            anchors[count] = least
            count += 1
    return count
