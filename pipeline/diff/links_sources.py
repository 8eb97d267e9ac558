"""What links read of each report: plain lists taken from the tables once, not by filtering a table for every report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from pipeline.tables import Tables

Column = Sequence[Any]
COLUMNS = {
    "sections": ("section_id", "heading", "heading_start", "heading_end"),
    "topics": ("section_id", "role", "topic"),
    "sentences": ("section_id", "start", "end", "words"),
    "quantities": ("start", "raw", "value", "unit", "kind", "approx", "name", "indicator"),
}
IN_ORDER = ("sentences", "quantities")
"""Tables taken by where their rows start; the others stay as they are."""


@dataclass(frozen=True)
class Source:
    """A report: its text and its rows of each table in COLUMNS, a list for each column in that order."""

    text: str
    rows: Mapping[str, Sequence[Column]] = field(default_factory=dict)

    def of(self, table: str) -> Sequence[Column]:
        """The columns of a table; empty where it has no rows of the report."""
        return self.rows.get(table) or [[] for _ in COLUMNS[table]]


def sources_of(tables: Tables) -> dict[str, Source]:
    """Report id -> what links read of it."""
    held: dict[str, dict[str, Sequence[Column]]] = {}
    for table, names in COLUMNS.items():
        for report_id, columns in _by_report(tables[table], names, in_order=table in IN_ORDER):
            held.setdefault(report_id, {})[table] = columns
    reports = tables["reports"]
    texts = zip(reports["report_id"].tolist(), reports["text"].tolist(), strict=True)
    return {report_id: Source(str(text), held.get(report_id, {})) for report_id, text in texts}


def _by_report(table: pd.DataFrame, names: Sequence[str], in_order: bool) -> Iterator[tuple[str, list[Column]]]:
    codes, ids = pd.factorize(table["report_id"])
    order = np.lexsort((table["start"].to_numpy(), codes)) if in_order else np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(ids) + 1)).tolist()
    columns = [_values(table[name], order) for name in names]
    for at, report_id in enumerate(ids):
        yield str(report_id), [column[bounds[at] : bounds[at + 1]] for column in columns]


def _values(column: pd.Series, order: np.ndarray) -> list[Any]:
    values = column.tolist()
    return [values[at] for at in order.tolist()]
