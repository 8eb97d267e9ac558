"""The words and weights of ``links.toml``: what a commitment, a result and an owned-up shortcoming look like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.profiles import Profile

FILE = "links"


@dataclass(frozen=True)
class Rules:
    """``patterns``: name -> compiled pattern. ``weights``: kind -> feature -> weight.

    ``decisions``: kind -> weights of the best sentence's strength and of its lead over the next, and the least score.
    ``units``: measure word -> what it measures and how many of that measure's smallest unit it is.
    """

    patterns: Mapping[str, re.Pattern[str]]
    weights: Mapping[str, Mapping[str, float]]
    decisions: Mapping[str, Mapping[str, float]]
    units: Mapping[str, tuple[str, float]]


@cache
def rules_of(profile: Profile) -> Rules:
    """Compile the ``links.toml`` of a profile."""
    data = profile.data[FILE]
    patterns = {name: re.compile(entry["pattern"]) for name, entry in data["pattern"].items()}
    units = {unit: (measure, size) for measure, sizes in data["units"].items() for unit, size in sizes.items()}
    return Rules(patterns, data["weights"], data["decision"], units)


def check(profile: Profile) -> list[str]:
    """Complaints about patterns of ``links.toml`` that don't do what their examples say."""
    complaints = []
    for name, entry in profile.data[FILE]["pattern"].items():
        pattern = re.compile(entry["pattern"])
        where = f"links.toml, [pattern.{name}]"
        complaints += [f"{where}: example {t} not found: widen it" for t in entry["examples"] if not pattern.search(t)]
        complaints += [
            f"{where}: counterexample {t} found: narrow it" for t in entry["counterexamples"] if pattern.search(t)
        ]
    return complaints
