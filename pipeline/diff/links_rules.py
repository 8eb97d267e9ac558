"""The words and weights of ``links.toml``: what a commitment, a result and an owned-up shortcoming look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from pipeline.diff.links_concepts import Concepts
from pipeline.profiles import Profile

FILE, SHORT = "links", "links/shortcomings"


@dataclass(frozen=True)
class Rules:
    """``patterns``: name -> compiled pattern; ``needs``: name -> a pattern of words of which what is found has one.

    ``weights``: kind -> feature -> weight. ``decisions``: kind -> weights of the best sentence's strength and of its
    lead over the next, the least score, and how strong further sentences are. ``units``: measure word -> what it measures
    and how many of that measure's smallest unit it is. ``concepts``: those of the genre; ``shortcomings``: what a report
    may be short of.
    """

    patterns: Mapping[str, re.Pattern[str]]
    needs: Mapping[str, re.Pattern[str]]
    weights: Mapping[str, Mapping[str, float]]
    decisions: Mapping[str, Mapping[str, float]]
    units: Mapping[str, tuple[str, float]]
    concepts: Concepts
    shortcomings: Concepts

    def found_in(self, name: str, texts: Sequence[str]) -> list[int]:
        """The numbers of the texts (without line ends) that a pattern is found in."""
        pattern = self.patterns[name]
        if name not in self.needs:
            return [n for n, text in enumerate(texts) if pattern.search(text)]
        places = [word.start() for word in self.needs[name].finditer("\n".join(texts))]
        if not places:
            return []
        ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
        likely = np.unique(np.searchsorted(ends, places, "right")).tolist()
        return [n for n in likely if pattern.search(texts[n])]


@cache
def rules_of(profile: Profile) -> Rules:
    """Compile the ``links.toml`` of a profile."""
    data = profile.data[FILE]
    patterns = {name: re.compile(entry["pattern"]) for name, entry in data["pattern"].items()}
    units = {unit: (measure, size) for measure, sizes in data["units"].items() for unit, size in sizes.items()}
    needs = {name: _any(entry["needs"]) for name, entry in data["pattern"].items() if "needs" in entry}
    concepts = concepts_of(_entries(profile, FILE, "concepts")), concepts_of(_entries(profile, SHORT, "shortcomings"))
    return Rules(patterns, needs, data["weights"], data["decision"], units, *concepts)


def _entries(profile: Profile, file: str, kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = profile.data.get(file, {}).get(kind, {})
    return found


def concepts_of(entries: Mapping[str, Any]) -> Concepts:
    """Concepts as a file tells them."""
    sole = frozenset(name for name, entry in entries.items() if entry.get("sole"))
    return Concepts({name: entry["words"] for name, entry in entries.items()}, sole)


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


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
        if "needs" in entry:
            needs = _any(entry["needs"])
            complaints += [
                f"{where}: example {t} has no word of needs" for t in entry["examples"] if not needs.search(t)
            ]
    return [*complaints, *_unlike(profile, FILE, "concepts"), *_unlike(profile, SHORT, "shortcomings")]


def _unlike(profile: Profile, file: str, kind: str) -> Iterator[str]:
    entries = _entries(profile, file, kind)
    concepts = concepts_of(entries)
    for name, entry in entries.items():
        where = f"{file}.toml, [{kind}.{name}]"
        for text, _, wanted in (example.partition(" => ") for example in entry["examples"]):
            if ", ".join(concepts.named(text)) != wanted:
                yield f"{where}: example {text} has {concepts.named(text)}: say so or change the words"
        for text in entry["counterexamples"]:
            if name in concepts.named(text):
                yield f"{where}: counterexample {text} found: narrow the words"
