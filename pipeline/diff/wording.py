"""What differs inside an edited sentence, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from pipeline.diff import kernels
from pipeline.diff.masking import even
from pipeline.diff.ragged import Numbers, bounds
from pipeline.spotting import text_of

Mark = tuple[int, int, int, int]
"""a_start, a_end, b_start, b_end"""
ROOM = 1 << 16
"""Cells of the largest table of distances that the kernel is given room for: two passages of 250 words."""
_RUNS = re.compile(r"[0-9０-９.．,，%％]*[0-9０-９%％]|[^0-9０-９%％]+")


@lru_cache(1 << 16)
def pieces(word: str) -> tuple[tuple[int, int, str], ...]:
    """A word with its figures set apart from the measure words they stick to: first and stop inside it, how it reads.

    Widths and kinds of marks are made one (，and ,).

    >>> pieces("１２件")
    ((0, 2, '12'), (2, 3, '件'))
    """
    if word.isalpha():
        return ((0, len(word), even(word)),)
    return tuple((*run.span(), even(run[0])) for run in _RUNS.finditer(word))


def placed(words: Sequence[str], text: str, start: int) -> list[tuple[int, int, str]]:
    """Where the pieces of words stand in a text that begins at ``start`` of its report, one behind the other.

    A word that is not found where it should be (a segmenter that rewrites) is passed over; text between words is not
    a word.
    """
    found, here = [], 0
    for word in filter(None, words):
        at = text.find(word, here)
        if at >= 0:
            here = at + len(word)
            found += [(start + at + first, start + at + stop, said) for first, stop, said in pieces(word)]
    return found


def changed(a: str, b: str) -> list[Mark]:
    """What differs between two passages given as strings of one character a word: half-open slices of a and of b.

    By the fewest word edits; those that touch are one. An insertion has an empty slice in ``a``, a deletion one in ``b``.

    >>> changed("甲乙丙丁", "甲戊丙己庚")
    [(1, 2, 1, 2), (3, 4, 3, 5)]
    """
    found: list[Mark] = []
    steps = cast("list[tuple[str, int, int, int, int]]", Levenshtein.opcodes(a, b).as_list())
    for tag, a_first, a_stop, b_first, b_stop in steps:
        if tag != "equal":
            if found and found[-1][1] == a_first and found[-1][3] == b_first:
                a_first, _, b_first, _ = found.pop()
            found.append((a_first, a_stop, b_first, b_stop))
    return found


def all_changed(tokens: NDArray[np.uint32], a: Numbers, b: Numbers) -> tuple[Numbers, Numbers]:
    """:func:`changed` of many pairs of runs (first, stop) of tokens: all marks one behind the other, and how many each has.

    >>> from pipeline.spotting import codes_of
    >>> marks, many = all_changed(codes_of("甲乙丙丁甲戊丙己庚"), np.array([[0, 4]]), np.array([[4, 9]]))
    >>> marks.tolist(), many.tolist()
    ([[1, 2, 1, 2], [3, 4, 3, 5]], [2])
    """
    a, b = (np.ascontiguousarray(runs, dtype=np.int64) for runs in (a, b))
    most = np.minimum(a[:, 1] - a[:, 0], b[:, 1] - b[:, 0]) + 1  # between any two marks stands a word of both
    marks = np.empty((int(most.sum()), 4), dtype=np.int64)
    many = np.empty(len(a), dtype=np.int64)
    sizes, room = np.array([len(a), ROOM], dtype=np.int64), np.empty(ROOM, dtype=np.int32)
    marks = marks[: kernels.kernel("changed")(sizes, tokens, a, b, room, marks, many)]
    large = np.flatnonzero(many < 0)
    if not len(large):
        return marks, many
    many[large] = 0
    cuts = bounds(many)[large]
    rows = [changed(text_of(tokens[slice(*a[k])]), text_of(tokens[slice(*b[k])])) for k in large.tolist()]
    many[large] = [len(row) for row in rows]
    more = np.array([mark for row in rows for mark in row], dtype=np.int64).reshape(-1, 4)
    return np.insert(marks, np.repeat(cuts, many[large]), more, axis=0), many
