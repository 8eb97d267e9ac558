"""What a figure counts, so that two figures of one report can be held against each other: its names and what narrows them."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_meetings import likeness_of_names, one_words
from pipeline.diff.findings_things import area_of, marks_of, own_words, unit_of

NAMED = 4
"""Least letters of a name that tells what is counted."""
LEAST = 2
"""Least letters of what a name comes down to."""
CLEAR = 3
"""The same where another name says more and nothing else makes sure of it."""
BEHIND = 24
"""Most letters of what is counted that are looked at behind its count."""
ALIKE = 0.75
"""Least likeness of two names of one indicator that are of one thing."""
WORD = 3
"""Most letters that one of two names of one indicator may say more."""
ONE_STEP = [{"got"}, {"taken"}, {"dealt"}, {"taken", "dealt"}]
"""Steps that one of two figures may tell of where the other tells of none, or of the other of them."""
_PLACES = dict.fromkeys(("处", "所", "家", "座"), "个")


class Counted(NamedTuple):
    """A figure and what it counts.

    ``names``: what its names come down to; ``common``: names of what many works share; ``behind``: what stands behind
    the count, where that tells what is counted; ``marks``: words that narrow; ``steps``: what was done with what is counted.
    """

    figure: Figure
    names: frozenset[str]
    common: frozenset[str]
    behind: str
    marks: frozenset[str]
    steps: frozenset[str]
    area: str


def unit(figure: Figure) -> str:
    """The unit, with the words that count the same things as one, also those for places: 处 and 家 are 个."""
    return _PLACES.get(figure.unit) or unit_of(figure)


def counted(report: Told, figure: Figure, before: Figure | None, patterns: Patterns) -> Counted:
    """What a figure, behind the figure ``before`` it, counts."""
    said = [
        _subject(words, patterns["predicate"])
        for words in (patterns["listed"].sub("", own_words(figure, before)), figure.name)
    ]
    cores = [_core(words, patterns) for words in said]
    if len(cores[0]) <= LEAST or said[0].endswith("的"):
        said.append(_subject(report.text[figure.end : figure.end + BEHIND], patterns["predicate"]))
        cores.append(_core(said[-1], patterns))
        cores[0] = "" if cores[2] else cores[0]  # 启动 of 启动4个研究机构 is no name
    names = frozenset(core for core, words in zip(cores, said, strict=True) if core and len(words) >= NAMED)
    common = frozenset(filter(patterns["common"].search, names))
    words = "|".join((figure.lead, *said))
    marks = frozenset(marks_of("", words, patterns) | set(patterns["narrower"].findall(words)))
    steps = frozenset(found.lastgroup or "" for found in patterns["done_with"].finditer(words))
    behind = cores[2] if len(cores) > 2 else ""
    area = area_of(report, figure)
    if area.endswith("本级"):
        marks, area = marks | {area}, ""
    return Counted(figure, names - common, common, behind, marks, steps, area)


@lru_cache(maxsize=4096)
def _subject(words: str, predicate: re.Pattern[str]) -> str:
    """What is counted, without what is told of it."""
    return predicate.sub("", words)


def _core(words: str, patterns: Patterns) -> str:
    """What a name comes down to; empty where that is no name."""
    told = (patterns[name] for name in ("whole", "handled", "nameless"))
    return _essence(words, *told, patterns["one_count"].pattern)


@lru_cache(maxsize=4096)
def _essence(
    words: str, whole: re.Pattern[str], handled: re.Pattern[str], nameless: re.Pattern[str], one_count: str
) -> str:
    found, meant = one_words(one_count)
    core = found.sub(lambda word: meant[word.group()], handled.sub("", whole.sub("", words)))
    return core if len(core) >= LEAST and not nameless.search(core) else ""


def like_names(x: Counted, y: Counted, patterns: Patterns, common: bool = False) -> bool:
    """Whether a name of one is a name of the other with a word more that narrows nothing, or that is no part of the name.

    ``common``: whether names of what many works share count too.
    """
    least = LEAST if common or (x.figure.indicator and x.figure.indicator == y.figure.indicator) else CLEAR
    for a, b in product(*(what.names | what.common if common else what.names for what in (x, y))):
        short, long = sorted((a, b), key=len)
        if len(short) < least or short == long:
            continue
        more = _more(short, long)
        if more and patterns["no_narrower"].search(more):
            return True
        if long in (x.behind, y.behind) and long.startswith(short):
            return True
    return False


def _more(short: str, long: str) -> str:
    """What one name says more than another in one piece, in front if it may be; empty where they differ otherwise."""
    same = 0 if long.endswith(short) else next((n for n, letter in enumerate(short) if long[n] != letter), len(short))
    return long[same : same + len(long) - len(short)] if long.endswith(short[same:]) else ""


def alike(x: Counted, y: Counted) -> bool:
    """Whether two names of one indicator have most letters in common, and one is little longer."""
    names = product(x.names | x.common, y.names | y.common)
    return any(abs(len(a) - len(b)) <= WORD and likeness_of_names(a, b) >= ALIKE for a, b in names)


def same_words(x: Counted, y: Counted, more: int = 0) -> bool:
    """Whether a name of one has all letters of a name of the other, in whatever order, and at most so many more."""
    for a, b in product(x.names, y.names):
        short, long = sorted((a, b), key=len)
        if len(short) >= NAMED and len(long) <= len(short) + more and not Counter(short) - Counter(long):
            return True
    return False


def same_letters(x: str, y: str) -> bool:
    """Whether two fifths of the letters of the shorter of two names stand in the other: the least that one thing takes."""
    return 5 * len(letters(x) & letters(y)) >= 2 * min(len(letters(x)), len(letters(y)))


@lru_cache(maxsize=4096)
def letters(name: str) -> frozenset[str]:
    """The letters of a name."""
    return frozenset(name)


def may_be_one(x: Counted, y: Counted) -> bool:
    """Whether neither area nor step speaks against two figures with the same marks being of one thing."""
    if x.figure.sentence == y.figure.sentence or len({x.area, y.area} - {""}) > 1:
        return False
    return x.steps == y.steps or x.steps | y.steps in ONE_STEP
