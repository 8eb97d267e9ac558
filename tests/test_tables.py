import pandas as pd
import pytest

from pipeline import tables
from pipeline.tables import SchemaError, frame


@pytest.mark.parametrize("name", tables.TABLES)
def test_an_empty_table_has_its_columns(name):
    assert list(frame(name).columns) == [c.name for c in tables.TABLES[name].columns]


@pytest.mark.parametrize("name", tables.TABLES)
def test_every_column_is_explained_in_both_languages(name):
    for column in tables.TABLES[name].columns:
        assert column.meaning and column.zh, f"{name}.{column.name}"


def test_optional_columns_may_be_left_out():
    row = {"source": "a", "stage": "ingest", "code": "x", "detail": "y"}
    assert frame("problems", [row])["start"].isna().all()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"source": "a", "sha256": "0", "reason": "empty"}, "rejected.detail"),
        ({"source": "a", "sha256": "0", "reason": "empty", "detail": None}, "missing in row 0"),
        ({"source": "a", "sha256": "0", "reason": "empty", "detail": "", "colour": 1}, "unknown column"),
    ],
)
def test_rows_that_do_not_fit_are_named(row, words):
    with pytest.raises(SchemaError, match=words):
        frame("rejected", [row])


def test_a_number_that_is_text_is_refused():
    row = {"source": "a", "stage": "s", "code": "c", "detail": "d", "start": "three"}
    with pytest.raises(SchemaError, match=r"problems\.start: expected int"):
        frame("problems", [row])


def test_integers_that_may_be_missing_stay_integers():
    rows = frame("problems", [{"source": "a", "stage": "s", "code": "c", "detail": "d", "start": 3}])
    assert rows["start"].dtype == pd.Int64Dtype()


def test_a_missing_string_is_none_in_every_way_in():
    row = {"report_id": "r", "section_id": "r:s0", "parent_id": None, "order": 0, "number": "", "heading": "甲",
           "level": 1, "heading_start": 0, "heading_end": 1, "start": 0, "end": 1}  # fmt: skip
    made = tables.frame("sections", [row, {**row, "parent_id": "r:s0"}])
    again = tables.conform("sections", pd.DataFrame(made.to_dict("records")))
    for rows in (made, again, tables.conform("sections", made[:1])):
        assert rows["parent_id"].tolist()[0] is None and rows["parent_id"].dtype == object
