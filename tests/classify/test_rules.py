"""The cues and patterns of the profiles, and what is inherited."""

from pathlib import Path

import pytest

from pipeline import ingest
from pipeline.classify import STEPS as CLASSIFY
from pipeline.classify import check
from pipeline.classify.roles import Node, named_role, roles_of_sections
from pipeline.classify.scheme import roles_of, topics_of, votes
from pipeline.profiles import ids, load, load_all
from pipeline.segment import STEPS as SEGMENT
from pipeline.stage import Context
from pipeline.tables import frame


@pytest.mark.parametrize("profile_id", ids())
def test_every_entry_holds_on_its_own_examples(profile_id):
    assert check(load(profile_id)) == []


@pytest.mark.parametrize(
    ("heading", "year", "role"),
    [
        ("2019年工作回顾", 2019, "achievements"),
        ("关于2019年工作", 2019, "achievements"),
        ("关于2020年工作", 2019, "plan"),
        ("2020年主要工作", 2019, "plan"),
        ("2019年主要任务完成情况", 2019, "achievements"),
        ("存在问题和下一步工作打算", 2019, "problems"),
        ("党政主要负责人履行推进法治建设第一责任人职责的有关情况", 2022, "duties"),
        ("政府工作报告名词、术语注释", 2019, "other"),
        ("加强规范性文件管理", 2019, None),
    ],
)
def test_a_heading_names_its_role(heading, year, role):
    label = named_role(heading, roles_of(load("fazhi")), year)
    assert (label.role if label else None) == role


def test_children_inherit_and_a_top_heading_without_a_cue_follows_the_one_before():
    nodes = [
        Node("0", None, 0, "", 0, 0, 5),
        Node("1", None, 1, "2019年工作回顾", 5, 9, 30),
        Node("2", "1", 2, "经济稳步发展", 9, 15, 30),
        Node("3", None, 1, "2020年工作安排", 30, 40, 60),
        Node("4", None, 1, "加强政府自身建设", 60, 66, 80),
        Node("5", "1", 2, "存在的问题", 80, 85, 90),
    ]
    found = roles_of_sections(nodes, roles_of(load("gwr")), 2019)
    assert [found[n.id].role for n in nodes] == ["preamble", "achievements", "achievements", "plan", "plan", "problems"]


def test_a_longer_word_hides_the_shorter_inside_it():
    points = votes(topics_of(load("fazhi")), "加强行政执法监督")
    assert points["enforcement"] > 0
    assert "oversight" not in points


def test_a_report_without_a_year_takes_it_from_its_review():
    nodes = [Node("1", None, 1, "2017年工作回顾", 0, 9, 30), Node("2", None, 1, "2018年主要工作", 30, 40, 60)]
    found = roles_of_sections(nodes, roles_of(load("gwr")), None)
    assert [found[n.id].role for n in nodes] == ["achievements", "plan"]


def test_no_code_knows_a_genre_that_was_added_as_data():
    named = [
        p.name for p in (Path(__file__).parents[2] / "pipeline").rglob("*.py") if "openness" in p.read_text("utf-8")
    ]
    assert not named


@pytest.mark.corpus
@pytest.mark.parametrize("year", [2023, 2024])
def test_a_genre_of_data_alone_reads_real_reports(shared, year):
    path = next((shared / "corpus" / "raw" / "openness").glob(f"*{year}.pdf"))
    context = Context(load_all(), segmenter="char")
    reading = ingest.read(path.name, path.read_bytes(), context.profiles, {}).as_dict()
    text = reading["reports"][0]["text"]
    row = {"report_id": "r", "profile": "openness", "region": "某区", "level": "county", "year": year, "title": "报告",
           "source": path.name, "format": "pdf", "sha256": "0", "text": text, "term": False, "also": []}  # fmt: skip
    found = {"reports": frame("reports", [row])}
    for step in (*SEGMENT, *CLASSIFY):
        found |= step.run(found, context)
    assert reading["reports"][0]["profile"] == "openness"
    made = found["sections"].merge(found["topics"], on=["report_id", "section_id"])
    tops = made[made["level"] == 1].sort_values("order")
    assert list(tops["role"]) == ["achievements"] * 4 + ["problems", "other"]
    assert list(tops["topic"]) == ["none", "active", "requests", "disputes", "none", "none"]
    inner = made[made["level"] == 2].sort_values("order")
    assert list(inner["topic"]) == ["active", "requests", "management", "platform", "safeguards"]
