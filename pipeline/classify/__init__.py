"""Classify: the role and the topic of every section, and how sure that is."""

from pipeline.classify.checks import check
from pipeline.classify.reading import REPORT
from pipeline.classify.run import classify, merge, survey
from pipeline.stage import Step
from pipeline.tables import TABLES

STEPS = (
    Step(
        "classify",
        reads=("reports", "sections", "items", "sentences"),
        writes=("topics", "passages", "topic_shares", "problems"),
        run=classify,
        labels=True,
        without=(
            *(f"reports.{c.name}" for c in TABLES["reports"].columns if c.name not in (*REPORT, "text")),
            *("sections.number", "sections.heading_start", "sentences.words", "sentences.sentence_id"),
        ),
        files=("roles", "roles/", "topics", "turns", "examples/"),
        survey=survey,
        merge=merge,
    ),
)

__all__ = ["STEPS", "check"]
