"""A table's rows report by report as plain lists: many short looks at them cost a fraction of those at a data frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

Columns = Mapping[str, Any]
"""The values of one report's rows by column: lists, or a data frame."""


class ByReport:
    """The rows of a table, to be asked for by report."""

    def __init__(self, rows: pd.DataFrame, columns: Sequence[str]):
        ids = rows["report_id"].to_numpy(dtype=object)
        cuts = _runs(ids)
        if (
            len({ids[low] for low in cuts[:-1]}) < len(cuts) - 1
        ):  # a report's rows stand apart: several steps wrote them
            rows = rows.sort_values("report_id", kind="stable")
            ids = rows["report_id"].to_numpy(dtype=object)
            cuts = _runs(ids)
        self._values = {column: rows[column].tolist() for column in columns}
        self._bounds = {ids[low]: (low, high) for low, high in pairwise(cuts)}

    def of(self, report_id: str) -> dict[str, list[Any]]:
        """A report's rows, in order; empty lists where it has none."""
        low, high = self._bounds.get(report_id, (0, 0))
        return {column: values[low:high] for column, values in self._values.items()}


def _runs(ids: np.ndarray) -> list[int]:
    """Where each run of one report's rows begins, and the end of all."""
    return [0, *(np.flatnonzero(ids[1:] != ids[:-1]) + 1).tolist(), len(ids)] if len(ids) else [0]
