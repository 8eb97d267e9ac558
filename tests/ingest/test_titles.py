"""Titles: from headlines, labels and the head of the text, broken ones joined, channel names and site names left alone."""

from __future__ import annotations

import pytest

from pipeline.ingest.titles import title_of
from tests.ingest.bodies import FAZHI, GWR

FULL = "云岭县人民政府关于2021年度法治政府建设情况的报告"
CASES = [
    ("云岭县人民政府\n关于2021年度法治政府建设情况的报告\n县委：", {}, FULL),
    ("云岭县人民政府\n关于2021年度法治政府建设\n情况的报告\n县委：", {}, FULL),
    ("云岭县人民政府文件\n云政〔2022〕5号\n云岭县人民政府\n关于2021年度法治政府建设情况的报告", {}, FULL),
    (
        "政府工作报告\n——2021年1月8日在云岭县第九届人民代表大会第六次会议上\n云岭县县长林某某\n各位代表：",
        {},
        "政府工作报告",
    ),
    ("政府工作报告\n青石区区长林某某\n各位代表：", {}, "政府工作报告"),
    ("各位代表：\n现在，我代表县人民政府报告工作。", {}, ""),
    ("一、加强依法行政工作情况\n（一）报告制度", {}, ""),
    ("正文。", {"headlines": "云岭县人民政府\n" + FULL}, FULL),
    ("正文。", {"html_title": f"{FULL}_法治政府建设_云岭县人民政府"}, FULL),
    (f"{FULL}\n县委：", {"html_title": "法治政府建设年度报告_云岭县人民政府"}, FULL),
    ("正文。", {"meta_title": FULL, "html_title": "云岭县人民政府网"}, FULL),
    ("正文。", {"short_lines": f"名称：{FULL}\n索引号：1"}, FULL),
    ("正文。", {"headlines": f"《{FULL}》"}, FULL),
    ("政 府 工 作 报 告\n各位代表：", {"headlines": "政 府 工 作 报 告"}, "政府工作报告"),
    ("正文。", {"html_title": "云岭县人民政府门户网站"}, ""),
]


@pytest.mark.parametrize(("text", "stated", "title"), CASES)
def test_title(known, text, stated, title):
    from pipeline.ingest.clean import clean

    assert title_of(clean(text, known["other"]), stated, known) == title


WHOLE = "云岭县人民政府关于2021年度法治政府建设情况的报告"
FB, GB = FAZHI.text, "\n".join(GWR.paragraphs[2:])
HEADS = [  # text, title, day
    (f"{WHOLE}\n{FB}", WHOLE, "2022-03-10"),
    (f"云岭县人民政府\n关于2021年度法治政府建设情况的报告\n{FB}", WHOLE, "2022-03-10"),
    (f"云岭县人民政府关于2021年度法治政府\n建设情况的报告\n{FB}", WHOLE, "2022-03-10"),
    (
        f"云岭县人民政府文件\n云政〔2022〕12号\n云岭县人民政府\n关于2021年度法治政府建设情况的报告\n平江市人民政府：\n{FB}",
        WHOLE,
        "2022-03-10",
    ),
    (f"云政发〔2022〕12号                    签发人：张某\n{WHOLE}\n{FB}", WHOLE, "2022-03-10"),
    (f"附件\n{WHOLE}\n{FB}", WHOLE, "2022-03-10"),
    (f"附件1：\n{WHOLE}\n（2022年3月）\n{FB}", WHOLE, "2022-03-10"),
    (f"{WHOLE}\n（2022年3月10日）\n{FB}", WHOLE, "2022-03-10"),
    (f"2021年度\n云岭县法治政府建设工作报告\n{FB}", "2021年度云岭县法治政府建设工作报告", "2022-03-10"),
    (
        f"云岭县司法局\n2021年法治政府建设工作总结\n及2022年工作计划\n{FB}",
        "云岭县司法局2021年法治政府建设工作总结及2022年工作计划",
        "2022-03-10",
    ),
    (f"《{WHOLE}》\n{FB}", WHOLE, "2022-03-10"),
    (
        f"政府工作报告\n——2020年1月8日在平江市青石区第五届人民代表大会第六次会议上\n区长　林某某\n{GB}",
        "政府工作报告",
        "2020-01-08",
    ),
    (
        f"政 府 工 作 报 告\n（2020年1月8日在平江市青石区第五届人民代表大会第六次会议上）\n青石区人民政府区长　林某某\n{GB}",
        "政府工作报告",
        "2020-01-08",
    ),
    (f"青石区人民政府工作报告\n2020年1月8日\n{GB}", "青石区人民政府工作报告", "2020-01-08"),
    (f"平江市青石区\n政府工作报告\n（2020年）\n{GB}", "平江市青石区政府工作报告", None),
    (f"2020年政府工作报告\n发布时间：2020-01-16 来源：青石区政府办\n{GB}", "2020年政府工作报告", "2020-01-16"),
    (
        f"青石区第五届人民代表大会\n第六次会议文件（一）\n政府工作报告\n——2020年1月8日在平江市青石区第五届人民代表大会第六次会议上\n青石区人民政府区长　林某某\n{GB}",
        "政府工作报告",
        "2020-01-08",
    ),
    (f"政府工作报告\n一、2019年工作回顾\n{GB}", "政府工作报告", None),
    (
        f"关于云岭县2021年度法治政府建设工作情况的报告\n县人大常委会：\n{FB}",
        "关于云岭县2021年度法治政府建设工作情况的报告",
        "2022-03-10",
    ),
    (f"法治政府建设年度报告\n{FB}", "法治政府建设年度报告", "2022-03-10"),
    (
        f"云岭县2021年度法治政府建设工作报告（公开稿）\n{FB}",
        "云岭县2021年度法治政府建设工作报告（公开稿）",
        "2022-03-10",
    ),
    (f"云岭县水利局2021年度法治政府建设\n工 作 报 告\n{FB}", "云岭县水利局2021年度法治政府建设工作报告", "2022-03-10"),
    (f"主动公开\n{WHOLE}\n{FB}", WHOLE, "2022-03-10"),
    (f"索引号：123\n名称：{WHOLE}\n发布日期：2022-03-18\n{WHOLE}\n{FB}", WHOLE, "2022-03-18"),
]


@pytest.mark.parametrize(("text", "title", "day"), HEADS, ids=[text[:24] for text, _, _ in HEADS])
def test_title_and_day_of_files_without_a_page(one, text, title, day):
    row = one("a.txt", text.encode())
    assert (row["title"], row["published"]) == (title, day)
