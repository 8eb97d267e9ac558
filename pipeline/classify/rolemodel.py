"""The role model: what the words of a heading and its text say of the role, where the heading does not name it.

Trained on ``roles/<role>.txt``, one heading (with its passage behind the first full stop) a line. What stands before
and behind a section is not its business; see pipeline.classify.roles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

import numpy as np

from pipeline.classify.examples import Example, lines_of
from pipeline.classify.linear import Linear, counted, fit, folds, sharpness_of, softmax
from pipeline.profiles import Profile

FOLDER = "roles/"
BALANCE = (0.15, 1.0)
"""What heading and text count: the same subject is headed alike in a review and in a plan, tense and mood tell them apart."""
SENTENCES = 15
"""Sentences of a section that are read; the passages trained on are as short as a sentence, so that each is read alone."""
SENTENCE = re.compile(r"[^。；！？\n]{8,}")


@dataclass(frozen=True, eq=False)
class RoleModel:
    """A linear model over n-grams, with the temperature that makes its answers probabilities."""

    roles: tuple[str, ...]
    linear: Linear
    sharpness: float

    def chances(self, heading: str, text: str) -> Mapping[str, float]:
        """Probability of each role, were all equally common; one sentence says less than many of the same kind."""
        sentences = [m[0] for m in islice(SENTENCE.finditer(text), SENTENCES)] or [""]
        trust = self.sharpness * len(sentences) / (len(sentences) + 1)
        scores = trust * self.linear.scores([(heading, s) for s in sentences]).mean(axis=0, keepdims=True)
        return dict(zip(self.roles, map(float, softmax(scores)[0]), strict=True))


def train_roles(profile: Profile) -> RoleModel | None:
    """Fit the role model of a profile; None where it has no passages."""
    return _trained(tuple(lines_of(profile, FOLDER)))


@cache
def _trained(examples: Sequence[Example]) -> RoleModel | None:
    if not examples:
        return None
    roles = tuple(sorted({e.topic for e in examples}))
    answers = np.array([roles.index(e.topic) for e in examples])
    pairs = [(e.heading, e.text) for e in examples]
    counts, held_out = counted(pairs), np.zeros((len(pairs), len(roles)))
    for known, asked in folds(counts, answers):
        linear = fit(counts.take(known), answers[known], len(roles), BALANCE)
        held_out[asked] = linear.scores_of(counts.take(asked))
    return RoleModel(roles, fit(counts, answers, len(roles), BALANCE), sharpness_of(held_out, answers))
