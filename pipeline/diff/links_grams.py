"""The wording of sentences as numbers: pairs of characters that stand near one another, clause by clause.

Two characters up to REACH apart in one run of letters make a pair, so that 文化中心 and 文化艺术中心 share 文化, 中心 and
化中; figures and marks part runs. Counted with numpy, not character by character: every report is read this way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.spotting import codes_of, text_of

BITS = 2
REACH = 1 << BITS
APART = 0.7
"""Weight of a pair whose characters don't touch; that of two that do is 1."""
CODES = 1 << 19
"""Pairs are told apart by a hash: two of the ten thousands in a report rarely fall together."""
RAREST = 7.0
_MIX = 31337
_OTHER, _LETTER, _PARTING = range(3)


def _sorts() -> np.ndarray:
    """What each character is: a letter, a mark that parts clauses (each from the next, if by nothing), or neither."""
    sorts = np.full(0x10000, _OTHER, dtype=np.uint8)
    for first, end in ((0x4E00, 0xA000), (ord("A"), ord("Z") + 1), (ord("a"), ord("z") + 1)):
        sorts[first:end] = _LETTER
    sorts[[ord(mark) for mark in ',、;:。!?()"《》<>\n']] = _PARTING
    return sorts


_SORTS = _sorts()


@dataclass(frozen=True)
class Clauses:
    """Pairs of characters held by the clauses of texts, in reading order: ``clause[k]`` holds ``code[k]``.

    A clause that holds a code several times does so in several entries. ``apart``: how many characters stand between
    those of the pair; it weighs 1, or APART where there are any. ``owner``: for each clause the number of the text
    that it stands in, ascending. ``parted``: the texts, one character for one, with a line end for each mark between
    clauses; ``place``: the clause that each of its characters stands in.
    """

    owner: np.ndarray
    place: np.ndarray
    parted: str
    clause: np.ndarray
    code: np.ndarray
    apart: np.ndarray


def clauses_of(texts: Sequence[str]) -> Clauses:
    """The clauses of texts without line ends, in order.

    >>> found = clauses_of(["文化中心", "12,县"])
    >>> len(found.code), found.owner.tolist()
    (6, [0, 1, 1])
    """
    points = codes_of("\n".join(texts))
    sorts = _SORTS.take(np.minimum(points, len(_SORTS) - 1))
    breaks = sorts == _PARTING
    place = (np.cumsum(breaks) - breaks).astype(np.int32)
    position, apart, code = _pairs(points, sorts == _LETTER)
    parted = text_of(np.where(breaks, ord("\n"), points))
    return Clauses(_owners(points, place), place, parted, place.take(position), code, apart)


def _owners(points: np.ndarray, place: np.ndarray) -> np.ndarray:
    ends = np.flatnonzero(points == ord("\n"))
    last = int(place[-1]) + int(points[-1] == ord("\n")) if len(points) else -1
    starts = np.zeros(last + 1, dtype=np.int32)
    starts[place[ends] + 1] = 1
    return np.cumsum(starts, dtype=np.int32)


def _pairs(points: np.ndarray, letter: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(where its first character stands, how many stand between, code) of every pair, in reading order."""
    near, mixed = np.zeros((len(letter), REACH), dtype=bool), np.zeros((len(letter), REACH), dtype=np.uint32)
    joined, firsts = letter, points * np.uint32(_MIX)
    for apart in range(min(REACH, len(letter) - 1)):
        joined = joined[:-1] & letter[apart + 1 :]
        near[: len(joined), apart] = joined
        # the lowest bits of a product are the same however few of its higher ones are kept
        np.add(firsts[: len(joined)], points[apart + 1 :], out=mixed[: len(joined), apart])
    found = np.flatnonzero(near)
    code = mixed.reshape(-1).take(found) & np.uint32(CODES - 1)
    return found >> BITS, (found & (REACH - 1)).astype(np.uint8), code.astype(np.intp)


def rarity(held: np.ndarray, count: int) -> np.ndarray:
    """log(count / held) for what ``held`` of ``count`` texts hold, scaled half-way to what it would be among many texts.

    What stands in one text only weighs RAREST among many; among few it is less surely a name.
    """
    return np.log((count + 2) / (held + 0.5)) * np.sqrt(RAREST / np.log((count + 2) / 1.5))
