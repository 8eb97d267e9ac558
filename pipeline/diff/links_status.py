"""What became of a commitment, told from its words and those of the sentence that reports on it."""

from __future__ import annotations

from pipeline.diff.links_passages import Passage
from pipeline.diff.links_rules import Rules


def is_commitment(passage: Passage, rules: Rules) -> bool:
    """Whether a sentence of a plan names something that can be looked up a year later."""
    return bool(rules.patterns["concrete"].search(passage.text))


def is_settled(passage: Passage, rules: Rules) -> bool:
    """Whether a sentence of a review says that a shortcoming was overcome."""
    return bool(rules.patterns["settled"].search(passage.text))


def status_of(plan: Passage, result: Passage | None, rules: Rules) -> str:
    """delivered, progress or not_mentioned."""
    if result is None:
        return "not_mentioned"
    done, underway = (rules.patterns[name].search(result.text) for name in ("done", "underway"))
    return "delivered" if done and not underway else "progress"
