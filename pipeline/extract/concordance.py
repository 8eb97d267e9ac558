"""Keyword in context: every place where a term stands, with what stands left and right of it."""

from __future__ import annotations

import re

import pandas as pd

COLUMNS = ("report_id", "region", "year", "start", "end", "left", "hit", "right")


def concordance(reports: pd.DataFrame, term: str, width: int = 20) -> pd.DataFrame:
    """One row a place in the reports' order: where the term stands and ``width`` characters on either side.

    >>> made = concordance(pd.DataFrame([{"report_id": "r", "region": "某县", "year": 2020, "text": "收到行政复议申请"}]), "复议", 3)
    >>> made[["start", "left", "hit", "right"]].values.tolist()
    [[4, '到行政', '复议', '申请']]
    """
    pattern = re.compile(re.escape(term)) if term else None
    rows = [
        (report_id, region, year, hit.start(), hit.end(), _line(text[max(0, hit.start() - width) : hit.start()]),
         hit.group(), _line(text[hit.end() : hit.end() + width]))
        for report_id, region, year, text in zip(
            reports["report_id"], reports["region"], reports["year"], reports["text"], strict=True
        )
        for hit in (pattern.finditer(text) if pattern else ())
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
