"""Invented sentences in the manner of many counties' reports: (raw, value, unit, kind, approx, period) of each figure."""

from __future__ import annotations

import pytest

from pipeline import profiles
from pipeline.extract.quantities import quantities_of

PROFILE = profiles.load("fazhi")
YEAR = 2020

CASES = {
    "办理法律援助案件412件，挽回经济损失860余万元。": [
        ("412件", "412", "件", "level", "exact", "year"),
        ("860余万元", "8600000", "元", "level", "more", "year"),
    ],
    "发放宣传资料5万余份，接待咨询近3000人次，举办培训班6期。": [
        ("5万余份", "50000", "份", "level", "more", "year"),
        ("3000人次", "3000", "人次", "level", "less", "year"),
        ("6期", "6", "期", "level", "exact", "year"),
    ],
    "行政机关负责人出庭应诉率由去年的85%提升至98.6%，同比提高13.6个百分点。": [
        ("85%", "85", "%", "share", "exact", "other"),
        ("98.6%", "98.6", "%", "share", "exact", "year"),
        ("13.6个百分点", "13.6", "个百分点", "change", "exact", "year"),
    ],
    "三公经费和会议数量分别下降14.1%和19.4%。": [
        ("14.1%", "-14.1", "%", "change", "exact", "year"),
        ("19.4%", "-19.4", "%", "change", "exact", "year"),
    ],
    "分别投入14.1、13.2和9亿元。": [
        ("14.1", "1410000000", "元", "level", "exact", "year"),
        ("13.2", "1320000000", "元", "level", "exact", "year"),
        ("9亿元", "900000000", "元", "level", "exact", "year"),
    ],
    "进出口总额分别增长10%、-5.3%。": [
        ("10%", "10", "%", "change", "exact", "year"),
        ("5.3%", "-5.3", "%", "change", "exact", "year"),
    ],
    "引进企业3-5家，经济增长6.5%～7%。": [
        ("3", "3", "家", "level", "exact", "year"),
        ("5家", "5", "家", "level", "exact", "year"),
        ("6.5%", "6.5", "%", "change", "exact", "year"),
        ("7%", "7", "%", "change", "exact", "year"),
    ],
    "三次产业结构比为8.2:41.5:50.3。": [
        ("8.2", "8.2", "", "share", "exact", "year"),
        ("41.5", "41.5", "", "share", "exact", "year"),
        ("50.3", "50.3", "", "share", "exact", "year"),
    ],
    "产量占全省1/12，超过全市三分之一，近七成事项网上办理。": [
        ("1/12", "8.3333", "%", "share", "exact", "year"),
        ("三分之一", "33.3333", "%", "share", "more", "year"),
        ("七成", "70", "%", "share", "less", "year"),
    ],
    "共２３５６户，占１２‰；完成投资３，５００．５万元。": [
        ("２３５６户", "2356", "户", "level", "exact", "year"),
        ("１２‰", "12", "‰", "share", "exact", "year"),
        ("３，５００．５万元", "35005000", "元", "level", "exact", "year"),
    ],
    "审批时间由120个工作日压缩到60个工作日以内，材料减少40%。": [
        ("120个工作日", "120", "个工作日", "level", "exact", "year"),
        ("60个工作日以内", "60", "个工作日", "level", "less", "year"),
        ("40%", "-40", "%", "change", "exact", "year"),
    ],
    "为11个镇街、64社区配备人员，服务48.9万常住居民。": [
        ("11个", "11", "个", "level", "exact", "year"),
        ("64", "64", "", "level", "exact", "year"),
        ("48.9万", "489000", "", "level", "exact", "year"),
    ],
    "截至2020年底，全县共有律师136人；到2025年，达到200人以上。": [
        ("136人", "136", "人", "level", "exact", "cumulative"),
        ("200人以上", "200", "人", "level", "more", "plan"),
    ],
    "召开三次会议，走访两家企业，争取三百多万元。": [
        ("三次", "3", "次", "level", "exact", "year"),
        ("两家", "2", "家", "level", "exact", "year"),
        ("三百多万元", "3000000", "元", "level", "more", "year"),
    ],
    "减免税费20亿元，税收收入比2019年增长3%，五年来累计新建学校12所。": [
        ("20亿元", "2000000000", "元", "level", "exact", "year"),
        ("3%", "3", "%", "change", "exact", "year"),
        ("12所", "12", "所", "level", "exact", "other"),
    ],
}

NOTHING = [
    "2020年3月15日，根据云政发〔2019〕33号第十二条，落实八项规定和三项制度。",
    "坚持“1+6+31+N”体系，开展“3·15”活动，拨打12345热线，电话0375-1234567。",
    "（一）加强领导。1.推进改革；2、完善机制。一是学习，二是落实。",
    "建设5G网络和4A级景区，地铁12、13号线开工，G20峰会，PM2.5监测。",
    "位居全省前10位，第3名，500强，第二批，首个，一批，一步一个脚印，一体推进。",
    "印发《云岭县2020年20项重点任务清单》，80岁以上老人免费乘车，提供7×24小时服务。",
    "增强“四个意识”、坚定“四个自信”、做到“两个维护”，双随机、一公开，十四五规划。",
    "两手抓，三方面，四个全面，百花齐放，千方百计，万众一心，一成不变，三元桥。",
    "省委十二届六次全会、区六届人大七次会议、1月至11月、2016-2020年、今年1-6月。",
]


@pytest.mark.parametrize("text", CASES)
def test_figures(text):
    fields = ("raw", "decimal", "unit", "kind", "approx", "period")
    given = [tuple(row[f] for f in fields) for row in quantities_of(text, PROFILE, YEAR)]
    assert given == CASES[text]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text):
    assert [row["raw"] for row in quantities_of(text, PROFILE, YEAR)] == []


@pytest.mark.parametrize("text", CASES)
def test_offsets_point_at_the_raw_text(text):
    for row in quantities_of(text, PROFILE, YEAR):
        assert text[row["start"] : row["end"]] == row["raw"]
        assert float(row["decimal"]) == row["value"]
