"""The terms of each report with their weights: rates, and what is new against the year before and against the peers.

Weights, with where they come from:

* ``tfidf``: count x idf, idf = ln((1 + n) / (1 + df)) + 1 (smooth, as in scikit-learn), over n reports of the profile.
* ``keyness``: log-likelihood G2 against the same place's year before, signed: above 0 is more frequent now
  (Dunning 1993, Accurate methods for the statistics of surprise and coincidence; Rayson & Garside 2000, Comparing
  corpora using frequency profiling).
* ``peer_keyness``, ``peer_log_odds``: the same two against the reports of the same year by the place's peers (same
  level, same place one level up), its own reports left out.
* ``log_odds``: z-score of the log-odds ratio with an informative Dirichlet prior, the prior being the term's rate in
  the profile's reports (Monroe, Colaresi & Quinn 2008, Fightin' words).

What is needed of the whole corpus comes from :mod:`pipeline.extract.vocabulary`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.extract.vocabulary import Vocabulary

PRIOR = 500.0
"""Weight of the Dirichlet prior, in characters of text."""
DIGITS = 6
"""Decimals of the weights: more would differ between machines."""
NONE = -1
"""Stands for no report."""


@dataclass(frozen=True)
class Place:
    """One place's reports of one profile: the year before of each (:data:`NONE` for none), peer group, characters."""

    before: np.ndarray
    groups: Sequence[str]
    chars: np.ndarray


@dataclass(frozen=True)
class Uses:
    """Rows of terms: which of the place's reports, which of its terms, how often. ``hashes``: the place's terms."""

    reports: np.ndarray
    terms: np.ndarray
    counts: np.ndarray
    hashes: np.ndarray


# --- the keywords of one place's reports ----------------------------------------------------------------------------


def keywords(uses: Uses, place: Place, vocabulary: Vocabulary) -> dict[str, np.ndarray]:
    """Columns of the table ``keywords`` for the rows of one place's reports; years are 0 where unknown."""
    matrix = np.zeros(
        (len(place.chars) + 1, len(uses.hashes)), np.int64
    )  # the last row, that of no report, stays empty
    matrix[uses.reports, uses.terms] = uses.counts
    seen = vocabulary.seen(uses.hashes)
    prior = (PRIOR * (seen[:, 1] + 1) / (vocabulary.chars + vocabulary.reports + 1))[uses.terms]
    chars = place.chars[uses.reports]
    before = place.before[uses.reports]
    earlier = matrix[before, uses.terms], np.append(place.chars, 0)[before]
    peers, peer_chars = _peers(matrix, uses.hashes, place, vocabulary)
    others = peers[uses.reports, uses.terms], peer_chars[uses.reports]
    made = {
        "per_10k_chars": 10_000 * uses.counts / np.maximum(chars, 1),
        "tfidf": uses.counts * idf(seen[:, 0], vocabulary.reports)[uses.terms],
        **_against(uses.counts, chars, *earlier, prior, ""),
        **_against(uses.counts, chars, *others, prior, "peer_"),
    }
    years = seen[uses.terms, 2:]
    rounded = {name: np.round(values, DIGITS) for name, values in made.items()}
    return {**rounded, "first_seen": years[:, 0], "peak": years[:, 1], "last_seen": years[:, 2]}


def _peers(
    matrix: np.ndarray, hashes: np.ndarray, place: Place, vocabulary: Vocabulary
) -> tuple[np.ndarray, np.ndarray]:
    """How often the peers of each report use each term, and their characters: the place's own reports left out."""
    counts, chars = np.zeros_like(matrix), np.zeros_like(place.chars)
    for group in {group for group in place.groups if group in vocabulary.peers}:
        own = [i for i, one in enumerate(place.groups) if one == group]
        peers = vocabulary.peers[group]
        counts[own] = peers.times(hashes) - matrix[own].sum(axis=0)
        chars[own] = peers.chars - place.chars[own].sum()
    return counts, chars


def _against(
    counts: np.ndarray, chars: np.ndarray, others: np.ndarray, other_chars: np.ndarray, prior: np.ndarray, prefix: str
) -> dict[str, np.ndarray]:
    """Keyness and log-odds of terms against another text; unknown where there is none, or it is empty."""
    made = {name: np.full(len(counts), np.nan) for name in (f"{prefix}keyness", f"{prefix}log_odds")}
    some = other_chars > 0
    if some.any():
        sides = counts[some], chars[some], others[some], other_chars[some]
        made[f"{prefix}keyness"][some] = keyness(*sides)
        made[f"{prefix}log_odds"][some] = log_odds(*sides, prior[some])
    return made


def idf(reports_with: np.ndarray, reports: int) -> np.ndarray:
    """Smooth inverse document frequency."""
    return np.log((1 + reports) / (1 + reports_with)) + 1


def keyness(counts: np.ndarray, size: Any, others: np.ndarray, other_size: Any) -> np.ndarray:
    """Signed log-likelihood G2 of terms' counts in two texts; positive where more frequent in the first.

    ``size`` and ``other_size`` are the texts' characters: of all terms the same, or one a term; an empty text tells
    nothing.

    >>> keyness(np.array([20, 5]), 1000, np.array([5, 5]), 1000).round(2).tolist()
    [9.64, 0.0]
    """
    told = np.minimum(size, other_size) > 0
    size, other_size = np.maximum(size, 1), np.maximum(other_size, 1)
    share = (counts + others) / (size + other_size)
    g2 = 2 * (_part(counts, size * share) + _part(others, other_size * share))
    return np.where(told & (g2 > 1e-12), np.copysign(np.maximum(g2, 0.0), counts / size - others / other_size), 0.0)


def _part(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    return observed * np.log(np.where(observed > 0, observed, 1) / np.where(observed > 0, expected, 1))


def log_odds(counts: np.ndarray, size: Any, others: np.ndarray, other_size: Any, prior: np.ndarray) -> np.ndarray:
    """z-scores of terms' log-odds ratios in two texts, with ``prior`` pseudo-counts of :data:`PRIOR` in all.

    >>> log_odds(np.array([5]), 1000, np.array([5]), 1000, np.array([0.1])).tolist()
    [0.0]
    """
    odds = np.log((counts + prior) / np.maximum(size + PRIOR - counts - prior, 1.0))
    other_odds = np.log((others + prior) / np.maximum(other_size + PRIOR - others - prior, 1.0))
    return (odds - other_odds) / np.sqrt(1 / (counts + prior) + 1 / (others + prior))


# --- reports against each other -------------------------------------------------------------------------------------


def years_before(ids: Sequence[str], years: Sequence[int | None]) -> np.ndarray:
    """Each report's report of the year before among one place's reports (the first by id of several), or :data:`NONE`.

    >>> years_before(["c", "b", "a"], [2020, 2019, 2019]).tolist()
    [2, -1, -1]
    """
    first: dict[int, int] = {}
    for i in sorted(range(len(ids)), key=ids.__getitem__):
        if (year := years[i]) is not None:
            first.setdefault(year, i)
    return np.array([NONE if year is None else first.get(year - 1, NONE) for year in years], np.int64)


def peer_group(parent_code: object, level: str, year: object) -> str:
    """The name of the group of places that a report's place is compared with; empty where it has none."""
    parent = "" if pd.isna(parent_code) else str(parent_code)
    known = not pd.isna(year) and level != "unknown" and (parent or level == "province")
    return f"{parent}/{level}/{year}" if known else ""
