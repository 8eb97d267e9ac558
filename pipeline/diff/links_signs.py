"""What in the language of a commitment and of its results tells whether it was kept: a few numbers, named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log1p
from typing import NamedTuple

from pipeline.diff.links_figures import Kept, plain
from pipeline.diff.links_passages import LABEL, Passage
from pipeline.diff.links_rules import Rules
from pipeline.diff.links_senses import Senses

SIGNS = (
    "taken", "firm", "works", "duty", "push", "under_way", "partly", "unfinished", "met", "missed", "unkept",
)  # fmt: skip
GENERIC = 0.45
"""Words at most this rare (推进, 建设, 工作) don't show which commitment a clause takes up."""
LONGEST = 4
ENOUGH, FULLY = 2.4, 4.0
"""How much a clause shares that likely takes up a commitment, and one that surely does."""
LEAST = 0.1
"""Added to what clauses share, so that those that share nothing weigh something."""
QUOTED = 3.0
"""What a label in quotes counts that both have."""
_CLAUSE = re.compile("[,;:。!?]")
_DIGIT = re.compile(r"\d")


class Clause(NamedTuple):
    """A clause, its pairs of letters, and those of them that official prose in general doesn't hold."""

    text: str
    pairs: set[str]
    own: set[str]


class Taken(NamedTuple):
    """A clause of a plan, what most takes it up and the sentence it stands in, how much they share, if it is enough."""

    clause: str
    telling: str
    result: str
    shared: float
    hit: bool


def signs(
    plan: Passage, results: Sequence[Passage], figures: Sequence[Kept], rules: Rules, senses: Senses
) -> Mapping[str, float]:
    """Signs of what became of a commitment; there is a result.

    taken: how much of its commitments the results take up, 0 to 1. firm: how many of them have an end that can be looked
    up (log). Of its commitments that are taken up, by how much they are: duty, push: which say what is done every year
    (监督, 整治), which push something on (推进, 争取); works: which promise a building or a site, while what takes them up
    tells of no end. Of what takes them up: under_way: what tells of a beginning or a going on and neither of an end nor
    of a target met; partly: what is unfinished; unfinished: its sentence says so. Of the figures promised: met: the share
    that was; missed: one was not; unkept: the share that no figure answers.
    """
    taken = taken_up(plan, results, rules, senses)
    firm = [_says(rules, "firm", each.clause) or bool(_DIGIT.search(each.clause)) for each in taken]
    real = [each for each, holds in zip(taken, firm, strict=True) if holds or not _says(rules, "purpose", each.clause)]
    told = _told(real) or _told(taken) or [max(taken, key=lambda each: each.shared)]
    return {
        "taken": _share_taken(real or told, told),
        "firm": log1p(sum(firm)),
        **_of_told(told, figures, rules),
        **_of_figures(plan, figures),
    }


def _told(taken: Sequence[Taken]) -> list[Taken]:
    return [each for each in taken if each.hit]


def _of_told(told: Sequence[Taken], figures: Sequence[Kept], rules: Rules) -> dict[str, float]:
    """Signs of the clauses that are taken up and of what takes them up, each weighing by how much they share."""
    total = sum(each.shared + LEAST for each in told)
    met = [plain(figure.reported.raw) for figure in figures if figure.met]
    going = [not _ended(each, met, rules) for each in told]

    def share(which: Iterable[bool]) -> float:
        return sum(each.shared + LEAST for each, holds in zip(told, which, strict=True) if holds) / total

    return {
        "works": share(on and _says(rules, "works", each.clause) for on, each in zip(going, told, strict=True)),
        "duty": share(_says(rules, "duty", each.clause) for each in told),
        "push": share(_says(rules, "push", each.clause) for each in told),
        "under_way": share(
            on and _says(rules, "under_way", each.telling) for on, each in zip(going, told, strict=True)
        ),
        "partly": share(_partly(each, rules) for each in told),
        "unfinished": float(any(_says(rules, "unfinished", each.result) for each in told)),
    }


def _of_figures(plan: Passage, figures: Sequence[Kept]) -> dict[str, float]:
    """Signs of the figures that a sentence promises."""
    promised = max(len(plan.figures), 1)
    return {
        "met": sum(figure.met for figure in figures) / promised,
        "missed": float(any(not figure.met for figure in figures)),
        "unkept": (len(plan.figures) - len(figures)) / promised,
    }


def _ended(taken: Taken, met: Sequence[str], rules: Rules) -> bool:
    """Whether what takes a clause up tells of what it promises: an end, a beginning, or a figure that meets its target.

    A figure is no end of what is pushed on and goes on.
    """
    if _says(rules, "done", taken.telling):
        return True
    if _says(rules, "begins", taken.clause) and _says(rules, "begun", taken.telling):
        return True
    return any(raw in taken.telling for raw in met) and not _says(rules, "push", taken.telling)


def _partly(taken: Taken, rules: Rules) -> bool:
    """Whether what takes a clause up is unfinished, where the clause promises more than that (建成一期, 启动试点)."""
    if _says(rules, "begins", taken.clause):
        return False
    return any(found[0] not in taken.clause for found in rules.patterns["partly"].finditer(taken.telling))


def _says(rules: Rules, name: str, text: str) -> bool:
    return bool(rules.patterns[name].search(text))


def _share_taken(real: Sequence[Taken], told: Sequence[Taken]) -> float:
    """How much of some commitments is taken up; that which shares most is, in whatever words: links say so."""
    most = max(told, key=lambda each: each.shared)
    return sum(1.0 if each is most else min(1.0, each.shared / FULLY) for each in real) / len(real)


def taken_up(plan: Passage, results: Sequence[Passage], rules: Rules, senses: Senses) -> list[Taken]:
    """Each clause of a plan with the clause of the results that shares most with it."""
    tellings, whole = [], []
    for result in results:
        clauses = _clauses(result.text, 2) or [result.text]
        tellings += [_read(clause, senses) for clause in clauses]
        whole += [result.text] * len(clauses)
    taken = []
    for text in _clauses(plan.text, 3) or [plan.text]:
        at, shared, hit = _nearest(_read(text, senses), tellings)
        taken.append(Taken(text, tellings[at].text, whole[at], shared, hit))
    return taken


def _nearest(clause: Clause, tellings: Sequence[Clause]) -> tuple[int, float, bool]:
    """Which clause shares most with a clause, how much, and whether it is enough."""
    labels = LABEL.findall(clause.text)
    shared = [_shared(clause, telling, labels) for telling in tellings]
    at = max(range(len(tellings)), key=lambda n: (shared[n], -n))
    own = len(clause.own & tellings[at].own)
    return at, shared[at], own >= 2 or (own > 0 and 3 * own > len(clause.own)) or shared[at] >= ENOUGH


def _shared(clause: Clause, telling: Clause, labels: Sequence[str]) -> float:
    own = len(clause.own & telling.own)
    return own + (len(clause.pairs & telling.pairs) - own) / 4 + QUOTED * any(label in telling.text for label in labels)


def _clauses(text: str, longer: int) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if len(clause) > longer]


@lru_cache(maxsize=4096)
def _read(text: str, senses: Senses) -> Clause:
    touching = [text[start : start + 2] for start in range(len(text) - 1)]
    every = {pair for pair in touching if pair.isalpha()}
    return Clause(text, every, every & _own(text, touching, senses))


def _own(text: str, touching: Sequence[str], senses: Senses) -> set[str]:
    """Pairs of characters that are not both inside words of official prose in general; ``touching``: all, in order."""
    inside, generic = bytearray(len(text)), _generic(senses)
    for start, pair in enumerate(touching):
        for word in generic.get(pair, ()):
            if text.startswith(word, start):
                inside[start : start + len(word)] = b"\1" * len(word)
                break
    return {pair for pair, first, last in zip(touching, inside, inside[1:], strict=False) if not (first and last)}


@lru_cache(maxsize=8)
def _generic(senses: Senses) -> Mapping[str, Sequence[str]]:
    """Words of official prose in general by their first two letters, the longest first."""
    found: dict[str, list[str]] = {}
    for word, rare in sorted(senses.rarity.items(), key=lambda entry: -len(entry[0])):
        if rare < GENERIC and 1 < len(word) <= LONGEST:
            found.setdefault(word[:2], []).append(word)
    return found
