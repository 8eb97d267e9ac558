"""What links read of each report: plain lists taken from the tables once, not by filtering a table for every report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.diff.links_words import Words, words_of
from pipeline.tables import TABLES, Tables

Column = Sequence[Any]
COLUMNS = {
    "sections": ("section_id", "heading", "heading_start", "heading_end"),
    "topics": ("section_id", "role", "topic"),
    "sentences": ("section_id", "start", "end"),
    "quantities": ("start", "raw", "value", "unit", "kind", "approx", "name", "indicator"),
}
IN_ORDER = ("sentences", "quantities")
"""Tables taken by where their rows start; the others stay as they are."""
_ALSO = {
    "reports": ("profile", "region_code", "region", "text"),
    "pairs": ("a_report", "b_report", "relation"),
    "sentences": ("words", *COLUMNS["sentences"]),
}
_READ = {**COLUMNS, **_ALSO}
NEEDLESS = tuple(
    f"{table}.{column.name}"
    for table, names in _READ.items()
    for column in TABLES[table].columns
    if column.name not in ("report_id", *names)
)
"""The columns of these tables that links don't ask for."""


@dataclass(frozen=True)
class Source:
    """A report: its id and text, the words of its sentences, its rows of each table in COLUMNS (lists, one a column).

    Texts that are missing are empty.
    """

    report_id: str
    text: str
    words: Words
    rows: Mapping[str, Sequence[Column]]

    def of(self, table: str) -> Sequence[Column]:
        """The columns of a table, in the order of COLUMNS; empty where it has no rows of the report."""
        return self.rows.get(table) or [[] for _ in COLUMNS[table]]


def sources_of(tables: Tables) -> dict[str, Source]:
    """Report id -> what links read of it."""
    held: dict[str, dict[str, Sequence[Column]]] = {}
    every = words_of(tables["sentences"]["words"])
    words: dict[str, Words] = {}
    for table, names in COLUMNS.items():
        order, ranges = _by_report(tables[table], in_order=table in IN_ORDER)
        columns = [_values(tables[table][name], order) for name in names]
        for report_id, mine in ranges:
            held.setdefault(report_id, {})[table] = [column[mine] for column in columns]
        if table == "sentences":
            words = {report_id: every.of(order[mine]) for report_id, mine in ranges}
    reports = tables["reports"]
    texts = zip(reports["report_id"].tolist(), reports["text"].tolist(), strict=True)
    none = every.of(np.zeros(0, dtype=int))
    return {i: Source(i, str(text), words.get(i, none), held.get(i, {})) for i, text in texts}


def _by_report(table: pd.DataFrame, in_order: bool) -> tuple[np.ndarray, list[tuple[str, slice]]]:
    """The rows ordered by report, and where each report's stand in that order."""
    codes, ids = pd.factorize(table["report_id"].to_numpy())
    order = np.lexsort((table["start"].to_numpy(), codes)) if in_order else np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(ids) + 1)).tolist()
    return order, [(str(report_id), slice(bounds[at], bounds[at + 1])) for at, report_id in enumerate(ids)]


def _values(column: pd.Series, order: np.ndarray) -> list[Any]:
    values = column.to_numpy()[order]
    if values.dtype == object:
        values[pd.isna(values)] = ""
    return values.tolist()
