"""Exports: the tables for Excel, Stata, SQL, with a codebook and the record of the run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.publish.corpus import Corpus
from pipeline.publish.exports.codebook import codebook
from pipeline.publish.exports.duckdb_file import duckdb_file
from pipeline.publish.exports.panel import stata_panel
from pipeline.publish.exports.sheets import csv_files, workbook
from pipeline.publish.pages.method import digest
from pipeline.tables import TABLES


def exports(corpus: Corpus, run: Mapping[str, Any]) -> Iterator[tuple[str, bytes | Iterable[bytes]]]:
    """Every export as (relative path, bytes); long ones in pieces."""
    yield from csv_files(corpus)
    yield "exports/duizhao.xlsx", workbook(corpus)
    yield "exports/panel.dta", stata_panel(corpus)
    yield "exports/duizhao.duckdb", duckdb_file(corpus)
    yield "exports/codebook.md", codebook(corpus).encode()
    yield "exports/run.json", _record(corpus, run)


def _record(corpus: Corpus, run: Mapping[str, Any]) -> bytes:
    """What a paper cites: versions, model, digests of the profiles, counts, and what was measured."""
    record = {
        "versions": {en: value for _, en, value in run.get("shown", [])},
        "stages": run.get("stages", {}),
        "profiles": {p.id: {"name": p.name, "digest": digest(p)} for p in corpus.profiles.values()},
        "rows": {name: corpus.count(name) for name in TABLES},
        "accuracy": run.get("accuracy"),
    }
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()
