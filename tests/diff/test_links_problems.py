"""The same shortcoming year after year, in changing words: how many are followed, and how surely."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pipeline import profiles
from pipeline.diff.links_passages import Passage, Sentences
from pipeline.diff.links_problems import Again, owned_up, problem_rows, unrivalled
from pipeline.diff.links_rules import rules_of
from pipeline.diff.masking import even

SERIES = tomllib.loads(Path(__file__).with_name("problem_series.toml").read_text("utf-8"))["place"]
RULES = rules_of(profiles.load("fazhi"))


def _year(said: list[str], role: str = "problems") -> Sentences:
    passages = [Passage(n, n + 1, role, "none", even(text)) for n, text in enumerate(said)]
    return Sentences.of(passages, [[] for _ in said])


def _followed(a: Sentences, b: Sentences) -> list[tuple[int, int, str]]:
    rows = problem_rows(*owned_up([a, b], RULES), RULES)
    return list(zip(rows.mine.tolist(), rows.told.tolist(), rows.status, strict=True))


def counts(place: dict) -> tuple[int, int, int]:
    """(right, drawn, wanted) links of a place's year pairs."""
    right = drawn = wanted = 0
    for a, b in pairwise(place["years"]):
        (a_marks, a_said), (b_marks, b_said) = zip(*a, strict=True), zip(*b, strict=True)
        wanted += len(set(a_marks) & set(b_marks))
        links = [(row, at) for row, at, status in _followed(_year(a_said), _year(b_said)) if status == "recurring"]
        drawn += len(links)
        right += sum(a_marks[row] == b_marks[at] for row, at in links)
    return right, drawn, wanted


def test_one_shortcoming_comes_of_one_unless_two_are_sure():
    found = Again(np.array([2, 2, 1, -1, 2, 0, 0]), np.array([0.7, 0.97, 0.6, 0.2, 0.96, 0.6, 0.9]))
    kept = unrivalled(found, np.array([80, 20, 30]), {"sure": 0.95, "several": 60})
    assert kept.at.tolist() == [-1, 2, 1, -1, 2, 0, 0]


def test_an_introduction_is_not_about_the_first():
    a = _year(["我们也清醒地看到，还面临不少困难：一是财政收支矛盾突出；", "二是优质教育资源不足。"])
    b = _year(["我们也清醒地看到，还面临不少困难：一是入学难、看病难；", "二是财源单一，刚性支出压力大。"])
    assert _followed(a, b) == [(0, 1, "recurring"), (1, 0, "recurring")]


@pytest.mark.parametrize(
    "said",
    ["同时，我们也清醒地认识到，我县发展还面临不少困难和挑战。", "（五）不足之处", "对此，我们将采取有力措施，切实加以解决。",
     "开展政务服务标准化试点。"],
)  # fmt: skip
def test_what_owns_up_to_nothing_is_not_followed(said):
    assert _followed(_year([said]), _year([said])) == []


def test_what_was_overcome_is_told_by_a_review():
    b = _year(["行政复议场所不足的难题得到解决。", "办结复议案件60件。"], "achievements")
    assert _followed(_year(["行政复议办案场所不足。", "普法形式单一。"]), b) == [
        (0, 0, "resolved"),
        (1, -1, "resolved"),
    ]


def test_two_things_short_in_one_way_are_two_shortcomings():
    a, b = _year(["行政复议力量薄弱。", "普法形式单一。"]), _year(["人民调解力量薄弱。", "普法方式陈旧。"])
    assert _followed(a, b) == [(0, -1, "resolved"), (1, 1, "recurring")]


def test_what_no_passage_owns_up_to_is_sought_among_all_that_lacks():
    announced = _year(["行政复议力量薄弱。", "普法形式单一。"])
    hidden = _year(["办结复议案件60件。", "复议人员仍然不足。", "普法老套,吸引力不强。", "道路破旧,灯不亮。"], "plan")
    assert _followed(announced, hidden) == [(0, 1, "recurring"), (1, 2, "recurring")]
    assert _followed(hidden, announced) == [(1, 0, "recurring"), (2, 1, "recurring")]
    assert _followed(hidden, hidden) == []


def test_what_a_plan_acts_on_is_sought_too():
    planned = _year(["针对这些问题，加强培训。", "（一）针对普法形式老套的问题，加强培训。"], "plan")
    assert _followed(_year(["行政复议力量薄弱。", "普法形式单一。"]), planned) == [
        (0, -1, "resolved"),
        (1, 1, "recurring"),
    ]


def test_an_introduction_alone_leaves_open_where_shortcomings_are_told():
    hidden = _year(["工作中存在以下薄弱环节：", "复议人员仍然不足。", "普法老套，吸引力不强。"], "other")
    hidden = replace(hidden, role=["problems", "other", "other"])
    assert _followed(_year(["行政复议力量薄弱。"]), hidden) == [(0, 1, "recurring")]


def test_a_new_number_is_a_new_shortcoming_behind_a_promise():
    said = _year(["1.行政复议力量薄弱。", "对此，将加强培训。", "复议人员不足要补齐。", "2.普法形式单一。"])
    assert [a for a, _, _ in _followed(said, said)] == [0, 3]


@pytest.mark.parametrize("place", SERIES, ids=lambda place: place["name"])
def test_recurring_shortcomings_are_followed(place):
    right, drawn, wanted = counts(place)
    assert right >= 0.75 * max(drawn, wanted), f"{right} right, {drawn} drawn, {wanted} wanted"


def test_recurring_shortcomings_are_followed_over_all():
    right, drawn, wanted = map(sum, zip(*(counts(place) for place in SERIES), strict=True))
    assert right >= 0.9 * max(drawn, wanted), f"{right} right, {drawn} drawn, {wanted} wanted"
