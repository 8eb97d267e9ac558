"""What speaks for two sentences being about the same item: shared rare wording, shared names, one meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from pipeline.diff.links_shared import Pairing, cosines, indicators, names, over_others, topics

FEATURES: Mapping[str, Callable[[Pairing], np.ndarray]] = {
    # the weight of what their best two clauses share
    "rare": lambda pair: np.sqrt(pair.best) / 10,
    # how much of these clauses that is, and how much more than with any other sentence of a
    "like": lambda pair: pair.alike,
    "like_mutual": lambda pair: over_others(pair.alike, 0),
    # cosine of the sentences less that of the best other sentence of b, of a
    "margin": lambda pair: over_others(pair.cosine, 1),
    "mutual": lambda pair: over_others(pair.cosine, 0),
    # the weight of the rarest word shared
    "name": lambda pair: names(pair.a, pair.b),
    # cosine of what both are about, less that of the best other, and the same of the sentences around
    "sense": lambda pair: pair.sense,
    "sense_margin": lambda pair: over_others(pair.sense, 1),
    "sense_mutual": lambda pair: over_others(pair.sense, 0),
    "around": lambda pair: cosines(pair.a.around, pair.b.around),
    # both state a figure of one id; their sections have one topic
    "indicator": lambda pair: indicators(pair.a, pair.b),
    "topic": lambda pair: topics(pair.a, pair.b),
    # the concepts of the genre that both speak of, and how much more alike by them than the best other sentence
    "concept": lambda pair: pair.concepts.weight,
    "concept_margin": lambda pair: over_others(pair.concepts.cosine, 1),
    "concept_mutual": lambda pair: over_others(pair.concepts.cosine, 0),
    # what the sentence of b tells of is an award or a standing, which the sentence of a doesn't strive for
    "honour": lambda pair: pair.honour & ~pair.a.wishes[:, None],
}
"""Features of every two sentences: name -> array (sentences of a, of b), where both sides have sentences.

Each is made only for kinds of links that weigh it.
"""


def evidence(pair: Pairing) -> dict[str, np.ndarray]:
    """All of them."""
    return {name: feature(pair) for name, feature in FEATURES.items()}
