"""The stage: reports in, tables out, every row where its offsets say."""

from __future__ import annotations

import pytest

from pipeline.profiles import load_all
from pipeline.segment import STEPS
from pipeline.stage import Context
from pipeline.tables import TABLES, conform, frame

TEXT = """云岭县2020年度法治政府建设情况报告
　　现将情况报告如下：
　　一、主要举措
　　（一）加强领导。一是健全机制。召开会议3次。二是压实责任。
　　（二）规范执法。办理案件12件；办结率100%。
　　三、下步打算
　　继续推进。
"""


def report(report_id: str, text: str) -> dict:
    return {
        "report_id": report_id, "profile": "fazhi", "region": "云岭县", "level": "county", "title": "", "text": text,
        "source": f"{report_id}.txt", "format": "txt", "sha256": "0", "term": False, "also": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def made():
    reports = frame("reports", [report("a", TEXT), report("b", "没有标题。" * 400)])
    return STEPS[0].run({"reports": reports}, Context(load_all(), segmenter="char"))


def of(made, table: str, report_id: str = "a") -> list[dict]:
    rows = made[table]
    return rows[rows["report_id"] == report_id].to_dict("records")


def test_the_tables_are_those_of_the_schema(made):
    assert sorted(made) == sorted(STEPS[0].writes)
    assert all(list(rows.columns) == [c.name for c in TABLES[name].columns] for name, rows in made.items())


def test_sections_form_a_tree(made):
    got = [(s["section_id"], s["parent_id"], s["level"], s["number"], s["heading"]) for s in of(made, "sections")]
    assert got == [
        ("a:s0", None, 0, "", "云岭县2020年度法治政府建设情况报告"),
        ("a:s1", None, 1, "一、", "主要举措"),
        ("a:s2", "a:s1", 2, "（一）", "加强领导"),
        ("a:s3", "a:s1", 2, "（二）", "规范执法"),
        ("a:s4", None, 1, "三、", "下步打算"),
    ]


def test_sections_stand_where_they_say(made):
    for section in of(made, "sections"):
        heading = TEXT[section["heading_start"] : section["heading_end"]]
        assert heading == section["number"] + section["heading"]


def test_items_belong_to_their_section(made):
    got = [(i["section_id"], i["marker"], TEXT[i["start"] : i["end"]]) for i in of(made, "items")]
    assert got == [("a:s2", "一是", "一是健全机制。召开会议3次。"), ("a:s2", "二是", "二是压实责任。")]


def test_sentences_belong_to_their_section(made):
    got = [(s["section_id"][-1], TEXT[s["start"] : s["end"]]) for s in of(made, "sentences")]
    assert got[2:] == [
        ("1", "一、主要举措"),
        ("2", "（一）加强领导。"),
        ("2", "一是健全机制。"),
        ("2", "召开会议3次。"),
        ("2", "二是压实责任。"),
        ("3", "（二）规范执法。"),
        ("3", "办理案件12件；"),
        ("3", "办结率100%。"),
        ("4", "三、下步打算"),
        ("4", "继续推进。"),
    ]
    assert of(made, "sentences")[-1]["words"] == list("继续推进。")


def test_doubts_are_rows(made):
    assert [(p["code"], TEXT[p["start"] : p["end"]]) for p in of(made, "problems")] == [
        ("numbering_jump", "三、下步打算")
    ]
    assert [p["code"] for p in of(made, "problems", "b")] == ["no_headings"]


def test_a_reports_rows_depend_on_it_alone(made):
    alone = STEPS[0].run(
        {"reports": frame("reports", [report("b", "没有标题。" * 400)])}, Context(load_all(), segmenter="char")
    )
    for name in STEPS[0].writes:
        assert alone[name].to_dict("records") == of(made, name, "b")


def test_no_reports_give_empty_tables():
    assert all(len(rows) == 0 for rows in STEPS[0].run({"reports": frame("reports")}, Context(load_all())).values())


def test_reports_of_many_batches_are_segmented_as_each_alone(made, monkeypatch):
    monkeypatch.setattr("pipeline.segment.run.BATCH", 1)
    reports = frame("reports", [report("a", TEXT), report("b", "没有标题。" * 400)])
    again = STEPS[0].run({"reports": reports}, Context(load_all(), segmenter="char"))
    for name, rows in made.items():
        assert conform(name, again[name]).to_dict("records") == conform(name, rows).to_dict("records")
        assert list(again[name].dtypes) == list(rows.dtypes)
