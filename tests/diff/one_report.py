"""Findings inside one report that is given as plain text: its quantities are read and its figures held against each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.diff import findings
from pipeline.extract.observations import read_observations
from pipeline.extract.quantities import read_quantities
from pipeline.profiles import Profile
from pipeline.stage import Context
from pipeline.tables import frame

SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")


def findings_of(text: str, profiles: Mapping[str, Profile], genre: str = "fazhi", year: int = 2020) -> list[dict]:
    """Rows of ``findings`` of a text; offsets are those of the text."""
    profile = profiles[genre]
    rows: list[dict[str, Any]] = [
        {
            "report_id": "r",
            "sentence_id": f"r:t{n}",
            "section_id": "r:s0",
            "start": m.start(),
            "end": m.end(),
            "words": [],
        }
        for n, m in enumerate(SENTENCE.finditer(text))
    ]
    report = {"report_id": "r", "profile": genre, "region": "云岭县", "region_code": "990101", "parent_code": "9901",
              "level": "county", "year": year, "title": "报告", "source": "r.txt", "format": "txt", "sha256": "0",
              "term": False, "also": [], "text": text}  # fmt: skip
    tables = {"reports": frame("reports", [report]), "sentences": frame("sentences", rows)}
    quantities = read_quantities(report, tables["sentences"], frame("sections"), frame("topics"), profile)
    spans = {row["sentence_id"]: (row["start"], row["end"]) for row in rows}
    read_observations(report, quantities, spans, profile)
    others = {name: frame(name) for name in ("pairs", "changes", "reuse")}
    return findings.run(tables | {"quantities": frame("quantities", quantities)} | others, Context(profiles))[
        "findings"
    ].to_dict("records")
