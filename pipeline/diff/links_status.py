"""What became of a commitment, told from its words and those of the sentence that reports on it."""

from __future__ import annotations

import re

from pipeline.diff.links_passages import Passage
from pipeline.diff.links_rules import Rules

_CLAUSE = re.compile("[,;:。!?]")


def is_commitment(passage: Passage, rules: Rules) -> bool:
    """Whether a sentence of a plan names something that can be looked up a year later."""
    return bool(rules.patterns["concrete"].search(passage.text))


def is_settled(passage: Passage, rules: Rules) -> bool:
    """Whether a sentence of a review says that a shortcoming was overcome."""
    return bool(rules.patterns["settled"].search(passage.text))


def status_of(plan: Passage, result: Passage | None, rules: Rules) -> str:
    """delivered, progress or not_mentioned.

    Unfinished work anywhere in the result is progress; otherwise the clauses that take up the plan's words decide.
    """
    if result is None:
        return "not_mentioned"
    told = rules.patterns
    if told["unfinished"].search(result.text):
        return "progress"
    taken_up = _pairs(plan.text)
    clauses = [c for c in _CLAUSE.split(result.text) if _pairs(c) & taken_up] or [result.text]
    done, underway = (sum(bool(told[name].search(c)) for c in clauses) for name in ("done", "underway"))
    return "delivered" if done > underway else "progress"


def _pairs(text: str) -> set[str]:
    """Pairs of letters that touch."""
    return {text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalpha()}
