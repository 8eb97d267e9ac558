"""Findings with both sides shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.publish.corpus import Corpus, Row, present

MOST = 300
"""More findings of one type than this are left to the table."""


def view(corpus: Corpus) -> dict[str, Any]:
    """Values of findings.html: findings by type, strong ones first."""
    groups: dict[str, dict[str, Any]] = {}
    for row in _strong_first(corpus.read("findings").to_dict("records")):
        group = groups.setdefault(row["type"], {"id": row["type"], "name": corpus.label("finding", row["type"]), "total": 0, "findings": []})  # fmt: skip
        group["total"] += 1
        if group["total"] <= MOST:
            group["findings"].append(_shown(corpus, row, ""))
    return {"groups": list(groups.values())}


def shown(corpus: Corpus, rows: Iterable[Row], root: str = "") -> list[dict[str, Any]]:
    """Findings as pages show them, strong ones first."""
    return [_shown(corpus, row, root) for row in _strong_first(rows)]


def _strong_first(rows: Iterable[Row]) -> list[Row]:
    order = {"strong": 0, "fair": 1, "weak": 2}
    return sorted(rows, key=lambda r: (order.get(r["grade"], 3), r["type"], r["report_id"], r["start"]))


def _shown(corpus: Corpus, row: Row, root: str) -> dict[str, Any]:
    sides = [_side(corpus, row["report_id"], row["start"], row["end"], root)]
    if present(row["other_report_id"]) and present(row["other_start"]):
        sides.append(_side(corpus, row["other_report_id"], row["other_start"], row["other_end"], root))
    return {"name": corpus.label("finding", row["type"]), "why": [row["why"], row["why_en"] if present(row["why_en"]) else row["why"]], "grade": row["grade"],
            "grade_name": corpus.label("grade", row["grade"]), "sides": sides}  # fmt: skip


def _side(corpus: Corpus, report_id: str, start: Any, end: Any, root: str) -> dict[str, str]:
    return {"href": corpus.href(report_id, start, root), "label": corpus.name(report_id),
            "quote": corpus.quote(report_id, start, end)}  # fmt: skip
