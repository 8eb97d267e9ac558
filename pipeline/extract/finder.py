"""Where in a text several regular expressions match, or can: faster than one after the other would find it.

A regular expression looks at a text character by character, a dozen of them a dozen times. Here array operations look
up, for all characters at once, at which places each pattern can begin: where its first, second and third character can
stand. Only there, or only where one such place is near, it is tried. What stands around a match (look-ahead, look-behind,
``^``, ``$``) is left to the pattern itself.

For patterns that are lists of words :class:`pipeline.spotting.Spotter` is the shorter way.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.openings import DEPTH, END, Letters, openings
from pipeline.spotting import Ints, codes_of

AT_ONCE = 63
"""Cues that can be looked for at once."""
ANY = -1
"""A mask of all patterns."""
Match = Callable[[str, int], "re.Match[str] | None"]


@dataclass(frozen=True)
class Cue:
    """One of several patterns that are looked for in a text together; ``bit`` is its own in the masks that tell which.

    Of a part of the text, ``near`` is the mask of those that can begin there (:meth:`Seen.near`): most need not be tried.
    """

    pattern: re.Pattern[str]
    bit: int

    def search(self, near: int, text: str, low: int = 0, high: int = sys.maxsize) -> re.Match[str] | None:
        """As of a pattern."""
        return self.pattern.search(text, low, high) if near & self.bit else None

    def finditer(self, near: int, text: str, low: int = 0, high: int = sys.maxsize) -> Iterable[re.Match[str]]:
        """As of a pattern."""
        return self.pattern.finditer(text, low, high) if near & self.bit else ()


class Openings:
    """Cues by where their patterns can begin; none may match nothing, and there are :data:`AT_ONCE` at most."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        begin = [(cue.bit, openings(cue.pattern)) for cue in cues]
        # letters that can stand at the same places are one kind: few kinds have small tables, which are fast
        sets = {letters: _flags(letters) for letters in dict.fromkeys(chain.from_iterable(p for _, p in begin))}
        # a letter's sum of the numbers of the sets that hold it tells its kind
        alike = np.zeros(END + 1, np.uint64)
        for number, flags in zip(_numbers(len(sets)), sets.values(), strict=True):
            alike[flags] += number
        _, one, kind = np.unique(alike, return_index=True, return_inverse=True)
        self._kind = kind.astype(np.uint16)
        self._masks = np.zeros((DEPTH, len(one)), np.uint64)
        for bit, places in begin:
            for at, letters in enumerate(places):
                self._masks[at, sets[letters][one]] |= np.uint64(bit)
        self._pairs = (self._masks[0][:, None] & self._masks[1] != 0).ravel()
        """Whether some cue can begin with a kind and go on with another: for the first, the second's row."""

    def seen(self, text: str) -> Seen:
        """Where in a text each cue can begin."""
        kinds = np.full(len(text) + DEPTH - 1, self._kind[END], np.uint32)
        kinds[: len(text)] = self._kind.take(codes_of(text), mode="clip")
        pairs = kinds[:-1] * np.uint32(self._masks.shape[1])
        pairs += kinds[1:]
        # two characters leave few places: only these are asked which cues begin there
        places = np.flatnonzero(self._pairs.take(pairs[: len(text)]))
        masks = self._masks[0].take(kinds[places])
        for at in range(1, DEPTH):
            masks &= self._masks[at].take(kinds[places + at])
        some = np.flatnonzero(masks)
        return Seen(places[some], masks[some])


@dataclass(frozen=True)
class Seen:
    """The places of a text where cues can begin, in order, and at each the mask of those that can."""

    places: Ints
    masks: NDArray[np.uint64]

    def of(self, mask: int) -> tuple[list[int], list[int]]:
        """The places, and the masks there, of some cues alone."""
        own = self.masks & np.uint64(mask)
        here = np.flatnonzero(own)
        return self.places[here].tolist(), own[here].tolist()

    def near(self, lows: Ints, highs: Ints) -> list[int]:
        """The mask of those that can begin between each low place and its high one."""
        first, last = np.searchsorted(self.places, lows), np.searchsorted(self.places, highs)
        bounds = np.column_stack([first, last]).ravel()
        masks = np.bitwise_or.reduceat(np.append(self.masks, np.uint64(0)), bounds)[::2]
        return np.where(first < last, masks, np.uint64(0)).tolist()

    def behind(self, cue: Cue, places: Ints) -> Ints:
        """Where the text begins that no such cue parts from each place; the cue is one character."""
        marks = np.append(-1, self.places[self.masks & np.uint64(cue.bit) != 0])
        return marks[np.searchsorted(marks, places) - 1] + 1


class Finder:
    """Cues whose every match is wanted."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.cues = cues
        self._mask = sum(cue.bit for cue in cues)
        self._of_mask: dict[int, list[tuple[int, Match]]] = {}

    def spans(self, text: str, seen: Seen) -> list[tuple[int, int]]:
        """Where the patterns match, each as ``finditer`` has it: from left to right, its matches not overlapping."""
        free, found = [0] * len(self.cues), list[tuple[int, int]]()
        for place, mask in zip(*seen.of(self._mask), strict=True):
            for i, match in self._of_mask.get(mask) or self._of(mask):
                if place >= free[i] and (hit := match(text, place)):
                    free[i] = hit.end()
                    found.append(hit.span())
        return found

    def _of(self, mask: int) -> list[tuple[int, Match]]:
        """The cues of a mask: their places in the list, and how they match; there are few different masks."""
        self._of_mask[mask] = [(i, cue.pattern.match) for i, cue in enumerate(self.cues) if mask & cue.bit]
        return self._of_mask[mask]


def _numbers(count: int) -> NDArray[np.uint64]:
    """As many numbers, all of whose sums differ (but for one chance in many billions): powers of one modulo 2**64."""
    return np.cumprod(np.full(count, 0x9E3779B97F4A7C15, np.uint64), dtype=np.uint64)


def _flags(letters: Letters) -> NDArray[np.bool_]:
    """A flag for each code point up to :data:`END`."""
    data = np.frombuffer(letters.to_bytes(END // 8 + 1, "little"), np.uint8)
    return np.unpackbits(data, count=END + 1, bitorder="little").view(np.bool_)
