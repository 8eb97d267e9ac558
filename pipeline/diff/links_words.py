"""The words of sentences as numbers: which stand where, and what they say that sentences are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.arrow import coded

STEP = 2.0**-26
"""Half the digits of a float: products of two such numbers are exact."""


@dataclass(frozen=True)
class Words:
    """Words of sentences: those of sentence n are ``known[k]`` for k in ``number[start[n] : start[n] + count[n]]``.

    ``term``: which of the known words are terms.
    """

    known: Sequence[str]
    term: np.ndarray
    number: np.ndarray
    start: np.ndarray
    count: np.ndarray

    def of(self, sentences: np.ndarray) -> Words:
        """The words of some sentences."""
        return replace(self, start=self.start[sentences], count=self.count[sentences])

    def flat(self) -> np.ndarray:
        """Their numbers, sentence by sentence."""
        return self.number[spans(self.start, self.count)]


@dataclass(frozen=True)
class Held:
    """Which of some rows hold which items: ``row[k]`` holds ``item[k]``; by item, then by row."""

    item: np.ndarray
    row: np.ndarray


class Meant(NamedTuple):
    """The known words of sentences, by the row of their vector: of sentence n ``words[starts[n] : starts[n + 1]]``."""

    starts: np.ndarray
    words: np.ndarray


def words_of(lists: pd.Series) -> Words:
    """The words of sentences, given as a column of lists of words (see :func:`pipeline.arrow.coded`)."""
    known, number, edges = coded(lists)
    term = np.fromiter(map(is_term, known), dtype=bool, count=len(known))
    return Words(known.tolist(), term, number, edges[:-1], np.diff(edges))


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
    """The terms that several reports hold, and which sentences of each report hold them.

    ``labels``: for each report (sentence, label), held besides its words.
    """
    number: dict[str, int] = {}
    items: dict[int, np.ndarray] = {}
    held = []
    for mine, named in zip(words, labels, strict=True):
        item = items.setdefault(id(mine.known), np.full(len(mine.known), -1))  # mostly one list for all
        flat = mine.flat()
        new = np.zeros(len(item), dtype=bool)
        new[flat] = True
        new &= mine.term & (item < 0)
        item[new] = [number.setdefault(mine.known[n], len(number)) for n in np.flatnonzero(new).tolist()]
        found, row = item[flat], np.repeat(np.arange(len(mine.count)), mine.count)
        term = found >= 0
        told = [(number.setdefault(text, len(number)), at) for at, text in named]
        label = np.array(told, dtype=np.int64).reshape(-1, 2)
        held.append(held_of(np.append(found[term], label[:, 0]), np.append(row[term], label[:, 1]), len(mine.count)))
    return list(number), held


def held_of(item: np.ndarray, row: np.ndarray, rows: int) -> Held:
    """Items that rows hold, each once."""
    keys = np.sort(item * rows + row, kind="stable")  # the quickest of what stands partly in order
    keys = keys[np.diff(keys, prepend=-1) > 0]
    return Held(keys // max(rows, 1), keys % max(rows, 1))


def meant_of(held: Held, rows: int, sense: np.ndarray) -> Meant:
    """The known words of each of ``rows`` sentences; ``sense``: for each item its number among the senses, or -1."""
    word = sense[held.item]
    known = word >= 0
    among = len(sense) and int(sense.max()) + 1
    keys = np.sort(held.row[known] * among + word[known])
    row, word = np.divmod(keys, max(among, 1))
    return Meant(np.searchsorted(row, np.arange(rows + 1)), word)
