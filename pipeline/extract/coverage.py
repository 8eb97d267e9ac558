"""Which indicators of its profile a report states, mentions without a figure, or passes over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.extract.indicators_registry import Registry, registry
from pipeline.profiles import Profile

_SIGNS = frozenset(r"\.^$*+?{}[]()")
"""What makes a pattern more than a choice of words."""


def read_coverage(report_id: str, text: str, observations: Sequence[Mapping[str, Any]],
                  profile: Profile) -> dict[str, list[Any]]:  # fmt: skip
    """Columns of the table ``coverage``: a row for every indicator of the profile, in the registry's order.

    An indicator without a figure is ``not_stated`` where the text names its subject, else ``absent``.
    """
    known = registry(profile)
    stated = Counter(row["indicator"] for row in observations)
    named = _named(text, known.indicators.keys() - stated.keys(), known)
    status = ["stated" if stated[key] else "not_stated" if key in named else "absent" for key in known.indicators]
    return {"report_id": [report_id] * len(status), "indicator": list(known.indicators), "status": status,
            "count": [stated[key] for key in known.indicators]}  # fmt: skip


@dataclass(frozen=True)
class _Subject:
    """What a text must name to speak of some indicators: one of the words, or where there are none the pattern."""

    indicators: tuple[str, ...]
    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def stands_in(self, text: str) -> bool:
        """Whether the text names it. A word is found far faster than a pattern."""
        for word in self.words:
            if word in text:
                return True
        return not self.words and bool(self.pattern.search(text))


def _named(text: str, asked: Collection[str], known: Registry) -> set[str]:
    """The indicators, of those asked for, whose subject a text names."""
    found: set[str] = set()
    for subject in _subjects(known):
        if any(key in asked for key in subject.indicators) and subject.stands_in(text):
            found.update(subject.indicators)
    return found


@cache
def _subjects(known: Registry) -> tuple[_Subject, ...]:
    """The subjects of all indicators; several may have one."""
    alike: dict[str, list[str]] = {}
    for key, indicator in known.indicators.items():
        alike.setdefault(indicator.mention.pattern, []).append(key)
    return tuple(_Subject(tuple(keys), _words_of(told), re.compile(told)) for told, keys in alike.items())


def _words_of(pattern: str) -> tuple[str, ...]:
    """The words that a pattern is the choice of; none where it is more."""
    words = tuple(pattern.split("|"))
    return words if all(words) and not _SIGNS & set(pattern) else ()
