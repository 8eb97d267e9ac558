"""Roles of neighbours: which sequence of roles is likely, given what each top section says by itself.

The forward-backward algorithm of a hidden Markov chain (Rabiner 1989): hidden are the roles, seen are the sections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

LEAST = 1e-4
"""What an unheard-of succession is given, so that a heading that names its role is believed in any place."""
STAYS = 0.15
"""How much rarer a role goes on across a heading that names it: 2020年工作安排 mostly opens the plan."""


def posteriors(said: Sequence[Mapping[str, float]], named: Sequence[bool], start: Mapping[str, float],
               follows: Mapping[str, Mapping[str, float]]) -> list[dict[str, float]]:  # fmt: skip
    """Probability of each role of each section: from what it says itself, and from those before and behind it.

    ``said``: likelihood of each role by the section's own words (empty: they say nothing); ``named``: whether the
    heading names its role; ``start``, ``follows``: weights of the first role, and of the role behind each role.

    >>> follows = {"a": {"b": 1}, "b": {"a": 1}}
    >>> [max(p, key=p.get) for p in posteriors([{"b": 1.0}, {}], [True, False], {"a": 1, "b": 1}, follows)]
    ['b', 'a']
    """
    roles = tuple(follows)
    likely = np.array([[s.get(r, LEAST) if s else 1.0 for r in roles] for s in said]).reshape(len(said), len(roles))
    first = _shares([start.get(r, 0.0) for r in roles])
    then = np.array([_shares([follows[a].get(b, 0.0) for b in roles]) for a in roles])
    steps = [then * np.where(np.eye(len(roles)) * opens, STAYS, 1.0) for opens in named]
    forward, backward = likely.copy(), np.ones_like(likely)
    for i in range(len(said)):
        forward[i] *= first if i == 0 else forward[i - 1] @ steps[i]
        forward[i] /= forward[i].sum()
    for i in range(len(said) - 2, -1, -1):
        backward[i] = steps[i + 1] @ (likely[i + 1] * backward[i + 1])
        backward[i] /= backward[i].sum()
    both = forward * backward
    return [dict(zip(roles, map(float, row / row.sum()), strict=True)) for row in both]


def _shares(weights: Sequence[float]) -> np.ndarray:
    given = np.array(weights, float)
    found: np.ndarray = np.maximum(given / max(given.sum(), 1e-9), LEAST)
    return found
