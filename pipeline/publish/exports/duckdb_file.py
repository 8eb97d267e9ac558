"""One DuckDB file with all tables and a few documented views, for people who ask in SQL."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from pipeline.publish.corpus import Corpus
from pipeline.tables import TABLES

VIEWS = {
    "evidence": (
        "every observation with the sentence that states it",
        """SELECT o.*, substr(r.text, s.start + 1, s."end" - s.start) AS sentence, r.title, r.url
           FROM observations o JOIN reports r USING (report_id)
           LEFT JOIN sentences s ON s.report_id = o.report_id AND s.start <= o.start AND o.start < s."end" """,
    ),
    "year_on_year": (
        "an indicator beside the same place's year before",
        """SELECT b.region, b.indicator, b.measure, b.ref_year, a.value AS before, b.value AS after, b.unit
           FROM observations a JOIN observations b
           ON a.region = b.region AND a.profile = b.profile AND a.indicator = b.indicator AND a.measure = b.measure
           AND a.unit = b.unit AND a.ref_year + 1 = b.ref_year""",
    ),
    "plan_ledger": (
        "what was planned, and what the next report says of it",
        """SELECT l.status, l.score, a.region, a.year AS planned_in, substr(a.text, l.a_start + 1, l.a_end - l.a_start) AS planned,
           substr(b.text, l.b_start + 1, l.b_end - l.b_start) AS reported
           FROM links l JOIN reports a ON a.report_id = l.a_report LEFT JOIN reports b ON b.report_id = l.b_report
           WHERE l.kind = 'plan'""",
    ),
}


def database(corpus: Corpus) -> bytes:
    """The bytes of the database file."""
    with tempfile.TemporaryDirectory(prefix="duizhao-") as folder:
        path = Path(folder) / "duizhao.duckdb"
        with duckdb.connect(str(path)) as connection:
            for name, table in TABLES.items():
                rows = corpus.read(name)  # noqa: F841 - DuckDB finds the frame by its name
                columns = ", ".join(f'"{c.name}"' for c in table.columns)
                connection.execute(f'CREATE TABLE "{name}" AS SELECT {columns} FROM rows')
                connection.execute(f"COMMENT ON TABLE \"{name}\" IS '{_quoted(table.zh)} / {_quoted(table.row)}'")
                for c in table.columns:
                    connection.execute(
                        f'COMMENT ON COLUMN "{name}"."{c.name}" IS \'{_quoted(c.zh)} / {_quoted(c.meaning)}\''
                    )
            for name, (meaning, query) in VIEWS.items():
                connection.execute(f"CREATE VIEW {name} AS {query}")
                connection.execute(f"COMMENT ON VIEW {name} IS '{_quoted(meaning)}'")
        return path.read_bytes()


def _quoted(text: str) -> str:
    return text.replace("'", "''")
