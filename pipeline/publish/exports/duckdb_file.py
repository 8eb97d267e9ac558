"""One DuckDB file with all tables and a few documented views, for people who ask in SQL."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from pipeline.publish.corpus import Corpus
from pipeline.tables import TABLES, Table

PIECE = 1 << 22
VIEWS = {
    "evidence": (
        "每个观测值及其原句",
        "every observation with the sentence that states it",
        """SELECT o.*, substr(r.text, s.start + 1, s."end" - s.start) AS sentence, r.title, r.url
           FROM observations o JOIN reports r USING (report_id)
           LEFT JOIN sentences s ON s.report_id = o.report_id AND s.start <= o.start AND o.start < s."end" """,
    ),
    "year_on_year": (
        "指标与同一地区上年的数值；两年各取该年报告自己所述的第一个数值",
        "an indicator beside the same place's year before; of each year the first value that the year's own report states",
        """WITH own AS (
             SELECT DISTINCT ON (o.region, o.profile, o.indicator, o.measure, o.unit, o.ref_year) o.*
             FROM observations o JOIN reports r USING (report_id) WHERE r.year = o.ref_year
             ORDER BY o.region, o.profile, o.indicator, o.measure, o.unit, o.ref_year, o.report_id, o.start)
           SELECT b.profile, b.region_code, b.region, b.indicator, b.measure, b.ref_year, a.value AS before, b.value AS after, b.unit,
             CASE WHEN a.value <> 0 AND b.measure = 'level' THEN b.value / a.value - 1 END AS growth, a.approx AS before_approx, b.approx AS after_approx
           FROM own a JOIN own b
           ON a.region = b.region AND a.profile = b.profile AND a.indicator = b.indicator AND a.measure = b.measure
           AND a.unit = b.unit AND a.ref_year + 1 = b.ref_year""",
    ),
    "plan_ledger": (
        "计划及次年报告的说法",
        "what was planned, and what the next report says of it",
        """SELECT l.status, l.score, a.region, a.year AS planned_in, substr(a.text, l.a_start + 1, l.a_end - l.a_start) AS planned,
           substr(b.text, l.b_start + 1, l.b_end - l.b_start) AS reported
           FROM links l JOIN reports a ON a.report_id = l.a_report LEFT JOIN reports b ON b.report_id = l.b_report
           WHERE l.kind = 'plan'""",
    ),
    "quoted_findings": (
        "每处疑点及两边的原文",
        "every finding with the words of both sides",
        """SELECT f.type, f.grade, f.why, r.region, r.year, substr(r.text, f.start + 1, f."end" - f.start) AS words,
           o.region AS other_region, o.year AS other_year, substr(o.text, f.other_start + 1, f.other_end - f.other_start) AS other_words
           FROM findings f JOIN reports r USING (report_id) LEFT JOIN reports o ON o.report_id = f.other_report_id""",
    ),
}
"""View -> (meaning in Chinese, in English, query)."""


def duckdb_file(corpus: Corpus) -> Iterator[bytes]:
    """The database file, in pieces."""
    with tempfile.TemporaryDirectory(prefix="duizhao-") as folder:
        path = Path(folder) / "duizhao.duckdb"
        with duckdb.connect(str(path)) as connection:
            for table in TABLES.values():
                _fill(connection, corpus, table)
            for name, (zh, en, query) in VIEWS.items():
                connection.execute(f"CREATE VIEW {name} AS {query}")
                connection.execute(f"COMMENT ON VIEW {name} IS '{_quoted(f'{zh} / {en}')}'")
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _fill(connection: duckdb.DuckDBPyConnection, corpus: Corpus, table: Table) -> None:
    empty = table.schema.empty_table()  # noqa: F841 - DuckDB finds tables by their names
    connection.execute(f'CREATE TABLE "{table.name}" AS SELECT * FROM empty')
    for part in corpus.chunks(table.name):  # noqa: B007
        connection.execute(f'INSERT INTO "{table.name}" SELECT * FROM part')
    connection.execute(f"COMMENT ON TABLE \"{table.name}\" IS '{_quoted(table.zh)} / {_quoted(table.row)}'")
    for c in table.columns:
        connection.execute(f'COMMENT ON COLUMN "{table.name}"."{c.name}" IS \'{_quoted(c.zh)} / {_quoted(c.meaning)}\'')


def _quoted(text: str) -> str:
    return text.replace("'", "''")
