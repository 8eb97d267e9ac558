"""Method and reliability: what this run read, refused and doubted, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.publish.corpus import Corpus
from pipeline.tables import TABLES


def view(corpus: Corpus, run: Mapping[str, Any]) -> dict[str, Any]:
    """Values of method.html."""
    counts = [
        {"name": t.name, "zh": t.zh, "en": t.row, "rows": f"{len(corpus.read(t.name)):,}"} for t in TABLES.values()
    ]
    problems = corpus.read("problems")
    doubts = []
    for (stage, code), rows in problems.groupby(["stage", "code"], sort=True):
        doubts.append({"stage": stage, "code": code, "count": len(rows), "example": rows["detail"].iloc[0]})
    return {
        "run": [(key, value) for key, value in run.get("shown", {}).items()],
        "counts": counts,
        "rejected": corpus.read("rejected").to_dict("records"),
        "doubts": doubts,
        "accuracy": run.get("accuracy", []),
    }
