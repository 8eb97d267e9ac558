"""Words and themed phrases of each report: counts, rates, weights, and what is new against the year before.

Weights, with where they come from:

* ``tfidf``: count x idf, idf = ln((1 + n) / (1 + df)) + 1 (smooth, as in scikit-learn), over n reports of the profile.
* ``keyness``: log-likelihood G2 against the same place's year before, signed: above 0 is more frequent now
  (Dunning 1993, Accurate methods for the statistics of surprise and coincidence; Rayson & Garside 2000, Comparing
  corpora using frequency profiling).
* ``log_odds``: z-score of the log-odds ratio with an informative Dirichlet prior, the prior being the term's rate in
  the profile's reports (Monroe, Colaresi & Quinn 2008, Fightin' words).

What is needed of the whole corpus comes from :mod:`pipeline.extract.vocabulary`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pandas as pd

from pipeline.extract.vocabulary import Seen, Vocabulary
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

Counts = Mapping[tuple[str, str], int]
"""(term, theme) -> how often; the theme is empty for words outside the profile's lists."""


# --- terms of one report --------------------------------------------------------------------------------------------


def count_terms(text: str, words: Iterable[Iterable[str]], profile: Profile) -> dict[tuple[str, str], int]:
    """Count the themed phrases (longest match over characters) and the other words of one report."""
    themes = theme_of(profile)
    found = Counter((hit, themes[hit]) for hit in _phrases(profile).findall(text)) if themes else Counter()
    for word, count in Counter(w for sentence in words for w in sentence).items():
        if word not in themes and _says_something(word, profile):
            found[word, ""] += count
    return dict(sorted(found.items()))


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
def _stopwords(profile: Profile) -> frozenset[str]:
    return frozenset(profile.lists.get(STOPWORDS, ()))


def _says_something(word: str, profile: Profile) -> bool:
    return bool(_WORD.fullmatch(word)) and word not in _stopwords(profile) and not _NUMERAL.fullmatch(word)


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


def keywords(report_id: str, mine: Counts, chars: int, before: tuple[Counts, int] | None,
             vocabulary: Vocabulary) -> list[dict[str, Any]]:  # fmt: skip
    """Rows of the table ``keywords``; ``before``: counts and characters of the same place's year before."""
    return [
        {
            "report_id": report_id, "term": term, "theme": theme, "count": count,
            "per_10k_chars": 10_000 * count / max(chars, 1),
            "tfidf": count * idf(seen.reports, vocabulary.reports),
            **(_against(count, chars, before[0].get((term, theme), 0), before[1], seen, vocabulary) if before else {}),
            "first_seen": seen.first, "peak": seen.peak, "last_seen": seen.last,
        }
        for (term, theme), count in mine.items()
        for seen in [vocabulary[term]]
    ]  # fmt: skip


def idf(reports_with: int, reports: int) -> float:
    """Smooth inverse document frequency."""
    return math.log((1 + reports) / (1 + reports_with)) + 1


def _against(count: int, chars: int, old: int, old_chars: int, seen: Seen, vocabulary: Vocabulary) -> dict[str, float]:
    prior = PRIOR * (seen.times + 1) / (vocabulary.chars + vocabulary.reports + 1)
    return {"keyness": keyness(count, chars, old, old_chars), "log_odds": log_odds(count, chars, old, old_chars, prior)}


def keyness(count: int, size: int, other: int, other_size: int) -> float:
    """Signed log-likelihood G2 of a term's count in two texts; positive where it is more frequent in the first.

    >>> round(keyness(20, 1000, 5, 1000), 2)
    9.64
    >>> keyness(5, 1000, 5, 1000)
    0.0
    """
    if not size or not other_size:
        return 0.0
    share = (count + other) / (size + other_size)
    expected, other_expected = size * share, other_size * share
    g2 = 2 * (_part(count, expected) + _part(other, other_expected))
    return math.copysign(max(g2, 0.0), count / size - other / other_size) if g2 > 1e-12 else 0.0


def _part(observed: int, expected: float) -> float:
    return observed * math.log(observed / expected) if observed else 0.0


def log_odds(count: int, size: int, other: int, other_size: int, prior: float) -> float:
    """z-score of the log-odds ratio of a term in two texts, with ``prior`` pseudo-counts of :data:`PRIOR` in all.

    >>> log_odds(5, 1000, 5, 1000, 0.1)
    0.0
    """
    odds = math.log((count + prior) / max(size + PRIOR - count - prior, 1.0))
    other_odds = math.log((other + prior) / max(other_size + PRIOR - other - prior, 1.0))
    return (odds - other_odds) / math.sqrt(1 / (count + prior) + 1 / (other + prior))


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
