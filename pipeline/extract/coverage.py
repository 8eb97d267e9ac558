"""Which indicators of its profile a report states, mentions without a figure, or passes over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pipeline.extract.indicators_registry import Registry, registry
from pipeline.profiles import Profile
from pipeline.spotting import Spotter, codes_of

_SIGNS = frozenset(r"\.^$*+?{}[]()")
"""What makes a pattern more than a choice of words."""


def read_coverage(report_id: str, text: str, observations: Sequence[Mapping[str, Any]],
                  profile: Profile) -> dict[str, list[Any]]:  # fmt: skip
    """Columns of the table ``coverage``: a row for every indicator of the profile, in the registry's order.

    An indicator without a figure is ``not_stated`` where the text names its subject, else ``absent``.
    """
    known = registry(profile)
    stated = Counter(row["indicator"] for row in observations)
    named = _named(text, [key for key in known.indicators if not stated[key]], known)
    status = ["stated" if stated[key] else "not_stated" if key in named else "absent" for key in known.indicators]
    return {"report_id": [report_id] * len(status), "indicator": list(known.indicators), "status": status,
            "count": [stated[key] for key in known.indicators]}  # fmt: skip


def _named(text: str, asked: Sequence[str], known: Registry) -> set[str]:
    """The indicators, of those asked for, whose subject a text names; several may have one subject."""
    spotter, subjects, patterns = _subjects(known)
    named = {subject for word in set(spotter.find(codes_of(text))[1].tolist()) for subject in subjects[word]}
    asked_for = {patterns[key] for key in asked if key in patterns}
    found = {pattern for pattern in asked_for if pattern.search(text)}
    return {key for key in asked if key in named or patterns.get(key) in found}


@cache
def _subjects(known: Registry) -> tuple[Spotter, list[list[str]], dict[str, re.Pattern[str]]]:
    """The words by which subjects are named, whose each is, and the patterns of the subjects that have no such words."""
    owners: dict[str, list[str]] = {}
    patterns: dict[str, re.Pattern[str]] = {}
    for key, indicator in known.indicators.items():
        words = _words_of(indicator.mention)
        for word in words:
            owners.setdefault(word, []).append(key)
        if not words:
            patterns[key] = indicator.mention
    return Spotter(list(owners)), list(owners.values()), patterns


def _words_of(subject: re.Pattern[str]) -> tuple[str, ...]:
    """The words that a pattern is the choice of; none where it is more. Words are found far faster than a pattern."""
    words = tuple(subject.pattern.split("|"))
    return words if all(words) and not _SIGNS & set("".join(words)) else ()
