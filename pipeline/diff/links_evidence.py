"""What speaks for two sentences being about the same item: shared rare wording, shared names, one meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from pipeline.diff.links_native import SCORES as MOST
from pipeline.diff.links_native import WEIGH_TYPES, Arrays, weigh
from pipeline.diff.links_shared import Pairing, cosines, over_others, topics

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

    A score is taken once, with the weights of all its features.
    """
    uses = {name: _uses(name, weights, pair.shape) for name in SCORES}
    rows, columns = pair.shape
    planes = [np.asarray(SCORES[name](pair), dtype=float) for name, use in uses.items() if any(use)]
    strength = np.full(pair.shape, weights["bias"])
    each = np.array([use for use in uses.values() if any(use)], dtype=float).reshape(-1, 3)
    room, best = np.empty(rows + 3 * columns), np.empty(columns, dtype=np.int64)
    spare = [strength] * (MOST - len(planes))
    weigh()(Arrays((np.array([rows, columns, len(planes)]), each, room, best, strength, *planes, *spare), WEIGH_TYPES))
    return strength


def _uses(score: str, weights: Mapping[str, float], shape: tuple[int, int]) -> tuple[float, float, float]:
    """What a score weighs in all its features, less the best other of its row, less that of its column."""
    # where a line has one cell, it has no other
    uses = {axis: weights[feature] for feature, axis in _FEATURES_OF[score]
            if feature in weights and (axis is None or shape[axis] > 1)}  # fmt: skip
    return sum(uses.values()), uses.get(1, 0.0), uses.get(0, 0.0)
