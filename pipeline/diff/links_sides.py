"""Some sentences of one report made ready once for every comparison that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from pipeline.diff.links_native import SIDE_MADE_TYPES, SIDE_OF_TYPES, SIDE_TYPES, Arrays, choose
from pipeline.diff.links_wording import Wording


class Index(NamedTuple):
    """Which rows hold each item: item n is held by ``rows[starts[n] : starts[n] + many[n]]``."""

    many: np.ndarray
    starts: np.ndarray
    rows: np.ndarray


@dataclass(frozen=True)
class Side:
    """Some sentences of a report (``numbers``, ascending), to be held against those of another.

    ``owner``: for each clause of the report the place of its sentence among these, or -1; ``clauses``: how many have
    one. ``held``: how often each kind of pair of characters stands in them; ``most``: how often the commonest does.
    ``terms``, ``indicators``: which sentences hold each; ``topic``: of each. ``wishes``: which strive for an award.
    ``sense``: what each is about, ``around``: what its neighbours are, as rows about one long.
    """

    wording: Wording
    numbers: np.ndarray
    owner: np.ndarray
    clauses: int
    held: np.ndarray
    most: int
    terms: Index
    indicators: Index
    topic: np.ndarray
    wishes: np.ndarray
    sense: np.ndarray
    around: np.ndarray

    @cached_property
    def arrays(self) -> Arrays:
        """What the kernel reads of it: see ``links_kernel.Side``."""
        kinds, honours = self.wording.kinds, self.wording.honours
        pairs = (kinds.starts, kinds.kind, kinds.apart, kinds.first, kinds.clause, kinds.packed)
        return Arrays((*pairs, self.owner, self.held, honours, *self.terms, *self.indicators), SIDE_TYPES)


@lru_cache(maxsize=16)
def chosen(wording: Wording, roles: tuple[str, ...]) -> Side:
    """The sentences of these roles; those without words are left out.

    Kept for a while: a report is held against the year before and the year after.
    """
    return side_of(wording, wording.numbers(roles))


def side_of(wording: Wording, numbers: Sequence[int]) -> Side:
    """The numbered sentences (ascending)."""
    mine, kinds, known = np.array(numbers, dtype=np.int64), wording.kinds, wording.known
    terms, indicators, meant = wording.terms, wording.indicators, wording.meant
    wide = known.vectors.shape[1]
    sizes = (len(wording.topic), len(mine), len(kinds.owner), len(known.general),
             len(terms.item), len(known.rare), len(indicators.item), known.indicators, wide)  # fmt: skip
    place, owner, held = np.empty(sizes[0], np.int64), np.empty(sizes[2], np.int64), np.empty(sizes[3], np.uint32)
    term, indicator = _index(len(known.rare), len(terms.row)), _index(known.indicators, len(indicators.row))
    counts, sense, around = np.empty(2, np.int64), np.empty((len(mine), wide)), np.empty((len(mine), wide))
    running = np.empty((len(mine) + 1, wide))
    choose()(
        Arrays((np.array(sizes), mine, kinds.owner, kinds.starts, kinds.kind, terms.item, terms.row, indicators.item,
                indicators.row, meant.starts, meant.words, known.vectors), SIDE_OF_TYPES),
        Arrays((place, owner, held, *term, *indicator, counts, sense, around, running), SIDE_MADE_TYPES),
    )  # fmt: skip
    clauses, most = counts.tolist()
    return Side(wording, mine, owner, clauses, held, most, term, indicator, wording.topic[mine], wording.wishes[mine],
                sense, around)  # fmt: skip


def _index(items: int, rows: int) -> Index:
    """Room for one."""
    return Index(np.empty(items, np.int64), np.empty(items, np.int64), np.empty(rows, np.int64))
