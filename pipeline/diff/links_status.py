"""What became of a commitment: told from the clauses that take it up, and from figures promised and reported."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.diff.links_passages import Figure, Passage
from pipeline.diff.links_rules import Rules
from pipeline.diff.links_senses import Senses

_CLAUSE = re.compile("[,;:。!?]")
GENERIC = 0.45
"""Words at most this rare (推进, 建设, 工作) don't show which commitment a clause takes up."""
LONGEST = 4
MANY, SMALL = 3, 0.34
"""Of MANY commitments in a sentence, a share of SMALL or less that is taken up is a beginning."""


class Kept(NamedTuple):
    """A figure promised, the figure reported for it, and whether the promise was met."""

    promised: Figure
    reported: Figure
    met: bool


def is_commitment(passage: Passage, rules: Rules) -> bool:
    """Whether a sentence of a plan names something that can be looked up a year later."""
    return bool(rules.patterns["concrete"].search(passage.text))


def is_settled(passage: Passage, rules: Rules) -> bool:
    """Whether a sentence of a review says that a shortcoming was overcome."""
    return bool(rules.patterns["settled"].search(passage.text))


def kept(plan: Passage, results: Sequence[Passage]) -> list[Kept]:
    """Each figure of a plan with the figure of the results that has its indicator or, failing that, its unit and name."""
    found = []
    for promised in plan.figures:
        told = [(likeness, -n, figure) for n, figure in enumerate(f for result in results for f in result.figures)
                if (likeness := _likeness(promised, figure)) >= 0.4]  # fmt: skip
        if told:
            reported = max(told)[2]
            found.append(Kept(promised, reported, _met(promised, reported)))
    return found


def figures_json(found: Sequence[Kept]) -> str:
    """The ``figures`` column: a JSON list of name, promised, promised_value, reported, reported_value, unit, met."""
    rows = [
        {"name": k.promised.name, "promised": k.promised.raw, "promised_value": k.promised.value,
         "reported": k.reported.raw, "reported_value": k.reported.value, "unit": k.promised.unit, "met": k.met}
        for k in found
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False)


def _likeness(promised: Figure, reported: Figure) -> float:
    """2 for one indicator; else the share of the shorter name's letter pairs that both have, 0 for another unit."""
    if promised.kind != reported.kind or promised.unit != reported.unit:
        return 0.0
    if promised.indicator and promised.indicator == reported.indicator:
        return 2.0
    a, b = _pairs(promised.name), _pairs(reported.name)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _met(promised: Figure, reported: Figure) -> bool:
    """Whether the target was reached; one of a fall, or that says 以内, is reached from above. Rounding is forgiven."""
    slack = 0.005 * abs(promised.value)
    if promised.approx == "less" or promised.value < 0:
        return reported.value <= promised.value + slack
    return reported.value >= promised.value - slack


def status_of(plan: Passage, results: Sequence[Passage], rules: Rules, senses: Senses) -> str:
    """delivered, progress or not_mentioned.

    Progress is what is told to be under way or unfinished, a target missed, or one of several commitments of a sentence
    told and the others not (a figure that was reached stands for them all).
    """
    if not results:
        return "not_mentioned"
    told, share = taken_up(plan, results, rules, senses)
    going = any(
        rules.patterns["ongoing"].search(clause) and not rules.patterns["ended"].search(clause) for clause in told
    )
    unfinished = any(rules.patterns["unfinished"].search(result.text) for result in results)
    figures = kept(plan, results)
    missed = any(not figure.met for figure in figures)
    beginning = share <= SMALL and not figures
    return "progress" if going or unfinished or missed or beginning else "delivered"


def taken_up(plan: Passage, results: Sequence[Passage], rules: Rules, senses: Senses) -> tuple[list[str], float]:
    """The results' clauses that take up the plan's, and the share of its commitments that they take up (1 of few)."""
    tellings = [clause for result in results for clause in _CLAUSE.split(result.text) if len(clause) > 2]
    if not tellings:
        return [result.text for result in results], 1.0
    own = [_own_pairs(clause, senses) for clause in tellings]
    every = [_pairs(clause) for clause in tellings]
    best: list[tuple[float, str, bool]] = []
    commitments: list[bool] = []
    for clause in (c for c in _CLAUSE.split(plan.text) if len(c) > 3):
        mine, pairs = _own_pairs(clause, senses), _pairs(clause)
        strength = [len(mine & a) + len(pairs & b) / 4 for a, b in zip(own, every, strict=True)]
        at = max(range(len(tellings)), key=lambda n: (strength[n], -n))
        shared = len(mine & own[at])
        hit = shared >= 2 or (shared > 0 and 3 * shared > len(mine))
        best.append((strength[at], tellings[at], hit))
        if rules.patterns["firm"].search(clause) or not rules.patterns["purpose"].search(clause):
            commitments.append(hit)
    told = [clause for _, clause, hit in best if hit] or [clause for _, clause, _ in sorted(best)[-1:]] or tellings
    return told, sum(commitments) / len(commitments) if len(commitments) >= MANY else 1.0


def _pairs(text: str) -> set[str]:
    """Pairs of letters that touch."""
    return {text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalpha()}


def _own_pairs(text: str, senses: Senses) -> set[str]:
    """Pairs of letters that touch and are not both inside words of official prose in general."""
    rarity = senses.rarity
    inside = [False] * len(text)
    for start in range(len(text)):
        for size in range(LONGEST, 1, -1):
            if rarity.get(text[start : start + size], 1.0) < GENERIC:
                inside[start : start + size] = [True] * len(text[start : start + size])
                break
    return {
        text[i : i + 2] for i in range(len(text) - 1) if not (inside[i] and inside[i + 1]) and text[i : i + 2].isalpha()
    }
