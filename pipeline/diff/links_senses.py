"""Which words of official prose are used alike and how common they are: ``links/senses.txt``, learnt from reports."""

from __future__ import annotations

from binascii import a2b_base64
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


@dataclass(frozen=True, eq=False)
class Senses:
    """``number``: word -> row of ``vectors``, one as long as the word tells what is spoken of: 0 (进一步) to 1 (a name).

    ``rarity``: how rare each word is, 0 to 1, where a word of the genre, which is in every place's reports, is at most
    TERM; ``weight``: for pairs of characters, TERM where such a word holds them, else 1.
    """

    number: Mapping[str, int]
    vectors: np.ndarray
    rarity: Mapping[str, float]
    weight: np.ndarray

    def rarity_of(self, word: str) -> float:
        """0 (in every sentence) to 1 (a word that other places don't use: mostly a name)."""
        return self.rarity.get(word, 1.0)


@cache
def senses_of(profile: Profile) -> Senses:
    """Read the list of a profile."""
    entries = [line.split(" ") for line in profile.lists[LIST]]
    raw = b"".join([a2b_base64(numbers) for _, _, numbers in entries])
    rare = np.array([int(rare) for _, rare, _ in entries]) / 99
    vectors = np.frombuffer(raw, dtype=np.int8).reshape(len(entries), -1) / 127
    vectors *= np.maximum(rare - COMMON, 0)[:, None] / (1 - COMMON)
    terms = frozenset(term for name, found in profile.lists.items() if name.startswith(TERMS) for term in found)
    weight = np.ones(CODES)
    weight[clauses_of(sorted(terms)).code] = TERM
    number = {word: number for number, (word, _, _) in enumerate(entries)}
    known = dict(zip(number, rare.tolist(), strict=True))
    rarity = known | {term: min(known.get(term, 1.0), TERM) for term in terms}
    return Senses(number, vectors, rarity, weight)
