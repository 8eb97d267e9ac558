"""Segment: text -> sections, sentences with their words, inline items."""

from __future__ import annotations

from pipeline.segment.checks import check
from pipeline.segment.run import COLUMNS, segment
from pipeline.stage import Step
from pipeline.tables import TABLES

STEPS = (
    Step(
        "segment",
        reads=("reports",),
        writes=("sections", "items", "sentences", "problems"),
        run=segment,
        per="report",
        without=tuple(f"reports.{c.name}" for c in TABLES["reports"].columns if c.name not in COLUMNS),
        files=("headings", "items", "words/"),
    ),
)

__all__ = ["STEPS", "check", "segment"]
