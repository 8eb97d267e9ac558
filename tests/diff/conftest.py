"""Small invented reports, given as headings and sentences, as the tables that the stages before diff would make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from pipeline import profiles
from pipeline.diff import kernels
from pipeline.tables import Tables, frame

Section = tuple[str, str, Sequence[str]]
"""Heading, topic, sentences."""
WORD = re.compile(r"\d[\d.]*|[一-鿿]{1,2}|\S")


@pytest.fixture(autouse=True, scope="session")
def kernels_are_compiled():
    """So that no test has to wait for them, and none is told that it took too long."""
    kernels.ensure()


def report_tables(*reports: Mapping[str, Any]) -> Tables:
    """Tables of reports given as dicts: ``id`` and ``sections`` must be there; the rest is any column of ``reports``."""
    rows: dict[str, list[dict[str, Any]]] = {t: [] for t in ("reports", "sections", "topics", "sentences")}
    for report in reports:
        _add(rows, report)
    return {
        **{name: frame(name, found) for name, found in rows.items()},
        **{name: frame(name) for name in ("items", "quantities", "problems", "observations")},
    }


def _add(rows: dict[str, list[dict[str, Any]]], report: Mapping[str, Any]) -> None:
    given = {k: v for k, v in report.items() if k not in ("id", "sections")}
    made, text = report["id"], ""
    for order, (heading, topic, sentences) in enumerate(report["sections"]):
        section_id, start = f"{made}:s{order}", len(text)
        text += f"{heading}\n" if heading else ""
        for sentence in sentences:
            number = sum(r["report_id"] == made for r in rows["sentences"])
            rows["sentences"].append(
                {"report_id": made, "sentence_id": f"{made}:t{number}", "section_id": section_id, "start": len(text),
                 "end": len(text) + len(sentence), "words": WORD.findall(sentence)}
            )  # fmt: skip
            text += f"{sentence}\n"
        rows["sections"].append(
            {"report_id": made, "section_id": section_id, "order": order, "number": "", "heading": heading,
             "level": 1 if heading else 0, "heading_start": start, "heading_end": start + len(heading), "start": start,
             "end": len(text)}
        )  # fmt: skip
        rows["topics"].append(
            {"report_id": made, "section_id": section_id, "role": "achievements", "topic": topic, "score": 1.0, "by": "rule",
             "role_score": 1.0, "role_by": "rule"}
        )  # fmt: skip
    known = {"profile": "fazhi", "region": "云岭县", "region_code": "990101", "parent_code": "9901", "level": "county",
             "year": 2020, "title": "报告", "source": f"{made}.txt", "format": "txt", "sha256": "0", "term": False, "also": []}  # fmt: skip
    rows["reports"].append({**known, **given, "report_id": made, "text": text})


@pytest.fixture(scope="session")
def tables_of() -> Callable[..., Tables]:
    return report_tables


@pytest.fixture(scope="session")
def known_profiles() -> Mapping[str, profiles.Profile]:
    return profiles.load_all()
