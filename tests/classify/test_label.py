"""Corrections by hand come back as they were meant."""

import pandas as pd
import pytest

from pipeline.classify.label import COLUMNS, agreement, export_uncertain, import_labels, krippendorff_alpha
from pipeline.tables import frame


def test_alpha_of_krippendorffs_example():
    # Krippendorff (2011), nominal data of two observers, ten units: alpha = 0.095
    a, b = "0100000010", "1110010000"
    units = [{"a": x, "b": y} for x, y in zip(a, b, strict=True)]
    assert krippendorff_alpha(units) == pytest.approx(0.095, abs=0.001)


def test_alpha_needs_two_coders():
    assert krippendorff_alpha([{"a": "x"}, {"a": "y"}]) is None


def test_the_least_certain_comes_first():
    sections = [
        {"report_id": "r", "section_id": f"r:s{i}", "parent_id": None, "order": i, "number": "一、", "heading": f"标题{i}",
         "level": 1, "heading_start": i, "heading_end": i + 1, "start": i, "end": i + 5} for i in range(3)
    ]  # fmt: skip
    topics = [
        {"report_id": "r", "section_id": f"r:s{i}", "role": "plan", "topic": "none", "score": score, "by": "model",
         "role_score": 0.9, "role_by": "rule"} for i, score in enumerate((0.9, 0.2, 0.5))
    ]  # fmt: skip
    reports = pd.DataFrame([{"report_id": "r", "source": "a.txt", "text": "一二三四五六七八九"}])
    tables = {"sections": frame("sections", sections), "topics": frame("topics", topics), "reports": reports}
    sheet = export_uncertain(tables, 2)
    assert list(sheet.columns) == COLUMNS
    assert list(sheet["heading"]) == ["标题1", "标题2"]


def test_what_most_coders_say_is_the_correction():
    rows = [
        ("a.txt", 3, 9, "plan", "economy", "x"),
        ("a.txt", 3, 9, "plan", "urban", "y"),
        ("a.txt", 3, 9, "", "urban", "z"),
    ]
    sheet = pd.DataFrame([*rows, ("b.txt", 1, 2, "", "", "x")],
                         columns=["source", "heading_start", "heading_end", "role_right", "topic_right", "coder"])  # fmt: skip
    assert import_labels(sheet).to_dict("records") == [
        {"source": "a.txt", "heading_start": 3, "heading_end": 9, "heading": "", "role": "plan", "topic": "urban"}
    ]
    assert agreement(sheet) == {"role": 1.0, "topic": pytest.approx(0.0)}


def test_a_sheet_without_its_columns_says_so():
    with pytest.raises(ValueError, match="topic_right"):
        import_labels(pd.DataFrame({"source": ["a"]}))
