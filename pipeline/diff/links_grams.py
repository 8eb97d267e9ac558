"""The wording of sentences as numbers: pairs of characters that stand near one another, clause by clause.

Two characters up to REACH apart in one run of letters make a pair, so that 文化中心 and 文化艺术中心 share 文化, 中心 and
化中; figures and marks part runs. Counted with numpy, not character by character: every report is read this way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

REACH = 4
APART = 0.7
"""Weight of a pair whose characters don't touch; that of two that do is 1."""
CODES = 1 << 19
"""Pairs are told apart by a hash: two of the ten thousands in a report rarely fall together."""
RAREST = 7.0
_MIX = 31337
_PARTING = ',、;:。!?()"《》<>'
CLAUSE = re.compile(f"[{_PARTING}]")
"""What parts clauses, each mark one from the next: an empty clause between two marks is one too."""
_MARKS = np.array([ord(mark) for mark in _PARTING + "\n"], dtype=np.uint32)


@dataclass(frozen=True)
class Clauses:
    """Pairs of characters held by clauses: ``clause[k]`` holds ``code[k]`` with ``weight[k]``.

    ``owner``: for each clause the number of the sentence that it stands in, ascending. Every sentence has a clause.
    """

    clause: np.ndarray
    code: np.ndarray
    weight: np.ndarray
    owner: np.ndarray


def clauses_of(texts: Sequence[str]) -> Clauses:
    """The clauses of texts without line ends, in order; of one text at least.

    >>> found = clauses_of(["文化中心", "12,县"])
    >>> len(found.code), found.owner.tolist()
    (6, [0, 1, 1])
    """
    points = np.frombuffer("\n".join(texts).encode("utf-32-le"), dtype=np.uint32)
    letter = ((points >= 0x4E00) & (points < 0xA000)) | (((points | 0x20) >= 97) & ((points | 0x20) <= 122))
    breaks = np.isin(points, _MARKS)
    clause: np.ndarray = np.cumsum(breaks) - breaks
    run = np.cumsum(~letter)
    held: list[np.ndarray] = []
    codes: list[np.ndarray] = []
    weights: list[np.ndarray] = []
    for apart in range(1, REACH + 1):
        at = np.flatnonzero(letter[:-apart] & (run[:-apart] == run[apart:]))
        held.append(clause[at])
        codes.append((points[at].astype(np.int64) * _MIX + points[at + apart]) % CODES)
        weights.append(np.full(len(at), 1.0 if apart == 1 else APART))
    sentence_of = np.zeros(int(clause[-1]) + 1 if len(points) else 1, dtype=int)
    np.add.at(sentence_of, clause[np.flatnonzero(points == ord("\n"))] + 1, 1)
    return Clauses(np.concatenate(held), np.concatenate(codes), np.concatenate(weights), np.cumsum(sentence_of))


def rarity(held: np.ndarray, count: int) -> np.ndarray:
    """log(count / held) for what ``held`` of ``count`` texts hold, scaled half-way to what it would be among many texts.

    What stands in one text only weighs RAREST among many; among few it is less surely a name.
    """
    return np.log((count + 2) / (held + 0.5)) * np.sqrt(RAREST / np.log((count + 2) / 1.5))


def weighted(sides: Sequence[tuple[Clauses, np.ndarray]], weight_of: np.ndarray) -> list[csr_matrix]:
    """Each side's wanted clauses x pairs of characters, a pair weighing by its rarity among the wanted of all sides.

    ``weight_of``: for each code what that is multiplied by.
    """
    mine = [np.isin(side.clause, wanted) for side, wanted in sides]
    codes = [side.code[here] for (side, _), here in zip(sides, mine, strict=True)]
    held = np.bincount(np.concatenate(codes), minlength=CODES)
    count = sum(len(wanted) for _, wanted in sides)
    out = []
    for (side, wanted), here, code in zip(sides, mine, codes, strict=True):
        weight = side.weight[here] * rarity(held[code], count) * weight_of[code]
        row = np.searchsorted(wanted, side.clause[here])
        out.append(csr_matrix((weight, (row, code)), shape=(len(wanted), CODES)))
    return out
