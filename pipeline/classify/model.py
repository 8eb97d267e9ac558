"""The model: where the words of a heading are not certain, character n-grams of heading and text decide.

It is trained on the profile's own examples only. So it is the same for every corpus, and a new report never changes
another one's labels, which keeps a run's cost at one report for one report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.classify.examples import Example
from pipeline.classify.linear import SHARPNESS, Linear, counted, fit, folds, log_loss, log_odds, platt, softmax
from pipeline.classify.scheme import Topics, best_two, certain, votes_of

OPEN = 60
"""Examples that the rules leave open, from which on probabilities are tuned on those alone."""
TRUST = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""What a point of the rules may add to the log-odds, as it is tried."""


@dataclass(frozen=True, eq=False)
class Model:
    """A trained model: a linear one over n-grams, and how its probabilities are made.

    ``sharpness`` scales its log-odds to what held-out examples show (temperature), ``trust`` is what a point of the
    rules adds to them; ``curve``: slope and intercept that make the first answer's probability what it should be
    (Platt); ``certain``: how often the rules are right by the lead that they have, as (lead, probability).
    """

    codes: tuple[str, ...]
    linear: Linear
    sharpness: float
    trust: float
    curve: tuple[float, float]
    certain: tuple[tuple[float, float], ...]

    def probabilities(self, scores: np.ndarray, points: Mapping[str, float]) -> dict[str, float]:
        """Probability of each topic, given what ``linear`` says of heading and text, and what the rules' words say."""
        scores = self.sharpness * scores + self.trust * _points(self.codes, points)
        return dict(zip(self.codes, softmax(scores[None])[0].tolist(), strict=True))

    def calibrated(self, chance: float) -> float:
        """How often an answer of this probability is right."""
        slope, intercept = self.curve
        return float(1 / (1 + np.exp(-slope * log_odds(np.array(chance)) - intercept)))

    def rule_score(self, lead: float) -> float:
        """How often a rule with that lead is right."""
        return max((p for at, p in self.certain if lead >= at), default=0.5)


def train(topics: Topics, examples: Sequence[Example]) -> Model | None:
    """Fit a profile's model on its examples; None where there are none."""
    if not examples:
        return None
    codes = (*topics.codes, "none")
    answers = np.array([codes.index(e.topic) for e in examples])
    voted = votes_of(topics, [e.heading for e in examples])
    points = np.array([_points(codes, votes) for votes in voted])
    pairs = [(e.heading, e.text) for e in examples]
    counts, held_out = counted(pairs), np.zeros((len(examples), len(codes)))
    for known, asked in folds(counts, answers):
        held_out[asked] = fit(counts.take(known), answers[known], len(codes)).scores_of(counts.take(asked))
    open_ = np.array([certain(topics, votes) is None for votes in voted])
    asked = open_ if open_.sum() >= OPEN else np.ones(len(examples), bool)
    sharpness, trust = _tuned(held_out[asked], points[asked], answers[asked])
    chances = softmax(sharpness * held_out[asked] + trust * points[asked])
    curve = platt(chances.max(axis=1), chances.argmax(axis=1) == answers[asked])
    return Model(codes, fit(counts, answers, len(codes)), sharpness, trust, curve, _reliability(voted, examples))


def _tuned(scores: np.ndarray, points: np.ndarray, answers: np.ndarray) -> tuple[float, float]:
    """Sharpness and trust with the least log loss on held-out examples, from a small grid."""
    grid = [(s, t) for s in SHARPNESS for t in TRUST]
    return min(grid, key=lambda pair: (round(log_loss(pair[0] * scores + pair[1] * points, answers), 6), pair))


def _reliability(voted: Sequence[Mapping[str, float]], examples: Sequence[Example]) -> tuple[tuple[float, float], ...]:
    """How often the rules are right on the examples, by the lead of the first topic's points over the second's."""
    seen: dict[float, list[bool]] = {1.0: [], 2.0: [], 3.0: [], 4.0: []}
    for votes, example in zip(voted, examples, strict=True):
        code, first, second = best_two(votes)
        for at in seen:
            if first - second >= at:
                seen[at].append(code == example.topic)
    return tuple((at, round((sum(hits) + 1) / (len(hits) + 2), 4)) for at, hits in seen.items())


def _points(codes: Sequence[str], points: Mapping[str, float]) -> np.ndarray:
    return np.array([points.get(code, 0.0) for code in codes])
