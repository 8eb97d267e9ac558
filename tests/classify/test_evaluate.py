"""The figures of ``evaluate`` on cases that can be counted by hand, and the floors that quality may not fall below."""

import os
from pathlib import Path

import pytest

from pipeline.classify.decide import TopicLabel
from pipeline.classify.evaluate import cross_validated, labelled_cases
from pipeline.classify.measures import METHODS, Case, confusion, macro_f1, measures, per_class
from pipeline.profiles import load

GOLD = Path(os.environ.get("DUIZHAO_SHARED", "../shared")) / "gold"


def case(right, given, doc="d"):
    return Case(doc, "plan", "plan", right, dict.fromkeys(METHODS, TopicLabel(given, 0.9, "rule")))


CASES = [case("a", "a"), case("a", "b"), case("b", "b", "e"), case("none", "b", "e")]


def test_measures_by_hand():
    pairs = [(c.topic, c.given["both"].topic) for c in CASES]
    assert per_class(pairs)["a"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "n": 2}
    assert macro_f1(CASES, "both") == pytest.approx((2 / 3 + 2 / 3) / 2)
    assert confusion(pairs) == {"a": {"b": 1}, "none": {"b": 1}}
    found = measures(CASES)
    assert found["role_accuracy"] == 1.0
    assert found["topics"]["reliability"] == [(pytest.approx(0.9), 0.5, 4)]


@pytest.mark.slow
@pytest.mark.parametrize(("profile", "floor"), [("fazhi", 0.93), ("gwr", 0.85)])
def test_both_beat_the_rules_and_the_model_alone_on_held_out_examples(profile, floor):
    cases = cross_validated(load(profile))
    scores = {m: macro_f1(cases, m) for m in METHODS}
    assert scores["both"] >= floor
    assert scores["both"] == max(scores.values())


@pytest.mark.corpus
@pytest.mark.skipif(not GOLD.exists(), reason="no shared gold labels (DUIZHAO_SHARED)")
@pytest.mark.parametrize(("profile", "floor"), [("fazhi", 0.95), ("gwr", 0.93)])
def test_the_floor_on_labelled_headings(profile, floor):
    cases = labelled_cases(load(profile), GOLD, ("both",))
    assert macro_f1(cases, "both") >= floor
    assert sum(c.role == c.role_given for c in cases) / len(cases) >= 0.98
