"""The dictionary whose words are joined after the decoding, as the arrays that the kernel looks them up in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.segment.pkuseg_table import BASE, GOLDEN, LENGTHS_BITS, VALUE_BITS, slots
from pipeline.spotting import codes_of


def openings(words: Iterable[str], chars: NDArray[np.uint16]) -> dict[int, int]:
    """First two characters of the words (their numbers, as pairs are keyed) -> the lengths of those words, a bit each.

    A text's words are looked up only where one of their length can stand; that spares nearly all look-ups.
    """
    found: dict[int, int] = {}
    for word in words:
        first, second = (int(chars[ord(char)]) for char in (word + word)[:2])
        if len(word) > 1 and first and second:
            key = first << 16 | second
            found[key] = found.get(key, 0) | 1 << min(len(word), LENGTHS_BITS) - 1
    return found


def dictionary(
    words: Sequence[str],
) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.uint32]]:
    """Slots by digest (see the kernel's ``digest``), and the words one behind another to be compared in full."""
    spelling = codes_of("".join(words))
    starts = np.concatenate([[0], np.cumsum([len(word) for word in words])]).astype(np.int32)
    lengths = np.diff(starts)
    digests = np.zeros(len(words), np.uint64)
    for place in range(int(lengths.max(initial=0))):
        longer = lengths > place
        digests[longer] = digests[longer] * np.uint64(BASE) + spelling[starts[:-1][longer] + place] + np.uint64(1)
    return (
        slots(digests * np.uint64(GOLDEN) >> np.uint64(VALUE_BITS), np.arange(len(words))),
        starts,
        spelling,
    )
