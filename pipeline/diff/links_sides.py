"""Some sentences of one report made ready once for every comparison that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

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
class Kinds:
    """The kinds of pairs in a report: their codes, ascending, the kind of each entry by clause, and by sentence.

    ``by_kind`` puts the entries by kind, then by clause.
    """

    codes: np.ndarray
    of_clauses: np.ndarray
    of_sentences: np.ndarray
    by_kind: np.ndarray


@dataclass(frozen=True)
class Words:
    """A report's words, sorted, and where they stand: ``word[k]`` in sentence ``row[k]``, by word, then by sentence.

    ``rare``: how rare each word is in general.
    """

    number: Mapping[str, int]
    rare: np.ndarray
    word: np.ndarray
    row: np.ndarray


@dataclass(frozen=True)
class Names:
    """Words of some sentences: ``rows[starts[n]:starts[n] + count[n]]`` hold word n of ``words``."""

    words: Words
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
    names: Names
    topics: Rows
    indicators: Rows
    sense: np.ndarray
    around: np.ndarray
    honours: np.ndarray
    wishes: np.ndarray


def kinds_of(clauses: Clauses) -> Kinds:
    """The kinds of pairs in a report, told apart once for all choices of its sentences."""
    by_kind = np.argsort(clauses.clauses.code, kind="stable")
    ordered = clauses.clauses.code[by_kind]
    first = np.diff(ordered, prepend=-1) > 0
    codes, of_clauses = ordered[first], np.empty(len(ordered), dtype=int)
    of_clauses[by_kind] = np.cumsum(first) - 1
    return Kinds(codes, of_clauses, np.searchsorted(codes, clauses.sentences.code), by_kind)


def grams_of(clauses: Clauses, kinds: Kinds, numbers: np.ndarray, weight_of: np.ndarray) -> Grams:
    """The grams of the numbered sentences (ascending); ``weight_of``: for each code its general weight."""
    chosen = _chosen(numbers, int(clauses.owner[-1]) + 1)
    wanted = chosen[clauses.owner]
    here, spoken = wanted[clauses.clauses.holder], chosen[clauses.sentences.holder]
    held = np.bincount(kinds.of_clauses[here], clauses.clauses.times[here], minlength=len(kinds.codes))
    codes, kind = kinds.codes[held > 0], _places(held > 0)
    mine = kind[kinds.of_clauses[here]]
    return Grams(
        codes,
        held[held > 0],
        weight_of[codes],
        _places(wanted)[clauses.clauses.holder[here]],
        mine,
        clauses.clauses.weight[here],
        _places(here)[kinds.by_kind[here[kinds.by_kind]]],
        np.concatenate([[0], np.cumsum(np.bincount(mine, minlength=len(codes)))]),
        _places(chosen)[clauses.owner[wanted]],
        _places(chosen)[clauses.sentences.holder[spoken]],
        kind[kinds.of_sentences[spoken]],
        clauses.sentences.weight[spoken],
    )


def _chosen(numbers: np.ndarray, count: int) -> np.ndarray:
    out = np.zeros(count, dtype=bool)
    out[numbers] = True
    return out


def _places(wanted: np.ndarray) -> np.ndarray:
    """For each that is wanted its place among those that are."""
    return np.cumsum(wanted) - 1


def words_of(passages: Sequence[Passage], senses: Senses) -> Words:
    """The words of a report's sentences."""
    flat = list(chain.from_iterable(passage.words for passage in passages))
    number = {word: n for n, word in enumerate(sorted(set(flat)))}
    rare = np.array([senses.rarity_of(word) for word in number], dtype=float)
    words = np.array([number[word] for word in flat], dtype=int)
    rows = np.repeat(np.arange(len(passages)), [len(passage.words) for passage in passages])
    order = np.argsort(words, kind="stable")
    return Words(number, rare, words[order], rows[order])


def names_of(words: Words, numbers: np.ndarray, count: int) -> Names:
    """The words of the numbered ones (ascending) of ``count`` sentences."""
    chosen = _chosen(numbers, count)
    here = chosen[words.row]
    held = np.bincount(words.word[here], minlength=len(words.number))
    return Names(words, np.cumsum(held) - held, held, _places(chosen)[words.row[here]])


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
