"""What speaks for two sentences being about the same item: shared rare wording, whole and clause by clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_passages import Passage

FEATURES = ("rare", "covered", "margin", "mutual", "topic", "words", "name", "second")


def evidence(a: Sequence[Passage], b: Sequence[Passage], weights: Mapping[str, float]) -> np.ndarray:
    """Features of every pair of passages: array (len(a), len(b), len(FEATURES)).

    rare: the weight that their best pair of clauses shares. covered: share of a's weight found in b's clauses, each
    clause of a in its best one. margin: cosine of the sentences less that of a's best other sentence. mutual: cosine
    less the best that b reaches with another sentence of a. topic: whether their sections have one topic. words: the
    weight of all shared words; name, second: that of the rarest and the next rarest.
    """
    vocabulary: dict[str, int] = {}
    a_clauses, b_clauses = _matrix(a, weights, vocabulary), _matrix(b, weights, vocabulary)
    width = len(vocabulary)
    (am, a_of), (bm, b_of) = (_sparse(m, width) for m in (a_clauses, b_clauses))
    shared = (am @ bm.T).toarray()
    held = np.asarray(am.multiply(am).sum(axis=1))
    by_b = _best(shared, b_of, len(b), axis=1)
    rare = _best(by_b, a_of, len(a), axis=0)
    covered = _total(by_b, a_of, len(a)) / np.maximum(_total(held, a_of, len(a)), 1e-9)
    cosine = _cosine(a, b, weights, vocabulary)
    topic = np.array([[float(x.topic == y.topic != "none") for y in b] for x in a]).reshape(len(a), len(b))
    margin, mutual = cosine - _best_other(cosine, 1), cosine - _best_other(cosine, 0)
    wording = [np.sqrt(rare) / 10, covered, margin, mutual, topic]
    return np.stack([*wording, *_shared_words(a, b, weights)], axis=2)


Rows = tuple[list[int], list[int], list[float], list[int]]


def _matrix(passages: Sequence[Passage], weights: Mapping[str, float], vocabulary: dict[str, int]) -> Rows:
    row: list[int] = []
    column: list[int] = []
    value: list[float] = []
    owner: list[int] = []
    for number, passage in enumerate(passages):
        for clause in passage.clauses or (frozenset(),):
            for gram in sorted(clause):
                row.append(len(owner))
                column.append(vocabulary.setdefault(gram, len(vocabulary)))
                value.append(weights.get(gram, 0.0))
            owner.append(number)
    return row, column, value, owner


def _sparse(rows: Rows, width: int) -> tuple[csr_matrix, np.ndarray]:
    row, column, value, owner = rows
    return csr_matrix((value, (row, column)), shape=(len(owner), max(width, 1))), np.array(owner, dtype=int)


def _cosine(
    a: Sequence[Passage], b: Sequence[Passage], weights: Mapping[str, float], vocabulary: Mapping[str, int]
) -> np.ndarray:
    left, right = (_whole(side, weights, vocabulary) for side in (a, b))
    return (left @ right.T).toarray()


def _whole(passages: Sequence[Passage], weights: Mapping[str, float], vocabulary: Mapping[str, int]) -> csr_matrix:
    row, column, value = [], [], []
    for number, passage in enumerate(passages):
        found = sorted(passage.grams)
        length = sum(weights.get(g, 0.0) ** 2 for g in found) ** 0.5 or 1.0
        row += [number] * len(found)
        column += [vocabulary[g] for g in found]
        value += [weights.get(g, 0.0) / length for g in found]
    return csr_matrix((value, (row, column)), shape=(len(passages), max(len(vocabulary), 1)))


def _shared_words(
    a: Sequence[Passage], b: Sequence[Passage], weights: Mapping[str, float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of the words that two passages share: root of the summed weights, the greatest weight, the next."""
    total, first, second = (np.zeros((len(a), len(b))) for _ in range(3))
    a_holds, b_holds = _holders(a), _holders(b)
    for word in sorted(a_holds.keys() & b_holds.keys(), key=lambda w: (weights.get(w, 0.0), w)):
        cells = np.ix_(a_holds[word], b_holds[word])
        total[cells] += weights.get(word, 0.0)
        second[cells] = first[cells]
        first[cells] = weights.get(word, 0.0)
    return np.sqrt(total) / 3, first / 7, second / 7


def _holders(passages: Sequence[Passage]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        for word in passage.words:
            out.setdefault(word, []).append(number)
    return out


def _best(scores: np.ndarray, owner: np.ndarray, owners: int, axis: int) -> np.ndarray:
    """The best score among the clauses of each passage, along an axis."""
    out = np.zeros((scores.shape[0], owners) if axis else (owners, scores.shape[1]))
    if axis:
        np.maximum.at(out.T, owner, scores.T)
    else:
        np.maximum.at(out, owner, scores)
    return out


def _total(scores: np.ndarray, owner: np.ndarray, owners: int) -> np.ndarray:
    out = np.zeros((owners, scores.shape[1]))
    np.add.at(out, owner, scores)
    return out


def _best_other(scores: np.ndarray, axis: int) -> np.ndarray:
    """For each cell, the best of the other cells in its row (axis 1) or column (axis 0)."""
    if scores.shape[axis] < 2:
        return np.zeros_like(scores)
    ordered = np.sort(scores, axis=axis)
    first, second = (np.take(ordered, [i], axis=axis) for i in (-1, -2))
    return np.where(scores == first, second, first)
