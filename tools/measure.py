"""Measure how well each stage and each indicator is read, on labelled reports, and keep the figures for the method page.

    .venv/bin/python tools/measure.py PROCESSED SHARED

``PROCESSED``: tables made of the labelled reports. ``SHARED``: the folder with ``gold/`` (the labels) and
``score/score.py`` (which holds the tables against them). Writes pipeline/publish/measured.json: what was measured, on
how many labels of how many reports, with which version of code and profiles. No figure in it is typed by hand.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from pipeline import __version__, profiles
from pipeline.classify.evaluate import cross_validated, measures
from pipeline.classify.examples import examples_of
from pipeline.publish.pages.method import digest

TO = Path(__file__).parent.parent / "pipeline" / "publish" / "measured.json"


def main(processed: Path, shared: Path) -> None:
    """Measure and write."""
    score, gold = _loaded(shared / "score" / "score.py"), shared / "gold"
    labelled = sorted(path.stem for path in (gold / "docs").glob("*.txt"))
    known = profiles.load_all()
    found = {
        "version": __version__,
        "profiles": {p.id: digest(p) for p in known.values()},
        "documents": dict(Counter(name.partition("-")[0] for name in labelled)),
        "stages": stages(score, processed, gold),
        "indicators": indicators(score, processed, gold),
        "topics": [row for p in known.values() if examples_of(p) for row in topics(p)],
    }
    TO.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def stages(score: ModuleType, processed: Path, gold: Path) -> list[dict[str, Any]]:
    """Every measure of score.py with the counts behind it."""
    rows: list[dict[str, Any]] = []

    class Kept(score.Score):  # type: ignore[name-defined, misc]
        def put(self, name: str, value: float | None, note: str = "") -> None:
            super().put(name, value, note)
            if value is not None:
                rows.append({"measure": name, "value": round(float(value), 4), "sample": " ".join(note.split())})

    told, plain, argv = io.StringIO(), score.Score, sys.argv
    score.Score, sys.argv = Kept, ["score.py", "--processed", str(processed), "--gold", str(gold)]
    try:
        with contextlib.redirect_stdout(told):
            score.main()
    finally:
        score.Score, sys.argv = plain, argv
    return rows


def indicators(score: ModuleType, processed: Path, gold: Path) -> list[dict[str, Any]]:
    """Of each indicator that has labels: how many, how many of them were read right, how many values were given."""
    tables, labels = score.Tables(processed), score.rows(gold / "panel.jsonl")
    docs, table, counts = score.Docs(gold, tables), tables["observations"], Counter[tuple[str, str]]()
    for doc in sorted({r["doc"] for r in labels}):
        mine = [r for r in labels if r["doc"] == doc]
        own = {(r["measure"], r["ref_year"]) for r in mine}  # the labels hold what a report says of these years only
        rows = table[(table["report_id"] == docs.by_doc.get(doc)) & table["ref_year"].notna()].to_dict("records")
        left = [r for r in rows if (r["measure"], int(r["ref_year"])) in own]
        for r in left:
            counts[r["indicator"], "given"] += 1
        for r in mine:
            counts[r["indicator"], "labelled"] += 1
            hit = next((g for g in left if _same(g, r)), None)
            if hit is not None:
                left.remove(hit)
                counts[r["indicator"], "right"] += 1
    known = pd.unique(pd.Series([r["indicator"] for r in labels]))
    return [
        {"indicator": key, **{kind: counts[key, kind] for kind in ("labelled", "right", "given")}}
        for key in sorted(known)
    ]


def _same(given: dict[str, Any], label: dict[str, Any]) -> bool:
    return (
        (given["indicator"], given["measure"], int(given["ref_year"]))
        == (label["indicator"], label["measure"], label["ref_year"])
        and abs(float(given["value"]) - label["value"]) <= 1e-6 * max(1.0, abs(label["value"]))
    )  # fmt: skip


def topics(profile: profiles.Profile) -> list[dict[str, Any]]:
    """Of each topic of a genre: how well a model that never saw them answers the shipped examples."""
    found = measures(cross_validated(profile))["topics"]["classes"]
    return [
        {"profile": profile.id, "topic": code, **{k: round(v, 4) for k, v in row.items()}}
        for code, row in found.items()
    ]


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
