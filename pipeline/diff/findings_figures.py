"""The figures of reports made ready for checks: typed rows of ``quantities`` with their sentences, and the words of findings."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline.profiles import Profile
from pipeline.tables import Tables

FILE = "findings"
Row = dict[str, Any]
Patterns = Mapping[str, re.Pattern[str]]
"""The patterns of ``findings.toml`` by name."""
Why = tuple[str, str]
"""The arithmetic in words: in Chinese, in English."""
MULTIPLES = (("亿", 1e8), ("万", 1e4))
CLAUSE = 200
"""Most characters of a clause in front of a figure."""
_FRACTION, _POINT = re.compile(r"[.．](\d+)"), re.compile("[.．]")
_SILENT = re.compile(r"[^1-9].*?(?=[1-9])|\D")
"""Zeros and marks that lead to a digit that tells, and what is no digit."""
_TO_CLAUSE = re.compile("(?s:.*)[，,。；;！？\n：:]")


class Figure(NamedTuple):
    """One row of ``quantities``. ``sentence`` is where its sentence starts and ends, ``lead`` the words before it in its clause."""

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
    lead: str

    @property
    def decimals(self) -> int:
        """Digits behind the point as written."""
        found = _FRACTION.search(self.raw)
        return len(found.group(1)) if found else 0

    @property
    def digits(self) -> int:
        """Digits that tell something: 3 of 14.50, 1 of 2000."""
        return len(_SILENT.sub("", _POINT.sub("", self.raw)).strip("0"))

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
    things: Mapping[tuple[int, int], Any] = field(default_factory=dict)
    """What each figure is about, by where it starts and ends (see findings_things)."""
    aside: frozenset[int] = frozenset()
    """Where figures start that are no level of the report's own year: an earlier year's, or what is more than it."""
    stated: Mapping[Any, tuple[Figure, ...]] = field(default_factory=dict)
    """Exact values of the report's own year, by kind and by what they are about."""

    @cached_property
    def sentences(self) -> tuple[tuple[Figure, ...], ...]:
        """The figures of each sentence that has some."""
        return tuple(map(tuple, by_sentence(self.figures)))

    def paragraph(self, at: int) -> tuple[int, int]:
        """Start and end of the line that holds a position."""
        end = self.text.find("\n", at)
        return self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end


def told(tables: Tables) -> dict[str, Told]:
    """What each report of the tables states, by its id."""
    found: dict[str, list[Sequence[Any]]] = {}
    columns = _lists(tables["quantities"], "report_id", *COLUMNS)
    for report_id, span, *row in zip(columns[0], _sentences(tables), *columns[1:], strict=True):
        found.setdefault(report_id, []).append((span, *row))
    made = {}
    reports = zip(*_lists(tables["reports"], "report_id", "year", "text", "level"), strict=True)
    for report_id, year, text, level in reports:
        rows = sorted(found.get(report_id, ()), key=lambda row: (row[1], row[2]))
        made[report_id] = Told(report_id, year, text, tuple(_figure(row, text) for row in rows), level)
    return made


def _sentences(tables: Tables) -> Iterator[tuple[int, int]]:
    """Where the sentence of each quantity starts and ends; where none is known, the quantity itself."""
    sentences, quantities = tables["sentences"], tables["quantities"]
    at = pd.Index(sentences["sentence_id"]).get_indexer(quantities["sentence_id"])
    sides = (
        np.where(at >= 0, sentences[side].to_numpy("int64")[at], quantities[side].to_numpy("int64"))
        if len(sentences)
        else quantities[side].to_numpy("int64")
        for side in ("start", "end")
    )
    return zip(*(side.tolist() for side in sides), strict=True)


COLUMNS = ("start", "end", "raw", "value", "unit", "kind", "approx", "period", "ref_year", "name", "part_of", "indicator",
            "scope")  # fmt: skip


def _lists(rows: pd.DataFrame, *names: str) -> list[list[Any]]:
    """Columns as lists; what is missing is None."""
    return [rows[name].to_numpy(dtype=object, na_value=None).tolist() for name in names]


def _figure(row: Sequence[Any], text: str) -> Figure:
    sentence, start, end, *rest = row
    return Figure._make((start, end, *rest, sentence, text[clause_start(text, start, sentence[0]) : start]))


def by_sentence(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Figures that stand in one sentence, sentence by sentence."""
    return (list(group) for _, group in groupby(figures, attrgetter("sentence")))


def clause_start(text: str, at: int, least: int = 0) -> int:
    """Where the clause that holds a position starts; not in front of ``least``."""
    low = max(least, at - CLAUSE)
    found = _TO_CLAUSE.match(text, low, at)
    return found.end() if found else low


class _Compiled(dict[str, re.Pattern[str]]):
    """Patterns by name, each compiled when first asked for: few reports need all."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        super().__init__()
        self._written = written

    def __missing__(self, name: str) -> re.Pattern[str]:
        return self.setdefault(name, re.compile(self._written[name]["pattern"]))


@cache
def patterns_of(profile: Profile) -> Patterns:
    """The patterns of a profile's ``findings.toml`` by name."""
    return _Compiled(profile.data[FILE]["pattern"])


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
    written = re.match(r"\d+(?:\.\d+)?", re.sub("[,，]", "", figure.raw))
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
    return figure.raw if in_multiples(figure) else show(figure.value)


def in_multiples(figure: Figure) -> bool:
    """Whether a value is told in 万 or 亿: rounded, as a rule."""
    return any(sign in figure.raw for sign, _ in MULTIPLES)


def amount(value: float, like: Figure) -> str:
    """A computed value in the multiplier of a figure beside it: 4.15亿 beside 198.5亿元."""
    for sign, size in MULTIPLES:
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
