"""Outlines and headings as other provinces, levels and years write them: nothing of them is trained on."""

from pathlib import Path

import pytest

from pipeline.classify.evaluate import labelled_cases
from pipeline.classify.measures import macro_f1
from pipeline.classify.outlines import outlines_of
from pipeline.classify.roles import named_role
from pipeline.classify.scheme import roles_of
from pipeline.profiles import load

CASES = Path(__file__).parent / "cases"
FLOORS = {"fazhi": (0.98, 0.97), "gwr": (0.98, 0.95), "openness": (0.98, 0.95)}
"""Accuracy of roles, macro-F1 of topics."""


@pytest.mark.parametrize("profile", FLOORS)
def test_roles_and_topics_hold_elsewhere(profile):
    cases = labelled_cases(load(profile), CASES, ("both",))
    roles = [c.role == c.role_given for c in cases if c.role]
    assert len(cases) > 40
    assert sum(roles) / len(roles) >= FLOORS[profile][0]
    assert macro_f1(cases, "both") >= FLOORS[profile][1]


def test_top_headings_name_their_roles():
    lines = (CASES / "role-headings.txt").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("%")]
    given = [named_role(heading, roles_of(load("fazhi")), int(year)) for _, year, heading in rows]
    wrong = [row for row, label in zip(rows, given, strict=True) if row[0] != (label.role if label else "-")]
    assert rows and len(wrong) <= 0.02 * len(rows), wrong


def test_an_outline_is_read_with_its_tree():
    outline = next(o for o in outlines_of(CASES, "fazhi") if o.name == "city-2021")
    by_heading = {n.heading: n for n in outline.nodes}
    first, inner = by_heading["主要成效"], by_heading["政务服务更加便捷"]
    assert inner.parent == first.id
    assert first.start < inner.start < inner.end <= first.end
    assert outline.right[inner.id] == ("achievements", "functions")
