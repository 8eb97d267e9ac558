"""Reports -> pairs, aligned changes, links, reuse, ranks, findings."""

from __future__ import annotations

from pipeline.diff import (
    findings,
    findings_figures,
    links,
    links_rules,
    masking,
    peers,
    ranks,
    reuse,
    reuse_phrases,
    years,
)
from pipeline.profiles import Profile
from pipeline.stage import Step

STEPS: tuple[Step, ...] = (
    years.STEP,
    peers.STEP,
    reuse.STEP,
    ranks.STEP,
    links.STEP,
    findings.STEP,
)  # fmt: skip


def check(profile: Profile) -> list[str]:
    """Complaints about the profile files that this stage reads, from running every entry against its examples."""
    return [
        *masking.check(profile),
        *reuse_phrases.check(profile),
        *links_rules.check(profile),
        *findings_figures.check(profile),
    ]
