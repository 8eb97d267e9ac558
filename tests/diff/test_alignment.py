"""Three reports or more side by side."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alignment_page import alignment_page, wide
from pipeline.diff.alignment import alignment, rows_of
from pipeline.diff.document import documents
from tests.diff.test_align import POOL

said = st.lists(st.sampled_from(POOL[:6]), max_size=6, unique=True)


@pytest.fixture(scope="session")
def ready(tables_of, known_profiles):
    def run(*reports):
        made = tables_of(*({"id": f"r{n}", "sections": [("一、工作", "none", s)]} for n, s in enumerate(reports)))
        return list(documents(made, known_profiles).values())

    return run


def texts(table):
    return {row: dict(zip(cells["report_id"], cells["text"], strict=True)) for row, cells in table.groupby("row")}


@settings(max_examples=25, deadline=None)
@given(reports=st.lists(said, min_size=1, max_size=4))
def test_every_sentence_stands_in_exactly_one_row(ready, reports):
    made = ready(*reports)
    found = sorted((n, s) for row in rows_of(made) for n, run in row.sentences.items() for s in run)
    assert found == [(n, s) for n, document in enumerate(made) for s in range(len(document))]


@settings(max_examples=10, deadline=None)
@given(report=said)
def test_a_report_three_times_is_all_same(ready, report):
    table = alignment(ready(report, report, report))
    assert set(table["op"]) <= {"first", "same"}
    assert len(table) == 3 * len(report)


def test_a_passage_missing_in_the_middle_year_is_found_in_the_first(ready):
    table = alignment(ready(POOL[:3], [POOL[0], POOL[2]], POOL[:3]))
    assert list(texts(table)[1]) == ["r0", "r2"]
    assert table["op"].tolist().count("same") == 5


def test_edited_and_new_figures_are_told_against_the_cell_before(ready):
    table = alignment(
        ready([POOL[0]], [POOL[0].replace("12", "15")], [POOL[0].replace("12", "15").replace("全年", "本年共")])
    )
    assert table["op"].tolist() == ["first", "figures", "edited"]


def test_what_is_new_each_year_stands_in_the_order_of_the_years(ready):
    table = alignment(ready([POOL[0], POOL[1]], [POOL[0], POOL[2], POOL[1]], [POOL[0], POOL[3], POOL[1]]))
    assert [next(iter(cells.values())) for cells in texts(table).values()] == [POOL[0], POOL[2], POOL[3], POOL[1]]


def test_page_and_wide_table_hold_every_passage(ready):
    table = alignment(ready(["<b>依法</b>行政，推进政务公开。"], POOL[:1], POOL[:2]))
    ids, heads = ["r0", "r1", "r2"], ["云岭县 2019", "云岭县 2020", "云岭县 2021"]
    page = alignment_page(table, ids, heads)
    assert "&lt;b&gt;依法" in page and "<b>" not in page
    assert page.count("<tr>") == table["row"].nunique() + 1
    flat = wide(table, ids, heads)
    assert sum((flat[f"{n} {h}"] != "").sum() for n, h in enumerate(heads, 1)) == len(table)
