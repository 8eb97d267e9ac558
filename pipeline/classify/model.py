"""The model: where the words of a heading are not certain, character n-grams of heading and text decide.

It is trained on the profile's own examples only. So it is the same for every corpus, and a new report never changes
another one's labels, which keeps a run's cost at one report for one report. All of it is deterministic; weights are
kept as half floats, so that the last bits of a linear solver don't reach a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from pipeline.classify.examples import Example
from pipeline.classify.scheme import Topics, best_two, certain, tidy, votes

FEATURES = 2**13
"""Hashed n-grams of headings, and as many of texts."""
READ = 600
"""Characters of a text that the model reads."""
HEADING, TEXT = 1.0, 0.6
"""What heading and text count against each other."""
STRENGTH = 1.0
"""Inverse of the regularisation."""
FOLDS = 5
OPEN = 60
"""Examples that the rules leave open, from which on probabilities are tuned on those alone."""


@dataclass(frozen=True, eq=False)
class Model:
    """A trained model: a linear one over n-grams, and how its probabilities are made.

    ``sharpness`` scales its log-odds to what held-out examples show (temperature), ``trust`` is what a point of the
    rules adds to them; ``certain``: how often the rules are right by the lead that they have, as (lead, probability).
    """

    codes: tuple[str, ...]
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    sharpness: float
    trust: float
    certain: tuple[tuple[float, float], ...]

    def probabilities(self, heading: str, text: str, points: Mapping[str, float]) -> dict[str, float]:
        """Probability of each topic, given what the rules' words say."""
        scores = _features([(heading, text)], self.idf) @ self.weights.T.astype(np.float64) + self.bias
        return dict(zip(self.codes, _mixed(scores[0], _points(self.codes, points), self), strict=True))

    def rule_score(self, lead: float) -> float:
        """How often a rule with that lead is right."""
        return max((p for at, p in self.certain if lead >= at), default=0.5)


def train(topics: Topics, examples: Sequence[Example]) -> Model | None:
    """Fit a profile's model on its examples; None where there are none."""
    if not examples:
        return None
    codes = (*topics.codes, "none")
    answers = np.array([codes.index(e.topic) for e in examples])
    points = np.array([_points(codes, votes(topics, e.heading)) for e in examples])
    held_out = np.zeros((len(examples), len(codes)))
    for known, asked in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(answers, answers):
        idf, weights, bias = _fit([examples[i] for i in known], answers[known], len(codes))
        held_out[asked] = _features([(examples[i].heading, examples[i].text) for i in asked], idf) @ weights.T + bias
    open_ = np.array([certain(topics, votes(topics, e.heading)) is None for e in examples])
    asked = open_ if open_.sum() >= OPEN else np.ones(len(examples), bool)
    sharpness, trust = _tuned(held_out[asked], points[asked], answers[asked])
    idf, weights, bias = _fit(examples, answers, len(codes))
    sure = _reliability(topics, examples)
    return Model(codes, idf, weights.astype(np.float16), np.round(bias, 3), sharpness, trust, sure)


def _fit(examples: Sequence[Example], answers: np.ndarray, classes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    counts = _counts([(e.heading, e.text) for e in examples])
    idf = np.log((1 + len(examples)) / (1 + np.asarray((counts > 0).sum(axis=0)).ravel())).astype(np.float16)
    rows = _weighted(counts, idf)
    fitted = LinearSVC(C=STRENGTH, random_state=0).fit(rows, answers)
    weights, bias = np.zeros((classes, 2 * FEATURES)), np.zeros(classes)
    weights[fitted.classes_], bias[fitted.classes_] = fitted.coef_, fitted.intercept_
    return idf, weights, bias


def _tuned(scores: np.ndarray, points: np.ndarray, answers: np.ndarray) -> tuple[float, float]:
    """Sharpness and trust with the least log loss on held-out examples, from a small grid."""

    def loss(sharpness: float, trust: float) -> float:
        chances = _softmax(sharpness * scores + trust * points)
        return -float(np.log(chances[np.arange(len(answers)), answers] + 1e-9).mean())

    grid = [
        (s, t)
        for s in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0)
        for t in (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
    ]
    return min(grid, key=lambda pair: (round(loss(*pair), 6), pair))


def _reliability(topics: Topics, examples: Sequence[Example]) -> tuple[tuple[float, float], ...]:
    """How often the rules are right on the examples, by the lead of the first topic's points over the second's."""
    seen: dict[float, list[bool]] = {1.0: [], 2.0: [], 3.0: [], 4.0: []}
    for example in examples:
        code, first, second = best_two(votes(topics, example.heading))
        for at in seen:
            if first - second >= at:
                seen[at].append(code == example.topic)
    return tuple((at, round((sum(hits) + 1) / (len(hits) + 2), 4)) for at, hits in seen.items())


@cache
def _vectorizer(longest: int) -> HashingVectorizer:
    return HashingVectorizer(
        analyzer="char", ngram_range=(1, longest), n_features=FEATURES, norm=None, alternate_sign=False
    )


def _counts(pairs: Sequence[tuple[str, str]]) -> sparse.csr_matrix:
    headings = _vectorizer(3).transform(["".join(tidy(h).split()) for h, _ in pairs])
    texts = _vectorizer(2).transform([t[:READ] for _, t in pairs])
    return sparse.hstack([headings, texts]).tocsr()


def _weighted(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    """TF-IDF with log counts; heading and text are each scaled to length one, then weighed."""
    rows = counts.astype(np.float64)
    rows.data = 1 + np.log(rows.data)
    rows = rows.multiply(idf.astype(np.float64)).tocsr()
    parts = []
    for part, weight in ((rows[:, :FEATURES], HEADING), (rows[:, FEATURES:], TEXT)):
        length = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
        parts.append(sparse.diags(weight / np.where(length > 0, length, 1.0)) @ part)
    return sparse.hstack(parts).tocsr()


def _features(pairs: Sequence[tuple[str, str]], idf: np.ndarray) -> sparse.csr_matrix:
    return _weighted(_counts(pairs), idf)


def _points(codes: Sequence[str], points: Mapping[str, float]) -> np.ndarray:
    return np.array([points.get(code, 0.0) for code in codes])


def _mixed(scores: np.ndarray, points: np.ndarray, model: Model) -> list[float]:
    return [float(p) for p in _softmax((model.sharpness * scores + model.trust * points)[None, :])[0]]


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
