"""The words and weights of ``links.toml``: what a commitment, a result and an owned-up shortcoming look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Any

import numpy as np

from pipeline.diff.links_concepts import Concepts
from pipeline.profiles import Profile
from pipeline.spotting import Spotter, codes_of

FILE, SHORT = "links", "links/shortcomings"


@dataclass(frozen=True)
class Rules:
    """``patterns``: name -> compiled pattern; ``needs``: name -> words of which what is found has one.

    ``weights``: kind -> feature -> weight. ``decisions``: kind -> weights of the best sentence's strength and of its
    lead over the next, the least score, and how strong further sentences are. ``units``: measure word -> what it measures
    and how many of that measure's smallest unit it is. ``concepts``: those of the genre; ``shortcomings``: what a report
    may be short of.
    """

    patterns: Mapping[str, re.Pattern[str]]
    needs: Mapping[str, Sequence[str]]
    weights: Mapping[str, Mapping[str, float]]
    decisions: Mapping[str, Mapping[str, float]]
    units: Mapping[str, tuple[str, float]]
    concepts: Concepts
    shortcomings: Concepts

    def found_in(self, name: str, texts: Sequence[str]) -> list[int]:
        """The numbers of the texts (without line ends) that a pattern is found in."""
        return self.found([name], texts)[name]

    def found(self, names: Sequence[str], texts: Sequence[str]) -> dict[str, list[int]]:
        """The same of several patterns: the words that they need are looked for at one go."""
        likely = self._likely(texts)
        every = range(len(texts))
        return {name: [n for n in likely.get(name, every) if self.patterns[name].search(texts[n])] for name in names}

    def _likely(self, texts: Sequence[str]) -> dict[str, list[int]]:
        """The numbers of the texts that hold a word which a pattern needs, ascending, by pattern."""
        spotter, needed = self._needed
        starts, words = spotter.find(codes_of("\n".join(texts)))
        ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
        at = np.searchsorted(ends, starts, "right")
        return {name: sorted({*at[mine[words]].tolist()}) for name, mine in needed.items()}

    @cached_property
    def _needed(self) -> tuple[Spotter, dict[str, np.ndarray]]:
        """What finds the words of all ``needs``, and by pattern which of them it needs."""
        words = sorted({*chain.from_iterable(self.needs.values())})
        return Spotter(words), {name: np.isin(words, mine) for name, mine in self.needs.items()}


@cache
def rules_of(profile: Profile) -> Rules:
    """Compile the ``links.toml`` of a profile."""
    data = profile.data[FILE]
    patterns = {name: re.compile(entry["pattern"]) for name, entry in data["pattern"].items()}
    units = {unit: (measure, size) for measure, sizes in data["units"].items() for unit, size in sizes.items()}
    needs = {name: entry["needs"] for name, entry in data["pattern"].items() if "needs" in entry}
    concepts = concepts_of(_entries(profile, FILE, "concepts")), concepts_of(_entries(profile, SHORT, "shortcomings"))
    return Rules(patterns, needs, data["weights"], data["decision"], units, *concepts)


def _entries(profile: Profile, file: str, kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = profile.data.get(file, {}).get(kind, {})
    return found


def concepts_of(entries: Mapping[str, Any]) -> Concepts:
    """Concepts as a file tells them."""
    sole, aspects = (frozenset(n for n, entry in entries.items() if entry.get(kind)) for kind in ("sole", "aspect"))
    return Concepts({name: entry["words"] for name, entry in entries.items()}, sole, aspects)


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
        lacking = [
            text for text in entry["examples"] if "needs" in entry and not any(w in text for w in entry["needs"])
        ]
        complaints += [f"{where}: example {text} has no word of needs" for text in lacking]
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
