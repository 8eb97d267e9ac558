"""How alike two reports are as wholes: the four measures of "Lazy Prices".

Cohen, L., Malloy, C. and Nguyen, Q. (2020), Lazy Prices, The Journal of Finance 75(3), 1371-1415, section I.B, compare
a firm's annual report with the year before by cosine, Jaccard, minimum edit and simple similarity. All four run from 0
(nothing in common) to 1 (the same). Words are the segmenter's; marks (without a letter or digit) are no words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

Counts = NDArray[np.int64]
"""How often each word of a vocabulary stands in a report."""


def cosine(a: Counts, b: Counts) -> float:
    """Cosine of the angle between the two vectors of word counts.

    sum over words of a_w * b_w, divided by the product of both vectors' lengths. Order plays no part.

    >>> round(cosine(np.array([2, 1]), np.array([1, 1])), 3)
    0.949
    """
    length = math.sqrt(int(a @ a) * int(b @ b))
    return min(1.0, int(a @ b) / length) if length else float(not a.any() and not b.any())


def jaccard(a: Counts, b: Counts) -> float:
    """Words that stand in both, divided by words that stand in either; how often plays no part.

    >>> jaccard(np.array([2, 1, 0]), np.array([0, 1, 1]))
    0.3333333333333333
    """
    either = int(np.count_nonzero(a + b))
    return int(np.count_nonzero(a * b)) / either if either else 1.0


def minimum_edit(a: Sequence[str], b: Sequence[str], kept: int = 0) -> float:
    """1 - (fewest words to take out and put in to make one text of the other) / words of both.

    Lazy Prices counts the operations; taking out and putting in alone (Indel distance) makes the bound exact, so that
    two texts without a common word score 0. ``kept``: so many words at least are known to stand in both in one order,
    which makes it quicker.

    >>> minimum_edit(["a", "b", "c"], ["a", "c"])
    0.8
    """
    total = len(a) + len(b)
    edits = total - 2 * LCSseq.similarity(a, b, score_cutoff=kept)
    return 1 - edits / total if total else 1.0


def simple(kept: int, a_words: int, b_words: int) -> float:
    """Share of the words of both reports that stand unchanged in sentences that answer to one another.

    Lazy Prices marks changes as a word processor's "track changes" does, counts the words in changes, additions and
    deletions of both documents, divides by their average size and rescales over the sample. Here 1 - (words changed,
    added or removed / words of both): 0 to 1 without a sample. A sentence that was moved is not changed.

    >>> simple(45, 60, 60)
    0.75
    """
    total = a_words + b_words
    return 2 * kept / total if total else 1.0


@lru_cache(1 << 16)
def is_word(word: str) -> bool:
    """Whether it holds a letter or digit: marks are no words.

    >>> is_word("依法"), is_word("，")
    (True, False)
    """
    return any(c.isalnum() for c in word)
