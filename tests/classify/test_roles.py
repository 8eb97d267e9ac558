"""Roles where headings say nothing: text, year and neighbours decide."""

import pytest

from pipeline.classify.decide import topics_of_sections
from pipeline.classify.evidence import Evidence
from pipeline.classify.rolemodel import train_roles
from pipeline.classify.roles import Node, roles_of_sections
from pipeline.classify.scheme import roles_of, topics_of
from pipeline.profiles import load


def roles(year, *sections):
    """Roles of top sections, each a heading and its text."""
    nodes, text = [], ""
    for i, (heading, body) in enumerate(sections):
        start = len(text)
        text += heading + body + "\n"
        nodes.append(Node(str(i), None, 1, heading, start, start + len(heading), len(text)))
    profile = load("gwr")
    found = roles_of_sections(nodes, roles_of(profile), year, train_roles(profile), text)
    return [found[n.id].role for n in nodes]


REVIEW = "过去一年，完成投资62亿元，新增就业4100人，改造老旧小区12个，地区生产总值增长6.9%。"
PLANS = "要坚持稳中求进，力争生产总值增长7%左右。将新建学校3所，确保新增就业4000人，加快推进高速公路建设。"


def test_the_text_tells_a_review_from_a_plan():
    assert roles(2019, ("砥砺前行谱新篇", REVIEW), ("扬帆再启新征程", PLANS)) == ["achievements", "plan"]


def test_a_later_year_makes_a_plan():
    assert roles(2022, ("回望2022：勇毅前行", ""), ("展望2023：踔厉奋发", "")) == ["achievements", "plan"]


def test_a_five_year_plan_is_read_by_its_years():
    assert roles(2020, ("决战决胜的“十三五”", ""), ("接续奋斗的“十四五”", "")) == ["achievements", "plan"]


def test_the_headings_know_the_year_better_than_the_title():
    assert roles(2020, ("2019年工作", ""), ("2020年工作", "")) == ["achievements", "plan"]


def test_topics_stand_for_achievements_until_the_problems():
    sections = [("加强组织领导", ""), ("规范行政执法", ""), ("存在的不足", ""), ("开创法治建设新局面", "")]
    assert roles(2018, *sections) == ["achievements", "achievements", "problems", "plan"]


@pytest.mark.parametrize("heading", ["加强政府自身建设", "建设人民满意政府"])
def test_what_follows_a_plan_is_plan(heading):
    assert roles(2018, ("2018年工作回顾", REVIEW), ("2019年工作安排", PLANS), (heading, ""))[-1] == "plan"


def test_a_sub_heading_that_says_only_a_role_has_no_topic():
    heading = "存在的突出矛盾和问题"
    nodes = [Node("a", None, 1, "2018年工作回顾", 0, 9, 40), Node("b", "a", 2, heading, 9, 20, 40)]
    profile = load("gwr")
    found = roles_of_sections(nodes, roles_of(profile), 2018)
    assert (found["b"].role, found["b"].plain) == ("problems", True)
    assert topics_of_sections(nodes, "字" * 40, found, Evidence(topics_of(profile)))["b"].topic == "none"
