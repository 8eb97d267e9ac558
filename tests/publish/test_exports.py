import io
import json
import sys
import tempfile
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from pipeline.publish.exports.panel import stata_panel
from pipeline.publish.exports.sheets import harmless, workbook
from pipeline.tables import TABLES
from tests.publish.conftest import rid


def test_every_table_is_a_csv_that_excel_reads(built):
    for name in TABLES:
        data = built[f"exports/csv/{name}.csv"]
        assert data.startswith(b"\xef\xbb\xbf")
        assert list(pd.read_csv(io.BytesIO(data)).columns) == [c.name for c in TABLES[name].columns]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_is_a_formula(text):
    assert harmless(pa.array([text, None, "复议"])).to_pylist() == ["'" + text, None, "复议"]


def test_every_text_cell_of_every_file_is_harmless(built):
    for name in TABLES:
        rows = pd.read_csv(io.BytesIO(built[f"exports/csv/{name}.csv"]), dtype=str, keep_default_na=False)
        words = [c.name for c in TABLES[name].columns if c.type in ("string", "words")]
        assert not rows[words].map(lambda cell: cell.startswith(("=", "+", "-", "@", "\t", "\r"))).any(axis=None)


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
            assert connection.execute("SELECT before, after, growth FROM year_on_year").fetchall() == [
                (12.0, 15.0, 0.25)
            ]
            assert connection.execute("SELECT words FROM quoted_findings").fetchone()[0].startswith("收到复议")
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


def test_the_panel_keeps_units_apart_and_marks_what_is_approximate(corpus):
    rows = corpus.read("observations")
    other = rows.head(1).assign(unit="万人次", value=99.0, approx="about")
    both = pd.concat([rows, other], ignore_index=True)
    tables = {**{name: corpus.read(name) for name in TABLES}, "observations": both}
    data = stata_panel(type(corpus)(tables.__getitem__, corpus.profiles))
    with pd.io.stata.StataReader(io.BytesIO(data)) as reader:
        read, labels = reader.read(), reader.variable_labels()
    names = [c for c in read.columns if c.startswith("reconsideration_received_le")]
    assert len(names) == 4, names
    assert max(map(len, read.columns)) <= 32
    assert sorted(read[[n for n in names if "万人次" in labels[n]]].stack().dropna().tolist()) == [99.0]
    assert sum(read[n].sum() for n in names if "约数" in labels[n]) == 1


def test_the_workbook_says_what_it_holds_and_where_the_rest_is(built):
    cover = openpyxl.load_workbook(io.BytesIO(built["exports/duizhao.xlsx"])).worksheets[0]
    said = {row[0].value: row for row in cover.iter_rows(min_row=2) if row[0].value}
    assert set(TABLES) <= set(said) and said["observations"][3].value == 3
    assert "csv/sentences.csv" in said["sentences"][4].value


def test_a_table_longer_than_a_sheet_says_so(corpus, monkeypatch):
    monkeypatch.setattr(sys.modules["pipeline.publish.exports.sheets"], "MOST_ROWS", 1)
    book = openpyxl.load_workbook(io.BytesIO(workbook(corpus)))
    assert book["observations"].max_row == 2
    assert any("csv/observations.csv" in str(row[4].value) for row in book.worksheets[0].iter_rows(min_row=2))


def test_the_run_can_be_cited(built, corpus):
    run = json.loads(built["exports/run.json"])
    assert run["versions"] == {"Version": "0"} and run["rows"]["observations"] == 3
    assert set(run["profiles"]) == set(corpus.profiles) and all(
        len(p["digest"]) == 12 for p in run["profiles"].values()
    )
