"""Nil results are found with what did not happen; they are no quantities; and time is linear."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from pipeline import profiles
from pipeline.extract.absences import absences_of, check_absences, read_absences
from pipeline.extract.quantities import quantities_of

PROFILE = profiles.load("fazhi")

CASES = {
    "全年未发生一起重大食品安全事故，连续三年实现进京“零非访”和重复上访零发生。": ["重大食品安全事故", "重复上访"],
    "行政应诉案件无一败诉，行政复议决定无一被撤销。": ["败诉", "被撤销"],
    "依申请公开办理无逾期答复情况，无因公开不当引发的投诉。": ["因公开不当引发的投诉"],
    "规范性文件备案审查问题全部清零。": ["规范性文件备案审查问题"],
    "没有发生涉法涉诉上访案件，未收到执法监督投诉。": ["涉法涉诉上访案件", "执法监督投诉"],
    "森林草原火灾为零，牧区牧民欠薪归零。": ["森林草原火灾", "牧区牧民欠薪"],
    "对拖欠工资零容忍，社会消费品零售总额稳步增长，未来三年持续发力。": [],
}


@pytest.mark.parametrize("profile", profiles.ids())
def test_every_entry_holds_on_its_examples(profile):
    assert check_absences(profiles.load(profile)) == []


@pytest.mark.parametrize("text", CASES)
def test_what_did_not_happen(text):
    assert absences_of(text, PROFILE) == CASES[text]


@pytest.mark.parametrize("text", CASES)
def test_a_nil_result_is_no_quantity(text):
    assert quantities_of(text, PROFILE, 2020) == []


def test_rows_point_at_their_sentence_and_know_plans():
    text = "全年未发生较大以上事故。力争败诉案件为零。"
    sentences = pd.DataFrame(
        {"sentence_id": ["t0", "t1"], "section_id": ["s0", "s1"], "start": [0, 12], "end": [12, len(text)]}
    )
    topics = pd.DataFrame({"section_id": ["s0", "s1"], "role": ["achievements", "plan"]})
    rows = read_absences({"report_id": "r", "text": text, "year": 2020}, sentences, topics, PROFILE)
    assert [(r["sentence_id"], r["what"], r["period"], r["ref_year"]) for r in rows] == [
        ("t0", "较大以上事故", "year", 2020),
        ("t1", "败诉案件", "plan", 2021),
    ]
    assert all(text[r["start"] : r["end"]] == r["raw"] for r in rows)


@pytest.mark.parametrize(
    "text", ["零" * 200_000, "无一" * 100_000, "未发生" * 70_000, "事故零" * 70_000, "为零" * 100_000]
)
def test_time_is_linear(text):
    def seconds(part):
        begun = time.process_time()
        absences_of(part, PROFILE)
        return time.process_time() - begun

    assert seconds(text) < 24 * seconds(text[: len(text) // 8]) + 0.5
