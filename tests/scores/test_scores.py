"""The scores of the real corpus against the floors kept here; .ci/run builds the corpus and names the file of scores."""

import json
import os
import tomllib
from pathlib import Path

import pytest

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def scores():
    path = os.environ.get("DUIZHAO_SCORES")
    if not path:
        pytest.skip("no scores here: .ci/run makes them where the shared corpus is")
    return json.loads(Path(path).read_text("utf-8"))


@pytest.mark.corpus
@pytest.mark.parametrize("measure", FLOORS)
def test_no_score_falls(scores, measure):
    assert scores[measure] >= FLOORS[measure]
