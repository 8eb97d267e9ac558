"""Two reports' sentences made ready to be held against one another: wording, names and meaning as numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.diff.links_grams import CLAUSE, Clauses, clauses_of
from pipeline.diff.links_passages import Passage
from pipeline.diff.links_rules import Rules
from pipeline.diff.links_senses import Senses
from pipeline.diff.links_sides import Kinds, Side, Words, around, grams_of, kinds_of, long, names_of, rows_of, words_of


@dataclass(frozen=True)
class Wording:
    """A report's sentences, their clauses and, a row each, what they are about.

    ``honours``: the clauses that tell of an award or a standing, not of something done; ``wishes``: the sentences that
    strive for one. ``sides``: the choices of sentences made so far, since each is held against the year before and the
    year after.
    """

    passages: Sequence[Passage]
    clauses: Clauses
    kinds: Kinds
    words: Words
    meaning: np.ndarray
    honours: np.ndarray
    wishes: np.ndarray
    sides: dict[tuple[int, ...], Side] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Pairing:
    """Sentences of two reports: what is compared is what is weighed."""

    a: Side
    b: Side


def wording_of(passages: Sequence[Passage], senses: Senses, rules: Rules) -> Wording:
    """A report's sentences made ready once for all pairs that it stands in."""
    clauses = clauses_of([passage.text for passage in passages])
    honour, wish = rules.patterns["honour"], rules.patterns["wish"]
    honours = [bool(honour.search(clause)) for passage in passages for clause in CLAUSE.split(passage.text)]
    wishes = [bool(wish.search(passage.text)) for passage in passages]
    words = words_of(passages, senses)
    sense = np.array([senses.number.get(word, -1) for word in words.number], dtype=int)[words.word]
    meaning = senses.sums(words.row[sense >= 0], sense[sense >= 0], len(passages))
    return Wording(
        passages, clauses, kinds_of(clauses), words, meaning,
        np.array(honours, dtype=bool), np.array(wishes, dtype=bool),
    )  # fmt: skip


def pairing_of(a: Wording, b: Wording, a_roles: Collection[str], b_roles: Collection[str], senses: Senses) -> Pairing:
    """The sentences of these roles, weighed; those without words are left out."""
    numbers = [
        [n for n, passage in enumerate(wording.passages) if passage.role in roles and passage.words]
        for wording, roles in ((a, a_roles), (b, b_roles))
    ]
    return chosen(a, b, numbers[0], numbers[1], senses)


def chosen(a: Wording, b: Wording, a_numbers: Sequence[int], b_numbers: Sequence[int], senses: Senses) -> Pairing:
    """The numbered sentences (ascending), weighed."""
    return Pairing(_side(a, tuple(a_numbers), senses), _side(b, tuple(b_numbers), senses))


def _side(wording: Wording, numbers: tuple[int, ...], senses: Senses) -> Side:
    if numbers not in wording.sides:
        wording.sides[numbers] = _made(wording, np.array(numbers, dtype=int), senses)
    return wording.sides[numbers]


def _made(wording: Wording, numbers: np.ndarray, senses: Senses) -> Side:
    passages, meaning = [wording.passages[n] for n in numbers], wording.meaning[numbers]
    return Side(
        passages,
        grams_of(wording.clauses, wording.kinds, numbers, senses.weight),
        names_of(wording.words, numbers, len(wording.passages)),
        rows_of({passage.topic} - {"none"} for passage in passages),
        rows_of(passage.indicators for passage in passages),
        long(meaning),
        long(around(meaning)),
        wording.honours[np.flatnonzero(np.isin(wording.clauses.owner, numbers))],
        wording.wishes[numbers],
    )
