import json

import numpy as np
import pandas as pd
import pytest

from pipeline.arrow import coded
from pipeline.diff import STEPS, check, pairs
from pipeline.diff.align import Matches
from pipeline.diff.changes import edits_of, rows_of
from pipeline.diff.document import documents
from pipeline.diff.pairs import compare
from pipeline.diff.vocabulary import words_of
from pipeline.diff.years import run, year_pairs
from pipeline.stage import Context
from pipeline.tables import frame

A = [
    ("一、执法", "enforcement", ["全年受理行政复议申请12件。", "组织执法培训3期，参训460人次。", "废止规范性文件5件。"])
]
B = [
    (
        "一、执法",
        "enforcement",
        ["全年受理行政复议申请9件。", "组织执法人员培训4期，参训512人次。", "聘请法律顾问6名，审查合同。"],
    )
]


def test_profile_files_do_what_their_examples_say(known_profiles):
    assert [c for profile in known_profiles.values() for c in check(profile)] == []


def test_a_broken_entry_is_complained_about(known_profiles):
    from dataclasses import replace

    from pipeline.diff import masking

    entry = {"name": "x", "pattern": "甲", "examples": [["乙丙", "丙"]], "counterexamples": ["甲丙"]}
    profile = replace(known_profiles["fazhi"], data={"masking": {"marker": [entry], "figure": []}})
    assert len(masking.check(profile)) == 2


def test_measures_and_shares_of_a_pair(tables_of, known_profiles):
    out = compare(tables_of({"id": "a", "sections": A}), tables_of({"id": "b", "sections": B}), known_profiles)
    pair = out["pairs"].iloc[0]
    assert (pair["pair_id"], pair["relation"]) == ("a~b", "asked")
    assert out["changes"]["op"].tolist() == ["figures", "edited", "removed", "added"]
    assert pair["same_share"] + pair["edited_share"] + pair["added_share"] == pytest.approx(1)
    assert pair["removed_share"] == pytest.approx(len(A[0][2][2]) / sum(map(len, A[0][2])))
    assert 0 < pair["minimum_edit"] < pair["cosine"] < 1
    assert 0 < pair["simple"] < 1


def test_a_report_is_wholly_like_itself(tables_of, known_profiles):
    pair = compare(*(tables_of({"id": i, "sections": A}) for i in "ab"), known_profiles)["pairs"].iloc[0]
    measures = ["cosine", "jaccard", "minimum_edit", "simple", "same_share"]
    assert pair[measures].tolist() == pytest.approx([1] * 5)


def test_edits_point_at_the_words_that_differ(tables_of, known_profiles):
    a, b = tables_of({"id": "a", "sections": A}), tables_of({"id": "b", "sections": B})
    changes = compare(a, b, known_profiles)["changes"]
    texts = [t["reports"]["text"].iloc[0] for t in (a, b)]
    said = [
        [(texts[0][s:e], texts[1][t:f]) for s, e, t, f in json.loads(edits)]
        for edits in changes["edits"]
        if edits is not None
    ]
    assert said[0] == [("12", "9")]
    assert ("3", "4") in said[1] and ("460", "512") in said[1]


MARKED = [
    (["受理", "12件"], ["受理", "9", "件"], [("12", "9")]),
    (["依法", "，", "行政"], ["依法", ",", "行政"], []),
    (["依法", "行政"], ["行政"], [("依法", "")]),
    (["行政"], ["行政", "执法", "监督"], [("", "执法监督")]),
    (["加强", "培训"], ["深化", "考核"], [("加强培训", "深化考核")]),
    (["加强  ", "培训"], ["加强", "", "考核"], [("培训", "考核")]),
]


ALL = Matches(np.array([[0, 1]]), np.array([[0, 1]]), np.array([0.5]), np.array([True]))


@pytest.mark.parametrize(("a", "b", "wanted"), MARKED)
def test_words_that_differ(tables_of, known_profiles, a, b, wanted):
    tables = tables_of(*({"id": k, "sections": [("", "none", ["".join(said)])]} for k, said in (("a", a), ("b", b))))
    tables["sentences"]["words"] = [[word.strip() for word in said] for said in (a, b)]
    made = documents(tables, known_profiles)
    rows = rows_of(made["a"].batch, [(made["a"], made["b"], ALL)])
    (edits,) = edits_of(made["a"].batch, rows)
    texts = "".join(a), "".join(b)
    assert [(texts[0][s:e], texts[1][t:f]) for s, e, t, f in json.loads(edits or "[]")] == wanted


SPOKEN = {
    "side by side": (["依法", "行政"], "依法行政", [(0, 2), (2, 4)]),
    "spaces between": (["依法", "行政"], " 依法  行政 ", [(1, 3), (5, 7)]),
    "spaces inside": (["依法", "行政"], "依 法行政", [(3, 5)]),
    "a word that the text does not hold": (["依法", "xx", "行政"], "依法  行政", [(0, 2), (4, 6)]),
    "an empty word": (["依法", "", "行政"], "依法行政", [(0, 2), (2, 4)]),
    "a figure on its measure word": (["受理", "12件"], "受理12件", [(0, 2), (2, 4), (4, 5)]),
    "no words": ([], "依法", []),
}


@pytest.mark.parametrize("before", [[], ["前言"]])
@pytest.mark.parametrize("case", SPOKEN)
def test_where_the_words_stand(case, before):
    words, text, wanted = SPOKEN[case]
    spoken = coded(pd.Series([before, words, ["结语"]]))
    made = words_of(spoken, ["".join(before), text, "结语"], np.array([0, 100, 200]))
    mine = slice(made.token_at[1], made.token_at[2])
    spans = list(zip(made.token_start[mine], made.token_end[mine], strict=True))
    assert spans == [(100 + start, 100 + end) for start, end in wanted]
    assert made.token_start[-1] == 200


YEARS = {
    "consecutive": ([("r1", 2018, False), ("r2", 2019, False), ("r3", 2020, False)], [("r1", "r2"), ("r2", "r3")]),
    "a year is missing": ([("r1", 2016, False), ("r2", 2019, False)], [("r1", "r2")]),
    "term report beside the annual one": (
        [("r1", 2019, False), ("r2", 2020, False), ("r3", 2020, True), ("r4", 2021, False)],
        [("r1", "r2"), ("r1", "r3"), ("r2", "r4")],
    ),
    "a year with a term report only": ([("r1", 2020, True), ("r2", 2021, False)], [("r1", "r2")]),
    "year unknown": ([("r1", None, False), ("r2", 2020, False)], []),
    "one report": ([("r1", 2020, False)], []),
}


@pytest.mark.parametrize("case", YEARS)
def test_year_pairs(tables_of, case):
    given, wanted = YEARS[case]
    tables = tables_of(*({"id": i, "year": year, "term": term, "sections": A} for i, year, term in given))
    assert list(year_pairs(tables["reports"])) == wanted


def test_other_places_and_genres_are_not_consecutive(tables_of):
    tables = tables_of(
        {"id": "r1", "year": 2019, "sections": A},
        {"id": "r2", "year": 2020, "region": "沙河区", "region_code": "990102", "sections": A},
        {"id": "r3", "year": 2020, "profile": "gwr", "sections": A},
    )
    assert list(year_pairs(tables["reports"])) == []


def test_the_step_compares_all_places_of_a_shard(tables_of, known_profiles):
    tables = tables_of(
        *(
            {"id": f"{place}{year}", "year": year, "region_code": place, "sections": A}
            for place in "xy"
            for year in (2019, 2020)
        )
    )
    out = run(tables, Context(known_profiles))
    assert out["pairs"]["pair_id"].tolist() == ["x2019~x2020", "y2019~y2020"]
    assert out["changes"].groupby("pair_id").size().tolist() == [3, 3]


def test_batches_change_nothing(tables_of, known_profiles, monkeypatch):
    given = [{"id": f"r{year}", "year": year, "sections": (A, B)[year % 3 == 0]} for year in range(2010, 2020)]
    whole = run(tables_of(*given), Context(known_profiles))
    monkeypatch.setattr(pairs, "TOGETHER", 3)
    cut = run(tables_of(*given), Context(known_profiles))
    for name in ("pairs", "changes"):
        pd.testing.assert_frame_equal(cut[name], whole[name])


def test_steps_say_what_they_write():
    written = {table for step in STEPS for table in step.writes}
    assert {"pairs", "changes"} <= written


def test_a_pair_that_bridges_missing_years_says_so(tables_of, known_profiles):
    tables = tables_of(*({"id": f"r{year}", "year": year, "sections": A} for year in (2017, 2018, 2021)))
    made = run(tables, Context(known_profiles))["pairs"]
    assert made[["a_report", "b_report", "years_apart"]].to_numpy().tolist() == [
        ["r2017", "r2018", 1], ["r2018", "r2021", 3]]  # fmt: skip


def test_changes_that_lost_text_leaves_open_are_a_doubt(tables_of, known_profiles):
    short = [("一、执法", "enforcement", A[0][2][:1])]
    tables = tables_of({"id": "a", "year": 2019, "sections": A}, {"id": "b", "year": 2020, "sections": short})
    doubt = {"source": "b.txt", "report_id": "b", "stage": "ingest", "code": "truncated", "detail": ""}
    tables["problems"] = frame("problems", [doubt])
    (row,) = run(tables, Context(known_profiles))["problems"].to_dict("records")
    assert (row["report_id"], row["code"], row["source"]) == ("b", "unclear", "b.txt")
    assert "2 处" in row["detail"]
