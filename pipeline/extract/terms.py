"""Words and themed phrases of reports, counted: the longest phrase of the profile's lists at a place, and the other words.

All reports of a shard are counted together, so that a word is looked at once (is it a stop word? a numeral?) however
many of them use it, and phrases are looked for in all texts in one pass.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from pipeline.profiles import Profile
from pipeline.spotting import Spotter, codes_of

THEMES = "themes/"
STOPWORDS = "stopwords"

_WORD = re.compile(r"[一-龥A-Za-z][一-龥A-Za-z0-9·+.-]+")
_NUMERAL = re.compile(
    r"[〇零一二两三四五六七八九十百千万亿]+(?:[〇零一二两三四五六七八九十百千万亿年月日号项个件次名人家元]|第.*)|第.*"
)
_BETWEEN = "\0"
"""What stands between texts that are searched in one: no word of a list holds it."""

Words = Iterable[Iterable[str]]
"""The words of a report's sentences."""


class Counted(NamedTuple):
    """A row for each term of each report: the report's place among them, the term, its theme, how often it stands there."""

    reports: np.ndarray
    terms: np.ndarray
    themes: np.ndarray
    counts: np.ndarray


def count_terms(texts: Sequence[str], words: Sequence[Words], profile: Profile) -> Counted:
    """Count the themed phrases (longest match over characters) and the other words of reports, in the terms' order."""
    themes = theme_of(profile)
    spoken = [Counter(chain.from_iterable(one)) for one in words]
    phrases = [Counter(one) for one in phrases_of(texts, profile)]
    said = _worth_counting(set().union(*spoken), profile)
    terms = sorted(said.union(*phrases))
    number = {term: i for i, term in enumerate(terms)}
    word = {term: number[term] for term in said}
    rows = [
        {**{word[w]: n for w, n in mine.items() if w in word}, **{number[p]: n for p, n in told.items()}}
        for mine, told in zip(spoken, phrases, strict=True)
    ]
    reports = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    found = np.fromiter(chain.from_iterable(rows), np.int64, len(reports))
    counts = np.fromiter(chain.from_iterable(row.values() for row in rows), np.int64, len(reports))
    order = np.lexsort((found, reports))
    kinds = np.array([themes.get(term, "") for term in terms], dtype=object)
    return Counted(reports, np.array(terms, dtype=object)[found[order]], kinds[found[order]], counts[order])


@cache
def theme_of(profile: Profile) -> dict[str, str]:
    """Term -> theme, of the profile's themed word lists."""
    return {
        term: stem.removeprefix(THEMES)
        for stem, terms in profile.lists.items()
        if stem.startswith(THEMES)
        for term in terms
    }


def _worth_counting(words: set[str], profile: Profile) -> set[str]:
    """Those that say something, and are no themed phrases, which are counted over characters."""
    not_counted = theme_of(profile).keys() | set(profile.lists.get(STOPWORDS, ()))
    return {word for word in words - not_counted if _WORD.fullmatch(word) and not _NUMERAL.fullmatch(word)}


def phrases_of(texts: Sequence[str], profile: Profile) -> list[list[str]]:
    """The themed phrases in each text: from left to right the longest that starts at a place, none inside another."""
    phrases, spotter = _phrases(profile)
    lengths = np.array([len(phrase) for phrase in phrases], np.int64)
    starts, which = spotter.find(codes_of(_BETWEEN.join(texts)))
    order = np.lexsort((-lengths[which], starts))
    starts, which = starts[order], which[order]
    kept = list(_apart(starts.tolist(), (starts + lengths[which]).tolist()))
    begins = np.cumsum([0, *(len(text) + len(_BETWEEN) for text in texts)])
    edges = np.searchsorted(starts[kept], begins)
    told = [phrases[i] for i in which[kept].tolist()]
    return [told[low:high] for low, high in pairwise(edges.tolist())]


@cache
def _phrases(profile: Profile) -> tuple[list[str], Spotter]:
    phrases = list(theme_of(profile))
    return phrases, Spotter(phrases)


def _apart(starts: Sequence[int], ends: Sequence[int]) -> Iterator[int]:
    """Which of the stretches stand apart, from left to right; they are sorted by start, the longest first."""
    free = 0
    for i, start in enumerate(starts):
        if start >= free:
            free = ends[i]
            yield i


def chars_of(text: str) -> int:
    """Characters of a text, white space aside."""
    return sum(map(len, text.split()))


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
