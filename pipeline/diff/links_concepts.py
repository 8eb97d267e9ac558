"""Terms of a genre that stand for one thing: what a report promises in one word the next reports in another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.diff.links_native import CONCEPTS_TYPES, Arrays, speak
from pipeline.spotting import codes_of

if TYPE_CHECKING:
    from pipeline.diff.links_shared import Pairing

_PARTED = "\n"
SHORT = 0.3
"""Added to the lengths of two sentences, so that those with one common concept are not alike for sharing it."""
SPOKEN, SOLE = 1, 2
"""A sentence speaks of a concept; and reports have no other words for it."""
ASPECT = 0.5
"""What a concept weighs that isn't a thing but how things are; others weigh 1."""
LACK = 4.0
"""What it takes off where one speaks of a concept by its only words and the other doesn't: they tell of other acts."""


class Words(NamedTuple):
    """The words of all concepts, by the letter that they open with, of these the longest first.

    ``opens``: code point -> number of the letter, 0 for those that open none; ``first``: letter -> its first word.
    Word n is ``letters[starts[n] : starts[n + 1]]`` and stands for ``concepts[means[n] : means[n + 1]]``. ``kinds``: of each
    concept SPOKEN or SOLE.
    """

    opens: np.ndarray
    first: np.ndarray
    starts: np.ndarray
    letters: np.ndarray
    means: np.ndarray
    concepts: np.ndarray
    kinds: np.ndarray


@dataclass(frozen=True)
class Concepts:
    """``words``: concept -> its words; a longer word hides the shorter ones inside it.

    ``sole``: the concepts that reports have no other words for; ``aspects``: those that say how things are.
    """

    words: Mapping[str, Sequence[str]]
    sole: Collection[str] = ()
    aspects: Collection[str] = ()

    @cached_property
    def worth(self) -> np.ndarray:
        """What each concept weighs."""
        return np.array([ASPECT if name in self.aspects else 1.0 for name in self.words])

    @cached_property
    def known(self) -> Words:
        """Each word once."""
        stands_for: dict[str, list[int]] = {}
        for number, words in enumerate(self.words.values()):
            for word in dict.fromkeys(words):
                stands_for.setdefault(word, []).append(number)
        known = sorted(stands_for, key=lambda word: (word[0], -len(word), word))
        openings = sorted({word[0] for word in known})
        opens = np.zeros(max(map(ord, openings), default=0) + 2, dtype=np.int64)  # the last: all code points behind
        opens[[ord(letter) for letter in openings]] = np.arange(1, len(openings) + 1)
        many = np.bincount(opens[[ord(word[0]) for word in known]], minlength=len(openings) + 1)
        kinds = [SOLE if name in self.sole else SPOKEN for name in self.words]
        return Words(
            opens, _edges(many), _edges([len(word) for word in known]), codes_of("".join(known)),
            _edges([len(stands_for[word]) for word in known]),
            np.array([number for word in known for number in stands_for[word]], dtype=np.int64),
            np.array(kinds, dtype=np.int8),
        )  # fmt: skip

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """Which concepts texts without line ends speak of: 0, SPOKEN or SOLE (texts, concepts)."""
        held = np.zeros((len(texts), len(self.words)), dtype=np.int8)
        if texts and self.words:
            points = codes_of(_PARTED.join(texts))
            sizes = np.array([len(points), len(self.known.opens), *held.shape])
            speak()(Arrays((sizes, points, *self.known, held), CONCEPTS_TYPES))
        return held

    def named(self, text: str) -> list[str]:
        """The names of a text's concepts, sorted."""
        return sorted(name for name, holds in zip(self.words, self.of([text])[0], strict=True) if holds)


def _edges(counts: Sequence[int] | np.ndarray) -> np.ndarray:
    """Where runs of these lengths start, and where the last one ends."""
    return np.cumsum([0, *counts], dtype=np.int64)


class Common(NamedTuple):
    """What concepts two sentences share: the sum of how rare they are less what b lacks, their cosine; (of a, of b)."""

    weight: np.ndarray
    cosine: np.ndarray


def common(pair: Pairing) -> Common:
    """Concepts that the sentences of two sides share; what b lacks of those that have no other words is taken off."""
    a, b = (side.wording.concepts[side.numbers] for side in (pair.a, pair.b))
    found = shared(a > 0, b > 0)
    sole = np.flatnonzero((a == SOLE).any(axis=0))
    return found._replace(weight=found.weight - LACK * ((a[:, sole] > 0).astype(float) @ (b[:, sole] == 0).T))


def shared(a: np.ndarray, b: np.ndarray, worth: np.ndarray | float = 1.0) -> Common:
    """Concepts shared by sentences (booleans: sentences, concepts); they weigh by how rare they are among these, 0 to 1.

    ``worth``: what that is multiplied by for each concept.
    """
    most = np.log(len(a) + len(b) + 1)
    mine, theirs = a.astype(float), b.astype(float)
    rare = (1 - np.log(np.maximum(mine.sum(axis=0) + theirs.sum(axis=0), 1)) / most) * worth
    square = rare**2
    lengths = [np.sqrt(held @ square) for held in (mine, theirs)]
    cosine = (mine * square) @ theirs.T / (lengths[0][:, None] * lengths[1] + SHORT)
    return Common((mine * rare) @ theirs.T, cosine)
