"""A linear classifier over hashed character n-grams of heading and text, small enough to travel to every worker.

All of it is deterministic; weights are kept as half floats, so that the last bits of a solver don't reach a table.
What fits a model is imported where that happens: prediction, in every worker, needs numpy alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.classify.scheme import squeezed
from pipeline.spotting import codes_of

FEATURES = 2**13
"""Hashed n-grams of headings, and as many of texts."""
READ = 600
"""Characters of a text that are read."""
MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number near 2**64 over the golden ratio: its multiples fall evenly (Knuth, The Art of Computer Programming 3, 6.4)."""
BALANCE = (1.0, 0.6)
"""What heading and text count against each other, unless said otherwise."""
STRENGTH = 1.0
"""Inverse of the regularisation."""
FOLDS = 5
SHARPNESS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0)
"""Temperatures that are tried."""
ALIKE = 0.4
"""Share of common n-grams from which two examples count as one document in cross-validation."""

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
        return self.scores_of(counted(pairs))

    def scores_of(self, counts: Rows) -> np.ndarray:
        """The same, of pairs that are counted already."""
        rows = _weighted(counts, self.idf, self.balance)
        parts = self.weights[:, rows.feature].astype(np.float64) * rows.value
        found: np.ndarray = np.stack([np.bincount(rows.pair, p, rows.pairs) for p in parts], axis=1) + self.bias
        return found


@dataclass(frozen=True, eq=False)
class Rows:
    """A sparse matrix as three parallel arrays, in order of pairs."""

    pairs: int
    pair: np.ndarray
    feature: np.ndarray
    value: np.ndarray

    def take(self, wanted: np.ndarray) -> Rows:
        """The rows of some pairs, in their order."""
        place = np.full(self.pairs, -1)
        place[wanted] = np.arange(len(wanted))
        kept = place[self.pair] >= 0
        return Rows(len(wanted), place[self.pair[kept]], self.feature[kept], self.value[kept])


def fit(counts: Rows, answers: np.ndarray, classes: int, balance: tuple[float, float] = BALANCE) -> Linear:
    """Fit on counted pairs whose class numbers are given."""
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    known = np.bincount(counts.feature, minlength=2 * FEATURES)
    idf = np.log((1 + counts.pairs) / (1 + known)).astype(np.float16)
    rows = _weighted(counts, idf, balance)
    matrix = csr_matrix((rows.value, (rows.pair, rows.feature)), shape=(counts.pairs, 2 * FEATURES))
    fitted = LinearSVC(C=STRENGTH, random_state=0).fit(matrix, answers)
    weights, bias = np.zeros((classes, 2 * FEATURES), np.float16), np.zeros(classes)
    weights[fitted.classes_], bias[fitted.classes_] = fitted.coef_, np.round(fitted.intercept_, 3)
    return Linear(balance, idf, weights, bias)


def folds(counts: Rows, answers: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(trained on, asked) for cross-validation: examples that are nearly the same never stand on both sides.

    Groups of such examples are dealt out in turn, class by class, so that every fold has its share of each class.
    """
    groups = _alike(counts)
    first = {group: place for place, group in reversed(list(enumerate(groups)))}
    dealt = {
        group: turn % FOLDS for turn, group in enumerate(sorted(first, key=lambda g: (answers[first[g]], first[g])))
    }
    fold = np.array([dealt[group] for group in groups])
    for asked in range(FOLDS):
        yield np.flatnonzero(fold != asked), np.flatnonzero(fold == asked)


def _alike(counts: Rows) -> list[int]:
    """A group for each pair: the first one before it that shares most of its n-grams, or its own."""
    held = np.zeros((counts.pairs, 2 * FEATURES), np.float32)
    held[counts.pair, counts.feature] = 1
    size = held.sum(axis=1)
    common = held @ held.T
    near = np.tril(common >= ALIKE * (size[:, None] + size[None, :] - common), -1)
    groups: list[int] = []
    for place, others in enumerate(near):
        groups.append(groups[int(others.argmax())] if others.any() else place)
    return groups


def sharpness_of(scores: np.ndarray, answers: np.ndarray) -> float:
    """The temperature with the least log loss on held-out scores, from a small grid."""
    return min(SHARPNESS, key=lambda s: (round(log_loss(s * scores, answers), 6), s))


def platt(chances: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Slope and intercept that turn the stated probability of held-out answers into how often they were right.

    Platt (1999): a logistic curve over the log-odds, with his smoothed targets, drawn towards the identity.
    """
    odds = log_odds(chances)
    high, low = (right.sum() + 1) / (right.sum() + 2), 1 / ((~right).sum() + 2)
    target = np.where(right, high, low)
    at = np.array([1.0, 0.0])
    features = np.stack([odds, np.ones_like(odds)], axis=1)
    for _ in range(30):
        guess = 1 / (1 + np.exp(-features @ at))
        slope = features.T @ (guess - target) + (at - np.array([1.0, 0.0]))
        curve = (features * (guess * (1 - guess))[:, None]).T @ features + np.eye(2)
        at = at - np.linalg.solve(curve, slope)
    return round(float(at[0]), 3), round(float(at[1]), 3)


def log_odds(chances: np.ndarray) -> np.ndarray:
    """ln(p / (1 - p)), with p kept away from 0 and 1."""
    kept = np.clip(chances, 1e-4, 1 - 1e-4)
    found: np.ndarray = np.log(kept / (1 - kept))
    return found


def log_loss(scores: np.ndarray, answers: np.ndarray) -> float:
    """Mean of -log of the probability given to the right answer."""
    chances = softmax(scores)
    return -float(np.log(chances[np.arange(len(answers)), answers] + 1e-9).mean())


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return found


def counted(pairs: Sequence[Pair]) -> Rows:
    """How often each n-gram stands in heading and text, each in its own half of the features."""
    headings = _hashed([squeezed(heading) for heading, _ in pairs], 3)
    texts = _hashed([text[:READ] for _, text in pairs], 2)
    # one number a pair and feature, so that counting all of them is one sort
    both = np.concatenate([headings, texts + FEATURES])
    found, value = np.unique(both, return_counts=True)
    return Rows(len(pairs), found // (2 * FEATURES), found % (2 * FEATURES), value.astype(np.float64))


def _hashed(texts: Sequence[str], longest: int) -> np.ndarray:
    """Every n-gram of each text, up to the longest, as ``text * 2 * FEATURES + feature``; products of 64 bits wrap around."""
    letters = codes_of("".join(texts)).astype(np.uint64)
    text = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    mixed, out = np.zeros(len(letters), np.uint64), [np.zeros(0, np.int64)]
    for n in range(min(longest, len(letters))):
        mixed = (mixed[: len(letters) - n] + letters[n:]) * MIX
        inside = text[: len(letters) - n] == text[n:]
        feature = (mixed[inside] >> np.uint64(40)) % np.uint64(FEATURES)
        out.append(text[n:][inside] * (2 * FEATURES) + feature.astype(np.int64))
    return np.concatenate(out)


def _weighted(counts: Rows, idf: np.ndarray, balance: tuple[float, float]) -> Rows:
    """TF-IDF with log counts; heading and text are each scaled to length one, then weighed."""
    value = (1 + np.log(counts.value)) * idf[counts.feature].astype(np.float64)
    text = (counts.feature >= FEATURES).astype(np.int64)
    part = 2 * counts.pair + text
    length = np.sqrt(np.bincount(part, value**2, 2 * counts.pairs))
    value *= np.array(balance)[text] / np.where(length > 0, length, 1.0)[part]
    return Rows(counts.pairs, counts.pair, counts.feature, value)
