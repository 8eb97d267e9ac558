"""Which words of official prose are used alike and how common they are: ``links/senses.txt``, learnt from reports."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from pipeline.diff.links_grams import CODES, clauses_of
from pipeline.profiles import Profile

LIST = "links/senses"
TERMS = "words/"
"""Lists of a genre's own terms: they name nothing of one place."""
TERM = 0.6
COMMON = 0.25
"""Words at most this rare (认真, 推进) say nothing of what a sentence is about."""


@dataclass(frozen=True)
class Senses:
    """``number``: word -> row of ``vectors`` (rows of length one); ``rare``: how rare each word is, 0 to 1.

    ``rarity``: the same by word, where a word of the genre, which is in every place's reports, is at most TERM;
    ``weight``: for pairs of characters, TERM where such a word holds them, else 1.
    """

    number: Mapping[str, int]
    vectors: np.ndarray
    rare: np.ndarray
    rarity: Mapping[str, float]
    weight: np.ndarray

    def rarity_of(self, word: str) -> float:
        """0 (in every sentence) to 1 (a word that other places don't use: mostly a name)."""
        return self.rarity.get(word, 1.0)

    def sums(self, rows: np.ndarray, words: np.ndarray, count: int) -> np.ndarray:
        """What each of ``count`` sentences is about: the sum of its known words' vectors, rare words weighing more.

        ``words``: words by number, each of which stands in the sentence that ``rows`` tells.
        """
        keys = np.sort(rows * len(self.vectors) + words)
        row, word = keys // len(self.vectors), keys % len(self.vectors)
        weight = np.maximum(self.rare[word] - COMMON, 0) / (1 - COMMON)
        first = np.flatnonzero(np.diff(row, prepend=-1))
        out = np.zeros((count, self.vectors.shape[1]))
        if len(first):
            out[row[first]] = np.add.reduceat(self.vectors[word] * weight[:, None], first, axis=0)
        return out


@cache
def senses_of(profile: Profile) -> Senses:
    """Read the list of a profile."""
    entries = [line.split(" ") for line in profile.lists[LIST]]
    raw = b"".join(base64.b64decode(numbers) for _, _, numbers in entries)
    vectors = np.frombuffer(raw, dtype=np.int8).reshape(len(entries), -1) / 127
    rare = np.array([int(rare) for _, rare, _ in entries]) / 99
    terms = frozenset(term for name, found in profile.lists.items() if name.startswith(TERMS) for term in found)
    weight = np.ones(CODES)
    weight[clauses_of(sorted(terms)).clauses.code] = TERM
    number = {word: number for number, (word, _, _) in enumerate(entries)}
    known = dict(zip(number, rare.tolist(), strict=True))
    rarity = known | {term: min(known.get(term, 1.0), TERM) for term in terms}
    return Senses(number, vectors, rare, rarity, weight)
