"""Findings in reports that are given as plain text: their quantities are read and the figures held against each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    return findings_over_years([text], profiles, genre, year)


def findings_over_years(
    texts: Sequence[str], profiles: Mapping[str, Profile], genre: str = "fazhi", first: int = 2020
) -> list[dict]:
    """Rows of ``findings`` of one place's texts of consecutive years; the reports are r2020, r2021, ..."""
    made = [_tables(text, profiles[genre], genre, first + n) for n, text in enumerate(texts)]
    tables = {name: frame(name, [row for one in made for row in one[name]]) for name in made[0]}
    tables |= {name: frame(name) for name in ("pairs", "changes", "reuse")}
    return findings.run(tables, Context(profiles))["findings"].to_dict("records")


def _tables(text: str, profile: Profile, genre: str, year: int) -> dict[str, list[dict[str, Any]]]:
    name = f"r{year}"
    rows: list[dict[str, Any]] = [
        {
            "report_id": name,
            "sentence_id": f"{name}:t{n}",
            "section_id": f"{name}:s0",
            "start": m.start(),
            "end": m.end(),
            "words": [],
        }
        for n, m in enumerate(SENTENCE.finditer(text))
    ]
    report = {"report_id": name, "profile": genre, "region": "云岭县", "region_code": "990101", "parent_code": "9901",
              "level": "county", "year": year, "title": "报告", "source": f"{name}.txt", "format": "txt", "sha256": "0",
              "term": False, "also": [], "text": text}  # fmt: skip
    quantities = read_quantities(report, frame("sentences", rows), frame("sections"), frame("topics"), profile)
    read_observations(report, quantities, {row["sentence_id"]: (row["start"], row["end"]) for row in rows}, profile)
    return {"reports": [report], "sentences": rows, "quantities": quantities}
