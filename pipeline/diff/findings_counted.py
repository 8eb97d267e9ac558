"""What a figure counts, so that two figures of one report can be held against each other: its names and what narrows them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_meetings import likeness_of_names, one_words
from pipeline.diff.findings_things import area_of, marks_of, own_words, unit_of

NAMED = 4
"""Least letters of a name that tells what is counted."""
LEAST = 2
"""Least letters of what a name comes down to."""
BEHIND = 24
"""Most letters of what is counted that are looked at behind its count."""
ALIKE = 0.75
"""Least likeness of two names that end alike and may be of one thing."""
_PLACES = dict.fromkeys(("处", "所", "家", "座"), "个")


class Counted(NamedTuple):
    """A figure and what it counts.

    ``names``: what its names come down to; ``common``: names of what many works share; ``marks``: words that narrow
    them; ``steps``: what was done with what is counted, where that is more than to deal with it.
    """

    figure: Figure
    names: frozenset[str]
    common: frozenset[str]
    marks: frozenset[str]
    steps: frozenset[str]
    area: str


def unit(figure: Figure) -> str:
    """The unit, with the words that count the same things as one, also those for places: 处 and 家 are 个."""
    return _PLACES.get(figure.unit) or unit_of(figure)


def counted(report: Told, figure: Figure, before: Figure | None, patterns: Patterns) -> Counted:
    """What a figure, behind the figure ``before`` it, counts."""
    lead = patterns["listed"].sub("", own_words(figure, before))
    said = [figure.name, lead]
    if len(patterns["whole"].sub("", lead)) < NAMED:
        said.append(lead + report.text[figure.end : figure.end + BEHIND])
    plain = [patterns["predicate"].sub("", words) for words in said]
    cores = frozenset(_core(words, patterns) for words in plain if len(words) >= NAMED) - {""}
    common = frozenset(filter(patterns["common"].search, cores))
    words = "|".join((figure.lead, *plain))
    marks = frozenset(marks_of("", words, patterns) | set(patterns["narrower"].findall(words)))
    steps = frozenset(found.lastgroup or "" for found in patterns["done_with"].finditer(words))
    return Counted(figure, cores - common, common, marks, steps, area_of(report, figure))


@lru_cache(maxsize=4096)
def _essence(words: str, whole: re.Pattern[str], light: re.Pattern[str], groups: str) -> str:
    found, meant = one_words(groups)
    kept = light.sub("", whole.sub("", words))
    return found.sub(lambda word: meant[word.group()], kept)


def _core(words: str, patterns: Patterns) -> str:
    """What a name comes down to; empty where that is no name."""
    core = _essence(words, patterns["whole"], patterns["handled"], patterns["one_count"].pattern)
    return core if len(core) >= LEAST and not patterns["nameless"].search(core) else ""


def like_names(x: Counted, y: Counted) -> bool:
    """Whether a name of one holds a name of the other in its order, or nearly, and ends as it does."""
    return any(a[-2:] == b[-2:] and likeness_of_names(a, b) >= ALIKE for a in x.names for b in y.names)


def same_letters(x: str, y: str) -> bool:
    """Whether half of the letters of the shorter of two names stand in the other: the least that one name takes."""
    return 2 * len(letters(x) & letters(y)) >= min(len(letters(x)), len(letters(y)))


@lru_cache(maxsize=4096)
def letters(name: str) -> frozenset[str]:
    """The letters of a name."""
    return frozenset(name)


def may_be_one(x: Counted, y: Counted) -> bool:
    """Whether nothing speaks against two figures being of one thing, their names aside."""
    areas = {x.area, y.area} - {""}
    if x.marks != y.marks or len(areas) > 1:
        return False
    if x.figure.indicator and x.figure.indicator == y.figure.indicator:
        return True
    return x.steps == y.steps or {x.steps, y.steps} <= {frozenset(), frozenset({"taken"})}
