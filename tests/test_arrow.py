"""Rows come back from Arrow as they went, and their hashes tell content, not place."""

from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pytest

from pipeline import arrow
from pipeline.tables import TABLES, SchemaError, frame, from_arrays

FILLED = {"string": "云岭县", "int": 7, "float": 0.5, "bool": True, "words": ["依法", "行政", "依法"]}


def rows(table: str, reports: int = 3) -> pd.DataFrame:
    """Two rows a report: everything filled, and everything missing that may be."""
    made = []
    for number in range(reports):
        for missing in (False, True):
            row = {c.name: None if missing and c.optional else FILLED[c.type] for c in TABLES[table].columns}
            made.append(row | ({"report_id": f"r{number}"} if "report_id" in row else {}))
    return frame(table, made)


@pytest.mark.parametrize("table", TABLES)
def test_rows_come_back_as_they_went(table, tmp_path):
    given = rows(table)
    path = tmp_path / "rows.parquet"
    path.write_bytes(arrow.to_parquet(table, arrow.to_arrow(table, given)))
    pd.testing.assert_frame_equal(arrow.read(path, table), given)
    assert list(pd.read_parquet(path).columns) == list(given.columns)


@pytest.mark.parametrize("table", [t.name for t in TABLES.values() if t.columns[0].name == "report_id"])
def test_a_report_s_hash_does_not_depend_on_the_rows_around_it(table):
    given = rows(table)
    among = arrow.row_digests(arrow.to_arrow(table, given))
    for report, found in among.items():
        alone = given[given["report_id"] == report].reset_index(drop=True)
        assert arrow.row_digests(arrow.to_arrow(table, alone)) == {report: found}


@pytest.mark.parametrize("table", [name for name in TABLES if name != "rejected"])
def test_a_hash_tells_every_value(table):
    given = rows(table, 1)
    before = digests(table, given)
    assert digests(table, rows(table, 1)) == before
    for column in TABLES[table].columns:
        other = {"string": "云岭", "int": 8, "float": 0.25, "bool": False, "words": ["依法行政", "依法"]}[column.type]
        changed = given.copy()
        changed[column.name] = [other if i == 0 else v for i, v in enumerate(given[column.name])]
        assert digests(table, changed) != before, column.name


def digests(table, given):
    return arrow.row_digests(arrow.to_arrow(table, given), TABLES[table].key)


def test_columns_left_out_are_not_read(tmp_path):
    path = tmp_path / "rows.parquet"
    path.write_bytes(arrow.to_parquet("sentences", arrow.to_arrow("sentences", rows("sentences"))))
    assert "words" not in arrow.read(path, "sentences", frozenset(["words"]))


def test_coded_columns_are_numbers_with_their_spelling(tmp_path):
    given, coded = rows("sentences"), frozenset(["section_id", "words"])
    path = tmp_path / "rows.parquet"
    path.write_bytes(arrow.to_parquet("sentences", arrow.to_arrow("sentences", given)))
    read = arrow.read(path, "sentences", coded=coded)
    other = read.assign(words=[["复议"]] * len(read))
    for had in (given, read, read[read["report_id"] == "r1"].reset_index(drop=True), read.iloc[:0],
                pd.concat([read, read], ignore_index=True), pd.concat([given, other], ignore_index=True)):  # fmt: skip
        for column in coded:
            found, words = arrow.coded(had[column]), [v if isinstance(v, list) else [v] for v in had[column].tolist()]
            entries = found.values[found.numbers].tolist()
            assert [entries[a:b] for a, b in pairwise(found.edges)] == words, column
    assert arrow.to_arrow("sentences", read) == arrow.to_arrow("sentences", given)


def test_a_column_may_be_given_as_numbers_with_their_spelling():
    given = rows("terms")
    found = arrow.coded(given["report_id"])
    made = {column: given[column].to_numpy() for column in given} | {"report_id": arrow.spelled(*found[:2])}
    assert arrow.checked("terms", from_arrays("terms", made)) == arrow.to_arrow("terms", given)
    lost = pd.arrays.ArrowExtensionArray(pa.nulls(len(given), pa.string()))
    with pytest.raises(SchemaError, match=r"terms.report_id: missing"):
        from_arrays("terms", made | {"report_id": lost})


def test_rows_that_do_not_fit_are_made_to_fit_or_told():
    given = rows("quantities").drop(columns=["ref_year"])
    assert arrow.checked("quantities", given).column("ref_year").null_count == len(given)
    loose = rows("quantities").astype({"start": "float64"})
    assert arrow.checked("quantities", loose) == arrow.checked("quantities", rows("quantities"))
    with pytest.raises(SchemaError, match=r"quantities.raw: missing in row 0"):
        arrow.checked("quantities", rows("quantities").assign(raw=None))


def test_rows_stand_by_report_and_within_it_as_they_came():
    given = rows("citations").assign(title=[f"规定{n}" for n in range(6)])
    mixed = arrow.to_arrow("citations", given.iloc[[4, 0, 5, 2, 1, 3]].reset_index(drop=True))
    assert arrow.by_report(mixed).column("title").to_pylist() == [f"规定{n}" for n in range(6)]
