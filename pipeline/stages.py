"""The stages in the order that data walks through them, each with its steps."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from pipeline import profiles
from pipeline.stage import Step

STAGES = ("segment", "classify", "extract", "diff")
"""The stages made of steps; ingest comes before them (pipeline.intake), publish behind (pipeline.publishing)."""


@cache
def steps_of(stage: str) -> tuple[Step, ...]:
    """The steps of a stage; imported only when asked for, since models and numerical libraries load slowly."""
    steps: tuple[Step, ...] = import_module(f"pipeline.{stage}").STEPS
    return steps


def upstream_of(stage: str) -> tuple[Step, ...]:
    """All steps of the stages before this one, in order."""
    return tuple(step for name in STAGES[: STAGES.index(stage)] for step in steps_of(name))


def complaints() -> list[str]:
    """What is wrong with the profiles: every entry of every file against its own examples and counterexamples."""
    stages = [import_module(f"pipeline.{name}") for name in ("ingest", *STAGES)]
    return [c for profile in profiles.load_all().values() for stage in stages for c in stage.check(profile)]
