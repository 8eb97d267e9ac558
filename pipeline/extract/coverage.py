"""Which indicators of its profile a report states, mentions without a figure, or passes over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
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
    named = _named(text, [key for key in known.indicators if not stated[key]], known)
    status = ["stated" if stated[key] else "not_stated" if key in named else "absent" for key in known.indicators]
    return {"report_id": [report_id] * len(status), "indicator": list(known.indicators), "status": status,
            "count": [stated[key] for key in known.indicators]}  # fmt: skip


def _named(text: str, asked: Sequence[str], known: Registry) -> set[str]:
    """The indicators, of those asked for, whose subject a text names; several may have one subject."""
    subjects = {known.indicators[key].mention for key in asked}
    found = {subject for subject in subjects if _stands(subject, text)}
    return {key for key in asked if known.indicators[key].mention in found}


def _stands(subject: re.Pattern[str], text: str) -> bool:
    for word in (words := _words_of(subject)):
        if word in text:
            return True
    return not words and bool(subject.search(text))


@cache
def _words_of(subject: re.Pattern[str]) -> tuple[str, ...]:
    """The words that a pattern is the choice of; none where it is more. A word is found far faster than a pattern."""
    words = tuple(subject.pattern.split("|"))
    return words if all(words) and not _SIGNS & set("".join(words)) else ()
