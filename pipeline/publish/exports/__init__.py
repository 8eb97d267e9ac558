"""Exports: the tables for Excel, Stata, SQL, with a codebook and the record of the run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.publish.corpus import Corpus
from pipeline.publish.exports.codebook import codebook
from pipeline.publish.exports.database import database
from pipeline.publish.exports.panel import stata_panel
from pipeline.publish.exports.sheets import csv_files, workbook


def exports(corpus: Corpus, run: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Every export as (relative path, bytes)."""
    yield from csv_files(corpus)
    yield "exports/duizhao.xlsx", workbook(corpus)
    yield "exports/panel.dta", stata_panel(corpus)
    yield "exports/duizhao.duckdb", database(corpus)
    yield "exports/codebook.md", codebook(corpus).encode()
    yield "exports/run.json", json.dumps(run, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()
