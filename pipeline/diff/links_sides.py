"""Some sentences of one report made ready once for every comparison that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.diff.links_grams import Clauses
from pipeline.diff.links_passages import Passage
from pipeline.diff.links_senses import Senses

NEAR = 2
"""Sentences before and behind that tell what is spoken of around a sentence."""
Rows = Mapping[str, np.ndarray]
"""What sentences hold -> the sentences that hold it."""


@dataclass(frozen=True)
class Grams:
    """Pairs of characters of clauses: entry k says that ``clause[k]`` holds ``codes[kind[k]]`` with ``weight[k]``.

    By clause, then by kind; ``by_kind`` puts the entries by kind, then by clause, those of kind n from ``starts[n]`` on.
    ``held``: how often a kind stands there; ``general``: what its weight is multiplied by anywhere. ``owner``: for each
    clause the place of its sentence. ``sentence``, ``spoken``, ``heard``: the same entries (place, kind, weight) summed
    by sentence.
    """

    codes: np.ndarray
    held: np.ndarray
    general: np.ndarray
    clause: np.ndarray
    kind: np.ndarray
    weight: np.ndarray
    by_kind: np.ndarray
    starts: np.ndarray
    owner: np.ndarray
    sentence: np.ndarray
    spoken: np.ndarray
    heard: np.ndarray


@dataclass(frozen=True)
class Words:
    """Words of sentences, sorted: ``rows[starts[n]:starts[n] + count[n]]`` hold word n, which is ``rare[n]`` in general."""

    number: Mapping[str, int]
    rare: np.ndarray
    starts: np.ndarray
    count: np.ndarray
    rows: np.ndarray


@dataclass(frozen=True)
class Side:
    """Some sentences of a report, to be held against those of another.

    ``sense``, ``around``: what each and its neighbours are about, as rows about one long. ``honours``: the clauses that
    tell of an award; ``wishes``: the sentences that strive for one.
    """

    passages: Sequence[Passage]
    grams: Grams
    words: Words
    topics: Rows
    indicators: Rows
    sense: np.ndarray
    around: np.ndarray
    honours: np.ndarray
    wishes: np.ndarray


def grams_of(clauses: Clauses, numbers: np.ndarray, weight_of: np.ndarray) -> Grams:
    """The grams of the numbered sentences (ascending); ``weight_of``: for each code its general weight."""
    wanted = np.isin(clauses.owner, numbers)
    here = wanted[clauses.clause]
    clause = (np.cumsum(wanted) - 1)[clauses.clause[here]]
    codes, kind = np.unique(clauses.code[here], return_inverse=True)
    weight, owner = clauses.weight[here], np.searchsorted(numbers, clauses.owner[wanted])
    held = np.bincount(kind, clauses.times[here], minlength=len(codes))
    starts = np.concatenate([[0], np.cumsum(np.bincount(kind, minlength=len(codes)))])
    cells, cell = np.unique(owner[clause] * len(codes) + kind, return_inverse=True)
    return Grams(
        codes, held, weight_of[codes], clause, kind, weight, np.argsort(kind, kind="stable"), starts, owner,
        cells // max(len(codes), 1), cells % max(len(codes), 1), np.bincount(cell, weight, minlength=len(cells)),
    )  # fmt: skip


def words_of(passages: Sequence[Passage], senses: Senses) -> Words:
    """The words of sentences, each with the sentences that hold it."""
    held = _held(passage.words for passage in passages)
    count = np.array([len(held[word]) for word in held], dtype=int)
    rare = np.array([senses.rarity_of(word) for word in held], dtype=float)
    rows = np.concatenate([np.zeros(0, dtype=int), *held.values()])
    return Words({word: number for number, word in enumerate(held)}, rare, np.cumsum(count) - count, count, rows)


def rows_of(items: Iterable[Iterable[str]]) -> Rows:
    """Each item with the sentences that hold it, sorted by item."""
    return {item: np.array(rows) for item, rows in _held(items).items()}


def _held(items: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    held: dict[str, list[int]] = {}
    for row, mine in enumerate(items):
        for item in mine:
            held.setdefault(item, []).append(row)
    return dict(sorted(held.items()))


def long(meaning: np.ndarray) -> np.ndarray:
    """Rows about one long; shorter where they are of few or common words."""
    return meaning / (np.linalg.norm(meaning, axis=1, keepdims=True) + 0.3)


def around(meaning: np.ndarray) -> np.ndarray:
    """For each row the sum of the rows up to NEAR before and behind, itself left out."""
    running = np.vstack([np.zeros(meaning.shape[1]), np.cumsum(meaning, axis=0)])
    at = np.arange(len(meaning))
    return running[np.minimum(at + NEAR + 1, len(meaning))] - running[np.maximum(at - NEAR, 0)] - meaning
