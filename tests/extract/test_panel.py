"""Passages as places of other provinces write them, with every observation that they hold of the indicators labelled.

``panel_<profile>.txt``: a passage, then a line `= id value; id.measure value; id@year value`. A passage is part of a report
on 2020; `[plan]` in front: of its plan section; `[known]`: not yet read right, and a test that passes says so.
"""

from collections import Counter
from pathlib import Path

import pytest

from pipeline import profiles
from pipeline.extract.indicators_check import YEAR, all_observed

HERE = Path(__file__).parent


def passages():
    for path in sorted(HERE.glob("panel_*.txt")):
        profile = path.stem.removeprefix("panel_")
        lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        known = {row[0] for labels in lines[1::2] for row in labelled(labels.removeprefix("="), plan=False)}
        for text, labels in zip(lines[::2], lines[1::2], strict=True):
            marks = [pytest.mark.xfail(strict=True, reason="not yet read right")] if text.startswith("[known]") else []
            yield pytest.param(profile, known, text.removeprefix("[known]"), labels.removeprefix("="), marks=marks)


def labelled(labels, plan):
    for label in filter(str.strip, labels.split(";")):
        key, value = label.split()
        key, _, year = key.partition("@")
        indicator, _, measure = key.partition(".")
        default_year = YEAR + 1 if plan or measure.startswith("target") else YEAR
        yield indicator, measure or ("target_level" if plan else "level"), int(year or default_year), float(value)


@pytest.mark.parametrize(("profile", "known", "text", "labels"), passages())
def test_a_passage_gives_its_figures_and_no_others(profile, known, text, labels):
    plan = text.startswith("[plan]")
    rows = all_observed(text.removeprefix("[plan]"), profiles.load(profile), plan)
    found = [
        (r["indicator"], r["measure"], r["ref_year"], round(r["value"], 6)) for r in rows if r["indicator"] in known
    ]
    assert Counter(found) == Counter(labelled(labels, plan))
