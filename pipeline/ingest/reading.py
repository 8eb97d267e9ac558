"""The records of ingest: what a reader makes of a file's bytes, and what ingest makes of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


class Refused(Exception):
    """A file that can't become a report: a reason code of the table ``rejected``, and what to do about it."""

    def __init__(self, reason: str, detail: str):
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Doubt:
    """Something seen that may be wrong: a row of ``problems`` in the making."""

    code: str
    detail: str
    start: int | None = None
    end: int | None = None


def problem(source: str, doubt: Doubt) -> Row:
    """The row of ``problems`` that a doubt about a file becomes."""
    return {
        "source": source,
        "report_id": None,
        "stage": "ingest",
        "code": doubt.code,
        "detail": doubt.detail,
        "start": doubt.start,
        "end": doubt.end,
    }


@dataclass(frozen=True)
class Document:
    """What a reader makes of a file: paragraphs, one a line, and what the container says about them.

    ``stated`` holds what the container states beside the text: title, published, issuer, url, site.
    """

    text: str
    format: str
    encoding: str | None = None
    stated: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


@dataclass
class Reading:
    """What ingest made of one file: rows in the making. Keys that start with ``_`` are private to ingest.

    ``_candidates``: codes that the place may have; ``_hints``: names of the places around it;
    ``_same``: hash of the text without white space; ``_prints``: sketch of its shingles; ``_chars``: its length;
    ``_text_sha``: start of the text's SHA-256; ``_fixed``: columns that the manifest states; ``_host``: site.
    """

    reports: list[Row] = field(default_factory=list)
    rejected: list[Row] = field(default_factory=list)
    problems: list[Row] = field(default_factory=list)

    def as_dict(self) -> dict[str, list[Row]]:
        """The three lists by name."""
        return {"reports": self.reports, "rejected": self.rejected, "problems": self.problems}

    def add(self, other: Reading) -> None:
        """Append another reading's rows."""
        self.reports += other.reports
        self.rejected += other.rejected
        self.problems += other.problems


@dataclass(frozen=True)
class Resolution:
    """What the whole corpus decides: the reports kept, what was refused as a duplicate, and doubts."""

    reports: Sequence[Row]
    rejected: Sequence[Row]
    problems: Sequence[Row]
