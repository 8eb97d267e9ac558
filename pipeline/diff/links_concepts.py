"""Terms of a genre that stand for one thing: what a report promises in one word the next reports in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.spotting import Spotter, codes_of

if TYPE_CHECKING:
    from pipeline.diff.links_shared import Pairing

_PARTED = "\n"
SHORT = 0.3
"""Added to the lengths of two sentences, so that those with one common concept are not alike for sharing it."""


@dataclass(frozen=True)
class Concepts:
    """``words``: concept -> its words; a longer word hides the shorter ones inside it."""

    words: Mapping[str, Sequence[str]]

    @cached_property
    def numbers(self) -> Mapping[str, Sequence[int]]:
        """Word -> the concepts that it stands for, by number."""
        found: dict[str, list[int]] = {}
        for number, words in enumerate(self.words.values()):
            for word in words:
                found.setdefault(word, []).append(number)
        return found

    @cached_property
    def spotter(self) -> Spotter:
        """Finds the words of all concepts, in the order of ``numbers``."""
        return Spotter([*self.numbers])

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """Which concepts texts without line ends speak of: truth values (texts, concepts)."""
        held = np.zeros((len(texts), len(self.words)), dtype=bool)
        if texts and self.words:
            ends = np.cumsum([len(text) + 1 for text in texts])
            found = [
                (start, number) for start, word in self._taken(_PARTED.join(texts)) for number in self.numbers[word]
            ]
            place, number = np.array(found, dtype=np.int64).reshape(-1, 2).T
            held[np.searchsorted(ends, place, side="right"), number] = True
        return held

    def _taken(self, text: str) -> Iterator[tuple[int, str]]:
        """Where words start, and which: of those that overlap the first, of those that start together the longest."""
        names = [*self.numbers]
        starts, words = self.spotter.find(codes_of(text))
        lengths = np.array([len(name) for name in names])[words]
        order, end = np.lexsort((-lengths, starts)), 0
        for start, word in zip(starts[order].tolist(), words[order].tolist(), strict=True):
            if start >= end:
                end = start + len(names[word])
                yield start, names[word]

    def named(self, text: str) -> list[str]:
        """The names of a text's concepts, sorted."""
        return sorted(name for name, holds in zip(self.words, self.of([text])[0], strict=True) if holds)


class Common(NamedTuple):
    """What concepts two sentences share: the sum of how rare they are, and the cosine of the two; (of a, of b)."""

    weight: np.ndarray
    cosine: np.ndarray


def common(pair: Pairing) -> Common:
    """Concepts that the sentences of two sides share; they weigh by how rare they are among these, 0 to 1."""
    a, b = (side.wording.concepts[side.numbers].astype(float) for side in (pair.a, pair.b))
    most = np.log(len(a) + len(b) + 1)
    rare = 1 - np.log(np.maximum(a.sum(axis=0) + b.sum(axis=0), 1)) / most
    lengths = [np.sqrt(held @ rare**2) for held in (a, b)]
    cosine = (a * rare**2) @ b.T / (lengths[0][:, None] * lengths[1] + SHORT)
    return Common((a * rare) @ b.T, cosine)
