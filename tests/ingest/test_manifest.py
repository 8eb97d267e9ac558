"""manifest.csv: its word wins; what is wrong in it is told with the line."""

from __future__ import annotations

import pytest

from pipeline.ingest import ManifestError, read_manifest
from tests.ingest.bodies import FAZHI


def test_columns_and_encodings():
    text = "source,region,year\na.txt,云岭县,2020\n\nb\\c.txt,,2021\n"
    wanted = {"a.txt": {"region": "云岭县", "year": "2020"}, "b/c.txt": {"year": "2021"}}
    assert (
        read_manifest(text)
        == read_manifest(text.encode("utf-8-sig"))
        == read_manifest(text.encode("gb18030"))
        == wanted
    )


@pytest.mark.parametrize(("text", "said"), [
    ("file,year\na,2020\n", "第 1 行：缺少 source"),
    ("source,yeer\na,2020\n", "第 1 行：不认识的列 'yeer'"),
    ("source,year\na,2020\nb,20210\n", "第 3 行：year 为 '20210'"),
    ("source,region_code\na,41040\n", "第 2 行：region_code"),
    ("source,published\na,2021-13-01\n", "第 2 行：published"),
    ("source,level\na,village\n", "第 2 行：level"),
    ("source\na\na\n", "第 3 行：a 已在前面出现过"),
    ("source,year\n,2020\n", "第 2 行：source 为空"),
    ("source\na,b\n", "第 2 行：有 2 列"),
    ('source\n"a\n', "不是合法的 CSV"),
])  # fmt: skip
def test_messages_name_the_line(text, said):
    with pytest.raises(ManifestError, match=said):
        read_manifest(text)


def test_its_word_wins(one):
    row = one(
        "a.txt",
        f"{FAZHI.title}\n{FAZHI.text}".encode(),
        profile="gwr",
        region_code="410402",
        year="2019",
        title="题",
        published="2020-01-02",
        issuer="某局",
        url="https://a.cn/1",
        term="true",
    )
    assert {k: row[k] for k in ("profile", "region_code", "region", "parent_code", "level", "year", "title", "published", "issuer", "url", "term")} == {
        "profile": "gwr", "region_code": "410402", "region": "新华区", "parent_code": "410400", "level": "county", "year": 2019, "title": "题",
        "published": "2020-01-02", "issuer": "某局", "url": "https://a.cn/1", "term": True,
    }  # fmt: skip


def test_a_stated_profile_makes_a_report_of_what_does_not_look_like_one(read):
    text = "随笔\n" + "今日天气晴好，同志们到田间调研，了解生产情况。" * 40
    assert read("a.txt", text.encode()).rejected[0]["reason"] == "not_a_report"
    assert read("a.txt", text.encode(), profile="other").reports[0]["profile"] == "other"


def test_a_profile_that_is_not_there(read):
    refused = read("a.txt", f"{FAZHI.title}\n{FAZHI.text}".encode(), profile="nonsense").rejected[0]
    assert refused["reason"] == "not_a_report" and "nonsense" in refused["detail"]
