"""Findings with both sides shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.publish.corpus import Corpus, Row, present


def view(corpus: Corpus) -> dict[str, Any]:
    """Values of findings.html: findings by type, strong ones first."""
    groups: dict[str, dict[str, Any]] = {}
    for item in shown(corpus, corpus.read("findings").to_dict("records")):
        group = groups.setdefault(item["type"], {"zh": item["type_zh"], "en": item["type_en"], "findings": []})
        group["findings"].append(item)
    return {"groups": list(groups.values())}


def shown(corpus: Corpus, rows: Iterable[Row], root: str = "") -> list[dict[str, Any]]:
    """Findings as pages show them, strong ones first."""
    order = {"strong": 0, "fair": 1, "weak": 2}
    found = sorted(rows, key=lambda r: (order.get(r["grade"], 3), r["type"], r["report_id"], r["start"]))
    return [_shown(corpus, row, root) for row in found]


def _shown(corpus: Corpus, row: Row, root: str) -> dict[str, Any]:
    zh, en = corpus.label("finding", row["type"])
    sides = [_side(corpus, row["report_id"], row["start"], row["end"], root)]
    if present(row["other_report_id"]) and present(row["other_start"]):
        sides.append(_side(corpus, row["other_report_id"], row["other_start"], row["other_end"], root))
    return {"type": row["type"], "type_zh": zh, "type_en": en, "why": row["why"], "grade": row["grade"],
            "grade_zh": corpus.label("grade", row["grade"])[0], "sides": sides}  # fmt: skip


def _side(corpus: Corpus, report_id: str, start: Any, end: Any, root: str) -> dict[str, str]:
    return {"href": corpus.href(report_id, start, root), "label": corpus.name(report_id),
            "quote": corpus.quote(report_id, start, end)}  # fmt: skip
