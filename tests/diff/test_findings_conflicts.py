"""One thing with two values in a report, in the many ways that reports say it, and look-alikes: conflicts.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.diff.one_report import findings_of

CASES = tomllib.loads((Path(__file__).parent / "conflicts.toml").read_text("utf-8"))
CONFLICT = "repeated_figure_conflict"


@pytest.mark.parametrize("text", CASES["conflict"], ids=lambda text: text[:16])
def test_two_values_of_one_thing_are_found_once(text, known_profiles):
    assert [row["type"] for row in findings_of(text, known_profiles)] == [CONFLICT]


@pytest.mark.parametrize("text", CASES["agree"], ids=lambda text: text[:16])
def test_values_of_two_things_are_left_alone(text, known_profiles):
    assert findings_of(text, known_profiles) == []


@pytest.mark.xfail(strict=True, reason="not yet found")
@pytest.mark.parametrize("text", CASES["not_yet"], ids=lambda text: text[:16])
def test_wordings_not_yet_understood(text, known_profiles):
    assert CONFLICT in {row["type"] for row in findings_of(text, known_profiles)}


def test_a_conflict_points_at_both_figures(known_profiles):
    text = "全县共有人民调解员1326名。全县1236名人民调解员中，专职调解员偏少。"
    (row,) = findings_of(text, known_profiles)
    assert text[row["start"] : row["end"]] == "1326名"
    assert text[row["other_start"] : row["other_end"]] == "1236名"


def test_names_that_are_only_alike_make_a_weaker_finding(known_profiles):
    same, alike = (
        findings_of(f"承办建议提案246件。{said}240件。", known_profiles)[0]["grade"]
        for said in ("承办建议提案共计", "承办代表建议和政协提案共计")
    )
    assert (same, alike) == ("fair", "weak")


def test_a_third_value_leaves_open_what_is_counted(known_profiles):
    said = "{}法治宣传志愿者{}名。"
    two = said.format("现有", 1326) + said.format("在册", 1236)
    assert [row["type"] for row in findings_of(two, known_profiles)] == [CONFLICT]
    assert findings_of(two + said.format("全县共有", 1280), known_profiles) == []


@pytest.mark.parametrize("value", ["100", "3000"])
def test_a_value_of_one_digit_may_be_a_rounded_one(value, known_profiles):
    near = str(int(value) + int(value) // 100)
    assert findings_of(f"设立健康驿站{value}个。健康驿站设立{near}个。", known_profiles) == []
