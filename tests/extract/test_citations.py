import time

import pandas as pd
import pytest

from pipeline import profiles
from pipeline.extract.citations import check_citations, kind_of, read_citations, rules
from pipeline.extract.cited import cited, citing

PROFILE = profiles.load("fazhi")

SPANS = [
    ("落实《云岭县政务公开办法》。", [("《云岭县政务公开办法》", "云岭县政务公开办法", "", "local")]),
    (
        "《关于印发〈应急预案〉的通知》",
        [("《关于印发〈应急预案〉的通知》", "关于印发〈应急预案〉的通知", "", "notice")],
    ),
    (
        "《关于印发《应急预案》的通知》",
        [("《关于印发《应急预案》的通知》", "关于印发《应急预案》的通知", "", "notice")],
    ),
    (
        "《关于加强监督的意见》（云发〔2021〕5号）要求",
        [("《关于加强监督的意见》（云发〔2021〕5号）", "关于加强监督的意见", "云发〔2021〕5号", "policy")],
    ),
    (
        "根据云政发[2021]5号《关于加强监督的意见》",
        [("云政发[2021]5号《关于加强监督的意见》", "关于加强监督的意见", "云政发[2021]5号", "policy")],
    ),
    ("按照云府规〔2020〕3号文件执行", [("云府规〔2020〕3号", "", "云府规〔2020〕3号", "number")]),
    (
        "《行政处罚法》《行政许可法》",
        [("《行政处罚法》", "行政处罚法", "", "law"), ("《行政许可法》", "行政许可法", "", "law")],
    ),
    (
        "《中华人民共和国\u3000行政复议法》",
        [("《中华人民共和国\u3000行政复议法》", "中华人民共和国行政复议法", "", "law")],
    ),
    ("没有合上的《标题，后面又有《宪法》。", [("《宪法》", "宪法", "", "law")]),
    ("《断行\n的标题》", []),
    ("》反了《", []),
    ("《》", []),
]


@pytest.mark.parametrize(("text", "want"), SPANS)
def test_citations_of_a_text(text, want):
    rows = read_citations("r", text, PROFILE)
    assert [(text[r["start"] : r["end"]], r["title"], r["doc_number"], r["kind"]) for r in rows] == want


@pytest.mark.parametrize("profile", profiles.ids())
def test_every_entry_holds_on_its_examples(profile):
    assert check_citations(profiles.load(profile)) == []


@pytest.mark.parametrize(("title", "kind"), [("云岭县“十四五”规划纲要（2021—2025年）", "plan"), ("云岭新闻", "other")])
def test_brackets_behind_a_title_do_not_decide(title, kind):
    assert kind_of(title, rules(PROFILE)) == kind


@pytest.mark.parametrize("piece", ["《", "》", "委", "〔2020〕", "令第12", "《a》"])
def test_a_megabyte_of_marks_takes_linear_time(piece):
    start = time.process_time()
    read_citations("r", piece * (300_000 // len(piece)), PROFILE)
    assert time.process_time() - start < 3


WORKS = [
    ("《中华人民共和国宪法》与《宪法》", ["宪法", "宪法"]),
    ("《法治政府建设实施纲要》（以下简称《纲要》）印发以来，对照《纲要》", ["法治政府建设实施纲要"] * 3),
    ("《甲办法》（云政发〔2020〕1号，以下称“《办法》”）", ["甲办法", "甲办法"]),
    ("《甲办法》。以下简称《乙办法》", ["甲办法", "乙办法"]),
    ("以下简称《条例》", ["条例"]),
    ("按照云政发〔2020〕1号", [""]),
]


@pytest.mark.parametrize(("text", "works"), WORKS)
def test_short_forms_mean_the_document_that_they_were_introduced_for(text, works):
    assert [row["work"] for row in read_citations("r", text, PROFILE)] == works


NUMBERS = [
    "国令第711号",
    "省政府第182号令",
    "国务院第752号令",
    "鲁政字〔2021〕 201 号",
    "国办发﹝2018﹞37号",
    "云政办字【2019】36号",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_in_the_ways_of_writing_them(number):
    (row,) = read_citations("r", f"根据{number}要求", PROFILE)
    assert row["doc_number"] == number.replace(" ", "")


REPORTS = pd.DataFrame(
    [("a", "甲县", 2019), ("b", "甲县", 2020), ("c", "乙县", 2020), ("d", "丙县", 2020)], columns=["report_id", "region", "year"]
)  # fmt: skip
CITED = pd.DataFrame(
    [("a", "宪法", 5), ("a", "宪法", 9), ("b", "宪法", 1), ("c", "宪法", 2), ("c", "预算法", 3), ("d", "预算法", 3), ("d", "", 8)],
    columns=["report_id", "work", "start"],
).assign(kind="law")  # fmt: skip


def test_a_document_has_its_first_and_last_year_and_the_places_that_began():
    assert cited(CITED, REPORTS).to_numpy().tolist() == [
        ["宪法", "law", 2019, 2020, 2, 3, "甲县"],
        ["预算法", "law", 2020, 2020, 2, 2, "丙县、乙县"],
    ]
    assert len(cited(CITED.iloc[:0], REPORTS)) == 0


def test_the_reports_that_cite_a_title():
    rows = citing(CITED, REPORTS, "宪法")
    assert rows[["report_id", "start"]].to_numpy().tolist() == [["a", 5], ["c", 2], ["b", 1]]
    assert len(citing(CITED, REPORTS, "刑法")) == 0
