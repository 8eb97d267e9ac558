"""What speaks for two sentences being about the same item: shared rare wording, shared names, one meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_passages import Passage
from pipeline.diff.links_wording import Pairing, Side

FEATURES = (
    "rare", "like", "like_mutual", "margin", "mutual", "name",
    "sense", "sense_margin", "sense_mutual", "around", "indicator", "topic", "honour",
)  # fmt: skip
COMMON = 0.1
"""Words that weigh no more name nothing."""
NEAR = 2
"""Sentences before and behind that tell what is spoken of around a sentence."""


def evidence(pair: Pairing) -> dict[str, np.ndarray]:
    """Features of every two sentences: name -> array (sentences of a, of b); both sides have sentences.

    rare: the weight of what their best two clauses share. like: how much of these clauses that is (mutual: more than
    with any other sentence of a). margin, mutual: cosine of the sentences less that of the best other sentence of b,
    of a. name: the weight of the rarest word shared. sense: cosine of what both are about, and the same of the
    sentences around. indicator: both state a figure of one id. topic: their sections have one topic. honour: what the
    sentence of b tells of is an award or a standing, which the sentence of a doesn't strive for.
    """
    a, b = pair.a, pair.b
    wording = _wording(a, b)
    sense = _cosines(a.meaning, b.meaning)
    around = _cosines(_around(a.meaning), _around(b.meaning))
    return {
        "rare": wording["rare"], "like": wording["like"], "like_mutual": _over_others(wording["like"], 0),
        "margin": _over_others(wording["cosine"], 1), "mutual": _over_others(wording["cosine"], 0),
        "name": _names(a.passages, b.passages, pair.names),
        "sense": sense, "sense_margin": _over_others(sense, 1), "sense_mutual": _over_others(sense, 0), "around": around,
        "indicator": _common([p.indicators for p in a.passages], [p.indicators for p in b.passages]),
        "topic": _common([{p.topic} - {"none"} for p in a.passages], [{p.topic} - {"none"} for p in b.passages]),
        "honour": wording["honour"] * ~a.wishes[:, None],
    }  # fmt: skip


def _wording(a: Side, b: Side) -> Mapping[str, np.ndarray]:
    shape = (len(a.passages), len(b.passages))
    product = (a.clauses @ b.clauses.T).tocoo()
    cell = a.owner[product.row] * shape[1] + b.owner[product.col]
    alike = product.data / (_lengths(a.clauses)[product.row] * _lengths(b.clauses)[product.col] + 40)
    total = np.bincount(cell, product.data, minlength=shape[0] * shape[1]).reshape(shape)
    whole = _lengths(_summed(a))[:, None] * _lengths(_summed(b))[None, :]
    best, honour = _greatest(cell, product.data, shape), b.honours[product.col]
    return {
        "honour": (best > 0) & (_greatest(cell[honour], product.data[honour], shape) >= best),
        "rare": np.sqrt(best) / 10,
        "like": _greatest(cell, alike, shape),
        "cosine": total / np.maximum(whole, 1e-9),
    }


def _summed(side: Side) -> csr_matrix:
    """Sentences x pairs of characters."""
    count = len(side.owner)
    groups = csr_matrix((np.ones(count), (side.owner, np.arange(count))), shape=(len(side.passages), count))
    return groups @ side.clauses


def _lengths(matrix: csr_matrix) -> np.ndarray:
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return np.sqrt(np.bincount(rows, matrix.data * matrix.data, minlength=matrix.shape[0]))


def _greatest(cell: np.ndarray, value: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    out = np.zeros(shape[0] * shape[1])
    np.maximum.at(out, cell, value)
    return out.reshape(shape)


def _names(a: Sequence[Passage], b: Sequence[Passage], names: Mapping[str, float]) -> np.ndarray:
    """The weight of the rarest word that two sentences share."""
    known = {word for passage in b for word in passage.words} & {word for passage in a for word in passage.words}
    order = sorted((word for word in known if names[word] > COMMON), key=lambda word: (names[word], word))
    rank = {word: number for number, word in enumerate(order)}
    a_rank, a_row = _ranked(a, rank)
    b_rank, b_row = _ranked(b, rank)
    first, held = np.searchsorted(b_rank, a_rank), np.bincount(b_rank, minlength=len(order))[a_rank]
    behind = np.arange(held.sum()) - np.repeat(np.cumsum(held) - held, held)
    out = np.zeros((len(a), len(b)))
    weight = np.array([names[word] for word in order])
    # rarer words come later, and of values given to one cell numpy keeps the last
    out[np.repeat(a_row, held), b_row[np.repeat(first, held) + behind]] = np.repeat(weight[a_rank], held)
    return out


def _ranked(passages: Sequence[Passage], rank: Mapping[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """The ranks of all words of sentences, ascending, and the sentence of each."""
    found = [(rank[word], row) for row, passage in enumerate(passages) for word in passage.words if word in rank]
    both = np.array(sorted(found), dtype=int).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _common(a: Sequence[frozenset[str] | set[str]], b: Sequence[frozenset[str] | set[str]]) -> np.ndarray:
    """1 where two sets meet."""
    out = np.zeros((len(a), len(b)))
    for item in sorted(set().union(*a) & set().union(*b)):
        out[np.ix_([i for i, s in enumerate(a) if item in s], [i for i, s in enumerate(b) if item in s])] = 1
    return out


def _cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Cosine of every two rows; less where rows are of few or common words.

    Summed by einsum: the same to the last bit whatever the number of threads, and these are too few to gain from any.
    """
    left, right = (side / (np.linalg.norm(side, axis=1, keepdims=True) + 0.3) for side in (a, b))
    return np.einsum("ik,jk->ij", left, right)


def _around(meaning: np.ndarray) -> np.ndarray:
    """For each row the sum of the rows up to NEAR before and behind, itself left out."""
    running = np.vstack([np.zeros(meaning.shape[1]), np.cumsum(meaning, axis=0)])
    at = np.arange(len(meaning))
    return running[np.minimum(at + NEAR + 1, len(meaning))] - running[np.maximum(at - NEAR, 0)] - meaning


def _over_others(scores: np.ndarray, axis: int) -> np.ndarray:
    """Each cell less the best of the other cells in its row (axis 1) or column (axis 0); 0 where there is no other."""
    if scores.shape[axis] < 2:
        return np.zeros_like(scores)
    ordered = np.partition(scores, -2, axis=axis)
    first, second = (np.take(ordered, [i], axis=axis) for i in (-1, -2))
    return scores - np.where(scores == first, second, first)
