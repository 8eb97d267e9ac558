"""The wording of sentences as numbers: pairs of characters that stand near one another, clause by clause.

Two characters up to REACH apart in one run of letters make a pair, so that 文化中心 and 文化艺术中心 share 文化, 中心 and
化中; figures and marks part runs. Counted by a compiled kernel: every report is read this way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.diff.links_native import GRAMS_TYPES, Arrays, grams
from pipeline.spotting import codes_of, text_of

BITS = 2
REACH = 1 << BITS
APART = 0.7
"""Weight of a pair whose characters don't touch; that of two that do is 1."""
CODES = 1 << 19
"""Pairs are told apart by a hash: two of the ten thousands in a report rarely fall together."""
RAREST = 7.0
MIX = 31337
"""The code of a pair: its first character times this and its second one."""
OTHER, LETTER, PARTING = range(3)
"""What a character is: a letter, a mark that parts clauses (each from the next, if by nothing), or neither."""
LINE_END = ord("\n")


def _sorts() -> np.ndarray:
    """What each character is."""
    sorts = np.full(0x10000, OTHER, dtype=np.uint8)
    for first, end in ((0x4E00, 0xA000), (ord("A"), ord("Z") + 1), (ord("a"), ord("z") + 1)):
        sorts[first:end] = LETTER
    sorts[[ord(mark) for mark in ',、;:。!?()"《》<>\n']] = PARTING
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
    size = len(points)
    place, parted, owner = np.empty(size, np.int32), np.empty(size, np.uint32), np.empty(size + 1, np.int32)
    most, counts = size * REACH, np.array([size, 0, 0])
    clause, code, apart = np.empty(most, np.int32), np.empty(most, np.intp), np.empty(most, np.uint8)
    grams()(Arrays((points, _SORTS, place, parted, owner, clause, code, apart, counts), GRAMS_TYPES))
    _, clauses, pairs = counts.tolist()
    return Clauses(owner[:clauses], place, text_of(parted), clause[:pairs], code[:pairs], apart[:pairs])


def rarity(held: np.ndarray, count: int) -> np.ndarray:
    """log(count / held) for what ``held`` of ``count`` texts hold, scaled half-way to what it would be among many texts.

    What stands in one text only weighs RAREST among many; among few it is less surely a name.
    """
    return np.log((count + 2) / (held + 0.5)) * np.sqrt(RAREST / np.log((count + 2) / 1.5))
