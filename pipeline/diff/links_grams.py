"""The wording of sentences as numbers: pairs of characters that stand near one another, clause by clause.

Two characters up to REACH apart in one run of letters make a pair, so that 文化中心 and 文化艺术中心 share 文化, 中心 and
化中; figures and marks part runs. Counted with numpy, not character by character: every report is read this way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

REACH = 4
APART = 0.7
"""Weight of a pair whose characters don't touch; that of two that do is 1."""
_BITS = 19
CODES = 1 << _BITS
"""Pairs are told apart by a hash: two of the ten thousands in a report rarely fall together."""
RAREST = 7.0
_MIX = 31337
_PARTING = ',、;:。!?()"《》<>'
CLAUSE = re.compile(f"[{_PARTING}]")
"""What parts clauses, each mark one from the next: an empty clause between two marks is one too."""
_MARKS = np.array([ord(mark) for mark in _PARTING + "\n"], dtype=np.uint32)
_STEP_BITS = 3
"""Enough for REACH: how far apart two characters stand fits in below their pair's code."""


@dataclass(frozen=True)
class Held:
    """Pairs of characters: ``holder[k]`` holds ``code[k]``, ``times[k]`` times, with ``weight[k]``; by holder, then code."""

    holder: np.ndarray
    code: np.ndarray
    times: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True)
class Clauses:
    """Pairs of characters held by clauses, and the same by sentences.

    ``owner``: for each clause the number of the sentence that it stands in, ascending. Every sentence has a clause.
    """

    clauses: Held
    sentences: Held
    owner: np.ndarray


def clauses_of(texts: Sequence[str]) -> Clauses:
    """The clauses of texts without line ends, in order; of one text at least.

    >>> found = clauses_of(["文化中心", "12,县"])
    >>> len(found.clauses.code), found.owner.tolist()
    (6, [0, 1, 1])
    """
    points = np.frombuffer("\n".join(texts).encode("utf-32-le"), dtype=np.uint32)
    letter = ((points >= 0x4E00) & (points < 0xA000)) | (((points | 0x20) >= 97) & ((points | 0x20) <= 122))
    breaks = np.isin(points, _MARKS)
    clause: np.ndarray = np.cumsum(breaks) - breaks
    run = np.cumsum(~letter)
    sentence_of = np.zeros(int(clause[-1]) + 1 if len(points) else 1, dtype=int)
    np.add.at(sentence_of, clause[np.flatnonzero(points == ord("\n"))] + 1, 1)
    owner = np.cumsum(sentence_of)
    by_clause: list[np.ndarray] = []
    by_sentence: list[np.ndarray] = []
    for apart in range(1, REACH + 1):
        at = np.flatnonzero(letter[:-apart] & (run[:-apart] == run[apart:]))
        code = (points[at].astype(np.int64) * _MIX + points[at + apart]) & (CODES - 1)
        by_clause.append((clause[at] << _BITS | code) << _STEP_BITS | apart)
        by_sentence.append((owner[clause[at]] << _BITS | code) << _STEP_BITS | apart)
    return Clauses(_held(by_clause), _held(by_sentence), owner)


def _held(parts: Sequence[np.ndarray]) -> Held:
    keys = np.sort(np.concatenate(parts))
    held, weight = keys >> _STEP_BITS, np.where(keys & ((1 << _STEP_BITS) - 1) == 1, 1.0, APART)
    first = np.flatnonzero(np.diff(held, prepend=-1))
    summed = np.add.reduceat(weight, first) if len(first) else weight
    return Held(held[first] >> _BITS, held[first] & (CODES - 1), np.diff(first, append=len(held)), summed)


def rarity(held: np.ndarray, count: int) -> np.ndarray:
    """log(count / held) for what ``held`` of ``count`` texts hold, scaled half-way to what it would be among many texts.

    What stands in one text only weighs RAREST among many; among few it is less surely a name.
    """
    return np.log((count + 2) / (held + 0.5)) * np.sqrt(RAREST / np.log((count + 2) / 1.5))
