"""Segment: text -> sections, sentences with their words, inline items."""

from __future__ import annotations

from pipeline.segment.checks import check
from pipeline.segment.run import segment
from pipeline.stage import Step

STEPS = (
    Step(
        "segment",
        reads=("reports",),
        writes=("sections", "items", "sentences", "problems"),
        run=segment,
        per="report",
        files=("headings", "items", "words/"),
    ),
)

__all__ = ["STEPS", "check", "segment"]
