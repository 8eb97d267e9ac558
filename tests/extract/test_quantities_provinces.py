"""Invented sentences in the manner of many provinces: each figure with all of its meaning, and nothing besides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline import profiles
from pipeline.extract.quantities import quantities_of

PROFILE = profiles.load("fazhi")
CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\{([^{}|]+)\|([^{}|]*)\|([^{}]*)\}")
APPROX = {"+": "more", "-": "less", "~": "about"}
PERIOD = {"P": "plan", "C": "cumulative", "O": "other"}
PLAIN = {"": "", "-": ""}
NOT_YET = pytest.mark.xfail(strict=True, reason="not yet read right")


@dataclass(frozen=True)
class Marked:
    """What one figure must be read as; ``period`` is None where it is open."""

    start: int
    end: int
    raw: str
    value: Decimal
    unit: str
    kind: str
    approx: str
    period: str | None
    must: tuple[str, ...]

    def wrong(self, row: dict[str, object]) -> list[str]:
        """The fields of a row of ``quantities`` that differ."""
        given = {"value": Decimal(str(row["decimal"])) == self.value, "kind": row["kind"] == self.kind,
                 "unit": row["unit"] == self.unit, "approx": row["approx"] == self.approx,
                 "period": self.period in (None, row["period"]),
                 "name": all(any(word in str(row["name"]) for word in must.split("/")) for must in self.must)}  # fmt: skip
        return [field for field, right in given.items() if not right]


@dataclass(frozen=True)
class Case:
    """One sentence, the report's year and its section's role."""

    line: int
    year: int
    role: str
    text: str
    figures: tuple[Marked, ...]
    known: bool
    """Marked with ``!``: what is known to be missed, so that a fix is noticed."""


def read_cases(name: str) -> list[Case]:
    """The cases of a file in ``cases``."""
    cases, year, role = [], 2020, ""
    for number, line in enumerate((CASES / name).read_text("utf-8").splitlines(), 1):
        if header := re.fullmatch(r"\[(\d{4})(?: (\w+))?\]", line):
            year, role = int(header[1]), header[2] or ""
        elif line and not line.startswith("#"):
            text, figures = _read(line.removeprefix("!"))
            cases.append(Case(number, year, role, text, figures, line.startswith("!")))
    return cases


def _read(line: str) -> tuple[str, tuple[Marked, ...]]:
    text, at, figures = "", 0, []
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        figures.append(_figure(len(text), *mark.groups()))
        text, at = text + mark[1], mark.end()
    return text + line[at:], tuple(figures)


def _figure(start: int, raw: str, meaning: str, must: str) -> Marked:
    value, unit, flags = [*meaning.split(" "), ""][:3]
    kind = "change" if "c" in flags else "share" if "s" in flags else "level"
    approx = next((word for flag, word in APPROX.items() if flag in flags), "exact")
    period = None if "?" in flags else next((word for flag, word in PERIOD.items() if flag in flags), "year")
    return Marked(start, start + len(raw), raw, Decimal(value), PLAIN.get(unit, unit), kind, approx, period,
                  tuple(must.split()))  # fmt: skip


def complaints(case: Case) -> list[str]:
    """What is wrong with the figures given for a case: missed, too many, or another meaning."""
    rows = quantities_of(case.text, PROFILE, case.year, case.role)
    given = {row["start"]: row for row in rows}
    wanted = {figure.start: figure for figure in case.figures}
    out = [f"missed {wanted[start].raw}" for start in wanted.keys() - given.keys()]
    out += [f"no figure: {given[start]['raw']}" for start in given.keys() - wanted.keys()]
    for start in wanted.keys() & given.keys():
        wrong = wanted[start].wrong(given[start])
        out += [f"{wanted[start].raw} {field}: {given[start].get(field, '')}" for field in wrong]
    return out


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{name} line {case.line}", marks=[NOT_YET] if case.known else [])
        for name in ("provinces.txt", "law.txt")
        for case in read_cases(name)
    ],
)
def test_figures(case):
    assert complaints(case) == []
