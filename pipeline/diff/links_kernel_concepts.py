"""Which concepts texts speak of, compiled: :func:`pipeline.diff.links_concepts.Concepts.of`.

Only :mod:`pipeline.diff.links_native` imports this module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, from_dtype, njit, types

from pipeline.diff.links_native import CONCEPTS_TYPES

SIGNATURE = types.int64(*(types.CPointer(from_dtype(np.dtype(kind))) for kind in CONCEPTS_TYPES))
"""Plain addresses, so that the machine code can be called without numba."""
ENDLESS = (1 << 40,)
"""The size of an array that is not asked for its size."""
LINE_END = ord("\n")


def called(
    sizes: Any, points: Any, opens: Any, first: Any, starts: Any, letters: Any, means: Any, concepts: Any, kinds: Any,
    held: Any,
) -> Any:  # fmt: skip
    """:func:`speak`, given where its arrays begin; ``sizes``: points, code points told apart, texts, concepts."""
    n = carray(sizes, (4,))
    speak(carray(points, (n[0],)), carray(opens, (n[1],)), carray(first, ENDLESS), carray(starts, ENDLESS),
          carray(letters, ENDLESS), carray(means, ENDLESS), carray(concepts, ENDLESS), carray(kinds, (n[3],)),
          carray(held, (n[2], n[3])))  # fmt: skip
    return 0


@njit
def speak(points: Any, opens: Any, first: Any, starts: Any, letters: Any, means: Any, concepts: Any, kinds: Any,
          held: Any) -> None:  # fmt: skip
    """Write to ``held`` (texts, concepts), all 0, the kind of each concept that a text has a word of.

    ``points``: texts, with a line end between them. Of words that overlap the first counts, of those that start together
    the longest. The rest: see :class:`pipeline.diff.links_concepts.Words`.
    """
    at = text = 0
    while at < len(points):
        text += points[at] == LINE_END
        opening = opens[min(points[at], len(opens) - 1)]
        end = at + 1
        for word in range(first[opening], first[opening + 1]):
            if _stands(points, at, letters, starts[word], starts[word + 1]):
                end = at + starts[word + 1] - starts[word]
                for one in range(means[word], means[word + 1]):
                    held[text, concepts[one]] = kinds[concepts[one]]
                break
        at = end


@njit
def _stands(points: Any, at: int, letters: Any, start: int, end: int) -> bool:
    """Whether a word stands at a place; its first letter does."""
    letter, last = start + 1, min(end, start + len(points) - at)
    while letter < last and points[at + letter - start] == letters[letter]:
        letter += 1
    return letter == end
