"""A linear classifier over hashed character n-grams of heading and text, small enough to travel to every worker.

All of it is deterministic; weights are kept as half floats, so that the last bits of a solver don't reach a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from pipeline.classify.scheme import tidy

FEATURES = 2**13
"""Hashed n-grams of headings, and as many of texts."""
READ = 600
"""Characters of a text that are read."""
BALANCE = (1.0, 0.6)
"""What heading and text count against each other, unless said otherwise."""
STRENGTH = 1.0
"""Inverse of the regularisation."""
FOLDS = 5
ALIKE = 0.5
"""Share of common character pairs from which two examples count as one document in cross-validation."""

Pair = tuple[str, str]
"""A heading and the text under it."""


@dataclass(frozen=True, eq=False)
class Linear:
    """Weights of a fitted classifier: one row a class; ``balance``: what heading and text count."""

    balance: tuple[float, float]
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    def scores(self, pairs: Sequence[Pair]) -> np.ndarray:
        """Signed distances, one row a pair and one column a class."""
        rows = _weighted(_counts(pairs), self.idf, self.balance)
        place = np.repeat(np.arange(len(pairs)), np.diff(rows.indptr))
        parts = self.weights[:, rows.indices].astype(np.float64) * rows.data
        found: np.ndarray = np.stack([np.bincount(place, p, len(pairs)) for p in parts], axis=1) + self.bias
        return found


def fit(pairs: Sequence[Pair], answers: np.ndarray, classes: int, balance: tuple[float, float] = BALANCE) -> Linear:
    """Fit on pairs whose class numbers are given."""
    counts = _counts(pairs)
    idf = np.log((1 + len(pairs)) / (1 + np.asarray((counts > 0).sum(axis=0)).ravel())).astype(np.float16)
    fitted = LinearSVC(C=STRENGTH, random_state=0).fit(_weighted(counts, idf, balance), answers)
    rows, bias = np.zeros((classes, 2 * FEATURES), np.float16), np.zeros(classes)
    rows[fitted.classes_], bias[fitted.classes_] = fitted.coef_, np.round(fitted.intercept_, 3)
    return Linear(balance, idf, rows, bias)


def folds(pairs: Sequence[Pair], answers: np.ndarray, groups: Sequence[str] | None = None) -> Iterator[tuple[np.ndarray, np.ndarray]]:  # fmt: skip
    """(trained on, asked) for cross-validation: examples that are nearly the same never stand on both sides."""
    named = np.array(groups if groups is not None else _alike(pairs))
    yield from StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0).split(np.zeros(len(pairs)), answers, named)


def _alike(pairs: Sequence[Pair]) -> list[str]:
    """A group for each pair: the first one before it that is nearly the same, or its own."""
    seen: list[tuple[frozenset[str], str]] = []
    out = []
    for heading, text in pairs:
        line = "".join(tidy(heading).split()) + text
        grams = frozenset(line[i : i + 2] for i in range(len(line) - 1))
        near = (name for other, name in seen if len(grams & other) >= ALIKE * len(grams | other))
        group = next(near, str(len(seen)))
        seen.append((grams, group))
        out.append(group)
    return out


def sharpness_of(scores: np.ndarray, answers: np.ndarray) -> float:
    """The temperature with the least log loss on held-out scores, from a small grid."""
    grid = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0)
    return min(grid, key=lambda s: (round(log_loss(s * scores, answers), 6), s))


def log_loss(scores: np.ndarray, answers: np.ndarray) -> float:
    """Mean of -log of the probability given to the right answer."""
    chances = softmax(scores)
    return -float(np.log(chances[np.arange(len(answers)), answers] + 1e-9).mean())


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return found


@cache
def _vectorizer(longest: int) -> HashingVectorizer:
    return HashingVectorizer(
        analyzer="char", ngram_range=(1, longest), n_features=FEATURES, norm=None, alternate_sign=False
    )


def _counts(pairs: Sequence[Pair]) -> sparse.csr_matrix:
    headings = _vectorizer(3).transform(["".join(tidy(h).split()) for h, _ in pairs])
    texts = _vectorizer(2).transform([t[:READ] for _, t in pairs])
    return sparse.hstack([headings, texts]).tocsr()


def _weighted(counts: sparse.csr_matrix, idf: np.ndarray, balance: tuple[float, float]) -> sparse.csr_matrix:
    """TF-IDF with log counts; heading and text are each scaled to length one, then weighed."""
    rows = counts.astype(np.float64)
    rows.data = (1 + np.log(rows.data)) * idf[rows.indices].astype(np.float64)
    text = (rows.indices >= FEATURES).astype(np.int64)
    part = 2 * np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr)) + text
    length = np.sqrt(np.bincount(part, rows.data**2, 2 * rows.shape[0]))
    rows.data *= np.array(balance)[text] / np.where(length > 0, length, 1.0)[part]
    return rows
