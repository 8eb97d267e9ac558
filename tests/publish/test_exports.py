import io
import tempfile
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from pipeline.publish.exports.sheets import harmless
from pipeline.tables import TABLES
from tests.publish.conftest import rid


def test_every_table_is_a_csv_that_excel_reads(built):
    for name in TABLES:
        data = built[f"exports/csv/{name}.csv"]
        assert data.startswith(b"\xef\xbb\xbf")
        assert list(pd.read_csv(io.BytesIO(data)).columns) == [c.name for c in TABLES[name].columns]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_is_a_formula(text):
    assert harmless(text) == "'" + text


def test_formulas_of_file_names_are_harmless_in_every_export(built):
    assert b"\n=cmd" not in built["exports/csv/rejected.csv"]
    book = openpyxl.load_workbook(io.BytesIO(built["exports/duizhao.xlsx"]))
    assert book["rejected"]["A2"].value.startswith("'=cmd") and book["rejected"]["A2"].data_type == "s"


def test_the_workbook_leads_to_the_evidence(built):
    book = openpyxl.load_workbook(io.BytesIO(built["exports/duizhao.xlsx"]))
    links = [
        c.hyperlink.location or c.hyperlink.target
        for row in book["observations"].iter_rows(min_row=2)
        for c in row
        if c.hyperlink
    ]
    assert any(rid("云岭县", 2020) in link for link in links)


def test_the_panel_has_labels_in_chinese(built):
    with pd.io.stata.StataReader(io.BytesIO(built["exports/panel.dta"])) as reader:
        data, labels = reader.read(), reader.variable_labels()
    assert set(data["year"]) == {2020, 2021} and len(data) == 3
    assert any("复议" in label for label in labels.values())


def test_the_database_answers_in_sql(built):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.duckdb"
        path.write_bytes(built["exports/duizhao.duckdb"])
        with duckdb.connect(str(path), read_only=True) as connection:
            assert connection.execute("SELECT before, after FROM year_on_year").fetchall() == [(12.0, 15.0)]
            assert (
                "收到复议申请12件" in connection.execute("SELECT sentence FROM evidence WHERE value = 12").fetchone()[0]
            )
            assert connection.execute("SELECT status, planned FROM plan_ledger").fetchone()[1].startswith("建成中心")


def test_the_codebook_names_every_column_and_indicator(built, corpus):
    text = built["exports/codebook.md"].decode()
    for table in TABLES.values():
        for column in table.columns:
            assert f"| {column.name} |" in text
    for key in corpus.indicators("fazhi"):
        assert f"| {key} |" in text
