"""What the rules' words and the model say of headings: asked for many of them at once, and remembered.

Looking at one heading costs as much as looking at ten; so a batch of reports first says what it will ask
(:meth:`Evidence.read`, :meth:`Evidence.weigh`). Whatever was not announced is looked up when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pipeline.classify.linear import Pair
from pipeline.classify.model import Model
from pipeline.classify.scheme import Topics, votes_of


class Evidence:
    """A profile's topics and its model (None: the rules alone), with what they said so far."""

    def __init__(self, topics: Topics, model: Model | None = None) -> None:
        self.topics, self.model = topics, model
        self._points: dict[str, dict[str, float]] = {}
        self._scores: dict[Pair, np.ndarray] = {}

    def read(self, headings: Iterable[str]) -> None:
        """Look at the words of these headings."""
        new = [heading for heading in dict.fromkeys(headings) if heading not in self._points]
        if new:
            self._points.update(zip(new, votes_of(self.topics, new), strict=True))

    def weigh(self, pairs: Iterable[Pair]) -> None:
        """Ask the model about these headings and texts."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._scores]
        if new and self.model:
            self._scores.update(zip(new, self.model.linear.scores(new), strict=True))

    def points(self, heading: str) -> dict[str, float]:
        """Points that the words of a heading give to each topic."""
        if heading not in self._points:
            self.read([heading])
        return dict(self._points[heading])

    def probabilities(self, heading: str, text: str, points: dict[str, float]) -> dict[str, float]:
        """Probability of each topic by words and model; nothing where there is no model."""
        if self.model is None:
            return {}
        self.weigh([(heading, text)])
        return self.model.probabilities(self._scores[heading, text], points)
