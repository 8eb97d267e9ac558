"""What speaks for two sentences being about the same item: shared rare wording, shared names, one meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from pipeline.diff.links_shared import Pairing, ahead, cosines, over_others, topics

SCORES: Mapping[str, Callable[[Pairing], np.ndarray]] = {
    # the weight of what their best two clauses share
    "rare": lambda pair: np.sqrt(pair.shared.best) / 10,
    # how much of these clauses that is
    "alike": lambda pair: pair.shared.alike,
    "cosine": lambda pair: pair.shared.cosine,
    # the weight of the rarest word shared
    "name": lambda pair: pair.shared.name,
    # cosine of what both are about, and of what the sentences around are about
    "sense": lambda pair: pair.sense,
    "around": lambda pair: cosines(pair.a.around, pair.b.around),
    # both state a figure of one id; their sections have one topic
    "indicator": lambda pair: pair.shared.indicator,
    "topic": lambda pair: topics(pair.a, pair.b),
    # the concepts of the genre that both speak of
    "concept": lambda pair: pair.concepts.weight,
    "concepts": lambda pair: pair.concepts.cosine,
    # what the sentence of b tells of is an award or a standing, which the sentence of a doesn't strive for
    "honour": lambda pair: pair.shared.honour & ~pair.a.wishes[:, None],
}
"""Scores of every two sentences: name -> array (sentences of a, of b), where both sides have sentences."""
FEATURES: Mapping[str, tuple[str, int | None]] = {
    "rare": ("rare", None), "like": ("alike", None), "like_mutual": ("alike", 0),
    "margin": ("cosine", 1), "mutual": ("cosine", 0), "name": ("name", None),
    "sense": ("sense", None), "sense_margin": ("sense", 1), "sense_mutual": ("sense", 0), "around": ("around", None),
    "indicator": ("indicator", None), "topic": ("topic", None),
    "concept": ("concept", None), "concept_margin": ("concepts", 1), "concept_mutual": ("concepts", 0),
    "honour": ("honour", None),
}  # fmt: skip
"""What is weighed: a score as it is (None), or less the best other one of its row (1) or of its column (0)."""


_FEATURES_OF = {score: [(name, axis) for name, (mine, axis) in FEATURES.items() if mine == score] for score in SCORES}


def evidence(pair: Pairing) -> dict[str, np.ndarray]:
    """All features of every two sentences: name -> array (sentences of a, of b)."""
    scores = {name: score(pair) for name, score in SCORES.items()}
    return {
        name: scores[score] if axis is None else over_others(scores[score], axis)
        for name, (score, axis) in FEATURES.items()
    }


def weighed(pair: Pairing, weights: Mapping[str, float]) -> np.ndarray:
    """The sum of the features, each times its weight; those without a weight aren't made.

    A score is taken once, with the weights of all its features; the best of each line is taken off whole lines.
    """
    strength, room = np.full(pair.shape, weights["bias"]), np.empty(pair.shape)
    lines = np.zeros(pair.shape[1]), np.zeros(pair.shape[0])
    for name, score in SCORES.items():
        # where a line has one cell, it has no other
        uses = [(axis, weights[feature]) for feature, axis in _FEATURES_OF[name]
                if feature in weights and (axis is None or pair.shape[axis] > 1)]  # fmt: skip
        if not uses:
            continue
        scores = score(pair)
        strength += np.multiply(scores, sum(weight for _, weight in uses), out=room)
        for axis, weight in uses:
            if axis is not None:
                cells, first, second = ahead(scores, axis)
                lines[axis][:] += weight * first
                strength[cells] += weight * (first - second)
    strength -= lines[0]
    strength -= lines[1][:, None]
    return strength
