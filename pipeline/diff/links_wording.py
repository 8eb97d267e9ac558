"""Reports' sentences made ready to be held against one another: wording, names and meaning as numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from pipeline.diff.links_grams import Clauses, clauses_of
from pipeline.diff.links_kinds import Kinds, kinds_of
from pipeline.diff.links_passages import Sentences
from pipeline.diff.links_rules import Rules
from pipeline.diff.links_senses import Senses
from pipeline.diff.links_words import Held, Meant, held_of, meant_of, terms_of


@dataclass(frozen=True)
class Known:
    """What is told apart in all reports of a place, by number.

    ``general``: for each kind of pair of characters what its weight is multiplied by, squared. ``rare``: for each term
    how rare it is in general. ``indicators``: how many there are. ``vectors``: what known words
    are about, rare ones longer.
    """

    general: np.ndarray
    rare: np.ndarray
    indicators: int
    vectors: np.ndarray


@dataclass(frozen=True, eq=False)
class Wording:
    """A report's sentences, the pairs of characters in their clauses, and what else each sentence holds.

    ``topic``: of each sentence, -1 where its section has none. ``meant``: the words that tell what each is about. ``honours``:
    the clauses that tell of an award or a standing, not of something done; ``wishes``: the sentences that strive for
    one. ``concepts``: which concepts of the genre each speaks of.
    """

    sentences: Sentences
    known: Known
    kinds: Kinds
    terms: Held
    indicators: Held
    topic: np.ndarray
    meant: Meant
    honours: np.ndarray
    wishes: np.ndarray
    concepts: np.ndarray

    @cached_property
    def by_role(self) -> Mapping[str, Sequence[int]]:
        """Role -> its sentences; those without words are left out."""
        found: dict[str, list[int]] = {}
        for n in np.flatnonzero(np.bincount(self.terms.row, minlength=len(self.topic))).tolist():
            found.setdefault(self.sentences.role[n], []).append(n)
        return found

    def numbers(self, roles: Collection[str]) -> list[int]:
        """The sentences of these roles, ascending; those without words are left out."""
        return sorted(chain.from_iterable(self.by_role.get(role, ()) for role in roles))


def wordings_of(reports: Sequence[Sentences], senses: Senses, rules: Rules) -> list[Wording]:
    """The reports of a place, each made ready once for all pairs that it stands in."""
    clauses = [clauses_of(report.text) for report in reports]
    codes, kinds = kinds_of(clauses)
    known, terms = terms_of([report.words for report in reports], [report.labels for report in reports])
    sense = np.array([senses.number.get(term, -1) for term in known], dtype=np.int64)
    rare = np.array([senses.rarity_of(term) for term in known], dtype=float)
    indicators = _numbers({f.indicator for r in reports for figures in r.figures.values() for f in figures} - {""})
    topics = _numbers({topic for report in reports for topic in report.topic} - {"none"})
    ends = np.cumsum([len(report.text) for report in reports])
    concepts = np.split(rules.concepts.of([text for report in reports for text in report.text]), ends[:-1])
    shared = Known(senses.weight[codes] ** 2, rare, len(indicators), senses.vectors)
    return [
        Wording(
            report, shared, kind, held, _indicators(report, indicators),
            np.array([topics.get(topic, -1) for topic in report.topic], dtype=np.int64),
            meant_of(held, len(report.text), sense),
            _found(told, rules), np.array([bool(rules.patterns["wish"].search(text)) for text in report.text], dtype=bool),
            mine,
        )
        for report, told, kind, held, mine in zip(reports, clauses, kinds, terms, concepts, strict=True)
    ]  # fmt: skip


def _numbers(names: Collection[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(names))}


def _indicators(report: Sentences, number: dict[str, int]) -> Held:
    found = [(number[f.indicator], n) for n, figures in report.figures.items() for f in figures if f.indicator]
    item, row = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return held_of(item, row, len(report.text))


def _found(clauses: Clauses, rules: Rules) -> np.ndarray:
    """The clauses that tell of an honour, all searched at one go: marks between them are line ends."""
    out = np.zeros(len(clauses.owner), dtype=bool)
    out[clauses.place[[found.start() for found in rules.patterns["honour"].finditer(clauses.parted)]]] = True
    return out
