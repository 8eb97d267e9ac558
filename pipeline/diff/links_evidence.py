"""What speaks for two sentences being about the same item: shared rare wording, shared names, one meaning."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_grams import RAREST, rarity
from pipeline.diff.links_sides import Grams, Names, Rows, Side
from pipeline.diff.links_wording import Pairing

FEATURES = (
    "rare", "like", "like_mutual", "margin", "mutual", "name",
    "sense", "sense_margin", "sense_mutual", "around", "indicator", "topic", "honour",
)  # fmt: skip
COMMON = 0.1
"""Words that weigh no more name nothing."""


def evidence(pair: Pairing) -> dict[str, np.ndarray]:
    """Features of every two sentences: name -> array (sentences of a, of b); both sides have sentences.

    rare: the weight of what their best two clauses share. like: how much of these clauses that is (mutual: more than
    with any other sentence of a). margin, mutual: cosine of the sentences less that of the best other sentence of b,
    of a. name: the weight of the rarest word shared. sense: cosine of what both are about, and the same of the
    sentences around. indicator: both state a figure of one id. topic: their sections have one topic. honour: what the
    sentence of b tells of is an award or a standing, which the sentence of a doesn't strive for.
    """
    a, b = pair.a, pair.b
    shape = (len(a.passages), len(b.passages))
    wording, sense = _wording(a, b), _cosines(a.sense, b.sense)
    return {
        "rare": wording["rare"], "like": wording["like"], "like_mutual": _over_others(wording["like"], 0),
        "margin": _over_others(wording["cosine"], 1), "mutual": _over_others(wording["cosine"], 0),
        "name": _names(a.names, b.names, shape),
        "sense": sense, "sense_margin": _over_others(sense, 1), "sense_mutual": _over_others(sense, 0),
        "around": _cosines(a.around, b.around),
        "indicator": _common(a.indicators, b.indicators, shape), "topic": _common(a.topics, b.topics, shape),
        "honour": wording["honour"] * ~a.wishes[:, None],
    }  # fmt: skip


def _wording(a: Side, b: Side) -> Mapping[str, np.ndarray]:
    shape = (len(a.passages), len(b.passages))
    kinds = _kinds(a.grams, b.grams)
    weights = _weights(a.grams, b.grams, kinds)
    row, column, shared = _shared(a.grams, b.grams, kinds, *weights)
    cell = a.grams.owner[row] * shape[1] + b.grams.owner[column]
    alike = shared / (_lengths(a.grams, weights[0])[row] * _lengths(b.grams, weights[1])[column] + 40)
    total = np.bincount(cell, shared, minlength=shape[0] * shape[1]).reshape(shape)
    whole = _whole(a.grams, weights[0], shape[0])[:, None] * _whole(b.grams, weights[1], shape[1])[None, :]
    best, honour = _greatest(cell, shared, shape), b.honours[column]
    return {
        "honour": (best > 0) & (_greatest(cell[honour], shared[honour], shape) >= best),
        "rare": np.sqrt(best) / 10,
        "like": _greatest(cell, alike, shape),
        "cosine": total / np.maximum(whole, 1e-9),
    }


def _kinds(a: Grams, b: Grams) -> np.ndarray:
    """For each kind of a the kind of b that is the same, or -1."""
    at = np.searchsorted(b.codes, a.codes)
    return np.where(np.append(b.codes, -1)[at] == a.codes, at, -1)


def _weights(a: Grams, b: Grams, kinds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each kind of a and of b its weight by how rare it is among the clauses of both."""
    count = len(a.owner) + len(b.owner)
    held, other = a.held.copy(), b.held.copy()
    both = np.flatnonzero(kinds >= 0)
    held[both] += b.held[kinds[both]]
    other[kinds[both]] += a.held[both]
    return rarity(held, count) * a.general, rarity(other, count) * b.general


def _shared(
    a: Grams, b: Grams, kinds: np.ndarray, a_weight: np.ndarray, b_weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(clause of a, clause of b, weight of what they share) of every two clauses that share something."""
    kind = kinds[a.kind]
    here = np.flatnonzero(kind >= 0)
    starts = np.concatenate([[0], np.cumsum(np.bincount(a.clause[here], minlength=len(a.owner)))])
    left = csr_matrix((a.weight[here] * a_weight[a.kind[here]], kind[here], starts), shape=(len(a.owner), len(b.codes)))
    right = csr_matrix(
        ((b.weight * b_weight[b.kind])[b.by_kind], b.clause[b.by_kind], b.starts), shape=(len(b.codes), len(b.owner))
    )
    found = left @ right
    return np.repeat(np.arange(len(a.owner)), np.diff(found.indptr)), found.indices, found.data


def _lengths(grams: Grams, weights: np.ndarray) -> np.ndarray:
    """Of clauses."""
    weight = grams.weight * weights[grams.kind]
    return np.sqrt(np.bincount(grams.clause, weight * weight, minlength=len(grams.owner)))


def _whole(grams: Grams, weights: np.ndarray, count: int) -> np.ndarray:
    """Lengths of sentences."""
    weight = grams.heard * weights[grams.spoken]
    return np.sqrt(np.bincount(grams.sentence, weight * weight, minlength=count))


def _greatest(cell: np.ndarray, value: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    out = np.zeros(shape[0] * shape[1])
    np.maximum.at(out, cell, value)
    return out.reshape(shape)


def _names(a: Names, b: Names, shape: tuple[int, int]) -> np.ndarray:
    """The weight of the rarest word that two sentences share.

    Words weigh by how rare they are among these sentences and in official prose: 0 (everywhere) to about 1 (a name).
    """
    theirs = b.words.number
    both = [(number, theirs[word]) for word, number in a.words.number.items() if word in theirs]
    mine, other = np.array(both, dtype=int).reshape(-1, 2).T
    held = np.flatnonzero(a.count[mine] * b.count[other])
    mine, other = mine[held], other[held]
    weight = rarity(a.count[mine] + b.count[other], sum(shape)) / RAREST * a.words.rare[mine]
    order = np.argsort(weight, kind="stable")
    order = order[weight[order] > COMMON]
    mine, other, weight = mine[order], other[order], weight[order]
    cells = a.count[mine] * b.count[other]
    at = np.arange(cells.sum()) - np.repeat(np.cumsum(cells) - cells, cells)
    wide = np.repeat(b.count[other], cells)
    out = np.zeros(shape)
    rows = a.rows[np.repeat(a.starts[mine], cells) + at // wide]
    # rarer words come later, and of values given to one cell numpy keeps the last
    out[rows, b.rows[np.repeat(b.starts[other], cells) + at % wide]] = np.repeat(weight, cells)
    return out


def _common(a: Rows, b: Rows, shape: tuple[int, int]) -> np.ndarray:
    """1 where both hold one item."""
    out = np.zeros(shape)
    for item in a.keys() & b.keys():
        out[np.ix_(a[item], b[item])] = 1
    return out


def _cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product of every two rows.

    Summed by einsum: the same to the last bit whatever the number of threads, and these are too few to gain from any.
    """
    return np.einsum("ik,jk->ij", a, b)


def _over_others(scores: np.ndarray, axis: int) -> np.ndarray:
    """Each cell less the best of the other cells in its row (axis 1) or column (axis 0); 0 where there is no other."""
    if scores.shape[axis] < 2:
        return np.zeros_like(scores)
    first = scores.max(axis=axis, keepdims=True)
    best = scores == first
    second = np.where(best, -np.inf, scores).max(axis=axis, keepdims=True)
    second = np.where(best.sum(axis=axis, keepdims=True) > 1, first, second)
    return scores - np.where(best, second, first)
