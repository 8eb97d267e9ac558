"""Classify: the role and the topic of every section, and how sure that is."""

from pipeline.classify.checks import check
from pipeline.classify.run import classify, merge, survey
from pipeline.stage import Step

STEPS = (
    Step(
        "classify",
        reads=("reports", "sections", "items", "sentences"),
        writes=("topics", "passages", "topic_shares", "problems"),
        run=classify,
        labels=True,
        without=("sentences.words",),
        files=("roles", "roles/", "topics", "turns", "examples/"),
        survey=survey,
        merge=merge,
    ),
)

__all__ = ["STEPS", "check"]
