"""Terms of a genre that stand for one thing: what a report promises in one word the next reports in another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.spotting import Spotter, codes_of

if TYPE_CHECKING:
    from pipeline.diff.links_shared import Pairing

_PARTED = "\n"
Found = tuple[np.ndarray, np.ndarray]
"""Where words start, and which."""
SHORT = 0.3
"""Added to the lengths of two sentences, so that those with one common concept are not alike for sharing it."""
SPOKEN, SOLE = 1, 2
"""A sentence speaks of a concept; and reports have no other words for it."""
ASPECT = 0.5
"""What a concept weighs that isn't a thing but how things are; others weigh 1."""
LACK = 4.0
"""What it takes off where one speaks of a concept by its only words and the other doesn't: they tell of other acts."""


class Words(NamedTuple):
    """The words of all concepts: what finds them, how long each is, which concepts each stands for (words, concepts).

    ``kind``: of each concept SPOKEN or SOLE.
    """

    spotter: Spotter
    length: np.ndarray
    meant: np.ndarray
    kind: np.ndarray


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
        place = {word: n for n, word in enumerate(dict.fromkeys(chain.from_iterable(self.words.values())))}
        meant = np.zeros((len(place), len(self.words)), dtype=bool)
        for number, words in enumerate(self.words.values()):
            meant[[place[word] for word in words], number] = True
        kind = np.array([SOLE if name in self.sole else SPOKEN for name in self.words], dtype=np.int8)
        return Words(Spotter([*place]), np.array([len(word) for word in place]), meant, kind)

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """Which concepts texts without line ends speak of: 0, SPOKEN or SOLE (texts, concepts)."""
        held = np.zeros((len(texts), len(self.words)), dtype=np.int8)
        if texts and self.words:
            ends = np.cumsum([len(text) + 1 for text in texts])
            for starts, words in self._taken(_PARTED.join(texts)):
                word, number = np.divmod(np.flatnonzero(self.known.meant[words]), len(self.words))
                held[np.searchsorted(ends, starts, side="right")[word], number] = self.known.kind[number]
        return held

    def _taken(self, text: str) -> Iterator[Found]:
        """Words in a text, of those that overlap the first, of those that start together the longest; some, then others."""
        starts, words = self.known.spotter.find(codes_of(text))
        order = np.lexsort((-self.known.length[words], starts))
        starts, words = starts[order], words[order]
        while len(starts):
            ends = starts + self.known.length[words]
            # what none before it reaches into is taken; what that one overlaps is not, the rest is looked at again
            first = starts >= np.append(0, np.maximum.accumulate(ends)[:-1])
            yield starts[first], words[first]
            left = starts >= ends[first][np.cumsum(first) - 1]
            starts, words = starts[left], words[left]

    def named(self, text: str) -> list[str]:
        """The names of a text's concepts, sorted."""
        return sorted(name for name, holds in zip(self.words, self.of([text])[0], strict=True) if holds)


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
