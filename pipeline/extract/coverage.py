"""Which indicators of its profile a report states, mentions without a figure, or passes over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.extract.finder import AT_ONCE, Cue, Openings
from pipeline.extract.indicators_registry import Registry, registry
from pipeline.profiles import Profile


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
    """What a text must name to speak of some indicators, and the cue that it does."""

    indicators: tuple[str, ...]
    cue: Cue


def _named(text: str, asked: Set[str], known: Registry) -> set[str]:
    """The indicators, of those asked for, whose subject a text names."""
    found: set[str] = set()
    for openings, subjects in _subjects(known):
        wanted = {s.cue.bit: s for s in subjects if not asked.isdisjoint(s.indicators)}
        missing = sum(wanted)
        for place, possible in zip(*openings.seen(text).of(missing), strict=True):
            possible &= missing
            while possible:
                bit = possible & -possible
                possible ^= bit
                if wanted[bit].cue.pattern.match(text, place):
                    missing ^= bit
                    found.update(wanted[bit].indicators)
    return found


@cache
def _subjects(known: Registry) -> list[tuple[Openings, list[_Subject]]]:
    """The subjects of all indicators, as many together as can be looked for at once; several may have one."""
    alike: dict[str, list[str]] = {}
    for key, indicator in known.indicators.items():
        alike.setdefault(indicator.mention.pattern, []).append(key)
    subjects = [_Subject(tuple(keys), Cue(re.compile(told), 1 << i % AT_ONCE))
                for i, (told, keys) in enumerate(alike.items())]  # fmt: skip
    together = [subjects[i : i + AT_ONCE] for i in range(0, len(subjects), AT_ONCE)]
    return [(Openings([subject.cue for subject in some]), some) for some in together]
