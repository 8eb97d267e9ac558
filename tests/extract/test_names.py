"""Names are complete although the sentence leaves parts out; parts know their whole; offsets carry over semicolons."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline import profiles
from pipeline.extract.quantities import quantities_of, read_quantities
from pipeline.tables import frame

PROFILE = profiles.load("fazhi")

NAMES = {
    "全年收到行政复议申请15件，其中受理11件，不予受理3件。": [
        "收到行政复议申请",
        "行政复议申请受理",
        "行政复议申请不予受理",
    ],
    "受理行政复议案件45件，审结40件，综合纠错率12.5%。": ["受理行政复议案件", "行政复议案件审结", "综合纠错率"],
    "办理法律援助案件412件，其中民事356件、刑事56件。": ["办理法律援助案件", "法律援助案件民事", "法律援助案件刑事"],
    "负责人出庭38宗（其中正职16宗，副职22宗）。": ["负责人出庭", "负责人出庭正职", "负责人出庭副职"],
    "获国家级荣誉9项、省级7项、市级2项。": ["获国家级荣誉", "省级荣誉", "市级荣誉"],
    "建成大棚20亩、温室50栋。": ["建成大棚", "建成温室"],
    "投资3700万元，改造背街小巷11条。": ["投资改造背街小巷", "改造背街小巷"],
    "完成老城区7条、9.6公里道路改造。": ["完成老城区道路改造", "完成老城区道路改造"],
    "地区生产总值完成300亿元，同比增长7%。": ["地区生产总值", "地区生产总值同比增长"],
    "仲裁案件结案率96.5%，调解成功率68%。": ["仲裁案件结案率", "仲裁案件调解成功率"],
    "覆盖率由52%提高到54%。": ["覆盖率", "覆盖率"],
}

PARTS = {
    "全年收到行政复议申请15件，其中受理11件，不予受理3件，参与诉讼案件44件。": [None, "15件", "15件", None],
    "共收到申请86宗，不受理9宗（其中转送6宗，告知处理3宗），受理77宗。": [None, "86宗", "9宗", "9宗", "86宗"],
    "审结95件，其中维持60件，占63.2%；撤销8件，占8.4%。": [None, "95件", None, "95件", None],
    "3条主干道路完工，9条次干道路开工，其中4条通车。": [None, None, "9条"],
    "接到来电投诉210余宗，来邮投诉170余宗，其中涉及执法类投诉30余宗。": [None, None, None],
    "审查文件28件，印发11件。": [None, None],
}


def read(text):
    return quantities_of(text, PROFILE, 2020)


@pytest.mark.parametrize("text", NAMES)
def test_names(text):
    assert [row["name"] for row in read(text)] == NAMES[text]


@pytest.mark.parametrize("text", PARTS)
def test_parts(text):
    rows = read(text)
    raws = {row["start"]: row["raw"] for row in rows}
    assert [raws.get(row["part_of"]) for row in rows] == PARTS[text]


def test_a_semicolon_does_not_part_a_whole_from_its_parts():
    text = "收到申请12件；其中受理9件。\n另受理投诉3件。"
    bounds = [(0, 8), (8, 15), (16, 24)]
    sentences = pd.DataFrame(
        [{"sentence_id": f"t{i}", "section_id": "s0", "start": a, "end": b} for i, (a, b) in enumerate(bounds)]
    )
    topics = pd.DataFrame([{"section_id": "s0", "role": "achievements"}])
    report = {"report_id": "r", "text": text, "year": 2020}
    rows = read_quantities(report, sentences, frame("sections"), topics, PROFILE)
    assert [(r["sentence_id"], r["part_of"]) for r in rows] == [("t0", None), ("t1", rows[0]["start"]), ("t2", None)]


def test_a_plan_section_makes_plans():
    row = quantities_of("新建学校3所。", PROFILE, 2020, role="plan")[0]
    assert (row["period"], row["ref_year"]) == ("plan", 2021)


def test_a_report_without_a_year_has_no_reference_year():
    row = quantities_of("新建学校3所。", PROFILE, None)[0]
    assert (row["period"], row["ref_year"]) == ("year", None)
