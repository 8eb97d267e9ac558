"""Words and themed phrases of reports, counted: the longest phrase of the profile's lists at a place, and the other words.

All reports of a shard are counted together, so that a word is looked at once (is it a stop word? a numeral?) however
many of them use it, and phrases are looked for in all texts in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from pipeline.arrow import Coded
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


class Counted(NamedTuple):
    """A row for each term of each report: the report's place among them, the term's among ``terms``, how often it stands there.

    ``terms`` are in order, and so are the rows of a report; ``themes`` are theirs, empty for words of no list.
    """

    reports: np.ndarray
    numbers: np.ndarray
    counts: np.ndarray
    terms: list[str]
    themes: list[str]


def count_terms(texts: Sequence[str], words: Coded, owners: np.ndarray, profile: Profile) -> Counted:
    """Count the themed phrases (longest match over characters) and the other words of reports.

    ``words`` are those of sentences, ``owners`` the place among ``texts`` of the report of each; below 0 it is of none.
    """
    themes = theme_of(profile)
    owner = np.repeat(owners, np.diff(words.edges))
    holder, told = phrases_of(texts, profile)
    # words and, behind them, phrases have one numbering
    spelled, first = [*words.values.tolist(), *themes], len(words.values)
    by = np.concatenate([owner[owner >= 0], holder])
    said = np.concatenate([words.numbers[owner >= 0], first + told])
    used = np.flatnonzero(np.bincount(said, minlength=len(spelled))).tolist()
    worth = _worth_counting({spelled[i] for i in used if i < first}, profile)
    order = sorted((i for i in used if i >= first or spelled[i] in worth), key=spelled.__getitem__)
    rank = np.full(len(spelled), -1)
    rank[order] = np.arange(len(order))
    counted = rank[said] >= 0
    uses = np.bincount(by[counted] * len(order) + rank[said][counted], minlength=len(texts) * len(order))
    rows = np.flatnonzero(uses)
    reports, numbers = np.divmod(rows, max(len(order), 1))
    terms = [spelled[i] for i in order]
    return Counted(reports, numbers, uses[rows], terms, [themes.get(term, "") for term in terms])


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


def phrases_of(texts: Sequence[str], profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    """The themed phrases in texts: which text, and which phrase (its place in :func:`theme_of`).

    From left to right the longest that starts at a place, none inside another.
    """
    spotter, lengths = _phrases(profile)
    starts, which = spotter.find(codes_of(_BETWEEN.join(texts)))
    order = np.lexsort((-lengths[which], starts))
    starts, which = starts[order], which[order]
    kept = list(_apart(starts.tolist(), (starts + lengths[which]).tolist()))
    ends = np.cumsum([len(text) + len(_BETWEEN) for text in texts])
    return np.searchsorted(ends, starts[kept], side="right"), which[kept]


@cache
def _phrases(profile: Profile) -> tuple[Spotter, np.ndarray]:
    """The themed phrases, ready to be found, and their lengths."""
    phrases = list(theme_of(profile))
    return Spotter(phrases), np.array([len(phrase) for phrase in phrases], np.int64)


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
