"""The model as flat arrays that are memory-mapped: built once at set-up, shared by all processes that cut words.

pkuseg scores a character's tag by the features around it, each a string looked up in a dictionary of 2.6 million.
Those strings are of five forms only, made of characters and of words of the model's word list, so that small numbers
name them exactly and no string is hashed:

=========  ==========================================  =====================================================
array      key                                         what stands there
=========  ==========================================  =====================================================
chars      code point                                  character's number: 0 unknown, 1 white space
singles    number                                      weights of c, c-1, c1, c-2, c2
pairs      two numbers                                 weights of c-1c, cc1, c-2c-1; trie node of the two and
                                                       lengths of dictionary words that they open, as bits
steps      trie node, number                           next node; nodes below ``len(words)`` are words
words      word                                        weights of w-1, w1
links      two words                                   weights of ww.l, ww.r
entries    digest of a dictionary word                 where it stands in ``spelling``
=========  ==========================================  =====================================================

Keyed arrays have a table of slots (``pair_slots`` ...): open addressing, one 64-bit slot ``key << BITS | value + 1``,
0 where it is empty. Weights are whole ten-thousandths, as the model was written; divided by 10,000 they are the
model's own doubles, which is checked when the table is built.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FORMAT = 3
"""Raised when the arrays change, so that older ones are built again."""

TAGS = 5
PLACES = 10_000
VALUE_BITS = 24
LENGTHS_BITS = 12
"""Bits for the lengths of dictionary words that two characters open: one character, two, ... twelve or more."""
NODE_BITS = 32 - LENGTHS_BITS
"""Bits for the trie node of two characters, one more than it is; they share a number with those of the lengths."""
LONGEST = 6
"""Words of the model's word list have two to six characters in features."""
UNKNOWN, SPACE, NUMBER, LETTER = range(4)
FIRST_CHAR = 4
LONG = 2048
"""Characters of the longest piece whose path is sought in whole numbers (see pkuseg_whole)."""
COLUMNS = 8
"""What is kept of each character of a piece, and ``LONGEST`` rows of nothing before it and one behind (see pkuseg_features)."""
MEETINGS = 25
"""Pairs of words that can meet at one place: five lengths before, five behind."""
BEGIN, INSIDE, FIXED = 1, 2, 4
"""Bits of a condition on a character: a word begins here; goes on here; is not to be joined with others."""
GOLDEN = 0x9E3779B97F4A7C15
"""Fibonacci hashing's multiplier (2**64 / golden ratio)."""
BASE = 0xD6E8FEB86659FD93
"""Multiplier of the digest of a dictionary word: the polynomial of its code points, each one more than it is."""


class TableError(ValueError):
    """A model that these tables can't express; spacy-pkuseg itself then cuts the words."""


class Tables(NamedTuple):
    """The arrays, in the order in which the kernel takes them."""

    chars: NDArray[np.uint16]
    singles: NDArray[np.float64]
    pair_slots: NDArray[np.uint64]
    pairs: NDArray[np.int32]
    step_slots: NDArray[np.uint64]
    words: NDArray[np.int32]
    link_slots: NDArray[np.uint64]
    links: NDArray[np.int32]
    start: NDArray[np.int32]
    edges: NDArray[np.float64]
    begins: NDArray[np.bool_]
    entry_slots: NDArray[np.uint64]
    entry_starts: NDArray[np.int32]
    spelling: NDArray[np.uint32]


def folder_in(place: Path) -> Path:
    """Where in the model's folder the arrays are, so that another format stays there for who uses it."""
    return place / f"table-{FORMAT}"


def load(place: Path) -> Tables:
    """The arrays of a folder, memory-mapped; raises :class:`TableError` where they are not there, or of another form."""
    try:
        stamp = json.loads((place / "table.json").read_text("utf-8"))
        if stamp["format"] != FORMAT:
            raise TableError(f"{place}: format {stamp['format']}, expected {FORMAT}")
        arrays = (np.load(place / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in Tables._fields)
        return Tables(*map(np.ascontiguousarray, arrays))  # the kernel takes addresses, so rows must follow rows
    except (OSError, KeyError, ValueError) as error:
        raise TableError(f"{place}: {error}") from error


def save(tables: Tables, place: Path) -> None:
    """Write the arrays; the stamp comes last, so half a table never counts as one."""
    place.mkdir(parents=True, exist_ok=True)
    for name, array in tables._asdict().items():
        np.save(place / f"new-{name}.npy", array, allow_pickle=False)
        os.replace(place / f"new-{name}.npy", place / f"{name}.npy")
    (place / "table.json").write_text(json.dumps({"format": FORMAT}), "utf-8")


def slots(keys: NDArray[np.uint64], values: NDArray[np.int64]) -> NDArray[np.uint64]:
    """An open-addressing table, a third to two thirds full; keys below 2**40, values below 2**24 - 1.

    A key may come twice, for who looks it up then compares more than the key.
    """
    bits = max(4, int(len(keys) * 3 // 2).bit_length())
    table = np.zeros(1 << bits, np.uint64)
    place = keys.astype(np.uint64) * np.uint64(GOLDEN) >> np.uint64(64 - bits)
    content = keys.astype(np.uint64) << np.uint64(VALUE_BITS) | (values + 1).astype(np.uint64)
    while len(place):
        first = np.unique(place, return_index=True)[1]
        first = first[table[place[first]] == 0]
        table[place[first]] = content[first]
        left = np.ones(len(place), bool)
        left[first] = False
        place, content = (
            (place[left] + np.uint64(1)) & np.uint64((1 << bits) - 1),
            content[left],
        )
    return table
