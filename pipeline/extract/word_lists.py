"""Lists of words as patterns, and by what they end in."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first.

    >>> any_of(["近", "接近"])
    '(?:接近|近)'
    """
    return "(?:" + "|".join(map(re.escape, longest_first(words))) + ")"


def longest_first(*lists: Iterable[str]) -> tuple[str, ...]:
    """The words of several lists, once, the longest first."""
    return tuple(sorted({word for words in lists for word in words}, key=lambda word: (-len(word), word)))


def by_last(*lists: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Endings by their last character, the longest first."""
    found: dict[str, list[str]] = {}
    for word in longest_first(*lists):
        found.setdefault(word[-1], []).append(word)
    return {last: tuple(words) for last, words in found.items()}
