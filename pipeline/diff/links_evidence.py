"""What speaks for two sentences being about the same item: shared rare wording, shared names, one meaning."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.diff.links_shared import cosines, indicators, names, over_others, topics, wordings
from pipeline.diff.links_sides import Pairing

FEATURES = (
    "rare", "like", "like_mutual", "margin", "mutual", "name",
    "sense", "sense_margin", "sense_mutual", "around", "indicator", "topic", "honour",
)  # fmt: skip


def evidence(pair: Pairing) -> Mapping[str, np.ndarray]:
    """Features of every two sentences: name -> array (sentences of a, of b); both sides have sentences.

    rare: the weight of what their best two clauses share. like: how much of these clauses that is (mutual: more than
    with any other sentence of a). margin, mutual: cosine of the sentences less that of the best other sentence of b,
    of a. name: the weight of the rarest word shared. sense: cosine of what both are about, and the same of the
    sentences around. indicator: both state a figure of one id. topic: their sections have one topic. honour: what the
    sentence of b tells of is an award or a standing, which the sentence of a doesn't strive for.
    """
    a, b = pair.a, pair.b
    wording, sense = wordings(a, b), cosines(a.sense, b.sense)
    return {
        "rare": np.sqrt(wording.best) / 10, "like": wording.alike, "like_mutual": over_others(wording.alike, 0),
        "margin": over_others(wording.cosine, 1), "mutual": over_others(wording.cosine, 0),
        "name": names(a, b),
        "sense": sense, "sense_margin": over_others(sense, 1), "sense_mutual": over_others(sense, 0),
        "around": cosines(a.around, b.around),
        "indicator": indicators(a, b), "topic": topics(a, b),
        "honour": wording.honour & ~a.wishes[:, None],
    }  # fmt: skip
