"""Where the words of a list stand in a text: every place of every word, in one pass of array operations.

A regular expression finds one word a place and looks at one character after the other; here all characters are looked
up at once. A letter opens a word or it doesn't (one table look-up a character); only from where one does, the words'
later letters are followed, all places together, one letter a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.uint32]


def codes_of(text: str) -> Codes:
    """The code points of a text, one number a character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(codes: NDArray[Any]) -> str:
    """The text with these code points: the inverse of :func:`codes_of`."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


BLANK = np.array([chr(code).isspace() for code in range(0x3002)] + [False])
"""Whether a code point is white space; all behind the last one of the table are none."""


def is_blank(codes: Codes) -> NDArray[np.bool_]:
    """Which of these characters are white space."""
    found: NDArray[np.bool_] = BLANK.take(codes, mode="clip")
    return found


class Spotter:
    """The words of a list (none is empty), ready to be found; a word is named by its index in the list.

    >>> starts, words = Spotter(["行政", "行政执法", "执法"]).find(codes_of("严格行政执法"))
    >>> sorted(zip(starts.tolist(), words.tolist()))
    [(2, 0), (2, 1), (4, 2)]
    """

    def __init__(self, words: Sequence[str]) -> None:
        letters = sorted(set("".join(words)))
        number = {letter: i for i, letter in enumerate(letters, start=1)}
        nodes = {"": 0}
        for word in words:
            for end in range(1, len(word) + 1):
                nodes.setdefault(word[:end], len(nodes))
        self._size = len(letters) + 1
        # number 0 is a letter that is in no word; the last place is that of every code point behind the last letter
        self._letter = np.zeros(ord(letters[-1]) + 2 if letters else 1, np.int32)
        self._letter[[ord(letter) for letter in letters]] = np.arange(1, self._size)
        self._word = np.full(len(nodes), -1)
        self._word[[nodes[word] for word in words]] = np.arange(len(words))
        self._single = np.full(self._size, -1)
        """Letter -> the word that it is by itself, -1 for none."""
        self._single[[number[letter] for letter in letters]] = [self._word[nodes.get(letter, 0)] for letter in letters]
        openings = sorted({word[0] for word in words})
        self._opens = np.zeros(len(self._letter), bool)
        """Code point -> whether a word opens with it."""
        self._opens[[ord(letter) for letter in openings]] = True
        self._row = np.zeros(self._size, np.int32)
        """Letter -> where its row of ``_pairs`` begins; the first row is that of letters which open no word."""
        self._row[[number[letter] for letter in openings]] = np.arange(1, len(openings) + 1) * self._size
        self._pairs = np.zeros((len(openings) + 1) * self._size, np.int32)
        """Node of two letters, 0 for none."""
        steps = {}
        for prefix, node in nodes.items():
            if len(prefix) == 2:
                self._pairs[self._row[number[prefix[0]]] + number[prefix[1]]] = node
            elif len(prefix) > 2:
                steps[nodes[prefix[:-1]] * self._size + number[prefix[-1]]] = node
        self._keys: Ints = np.array(sorted(steps), np.int64)
        self._next: Ints = np.array([steps[key] for key in sorted(steps)], np.int64)

    def find(self, codes: Codes) -> tuple[Ints, Ints]:
        """Where words stand in these code points, and which: all of them, also those inside others, in no order."""
        at = np.flatnonzero(self._opens.take(codes, mode="clip"))
        letter = self._letters(codes[at])
        single = self._single[letter]
        starts, words = [at[single >= 0]], [single[single >= 0]]
        inside = slice(int(np.searchsorted(at, len(codes) - 1)))
        at = at[inside]
        pair = self._pairs.take(self._row.take(letter[inside]) + self._letters(codes[at + 1]))
        on = np.flatnonzero(pair != 0)  # of truth values: several times as fast
        at, node = at[on], pair[on].astype(np.int64)
        depth = 2
        while len(at):
            word = self._word[node]
            whole = word >= 0
            starts.append(at[whole])
            words.append(word[whole])
            at, node = self._step(codes, at, node, depth)
            depth += 1
        return np.concatenate(starts), np.concatenate(words)

    def _letters(self, codes: Codes) -> NDArray[np.int32]:
        found: NDArray[np.int32] = self._letter.take(codes, mode="clip")
        return found

    def _step(self, codes: Codes, at: Ints, node: Ints, depth: int) -> tuple[Any, Any]:
        """The places from where one letter more can be followed, and the nodes it leads to."""
        inside = at + depth < len(codes)
        at, node = at[inside], node[inside]
        key = node * self._size + self._letters(codes[at + depth])
        place = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
        on = self._keys[place] == key if len(self._keys) else np.zeros(len(key), bool)
        return at[on], self._next[place[on]]
