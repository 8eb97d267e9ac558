"""Words and themed phrases of each report: counts, rates, weights, and what is new against the year before.

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

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from pipeline.extract.vocabulary import Peers, Vocabulary
from pipeline.profiles import Profile

THEMES = "themes/"
STOPWORDS = "stopwords"
PRIOR = 500.0
"""Weight of the Dirichlet prior, in characters of text."""

_WORD = re.compile(r"[一-龥A-Za-z][一-龥A-Za-z0-9·+.-]+")
_NUMERAL = re.compile(
    r"[〇零一二两三四五六七八九十百千万亿]+(?:[〇零一二两三四五六七八九十百千万亿年月日号项个件次名人家元]|第.*)|第.*"
)
_SPACE = re.compile(r"\s")

DIGITS = 6
"""Decimals of the weights: more would differ between machines."""


@dataclass(frozen=True)
class Terms:
    """The terms of one report: their hashes, how often each stands in it, and the same by term for look-up."""

    hashes: np.ndarray
    counts: np.ndarray
    by_term: Mapping[str, int]


# --- terms of one report --------------------------------------------------------------------------------------------


def count_terms(text: str, words: Iterable[Iterable[str]], profile: Profile) -> dict[tuple[str, str], int]:
    """Count the themed phrases (longest match over characters) and the other words of one report."""
    themes, says_something = theme_of(profile), _says_something(profile)
    found = Counter((hit, themes[hit]) for hit in _phrases(profile).findall(text)) if themes else Counter()
    others = Counter(chain.from_iterable(words)).items()
    found.update({(word, ""): count for word, count in others if word not in themes and says_something(word)})
    return {pair: found[pair] for pair in sorted(found)}


@cache
def theme_of(profile: Profile) -> dict[str, str]:
    """Term -> theme, of the profile's themed word lists."""
    return {
        term: stem.removeprefix(THEMES)
        for stem, terms in profile.lists.items()
        if stem.startswith(THEMES)
        for term in terms
    }


@cache
def _phrases(profile: Profile) -> re.Pattern[str]:
    return re.compile(longest_first(theme_of(profile)))


@cache
def _says_something(profile: Profile) -> Callable[[str], bool]:
    """Whether a word is worth counting; what it said of a word it remembers, since words recur."""
    stopwords = frozenset(profile.lists.get(STOPWORDS, ()))

    @lru_cache(maxsize=1 << 17)
    def says_something(word: str) -> bool:
        return bool(_WORD.fullmatch(word)) and word not in stopwords and not _NUMERAL.fullmatch(word)

    return says_something


def longest_first(terms: Iterable[str]) -> str:
    """A pattern for the longest of the terms that starts at a place, as a tree so that it costs little.

    >>> longest_first(["行政", "行政复议", "行业"])
    '行(?:业|政(?:复议)?)'
    """
    heads: dict[str, list[str]] = {}
    for term in sorted(set(terms)):
        if term:
            heads.setdefault(term[0], []).append(term[1:])
    branches = [re.escape(head) + _tail(tails) for head, tails in heads.items()]
    return branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")" if branches else ""


def _tail(tails: list[str]) -> str:
    inner = longest_first(tails)
    if not inner:
        return ""
    if "" not in tails:
        return inner
    return inner + "?" if inner.startswith("(?:") and len({t[0] for t in tails if t}) > 1 else f"(?:{inner})?"


# --- keywords of one report -----------------------------------------------------------------------------------------


def chars_of(text: str) -> int:
    """Characters of a text, white space aside."""
    return len(text) - len(_SPACE.findall(text))


@dataclass(frozen=True)
class Other:
    """A text that a report is compared with: how often it uses each of the report's terms, and its characters."""

    counts: np.ndarray
    chars: int


def counts_in(text: Terms, mine: Terms) -> np.ndarray:
    """How often another text uses each of a report's terms."""
    return np.fromiter((text.by_term.get(term, 0) for term in mine.by_term), np.int64)


def against_peers(peers: Peers, mine: Terms, own: Iterable[tuple[Terms, int]]) -> Other:
    """What a report's peers use of its terms; ``own``: the place's own reports among them, with their characters."""
    counts, chars = peers.times(mine.hashes), peers.chars
    for text, size in own:
        counts, chars = counts - counts_in(text, mine), chars - size
    return Other(counts, chars)


def keywords(mine: Terms, chars: int, before: Other | None, peers: Other | None,
             vocabulary: Vocabulary) -> dict[str, np.ndarray]:  # fmt: skip
    """Columns of the table ``keywords`` for one report; ``before``: the same place's year before."""
    seen = vocabulary.seen(mine.hashes)
    prior = PRIOR * (seen[:, 1] + 1) / (vocabulary.chars + vocabulary.reports + 1)
    made = {
        "per_10k_chars": 10_000 * mine.counts / max(chars, 1),
        "tfidf": mine.counts * idf(seen[:, 0], vocabulary.reports),
    }
    for prefix, other in (("", before), ("peer_", peers)):
        compared = other is not None and other.chars > 0
        counts, size = (other.counts, other.chars) if other and compared else (mine.counts, chars)
        unknown = np.full(len(mine.counts), np.nan)
        made[f"{prefix}keyness"] = keyness(mine.counts, chars, counts, size) if compared else unknown
        made[f"{prefix}log_odds"] = log_odds(mine.counts, chars, counts, size, prior) if compared else unknown
    rounded = {name: np.round(values, DIGITS) for name, values in made.items()}
    return {**rounded, "first_seen": seen[:, 2], "peak": seen[:, 3], "last_seen": seen[:, 4]}


def idf(reports_with: np.ndarray, reports: int) -> np.ndarray:
    """Smooth inverse document frequency."""
    return np.log((1 + reports) / (1 + reports_with)) + 1


def keyness(counts: np.ndarray, size: int, others: np.ndarray, other_size: int) -> np.ndarray:
    """Signed log-likelihood G2 of terms' counts in two texts; positive where more frequent in the first.

    >>> keyness(np.array([20, 5]), 1000, np.array([5, 5]), 1000).round(2).tolist()
    [9.64, 0.0]
    """
    if not size or not other_size:
        return np.zeros(np.shape(counts))
    share = (counts + others) / (size + other_size)
    g2 = 2 * (_part(counts, size * share) + _part(others, other_size * share))
    return np.where(g2 > 1e-12, np.copysign(np.maximum(g2, 0.0), counts / size - others / other_size), 0.0)


def _part(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    return observed * np.log(np.where(observed > 0, observed, 1) / np.where(observed > 0, expected, 1))


def log_odds(counts: np.ndarray, size: int, others: np.ndarray, other_size: int, prior: np.ndarray) -> np.ndarray:
    """z-scores of terms' log-odds ratios in two texts, with ``prior`` pseudo-counts of :data:`PRIOR` in all.

    >>> log_odds(np.array([5]), 1000, np.array([5]), 1000, np.array([0.1])).tolist()
    [0.0]
    """
    odds = np.log((counts + prior) / np.maximum(size + PRIOR - counts - prior, 1.0))
    other_odds = np.log((others + prior) / np.maximum(other_size + PRIOR - others - prior, 1.0))
    return (odds - other_odds) / np.sqrt(1 / (counts + prior) + 1 / (others + prior))


# --- reports against each other -------------------------------------------------------------------------------------


def year_before(reports: pd.DataFrame) -> dict[str, str]:
    """Report -> the report of the same profile and place for the year before (the first by id of several)."""
    first: dict[tuple[Any, ...], str] = {}
    rows = sorted(zip(reports["report_id"], *_place(reports), reports["year"], strict=True))
    for report_id, profile, place, year in rows:
        if pd.notna(year):
            first.setdefault((profile, place, int(year)), report_id)
    return {
        report_id: first[profile, place, int(year) - 1]
        for report_id, profile, place, year in rows
        if pd.notna(year) and (profile, place, int(year) - 1) in first
    }


def peer_group(parent_code: object, level: str, year: object) -> str:
    """The name of the group of places that a report's place is compared with; empty where it has none."""
    parent = "" if pd.isna(parent_code) else str(parent_code)
    known = not pd.isna(year) and level != "unknown" and (parent or level == "province")
    return f"{parent}/{level}/{year}" if known else ""


def _place(reports: pd.DataFrame) -> tuple[list[str], list[str]]:
    codes = reports["region_code"].fillna("")
    return list(reports["profile"]), [code or region for code, region in zip(codes, reports["region"], strict=True)]


# --- the word lists -------------------------------------------------------------------------------------------------


def check_word_lists(profile: Profile) -> list[str]:
    """Complaints about the themed lists and the stop words: not sorted, twice, in two themes, too short."""
    wrong = []
    themed: dict[str, str] = {}
    for stem, terms in profile.lists.items():
        if stem != STOPWORDS and not stem.startswith(THEMES):
            continue
        if list(terms) != sorted(set(terms)):
            wrong.append(f"{stem}.txt: not sorted or a word stands twice; sort it by code point (LC_ALL=C sort -u)")
        wrong += [f"{stem}.txt: {term}: a single character; leave it out" for term in terms if len(term) < 2]
        if stem.startswith(THEMES):
            wrong += [f"{stem}.txt: {t} stands in {themed[t]}.txt too; keep it in one" for t in terms if t in themed]
            themed.update(dict.fromkeys(terms, stem))
    return wrong
