"""Every figure of a report with its meaning: value, unit, kind, exactness, period, name, and what it is part of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.extract.names import Governor, governor_of, set_names
from pipeline.extract.numbers import plain
from pipeline.extract.periods import scope_periods, set_period
from pipeline.extract.quantities_check import check_quantities
from pipeline.extract.quantities_kind import set_approx, set_kind
from pipeline.extract.quantities_parts import set_parts
from pipeline.extract.quantities_rules import QUANTITY_FILES, Rules, rules
from pipeline.extract.quantities_scan import Figure, figures
from pipeline.profiles import Profile

SEMICOLON = "；;"
JOINED = 40  # figures of sentences before, joined by semicolons, that a whole is looked for among

__all__ = ["QUANTITY_FILES", "check_quantities", "read_quantities"]


def read_quantities(
    report: Mapping[str, Any], sentences: pd.DataFrame, sections: pd.DataFrame, topics: pd.DataFrame, profile: Profile
) -> list[dict[str, Any]]:
    """Rows of table ``quantities`` of one report, in the order of the text; ``indicator`` is left open."""
    text, known = report["text"], rules(profile)
    year = None if pd.isna(report["year"]) else int(report["year"])
    roles = dict(zip(topics["section_id"], topics["role"], strict=True))
    found = figures(text, known)
    out: list[dict[str, Any]] = []
    governor, at, last_end = Governor(), 0, 0
    joined: list[Figure] = []
    idle: list[tuple[int, int]] = []
    headings = _headings(sections)
    columns = (sentences[column].tolist() for column in ("sentence_id", "section_id", "start", "end"))
    for sentence_id, section_id, start, end in zip(*columns, strict=True):
        row = []
        while at < len(found) and found[at].start < end:
            if found[at].start >= start:
                row.append(found[at])
            at += 1
        if "\n" in text[last_end:start] or text[max(0, start - 1) : start] == "\n":
            governor, joined = Governor(), []
            idle.clear()
        last_end = end
        if not row:
            idle.append((start, end))
            joined = joined if text[end - 1 : end] in SEMICOLON else []
            continue
        governor = headings.get(start) or headings.get(start - 1) or governor_of(text, idle, known) or governor
        idle.clear()
        governor = _read_sentence(text, start, end, row, joined, governor, roles.get(section_id) == "plan", year, known)
        joined = [*joined, *row][-JOINED:] if text[end - 1 : end] in SEMICOLON else []
        out += [_as_row(report["report_id"], sentence_id, text, figure) for figure in row]
    return out


def _headings(sections: pd.DataFrame) -> dict[int, Governor]:
    """Headings by where they end, to govern a sentence that goes on behind one on its line."""
    if not len(sections):
        return {}
    columns = (sections[column].tolist() for column in ("heading_end", "heading"))
    return {end: Governor(heading, heading, True, True) for end, heading in zip(*columns, strict=True) if heading}


def quantities_of(text: str, profile: Profile, year: int | None = None, role: str = "") -> list[dict[str, Any]]:
    """The quantities of a bare text, read as one sentence; for examples and tests."""
    sentence = pd.DataFrame([{"sentence_id": "t0", "section_id": "s0", "start": 0, "end": len(text)}])
    topics = pd.DataFrame([{"section_id": "s0", "role": role}])
    return read_quantities({"report_id": "", "text": text, "year": year}, sentence, pd.DataFrame(), topics, profile)


def _read_sentence(
    text: str, start: int, end: int, row: list[Figure], joined: list[Figure], governor: Governor, plan: bool,
    year: int | None, known: Rules,
) -> Governor:  # fmt: skip
    previous = joined[-1] if joined else None
    begins = joined[0].start if joined else start
    for figure in row:
        set_kind(text, figure, previous, known)
        set_approx(text, figure, previous, known)
        set_period(text, min(start, begins), figure, previous, plan, year, known)
        previous = figure
        figure.scope = _scope(text, start, figure, known)
    scope_periods(text, row)
    governor = set_names(text, start, end, row, known, governor)
    if len(row) + len(joined) > 1 and row:
        set_parts(text, [*joined, *row], known)
    return governor


def _scope(text: str, start: int, figure: Figure, known: Rules) -> str:
    """The area that the sentence last named before the figure."""
    named = known.names["scope"].findall(text, max(start, figure.start - 80), figure.start)
    return str(named[-1]) if named else ""


def _as_row(report_id: str, sentence_id: str, text: str, figure: Figure) -> dict[str, Any]:
    assert figure.value is not None
    return {
        "report_id": report_id, "sentence_id": sentence_id, "start": figure.start, "end": figure.end,
        "raw": text[figure.start : figure.end], "value": float(figure.value), "unit": figure.unit or "",
        "kind": figure.kind, "approx": figure.approx, "period": figure.period, "ref_year": figure.ref_year,
        "name": figure.name, "part_of": figure.part_of, "indicator": None, "base": figure.base,
        "scope": figure.scope, "decimal": plain(figure.value),
    }  # fmt: skip
