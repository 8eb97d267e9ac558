"""A stage declares every profile file that it reads; otherwise an edit there would re-make nothing."""

import re

import pytest

from pipeline import intake, stages
from tests.conftest import ROOT

READS = re.compile(r'\.(?:data|lists)(?:\.get\(|\[)\s*f?"([a-z_]+/?)')


def read_by(stage: str) -> set[str]:
    # discover is a command over finished tables: no row depends on what it reads
    steps = [p for p in (ROOT / "pipeline" / stage).rglob("*.py") if not p.stem.startswith("discover")]
    return {name for path in steps for name in READS.findall(path.read_text("utf-8"))}


@pytest.mark.parametrize("stage", ["ingest", *stages.STAGES])
def test_every_profile_file_that_a_stage_reads_is_declared(stage):
    steps = () if stage == "ingest" else stages.steps_of(stage)
    declared = set(intake.FILES) if stage == "ingest" else {name for step in steps for name in step.files}
    assert read_by(stage) - declared == set()


@pytest.mark.parametrize("stage", ["ingest", *stages.STAGES])
def test_every_declared_file_exists(stage):
    steps = () if stage == "ingest" else stages.steps_of(stage)
    declared = set(intake.FILES) if stage == "ingest" else {name for step in steps for name in step.files}
    folders = list((ROOT / "pipeline" / "profiles").iterdir())
    for name in declared:
        assert any((f / name).is_dir() or list(f.glob(f"{name}.*")) for f in folders), name
