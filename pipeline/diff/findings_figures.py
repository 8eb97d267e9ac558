"""The figures of reports made ready for checks: typed rows of ``quantities`` with their sentences, and the words of findings."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from pipeline.profiles import Profile
from pipeline.tables import Tables

FILE = "findings"
Row = dict[str, Any]
Patterns = Mapping[str, re.Pattern[str]]
"""The patterns of ``findings.toml`` by name."""
Why = tuple[str, str]
"""The arithmetic in words: in Chinese, in English."""


@dataclass(frozen=True)
class Figure:
    """One row of ``quantities``; ``sentence`` is where its sentence starts and ends."""

    start: int
    end: int
    raw: str
    value: float
    unit: str
    kind: str
    approx: str
    period: str
    ref_year: int | None
    name: str
    part_of: int | None
    indicator: str | None
    scope: str
    sentence: tuple[int, int]

    @property
    def decimals(self) -> int:
        """Digits behind the point as written."""
        found = re.search(r"[.．](\d+)", self.raw)
        return len(found.group(1)) if found else 0

    @property
    def digits(self) -> int:
        """Digits that tell something: 3 of 14.50, 1 of 2000."""
        return len(re.sub(r"[^1-9].*?(?=[1-9])|\D", "", re.sub(r"[.．]", "", self.raw)).strip("0"))

    @property
    def counted(self) -> bool:
        """An exact count of the reported year."""
        return self.kind == "level" and self.approx == "exact" and self.period in ("year", "cumulative")


@dataclass(frozen=True)
class Told:
    """What one report states: its row of ``reports`` and its figures in the order of the text."""

    report_id: str
    year: int | None
    text: str
    figures: tuple[Figure, ...]
    level: str = ""
    stated: Mapping[Any, tuple[Figure, ...]] = field(default_factory=dict)
    """Exact values of the report's own year, by kind and by what they are about (see findings_things)."""

    def paragraph(self, at: int) -> tuple[int, int]:
        """Start and end of the line that holds a position."""
        end = self.text.find("\n", at)
        return self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end


def told(tables: Tables, reports: pd.DataFrame) -> list[Told]:
    """The reports of a place with what they state, by year."""
    spans = tables["sentences"].set_index("sentence_id")[["start", "end"]]
    figures = tables["quantities"].join(spans, on="sentence_id", rsuffix="_sentence").sort_values(["start", "end"])
    by_report = {str(k): rows for k, rows in figures.groupby("report_id", sort=False)}
    ordered = reports.sort_values(["year", "report_id"], na_position="first")
    out = []
    columns = (ordered[name] for name in ("report_id", "year", "text", "level"))
    for report_id, year, text, level in zip(*columns, strict=True):
        mine = by_report.get(report_id)
        rows = [] if mine is None else mine.to_dict("records")
        out.append(Told(report_id, _whole(year), text, tuple(_figure(row) for row in rows), level))
    return out


def _figure(row: Mapping[Any, Any]) -> Figure:
    start = row["start_sentence"] if pd.notna(row["start_sentence"]) else row["start"]
    end = row["end_sentence"] if pd.notna(row["end_sentence"]) else row["end"]
    return Figure(
        int(row["start"]), int(row["end"]), row["raw"], float(row["value"]), row["unit"], row["kind"], row["approx"],
        row["period"], _whole(row["ref_year"]), row["name"], _whole(row["part_of"]),
        row["indicator"] if pd.notna(row["indicator"]) else None, row["scope"], (int(start), int(end)),
    )  # fmt: skip


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def by_sentence(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Figures that stand in one sentence, sentence by sentence."""
    group: list[Figure] = []
    for figure in figures:
        if group and figure.sentence != group[0].sentence:
            yield group
            group = []
        group.append(figure)
    if group:
        yield group


def clause_start(text: str, at: int) -> int:
    """Where the clause that holds a position starts."""
    window = text[max(0, at - 200) : at]
    return at - len(window) + max(window.rfind(mark) for mark in "，,。；;！？\n：:") + 1


def lead(report: Told, figure: Figure) -> str:
    """The words in front of a figure in its clause."""
    return report.text[max(figure.sentence[0], clause_start(report.text, figure.start)) : figure.start]


@cache
def patterns_of(profile: Profile) -> Patterns:
    """The compiled patterns of a profile's ``findings.toml`` by name."""
    return {name: re.compile(entry["pattern"]) for name, entry in profile.data[FILE]["pattern"].items()}


def check(profile: Profile) -> list[str]:
    """Complaints about patterns of ``findings.toml`` that don't do what their examples say."""
    complaints = []
    for name, entry in profile.data[FILE]["pattern"].items():
        pattern, where = re.compile(entry["pattern"]), f"findings.toml, [pattern.{name}]"
        missed = [t for t in entry["examples"] if not pattern.search(t)]
        complaints += [f"{where}: example {t} not found: widen it" for t in missed]
        wrong = [t for t in entry["counterexamples"] if pattern.search(t)]
        complaints += [f"{where}: counterexample {t} found: narrow it" for t in wrong]
    return complaints


def finding(kind: str, report: Told, span: tuple[int, int], why: Why, grade: str, **other: Any) -> Row:
    """A row of ``findings``; ``why`` in Chinese and English, ``other`` are the columns of the other side."""
    return {
        "type": kind,
        "report_id": report.report_id,
        "start": span[0],
        "end": span[1],
        "why": why[0],
        "why_en": why[1],
        "grade": grade,
        **other,
    }


def other_side(report: Told, span: tuple[int, int]) -> Row:
    """The columns of a finding's other side."""
    return {"other_report_id": report.report_id, "other_start": span[0], "other_end": span[1]}


def last_digit(figure: Figure) -> float:
    """The value of the last digit as written: of 3.2亿元 ten million; 1 where it can't be told."""
    written = re.match(r"\d+(?:\.\d+)?", figure.raw)
    scale = abs(figure.value) / float(written[0]) if written and float(written[0]) else 1.0
    return float(scale * 10.0**-figure.decimals)


def show(value: float) -> str:
    """A number as people write it.

    >>> show(1250.0), show(98.60)
    ('1250', '98.6')
    """
    return f"{value:.10f}".rstrip("0").rstrip(".")


def written(figure: Figure) -> str:
    """A value as its text writes it: with its 万 or 亿 where it has one, else the number."""
    return figure.raw if re.search("[万亿]", figure.raw) else show(figure.value)


def amount(value: float, like: Figure) -> str:
    """A computed value in the multiplier of a figure beside it: 4.15亿 beside 198.5亿元."""
    for sign, size in (("亿", 1e8), ("万", 1e4)):
        if sign in like.raw:
            return f"{show(round(value / size, 6))}{sign}{like.unit}"
    return show(round(value, 6))


def agrees(stated: float, decimals: int, computed: float, approx: str = "exact") -> bool:
    """Whether a stated rate is the computed one, rounded or cut at its last digit; approximate ones within their sense.

    >>> agrees(94.9, 1, 94.88), agrees(98.6, 1, 94.88), agrees(90, 0, 94.88, "more")
    (True, False, True)
    """
    step = 10.0**-decimals
    if not math.isfinite(computed):
        return True
    if approx == "more":
        return computed >= stated - step / 2
    if approx == "less":
        return computed <= stated + step / 2
    return (
        abs(stated - computed) < step + 1e-9 if approx == "exact" else abs(stated - computed) <= max(step, 0.1 * stated)
    )
