"""Headings: every habit the genre has, read from invented texts."""

import tomllib
from pathlib import Path

import pytest

from pipeline.profiles import load
from pipeline.segment import check
from pipeline.segment.headings import outline

CASES = tomllib.loads((Path(__file__).parent / "headings.toml").read_text("utf-8"))["case"]


def shape(text: str, profile: str = "fazhi") -> list[tuple[int, str, str]]:
    return [(s.level, s.number, s.heading) for s in outline(text, load(profile))[1:]]


@pytest.mark.parametrize("profile", ["fazhi", "gwr", "other"])
def test_every_entry_holds_on_its_own_examples(profile):
    assert check(load(profile)) == []


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_outline_that_a_reader_sees(case):
    assert (
        "\n".join(f"{level} {number}|{words}" for level, number, words in shape(case["text"]))
        == case["outline"].strip()
    )


def test_a_heading_that_runs_on_stops_at_its_first_full_stop():
    assert shape("（一）加强党的领导  落实主体责任。一是积极履职。二是靠前指挥。") == [
        (1, "（一）", "加强党的领导  落实主体责任")
    ]


def test_a_text_that_lost_its_line_breaks_is_broken_before_its_numbers():
    body = "办理案件12件，办结率100%。" * 60
    text = f"现将情况报告如下：一、主要工作。{body}（一）加强领导。{body}（二）规范执法。{body}二、存在问题。{body}"
    assert shape(text) == [
        (1, "一、", "主要工作"),
        (2, "（一）", "加强领导"),
        (2, "（二）", "规范执法"),
        (1, "二、", "存在问题"),
    ]


def test_numbers_within_the_paragraphs_of_a_text_with_lines_are_no_headings():
    body = "办理案件12件，办结率100%。（一）登记。（二）审查。\n" * 60
    assert shape(f"一、主要工作\n{body}") == [(1, "一、", "主要工作")]
