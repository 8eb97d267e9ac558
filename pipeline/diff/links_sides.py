"""Some sentences of one report made ready once for every comparison that they stand in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.diff.links_wording import Wording
from pipeline.diff.links_words import Held

NEAR = 2
"""Sentences before and behind that tell what is spoken of around a sentence."""


@dataclass(frozen=True)
class Index:
    """Which rows hold each item: item n is held by ``rows[starts[n] : starts[n] + count[n]]``."""

    count: np.ndarray
    starts: np.ndarray
    rows: np.ndarray


@dataclass(frozen=True)
class Grams:
    """Pairs of characters of clauses: entry k says that ``clause[k]`` holds ``kind[k]`` with ``weight[k]``; by clause.

    ``starts``: where each clause's entries start. ``own``: how often the kind of each stands here; ``general``: what its
    weight is multiplied by anywhere, squared. ``owner``: for each clause the place of its sentence. ``held``: how often
    each kind of the whole place stands here. Entry k by sentence says that ``sentence[k]`` holds the kind of entry
    ``at[k]`` with the square root of ``heard[k]``.
    """

    kind: np.ndarray
    weight: np.ndarray
    clause: np.ndarray
    starts: np.ndarray
    own: np.ndarray
    general: np.ndarray
    owner: np.ndarray
    held: np.ndarray
    sentence: np.ndarray
    at: np.ndarray
    heard: np.ndarray

    @cached_property
    def most(self) -> int:
        """How often the commonest kind stands here."""
        return int(self.held.max(initial=0))


@dataclass(frozen=True)
class Side:
    """Some sentences of a report (``numbers``, ascending), to be held against those of another.

    ``place``: for each clause of the report the place of its sentence among these, or -1. ``terms``, ``indicators``:
    which of them hold each; ``topic``: of each. ``sense``, ``around``: what each and its neighbours are about, as rows
    about one long. ``wishes``: which strive for an award.
    """

    wording: Wording
    numbers: np.ndarray
    grams: Grams
    place: np.ndarray
    terms: Index
    indicators: Index
    topic: np.ndarray
    sense: np.ndarray
    around: np.ndarray
    wishes: np.ndarray


@dataclass(frozen=True)
class Pairing:
    """Sentences of two reports: what is compared is what is weighed."""

    a: Side
    b: Side


def pairing_of(a: Wording, b: Wording, a_roles: Collection[str], b_roles: Collection[str]) -> Pairing:
    """The sentences of these roles, weighed; those without words are left out."""
    return Pairing(side_of(a, a.numbers(a_roles)), side_of(b, b.numbers(b_roles)))


def side_of(wording: Wording, numbers: Sequence[int]) -> Side:
    """The numbered sentences (ascending)."""
    key = tuple(numbers)
    if key not in wording.sides:
        wording.sides[key] = _made(wording, np.array(numbers, dtype=np.int64))
    return wording.sides[key]


def _made(wording: Wording, numbers: np.ndarray) -> Side:
    place = np.full(len(wording.topic), -1, dtype=np.int32)
    place[numbers] = np.arange(len(numbers))
    meaning = wording.meaning[numbers]
    return Side(
        wording,
        numbers,
        _grams(wording, numbers, place),
        place[wording.clauses.owner],
        _index(wording.terms, place, len(wording.known.rare)),
        _index(wording.indicators, place, wording.known.indicators),
        wording.topic[numbers],
        long(meaning),
        long(around(meaning)),
        wording.wishes[numbers],
    )


def _grams(wording: Wording, numbers: np.ndarray, place: np.ndarray) -> Grams:
    """The pairs of the numbered sentences, taken run by run: most sentences chosen follow one another."""
    told, runs = wording.clauses, _runs(numbers)
    clauses, by_text = np.searchsorted(told.owner, runs), np.searchsorted(told.text, runs)
    entries = wording.starts[clauses]
    kind = _taken(wording.kind, entries)
    held = np.bincount(kind, _taken(told.times, entries), len(wording.known.general)).astype(np.int32)
    count = _taken(np.diff(wording.starts), clauses)
    size = entries[:, 1] - entries[:, 0]
    moved = np.repeat(entries[:, 0] - (np.cumsum(size) - size), by_text[:, 1] - by_text[:, 0])
    return Grams(
        kind,
        _taken(told.weight, entries),
        np.repeat(np.arange(len(count), dtype=np.int32), count),
        np.concatenate([[0], np.cumsum(count)]).astype(np.int32),
        held[kind],
        wording.known.general[kind],
        place[_taken(told.owner, clauses)],
        held,
        place[_taken(told.text, by_text)],
        _taken(told.at, by_text) - moved,
        _taken(told.heard, by_text) ** 2,
    )


def _runs(numbers: np.ndarray) -> np.ndarray:
    """(first, end) of numbers that follow one another.

    >>> _runs(np.array([2, 3, 4, 7])).tolist()
    [[2, 5], [7, 8]]
    """
    first = np.flatnonzero(np.diff(numbers, prepend=-2) != 1)
    last = np.flatnonzero(np.diff(numbers, append=-2) != 1)
    return np.stack([numbers[first], numbers[last] + 1], axis=1)


def _taken(values: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """The values from each span on to its end, one after another."""
    pieces = [values[start:end] for start, end in spans.tolist()]
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces) if pieces else values[:0]


def _index(held: Held, place: np.ndarray, items: int) -> Index:
    row = place[held.row]
    here = row >= 0
    count = np.bincount(held.item[here], minlength=items)
    return Index(count, np.cumsum(count) - count, row[here])


def long(meaning: np.ndarray) -> np.ndarray:
    """Rows about one long; shorter where they are of few or common words."""
    return meaning / (np.linalg.norm(meaning, axis=1, keepdims=True) + 0.3)


def around(meaning: np.ndarray) -> np.ndarray:
    """For each row the sum of the rows up to NEAR before and behind, itself left out."""
    running = np.vstack([np.zeros(meaning.shape[1]), np.cumsum(meaning, axis=0)])
    at = np.arange(len(meaning))
    return running[np.minimum(at + NEAR + 1, len(meaning))] - running[np.maximum(at - NEAR, 0)] - meaning
