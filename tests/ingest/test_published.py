"""The day of publication: labelled, in meta data, in a script, under the title, in the address; never another date."""

from __future__ import annotations

import pytest

from pipeline.ingest.dates import arabic_years, first_date
from pipeline.ingest.published import published_of
from pipeline.ingest.reading import Document

TITLE = "云岭县2021年度法治政府建设工作报告"
CASES = [
    ({"short_lines": "今天是：2026年11月20日 星期五\n发布日期：2022-03-18 09:00"}, "2022-03-18"),
    ({"short_lines": "成文日期：2022-01-05\t发布日期：2022-03-18"}, "2022-03-18"),
    ({"short_lines": "成文日期\t2022-01-05\t发布日期\t2022-03-18"}, "2022-03-18"),
    ({"short_lines": "发布日期：\n2022年03月18日 16:40"}, "2022-03-18"),
    ({"short_lines": "时间：2022/3/18 10:00 来源：本站"}, "2022-03-18"),
    ({"short_lines": "文章来源:司法局 更新时间:2022/03/18 11:30:01"}, "2022-03-18"),
    ({"short_lines": "[发布时间：2022.03.18]"}, "2022-03-18"),
    ({"short_lines": f"2026年11月20日 星期五\n{TITLE}\n县司法局 2022-03-18\n2020年度报告 2021-03-01"}, "2022-03-18"),
    ({"short_lines": f"{TITLE}\n成文日期：2022-01-05"}, "2022-01-05"),
    ({"short_lines": f"成文日期：2022-01-05\n{TITLE}\n2022-03-18"}, "2022-03-18"),
    ({"short_lines": f"2022-03-18 云岭县司法局\n{TITLE}\n浏览：12"}, "2022-03-18"),
    ({"short_lines": "生成日期：2022-03-18"}, "2022-03-18"),
    ({"short_lines": "【信息时间：2022/3/18 阅读次数：3】"}, "2022-03-18"),
    ({"short_lines": "发 布 时 间：2022-03-18"}, "2022-03-18"),
    ({"script": f"title\t往年报告\npublished\t2020-01-01\ntitle\t{TITLE}\npublished\t2022-03-18"}, "2022-03-18"),
    ({"time": "2022-03-18T08:00"}, "2022-03-18"),
    ({"meta_published": "2022-03-18", "script": "published\t2022-03-20"}, "2022-03-18"),
    ({"meta_published": "2022-03-18 09:30:11", "short_lines": "日期：2022-03-20"}, "2022-03-18"),
    ({"script": "published\t2022-03-18"}, "2022-03-18"),
    ({"url": "http://www.a.gov.cn/zwgk/202203/t20220318_5396867.html"}, "2022-03-18"),
    ({"url": "http://www.a.gov.cn/art/2022/3/18/art_1_2.html"}, "2022-03-18"),
    ({"short_lines": "发布日期：2022-13-45"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("stated", "day"), CASES)
def test_published(language, stated, day):
    assert published_of(Document("正文。", "html", stated=stated), TITLE, language) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("特此报告。\n云岭县人民政府\n2022年3月10日", "2022-03-10"),
        ("——2022年1月6日在云岭县第九届人民代表大会第一次会议上\n各位代表：\n正文。\n正文。", "2022-01-06"),
        ("2022年1月6日，县政府召开会议，研究部署工作。" * 4 + "\n正文。", None),
    ],
)
def test_without_a_page_the_day_signed_or_delivered_counts(language, text, day):
    assert published_of(Document(text, "docx"), TITLE, language) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二二年三月十八日", "2022-03-18"),
        ("2022年3月18日", "2022-03-18"),
        ("20220318", "2022-03-18"),
        ("二○一二年十二月三十一日", "2012-12-31"),
        ("第2022031812号", None),
    ],
)
def test_dates(text, day):
    assert first_date(text) == day


def test_years_in_chinese_numerals():
    assert arabic_years("二〇二〇年与二○一九年") == "2020年与2019年"
