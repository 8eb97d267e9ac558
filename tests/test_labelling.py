"""Corrections by hand: out as a sheet, back as labels.csv, applied to that report alone, and only until they are withdrawn."""

import csv

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.__main__ import app
from pipeline.store import Store

BODY = (
    "全县各级各部门认真贯彻落实法治政府建设实施纲要，健全工作机制，压实工作责任，推动各项任务落地见效，取得了较好成效。"
    * 4
)
REPORTS = {
    "云岭县2020.txt": "云岭县人民政府2020年度法治政府建设工作报告\n现将2020年度法治政府建设情况报告如下：\n"
    f"一、主要做法和成效\n（一）加强行政执法\n开展案卷评查2次，评查案卷80件。{BODY}\n（二）凝心聚力谋新篇\n各项工作取得新进展。\n"
    "二、存在的问题\n执法力量不足。\n三、下一步工作打算\n将继续加强法治政府建设。\n",
    "清河县2020.txt": "清河县人民政府2020年度法治政府建设工作报告\n现将2020年度法治政府建设情况报告如下：\n"
    f"一、加强普法宣传\n举办法治讲座12期，法治政府建设深入人心。{BODY}\n二、化解矛盾纠纷\n调解纠纷300件，推进法治政府建设。\n",
}


@pytest.fixture
def folder(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, text in REPORTS.items():
        (raw / name).write_text(text, "utf-8")
    return tmp_path


def call(*words: str) -> str:
    result = CliRunner().invoke(app, [str(w) for w in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def made(folder) -> dict[str, int]:
    """Run the first three stages; how many reports classify made again."""
    raw, out = folder / "raw", folder / "out"
    call("ingest", "--raw", raw, "--out", out, "--segmenter", "char")
    for stage in ("segment", "classify"):
        call(stage, "--out", out, "--segmenter", "char")
    return Store(out).load_state("runs", "classify")["made"]


def topics(folder) -> pd.DataFrame:
    store = Store(folder / "out")
    return store.read("sections").merge(store.read("topics"), on=["report_id", "section_id"]).set_index("heading")


def fill(folder, heading: str, role: str, topic: str, coder: str, name: str) -> str:
    """Export all sections, fill one heading's line, keep the sheet under a name."""
    sheet = folder / name
    call("label", "export", "--out", folder / "out", "--to", sheet)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["heading"] == heading:
            row.update(role_right=role, topic_right=topic, coder=coder)
    pd.DataFrame(rows).to_csv(sheet, index=False)
    return str(sheet)


def test_a_correction_wins_and_costs_one_report(folder):
    assert made(folder) == 2
    sheet = fill(folder, "凝心聚力谋新篇", "", "leadership", "甲", "a.csv")
    assert "1 headings corrected" in call("label", "import", sheet, "--raw", folder / "raw")
    assert made(folder) == 1
    row = topics(folder).loc["凝心聚力谋新篇"]
    assert (row["topic"], row["by"], row["score"]) == ("leadership", "label", 1.0)
    assert made(folder) == 0
    (folder / "raw" / "labels.csv").unlink()
    assert made(folder) == 1
    assert topics(folder).loc["凝心聚力谋新篇"]["by"] != "label"


def test_what_is_below_a_corrected_role_inherits_it(folder):
    made(folder)
    sheet = fill(folder, "主要做法和成效", "plan", "", "甲", "a.csv")
    call("label", "import", sheet, "--raw", folder / "raw")
    made(folder)
    found = topics(folder)
    assert found.loc["主要做法和成效", "role_by"] == "label"
    assert found.loc["加强行政执法", "role"] == "plan"


def test_a_correction_survives_shifted_text_and_says_when_it_is_lost(folder):
    made(folder)
    sheet = fill(folder, "凝心聚力谋新篇", "", "leadership", "甲", "a.csv")
    call("label", "import", sheet, "--raw", folder / "raw")
    report = folder / "raw" / "云岭县2020.txt"
    report.write_text(report.read_text("utf-8").replace("评查案卷80件", "评查行政处罚案卷180件"), "utf-8")
    made(folder)
    assert topics(folder).loc["凝心聚力谋新篇", "by"] == "label"
    report.write_text(report.read_text("utf-8").replace("凝心聚力谋新篇", "齐心协力开新局"), "utf-8")
    made(folder)
    problems = Store(folder / "out").read("problems")
    assert list(problems[problems["code"] == "label_lost"]["source"]) == ["云岭县2020.txt"]


def test_a_topic_of_another_genre_is_a_doubt(folder):
    made(folder)
    sheet = fill(folder, "凝心聚力谋新篇", "", "economy", "甲", "a.csv")
    call("label", "import", sheet, "--raw", folder / "raw")
    made(folder)
    assert "label_topic" in set(Store(folder / "out").read("problems")["code"])


def test_coders_are_compared(folder):
    made(folder)
    a = fill(folder, "加强行政执法", "achievements", "enforcement", "甲", "a.csv")
    b = fill(folder, "加强行政执法", "achievements", "oversight", "乙", "b.csv")
    said = call("label", "agreement", a, b)
    assert "topic\talpha 0.000" in said and "more than one: 1" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source,heading_start\n云岭县2020.txt,3\n", "heading_end"),
        ("source,heading_start,heading_end,role_right,topic_right\na.txt,3,9,planning,\n", "planning"),
        ("source,heading_start,heading_end,role_right,topic_right\na.txt,three,9,plan,\n", "three"),
    ],
)
def test_a_bad_sheet_is_refused_with_its_line(folder, text, said):
    (folder / "raw" / "labels.csv").write_text(text, "utf-8")
    result = CliRunner().invoke(app, ["ingest", "--raw", str(folder / "raw"), "--out", str(folder / "out")])
    assert said in str(result.exception) and "labels.csv" in str(result.exception)
