"""Figures promised and figures reported."""

from __future__ import annotations

import json

import pytest

from pipeline import profiles
from pipeline.diff.links_figures import figures_json, kept
from pipeline.diff.links_passages import Figure, Passage
from pipeline.diff.links_rules import rules_of

RULES = rules_of(profiles.load("gwr"))


def _figure(name: str, value: float, unit: str = "人", approx: str = "exact", indicator: str = "") -> Figure:
    return Figure(f"{value:g}{unit}", value, unit, "level", approx, name, indicator)


def _kept(promised: list[Figure], reported: list[Figure]) -> list[tuple[str, str, bool]]:
    plan, result = (Passage(0, 1, "plan", "none", "", tuple(figures)) for figures in (promised, reported))
    return [(k.promised.raw, k.reported.raw, k.met) for k in kept(plan, [result], RULES)]


@pytest.mark.parametrize(
    ("promised", "reported", "met"),
    [(_figure("新增就业", 9000), _figure("城镇新增就业", 9860), [True]),
     (_figure("新增就业", 9000), _figure("新增就业", 8000), [False]),
     (_figure("新增就业", 9000), _figure("新增就业", 8980), [True]),
     (_figure("失业人数", 300, approx="less"), _figure("失业人数", 280), [True]),
     (_figure("新增就业", 9000), _figure("接待游客", 9860), []),
     (_figure("整备土地", 3, "公顷"), _figure("完成土地整备", 52000, "平方米"), [True]),
     (_figure("整备土地", 3, "公顷"), _figure("完成土地整备", 5200, "平方米"), [False]),
     (_figure("新建普惠性幼儿园", 3, "所"), _figure("开办普惠性幼儿园", 4, "家"), [True]),
     (_figure("新建普惠性幼儿园", 3, "所"), _figure("普惠性幼儿园面积", 4000, "平方米"), []),
     (_figure("引进重点企业", 2, "家"), _figure("规模以上企业", 600, "家"), []),
     (_figure("完成项目", 5, "个"), _figure("完成改造", 9, "个"), [])],
)  # fmt: skip
def test_figures_promised_are_held_against_figures_reported(promised, reported, met):
    assert [row[2] for row in _kept([promised], [reported])] == met


def test_one_figure_answers_one_promise():
    promised = [_figure("日常服务企业", 1000, "家"), _figure("服务重点企业", 200, "家")]
    assert _kept(promised, [_figure("领导挂点服务重点企业", 289, "家")]) == [("200家", "289家", True)]


def test_where_a_change_set_out_from_is_no_result():
    plan = Passage(0, 1, "plan", "none", "", (_figure("小区覆盖率", 80, "%"),))
    told = (_figure("小区覆盖率由", 76, "%"), _figure("小区覆盖率提高至", 93.4, "%"))
    result = Passage(0, 1, "achievements", "none", "小区覆盖率由76%提高至93.4%。", told)
    assert [(k.reported.raw, k.met) for k in kept(plan, [result], RULES)] == [("93.4%", True)]


def test_an_indicator_counts_more_than_names():
    promised = [_figure("办结复议申请", 80, "件", indicator="concluded")]
    reported = [_figure("复议申请", 90, "件", indicator="received"), _figure("办结", 85, "件", indicator="concluded")]
    assert _kept(promised, reported) == [("80件", "85件", True)]


def test_the_figures_column_tells_both_sides():
    plan, result = (Passage(0, 1, "plan", "none", "", (_figure("新增就业", value),)) for value in (9000, 8000))
    assert json.loads(figures_json(kept(plan, [result], RULES))) == [
        {"name": "新增就业", "promised": "9000人", "promised_value": 9000, "reported": "8000人", "reported_value": 8000,
         "unit": "人", "met": False}
    ]  # fmt: skip
