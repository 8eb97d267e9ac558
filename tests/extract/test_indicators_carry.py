import time

import pytest

from pipeline import profiles
from pipeline.extract.indicators_carry import carry_names

GWR = profiles.load("gwr")


def row(start, end, name, kind="level"):
    return {"sentence_id": "t", "start": start, "end": end, "name": name, "kind": kind}


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("产值5亿元，增长8%", "产值增长"),
        ("产值5亿元（新口径），增长8%", "产值增长"),
        ("产值5亿元，居全市首位，增长8%", "产值增长"),
        ("产值5亿元，出口增长8%", "增长"),
    ],
)
def test_a_growth_takes_the_subject_of_the_level_before(text, second):
    rows = [row(2, 5, "产值"), row(text.index("8%"), len(text), "增长", "change")]
    carry_names(rows, text, GWR)
    assert rows[1]["name"] == second


def test_a_level_takes_nothing():
    rows = [row(2, 5, "产值"), row(6, 8, "增长")]
    carry_names(rows, "产值5亿元，增长", GWR)
    assert rows[1]["name"] == "增长"


@pytest.mark.parametrize(
    ("name", "count", "names"),
    [
        ("出口、进口", 2, ["出口", "进口"]),
        ("出口、进口分别增长", 2, ["出口分别增长", "进口分别增长"]),
        ("地均产出和税收", 2, ["地均产出", "地均税收"]),
        ("出口、进口", 3, ["出口、进口"] * 3),
        ("出口", 2, ["出口"] * 2),
    ],
)
def test_subjects_told_first_are_shared_out(name, count, names):
    rows = [row(10 * i, 10 * i + 1, name) for i in range(count)]
    carry_names(rows, "一" * 40, GWR)
    assert [r["name"] for r in rows] == names


@pytest.mark.parametrize("length", [76, 60_000])
@pytest.mark.parametrize("piece", ["，总量", "总量", "同比", "，", "（", "剔除", "，占", "，剔除", "，居口径"])
def test_no_pattern_backtracks(piece, length):
    text = "5亿" + piece * (length // len(piece)) + "8%"
    rows = [row(0, 2, "产值"), row(len(text) - 2, len(text), "增长", "change")]
    start = time.process_time()
    carry_names(rows, text, GWR)
    assert time.process_time() - start < 2
