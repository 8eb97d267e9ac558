"""What became of a commitment: judged by signs whose weights are learnt from labelled links."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.diff.links_figures import Kept
from pipeline.diff.links_passages import Passage
from pipeline.diff.links_rules import Rules
from pipeline.diff.links_senses import Senses
from pipeline.diff.links_signs import signs

KIND = "status"


def is_commitment(passage: Passage, rules: Rules) -> bool:
    """Whether a sentence of a plan names something that can be looked up a year later."""
    return bool(rules.patterns["concrete"].search(passage.text))


def status_of(plan: Passage, results: Sequence[Passage], figures: Sequence[Kept], rules: Rules, senses: Senses) -> str:
    """delivered, progress or not_mentioned, from the figures promised and answered and from the wording of both sides.

    Progress is what goes on or has only begun, a target missed, and a sentence of several commitments of which few are
    told: what speaks for it and how much is in ``links.toml``, [weights.status].
    """
    if not results:
        return "not_mentioned"
    weights = rules.weights[KIND]
    strength = sum(weights[name] * sign for name, sign in signs(plan, results, figures, rules, senses).items())
    return "delivered" if strength + weights["bias"] > 0 else "progress"
