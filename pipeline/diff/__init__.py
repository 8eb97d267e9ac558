"""Reports -> pairs, aligned changes, links, reuse, ranks, findings."""

from __future__ import annotations

from pipeline.diff import masking, years
from pipeline.profiles import Profile
from pipeline.stage import Step

STEPS: tuple[Step, ...] = (
    years.STEP,
)  # fmt: skip


def check(profile: Profile) -> list[str]:
    """Complaints about the profile files that this stage reads, from running every entry against its examples."""
    return [*masking.check(profile)]
