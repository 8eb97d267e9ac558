"""Where in a text several regular expressions match, or can: faster than one after the other would find it.

A regular expression looks at a text character by character, a dozen of them a dozen times. Here array operations look
up, for all characters at once, at which places each pattern can begin: where its first, second and third character can
stand. Only there, or only where one such place is near, it is tried. What stands around a match (look-ahead, look-behind,
``^``, ``$``) is left to the pattern itself.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import numpy as np
import pandas as pd

from pipeline.spotting import codes_of

DEPTH = 3
"""Characters from a match's beginning that are looked at."""
_END = 1 << 16
"""Stands for the text's end, and for characters of higher planes."""
_ALL = (1 << _END + 1) - 1
Letters = int
"""Which characters: a bit for each code point up to :data:`_END`."""
ANY = -1
"""A mask of all patterns."""


class Openings:
    """Patterns by where they can begin; none may match nothing. A mask has a bit for each, in order, 32 at most."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        masks = np.zeros((DEPTH, _END + 1), np.uint32)
        for bit, pattern in enumerate(patterns):
            for at, letters in enumerate(_openings(pattern.pattern)):
                masks[at] |= _flags(letters).astype(np.uint32) << bit
        # letters that can stand at the same places are one kind: few kinds have small tables, which are fast
        self._kind, example = _kinds(masks)
        self._masks = masks[:, example]

    def possible(self, text: str) -> tuple[list[int], list[int]]:
        """The places of a text where any pattern can begin, and the mask of those that can."""
        kinds = self._kind[np.append(np.minimum(codes_of(text), _END), np.full(DEPTH - 1, _END, np.uint32))]
        possible = self._masks[0][kinds[: len(text)]]
        for at in range(1, DEPTH):
            possible &= self._masks[at][kinds[at : at + len(text)]]
        places = np.flatnonzero(possible)
        return places.tolist(), possible[places].tolist()


class Finder:
    """Patterns, ready to be looked for together."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self.patterns = patterns
        self._openings = Openings(patterns)
        self._of_mask: dict[int, list[int]] = {}

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the patterns match, each as ``finditer`` has it: from left to right, its matches not overlapping."""
        free, found = [0] * len(self.patterns), list[tuple[int, int]]()
        for place, mask in zip(*self._openings.possible(text), strict=True):
            for i in self._of_mask.get(mask) or self._of(mask):
                if place >= free[i] and (match := self.patterns[i].match(text, place)):
                    free[i] = match.end()
                    found.append(match.span())
        return found

    def _of(self, mask: int) -> list[int]:
        self._of_mask[mask] = [i for i in range(len(self.patterns)) if mask >> i & 1]
        return self._of_mask[mask]


@dataclass(frozen=True)
class Cue:
    """One of several patterns that are asked for again and again in parts of one text.

    ``near`` is the mask of those that can begin in such a part (:meth:`Cues.near`), so that most need not be tried.
    """

    pattern: re.Pattern[str]
    bit: int

    def search(self, near: int, text: str, low: int = 0, high: int = sys.maxsize) -> re.Match[str] | None:
        """As of a pattern."""
        return self.pattern.search(text, low, high) if near & self.bit else None

    def finditer(self, near: int, text: str, low: int = 0, high: int = sys.maxsize) -> Iterable[re.Match[str]]:
        """As of a pattern."""
        return self.pattern.finditer(text, low, high) if near & self.bit else ()


class Cues:
    """Where in one text each of several patterns can begin."""

    def __init__(self, openings: Openings, text: str) -> None:
        self._places, self._masks = openings.possible(text)

    def near(self, low: int, high: int) -> int:
        """The mask of those that can begin between two places."""
        first, last = bisect_left(self._places, low), bisect_left(self._places, high)
        return reduce(or_, self._masks[first:last], 0)


# --- what a match can begin with ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Head:
    """What a piece of a pattern can begin with: how many characters it takes (as far as looked at), and which."""

    lengths: frozenset[int]
    letters: tuple[Letters, ...]

    def then(self, other: _Head) -> _Head:
        """This piece and the next one."""
        letters = list(self.letters)
        for length in self.lengths:
            for at in range(length, DEPTH):
                letters[at] |= other.letters[at - length]
        return _Head(frozenset(min(a + b, DEPTH) for a in self.lengths for b in other.lengths), tuple(letters))

    def either(self, other: _Head) -> _Head:
        """This piece or that one."""
        return _Head(self.lengths | other.lengths, tuple(map(or_, self.letters, other.letters)))


_NOTHING = _Head(frozenset({0}), (0,) * DEPTH)
_ANYTHING = _Head(frozenset(range(DEPTH + 1)), (_ALL,) * DEPTH)


def _openings(pattern: str) -> Sequence[Letters]:
    """Which characters can stand at the first places of a match; behind its end any."""
    return _sequence(parser.parse(pattern)).then(_ANYTHING).letters


def _sequence(items: Iterable[Any]) -> _Head:
    head = _NOTHING
    for item in items:
        head = head.then(_piece(*item))
        if head.lengths == {DEPTH}:
            break
    return head


def _piece(kind: Any, what: Any) -> _Head:
    if kind is sre.LITERAL:
        return _one(_letters([(kind, what)]))
    if kind is sre.NOT_LITERAL:
        return _one(_letters([(sre.NEGATE, None), (sre.LITERAL, what)]))
    if kind is sre.IN:
        return _one(_letters(what))
    if kind is sre.SUBPATTERN:
        return _sequence(what[-1])
    if kind is sre.BRANCH:
        return reduce(_Head.either, map(_sequence, what[1]))
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _repeated(*what)
    if kind in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return _NOTHING
    return _ANYTHING


def _one(letters: Letters) -> _Head:
    return _Head(frozenset({1}), (letters, *[0] * (DEPTH - 1)))


def _repeated(least: int, most: Any, items: Iterable[Any]) -> _Head:
    one, head = _sequence(items), _NOTHING
    for _ in range(min(least, DEPTH)):
        head = head.then(one)
    longer = head
    for _ in range(min(int(most), DEPTH) - min(least, DEPTH)):
        longer = longer.then(one)
        head = head.either(longer)
    return head


# --- sets of characters ---------------------------------------------------------------------------------------------


def _letters(members: Sequence[tuple[Any, Any]]) -> Letters:
    """The characters of a class."""
    letters, others = 0, members[0][0] is sre.NEGATE
    for kind, what in members[others:]:
        if kind is sre.LITERAL:
            letters |= 1 << min(what, _END)
        elif kind is sre.RANGE:
            first, last = (min(code, _END) for code in what)
            letters |= (1 << last + 1) - (1 << first)
        else:
            letters |= _category(_CATEGORIES[what]) if what in _CATEGORIES else _others(_category(_COUNTERPARTS[what]))
    return _others(letters) if others else letters


def _others(letters: Letters) -> Letters:
    """All other characters; of higher planes any might be one."""
    return (_ALL ^ letters) | 1 << _END


_CATEGORIES = {sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_WORD: r"\w"}
_COUNTERPARTS = {sre.CATEGORY_NOT_DIGIT: r"\d", sre.CATEGORY_NOT_SPACE: r"\s", sre.CATEGORY_NOT_WORD: r"\w"}


@cache
def _category(category: str) -> Letters:
    r"""The characters of \d and the like; of higher planes any might be one."""
    flags = np.zeros(_END + 1, np.uint8)
    flags[[hit.start() for hit in re.finditer(category, "".join(map(chr, range(_END))))]] = 1
    flags[_END] = 1
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _flags(letters: Letters) -> np.ndarray:
    """A flag for each code point up to :data:`_END`."""
    data = np.frombuffer(letters.to_bytes(_END // 8 + 1, "little"), np.uint8)
    return np.unpackbits(data, count=_END + 1, bitorder="little")


def _kinds(masks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The kind of each character, those of the same masks being one, and one character of each kind."""
    kind = np.zeros(masks.shape[1], np.int64)
    for row in masks:
        kind = pd.factorize(kind << 32 | row)[0]
    return kind.astype(np.uint16), np.unique(kind, return_index=True)[1]
