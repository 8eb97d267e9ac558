"""What differs inside an edited sentence, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from rapidfuzz.distance import Levenshtein

from pipeline.diff.masking import even

Mark = tuple[int, int, int, int]
"""a_start, a_end, b_start, b_end"""
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
