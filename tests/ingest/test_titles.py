"""Titles: from headlines, labels and the head of the text, broken ones joined, channel names and site names left alone."""

from __future__ import annotations

import pytest

from pipeline.ingest.titles import title_of

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
