"""Two reports' sentences made ready to be held against one another: wording, names and meaning as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.diff.links_grams import CLAUSE, RAREST, Clauses, clauses_of, rarity, weighted
from pipeline.diff.links_passages import Passage
from pipeline.diff.links_rules import Rules
from pipeline.diff.links_senses import Senses


@dataclass(frozen=True)
class Wording:
    """A report's sentences, their clauses and, a row each, what they are about.

    ``honours``: the clauses that tell of an award or a standing, not of something done; ``wishes``: the sentences that
    strive for one.
    """

    passages: Sequence[Passage]
    clauses: Clauses
    meaning: np.ndarray
    honours: np.ndarray
    wishes: np.ndarray


@dataclass(frozen=True)
class Side:
    """Some sentences of a report, to be held against those of another: what is compared is what is weighed.

    ``clauses``: clauses x pairs of characters; ``owner``: for each clause the place of its sentence.
    """

    passages: Sequence[Passage]
    clauses: csr_matrix
    owner: np.ndarray
    meaning: np.ndarray
    honours: np.ndarray
    wishes: np.ndarray


@dataclass(frozen=True)
class Pairing:
    """Sentences of two reports, and what a shared word is worth as a name.

    Words weigh by how rare they are among these sentences and in official prose: 0 (everywhere) to about 1 (a name).
    """

    a: Side
    b: Side
    names: Mapping[str, float]


def wording_of(passages: Sequence[Passage], senses: Senses, rules: Rules) -> Wording:
    """A report's sentences made ready once for all pairs that it stands in."""
    clauses = clauses_of([passage.text for passage in passages])
    honour, wish = rules.patterns["honour"], rules.patterns["wish"]
    honours = [bool(honour.search(clause)) for passage in passages for clause in CLAUSE.split(passage.text)]
    wishes = [bool(wish.search(passage.text)) for passage in passages]
    meaning = senses.sums([passage.words for passage in passages])
    return Wording(passages, clauses, meaning, np.array(honours, dtype=bool), np.array(wishes, dtype=bool))


def pairing_of(a: Wording, b: Wording, a_roles: Collection[str], b_roles: Collection[str], senses: Senses) -> Pairing:
    """The sentences of these roles, weighed; those without words are left out."""
    numbers = [
        [n for n, passage in enumerate(wording.passages) if passage.role in roles and passage.words]
        for wording, roles in ((a, a_roles), (b, b_roles))
    ]
    return chosen(a, b, numbers[0], numbers[1], senses)


def chosen(a: Wording, b: Wording, a_numbers: Sequence[int], b_numbers: Sequence[int], senses: Senses) -> Pairing:
    """The numbered sentences (ascending), weighed."""
    both = ((a, np.array(a_numbers, dtype=int)), (b, np.array(b_numbers, dtype=int)))
    wanted = [np.flatnonzero(np.isin(wording.clauses.owner, numbers)) for wording, numbers in both]
    clauses_wanted = [(wording.clauses, clauses) for (wording, _), clauses in zip(both, wanted, strict=True)]
    matrices = weighted(clauses_wanted, senses.weight)
    sides = [
        Side([wording.passages[n] for n in numbers], matrix, np.searchsorted(numbers, wording.clauses.owner[clauses]),
             wording.meaning[numbers], wording.honours[clauses], wording.wishes[numbers])
        for (wording, numbers), matrix, clauses in zip(both, matrices, wanted, strict=True)
    ]  # fmt: skip
    held = Counter(word for side in sides for passage in side.passages for word in passage.words)
    rare = rarity(np.array(list(held.values())), len(a_numbers) + len(b_numbers)) / RAREST
    names = {word: value * senses.rarity_of(word) for word, value in zip(held, rare.tolist(), strict=True)}
    return Pairing(sides[0], sides[1], names)
