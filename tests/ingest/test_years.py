"""The year reported on, told from titles, meetings, headings, dates."""

from __future__ import annotations

import pytest

from pipeline.ingest.genre import parts_of
from pipeline.ingest.years import is_term, year_of

CASES = [  # profile, title, text, day of publication, file name, year
    (
        "gwr",
        "政府工作报告",
        "——2014年2月19日在云岭县第十四届人民代表大会第三次会议上\n各位代表：\n一、过去一年工作回顾\n二、2014年工作安排",
        None,
        "",
        2013,
    ),
    ("gwr", "2014年工作报告_2015", "各位代表：\n一、2014年工作回顾\n二、2015年主要任务", None, "", 2014),
    ("gwr", "2021年政府工作报告", "各位代表：\n过去一年，成绩显著。", None, "", 2020),
    ("gwr", "", "各位代表：\n一、“十三五”时期发展成就\n三、2021年工作安排", None, "", 2020),
    ("gwr", "", "各位代表：\n一、2021年以来工作回顾\n二、2022年主要工作", None, "", 2021),
    ("gwr", "", "各位代表：\n刚刚过去的2019年，是不平凡的一年。", None, "", 2019),
    ("gwr", "", "各位代表：\n过去五年，成绩显著。", None, "gwr/云岭县-2021", 2020),
    ("gwr", "政府工作报告", "二○一二年二月十日在云岭县人民代表大会上\n一、二○一一年工作回顾", None, "", 2011),
    (
        "fazhi",
        "云岭县2020年度法治政府建设工作报告",
        "2020年，我县认真贯彻。\n三、2021年工作打算",
        "2021-03-10",
        "",
        2020,
    ),
    (
        "fazhi",
        "法治政府建设工作报告",
        "现将有关情况报告如下：\n一、主要措施\n云岭县人民政府\n2019年12月18日",
        None,
        "",
        2019,
    ),
    (
        "fazhi",
        "法治政府建设工作报告",
        "现将有关情况报告如下：\n一、主要措施\n云岭县人民政府\n2020年1月18日",
        None,
        "",
        2019,
    ),
    ("fazhi", "法治政府建设工作报告", "现将有关情况报告如下：\n一、主要措施", "2022-03-01", "", 2021),
    ("fazhi", "二〇二〇年度法治政府建设工作报告", "我县认真贯彻。", None, "", 2020),
    ("other", "云岭县2023年政府信息公开工作年度报告", "本报告由政府办编制。", "2024-01-20", "", 2023),
    ("other", "工作报告", "没有年份。", None, "", None),
]


@pytest.mark.parametrize(("profile", "title", "text", "published", "name", "year"), CASES)
def test_year(known, profile, title, text, published, name, year):
    assert year_of(parts_of(title, text, name), published, known[profile])[0] == year


@pytest.mark.parametrize(("heading", "term"), [("一、过去五年工作回顾", True), ("一、过去一年和五年工作回顾", True), ("一、2019年工作回顾", False), ("二、今后五年总体思路", False),
                                               ("一、本届政府工作回顾", True)])  # fmt: skip
def test_term(known, heading, term):
    assert is_term(parts_of("", f"各位代表：\n{heading}\n成绩显著。"), known["gwr"]) is term


def test_contradicting_clues_are_doubtful(read):
    body = "\n".join(
        [
            "云岭县2018年度法治政府建设工作报告",
            "2020年，我县推进法治政府建设。",
            "一、加强领导",
            "县委召开会议4次，研究审议重要文件12件。" * 20,
            "二、普法宣传",
            "开展活动12场，受众3000人次。" * 10,
        ]
    )
    assert "year_doubtful" in [p["code"] for p in read("a.txt", body.encode()).problems]
