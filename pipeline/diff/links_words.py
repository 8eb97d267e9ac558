"""The words of sentences as numbers: which stand where, and what they say that sentences are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_senses import Senses

STEP = 2.0**-26
"""Half the digits of a float: products of two such numbers are exact."""


@dataclass(frozen=True)
class Words:
    """Words of sentences: those of sentence n are ``known[k]`` for k in ``number[start[n] : start[n] + count[n]]``."""

    known: Sequence[str]
    number: np.ndarray
    start: np.ndarray
    count: np.ndarray

    def of(self, sentences: np.ndarray) -> Words:
        """The words of some sentences."""
        return Words(self.known, self.number, self.start[sentences], self.count[sentences])

    def flat(self) -> np.ndarray:
        """Their numbers, sentence by sentence."""
        return self.number[spans(self.start, self.count)]


@dataclass(frozen=True)
class Held:
    """Which of some rows hold which items: ``row[k]`` holds ``item[k]``; by item, then by row."""

    item: np.ndarray
    row: np.ndarray


def words_of(lists: Sequence[Sequence[str]]) -> Words:
    """The words of sentences, given as lists of words."""
    flat = list(chain.from_iterable(lists))
    number = {word: n for n, word in enumerate(dict.fromkeys(flat))}
    count = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
    numbers = np.fromiter(map(number.__getitem__, flat), dtype=np.int64, count=len(flat))
    return Words(list(number), numbers, np.cumsum(count) - count, count)


def spans(start: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The numbers from each start on, as many as its count, one after another.

    >>> spans(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    return np.arange(count.sum()) + np.repeat(start - (np.cumsum(count) - count), count)


def is_term(word: str) -> bool:
    """Whether a word may show what is spoken of: no mark, no single letter, no figure."""
    return len(word) > 1 and not word[0].isdigit()


def terms_of(words: Sequence[Words], labels: Sequence[Sequence[tuple[int, str]]]) -> tuple[list[str], list[Held]]:
    """The terms of several reports, and which sentences of each report hold them.

    ``labels``: for each report (sentence, label), held besides its words.
    """
    number: dict[str, int] = {}
    items: dict[int, np.ndarray] = {}
    held = []
    for mine, named in zip(words, labels, strict=True):
        if id(mine.known) not in items:  # mostly one list for all
            numbers = [number.setdefault(word, len(number)) if is_term(word) else -1 for word in mine.known]
            items[id(mine.known)] = np.array(numbers, dtype=np.int64)
        item = items[id(mine.known)][mine.flat()]
        row = np.repeat(np.arange(len(mine.count)), mine.count)
        term = item >= 0
        label = np.array([(number.setdefault(text, len(number)), at) for at, text in named], dtype=np.int64).reshape(
            -1, 2
        )
        item, row = np.append(item[term], label[:, 0]), np.append(row[term], label[:, 1])
        held.append(held_of(item, row, len(mine.count)))
    return list(number), held


def held_of(item: np.ndarray, row: np.ndarray, rows: int) -> Held:
    """Items that rows hold, each once."""
    keys = np.sort(item * rows + row)
    keys = keys[np.diff(keys, prepend=-1) > 0]
    return Held(keys // max(rows, 1), keys % max(rows, 1))


def meanings_of(held: Held, rows: int, sense: np.ndarray, senses: Senses) -> np.ndarray:
    """What each of ``rows`` sentences is about: the sum of its known words' vectors, rare words weighing more.

    ``sense``: for each item its number among the senses, or -1.
    """
    word = sense[held.item]
    known = word >= 0
    word, row = word[known], held.row[known]
    return csr_matrix((np.ones(len(word)), (row, word)), shape=(rows, len(senses.vectors))) @ senses.vectors


def long(meaning: np.ndarray) -> np.ndarray:
    """Rows about one long, in steps of STEP; shorter where they are of few or common words."""
    rows = meaning / (np.linalg.norm(meaning, axis=1, keepdims=True) + 0.3)
    return np.asarray(np.round(rows / STEP) * STEP)
