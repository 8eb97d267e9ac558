"""What governs a figure whose own words name nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pipeline.extract.names_clauses import REACH, Clause, clauses
from pipeline.extract.names_words import LONGEST, REMEMBERED, clean, leans, noun_of
from pipeline.extract.quantities_rules import Rules

CONTEXT = 30


class Governor(NamedTuple):
    """What governs a figure that names nothing itself: its full name, and the noun alone."""

    full: str = ""
    noun: str = ""
    clause: bool = False
    """Whether it is a clause without a figure, which reads better with a colon behind."""
    heading: bool = False
    """Whether it is a heading on the figure's own line."""


def governor_of(text: str, idle: list[tuple[int, int]], rules: Rules) -> Governor | None:
    """What the last clause of sentences without figures leaves to govern the next one; None where none names anything."""
    for start, end in reversed(idle):
        if governor := _of_idle(text[start:end], rules):
            return governor
    return None


@lru_cache(REMEMBERED)
def _of_idle(sentence: str, rules: Rules) -> Governor | None:
    return last_named(sentence, clauses(sentence, 0, len(sentence), []), rules)


def last_named(text: str, unread: list[Clause], rules: Rules) -> Governor | None:
    """What the last of clauses without a figure that names something leaves to govern what follows."""
    for clause in reversed(unread):
        own = clean(text[max(clause.low, clause.high - REACH) : clause.high], rules)
        if len(own) >= 4 and not leans(own, rules):
            return Governor(own[-LONGEST:], noun_of(own, rules)[-CONTEXT:], True)
    return None


def under(governor: Governor, own: str) -> str:
    """The governing noun and what was done to it, without saying the noun twice."""
    noun = governor.noun
    if noun in own:
        return own
    if governor.clause and own:
        return f"{noun}：{own}"
    shared = next((k for k in range(min(len(own), len(noun)), 1, -1) if noun.endswith(own[:k])), 0)
    return noun + own[shared:]
