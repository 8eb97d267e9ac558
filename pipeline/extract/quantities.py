"""Every figure of a report with its meaning: value, unit, kind, exactness, period, name, and what it is part of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.extract.columns import Columns
from pipeline.extract.names import set_names
from pipeline.extract.names_governor import Governor, governor_of
from pipeline.extract.numbers import plain
from pipeline.extract.periods import scope_periods, series_periods, set_period
from pipeline.extract.quantities_check import check_quantities
from pipeline.extract.quantities_figure import Figure
from pipeline.extract.quantities_kind import set_approx, set_base, set_kind
from pipeline.extract.quantities_parts import set_parts
from pipeline.extract.quantities_rules import QUANTITY_FILES, Rules, rules
from pipeline.extract.quantities_scan import figures
from pipeline.profiles import Profile

SEMICOLON = "；;"
JOINED = 40  # figures of sentences before, joined by semicolons, that a whole is looked for among

__all__ = ["QUANTITY_FILES", "check_quantities", "read_quantities"]


@dataclass(frozen=True)
class Plans:
    """Where a report tells of what is still to be done: sections of plans, and passages (start, end, role) within others."""

    sections: frozenset[str]
    passages: tuple[tuple[int, int, str], ...]

    def hold(self, section: str, start: int) -> bool:
        """Whether the sentence that starts there is one of plans."""
        role = next((role for low, high, role in self.passages if low <= start < high), "")
        return role == "plan" if role else section in self.sections


@dataclass(frozen=True)
class Sentences:
    """A text's sentences in order: ids, sections, starts, ends."""

    ids: Sequence[str]
    sections: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    def opens_line(self, text: str, i: int) -> bool:
        """Whether a line's end stands between a sentence and the one before."""
        start = self.starts[i]
        return "\n" in text[self.ends[i - 1] if i else 0 : start] or text[max(0, start - 1) : start] == "\n"

    def holding(self, found: Iterable[Figure]) -> dict[int, list[Figure]]:
        """The sentences with figures, and those; figures between sentences are left out."""
        rows: dict[int, list[Figure]] = {}
        for figure in found:
            i = bisect_right(self.starts, figure.start) - 1
            if i >= 0 and figure.start < self.ends[i]:
                rows.setdefault(i, []).append(figure)
        return rows


def read_quantities(
    report: Mapping[str, Any],
    sentences: Columns,
    sections: Columns,
    topics: Columns,
    profile: Profile,
    passages: Columns | None = None,
) -> list[dict[str, Any]]:
    """Rows of table ``quantities`` of one report, in the order of the text; ``indicator`` is left open.

    ``passages`` are stretches whose role is not their section's (plans behind problems).
    """
    year = None if pd.isna(report["year"]) else int(report["year"])
    plans = Plans(
        frozenset(
            section for section, role in zip(topics["section_id"], topics["role"], strict=True) if role == "plan"
        ),
        () if passages is None else tuple(zip(*(passages[c] for c in ("start", "end", "role")), strict=True)),
    )
    whole = Sentences(*(list(sentences[column]) for column in ("sentence_id", "section_id", "start", "end")))
    return list(_read(report, whole, _headings(sections), plans, year, rules(profile)))


def quantities_of(text: str, profile: Profile, year: int | None = None, role: str = "") -> list[dict[str, Any]]:
    """The quantities of a bare text, read as one sentence; for examples and tests."""
    plans = Plans(frozenset([""]) if role == "plan" else frozenset(), ())
    whole = Sentences([""], [""], [0], [len(text)])
    return list(_read({"report_id": "", "text": text}, whole, {}, plans, year, rules(profile)))


def _read(
    report: Mapping[str, Any], sentences: Sentences, headings: Mapping[int, Governor], plans: Plans, year: int | None,
    known: Rules,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    report_id, text = report["report_id"], report["text"]
    governor, joined, last = Governor(), list[Figure](), -1
    for i, row in sentences.holding(figures(text, known)).items():
        first = i  # of the sentences without figures before it on its line, behind the last one with
        while first > last + 1 and not sentences.opens_line(text, first):
            first -= 1
        idle = [(sentences.starts[k], sentences.ends[k]) for k in range(first, i)]
        if sentences.opens_line(text, first):
            governor, joined = Governor(), []
        elif not all(text[high - 1 : high] in SEMICOLON for _, high in idle):
            joined = []
        start, end, last = sentences.starts[i], sentences.ends[i], i
        governor = headings.get(start) or headings.get(start - 1) or governor_of(text, idle, known) or governor
        plan = plans.hold(sentences.sections[i], start)
        governor = _read_sentence(text, start, end, row, joined, governor, plan, year, known)
        joined = [*joined, *row][-JOINED:] if text[end - 1 : end] in SEMICOLON else []
        for figure in row:
            yield _as_row(report_id, sentences.ids[i], text, figure)


def _headings(sections: Columns) -> dict[int, Governor]:
    """Headings by where they end, to govern a sentence that goes on behind one on its line."""
    ends = zip(sections["heading_end"], sections["heading"], strict=True)
    return {end: Governor(heading, heading, True, True) for end, heading in ends if heading}


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
        set_base(text, figure, previous, known)
        previous = figure
        figure.scope = _scope(text, start, figure, known)
    if len(row) > 1:
        scope_periods(text, row)
        series_periods(text, row, year, known)
    governor = set_names(text, start, end, row, known, governor)
    if len(row) + len(joined) > 1 and row:
        set_parts(text, [*joined, *row], known)
    return governor


def _scope(text: str, start: int, figure: Figure, known: Rules) -> str:
    """The area that the sentence last named before the figure."""
    named = ""
    for hit in known.names["scope"].finditer(figure.near, text, max(start, figure.start - 80), figure.start):
        named = hit.group()
    return named


def _as_row(report_id: str, sentence_id: str, text: str, figure: Figure) -> dict[str, Any]:
    assert figure.value is not None
    return {
        "report_id": report_id, "sentence_id": sentence_id, "start": figure.start, "end": figure.end,
        "raw": text[figure.start : figure.end], "value": float(figure.value), "unit": figure.unit or "",
        "kind": figure.kind, "approx": figure.approx, "period": figure.period, "ref_year": figure.ref_year,
        "name": figure.name, "part_of": figure.part_of, "indicator": None, "base": figure.base,
        "scope": figure.scope, "decimal": plain(figure.value),
    }  # fmt: skip
