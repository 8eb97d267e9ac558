"""Quantities that are figures of an indicator become observations: indicator, measure, reference year, value.

One figure worded twice in a report gives one observation: the exact wording wins over 近 or 突破, the precise value
over its rounding, the first over the second.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.extract.columns import Columns
from pipeline.extract.indicators import match, measured
from pipeline.extract.indicators_registry import Indicator, Registry, registry
from pipeline.extract.tables import is_cell
from pipeline.profiles import Profile

Row = dict[str, Any]

_YEAR = re.compile(r"(?:19|20)\d{2}")
_NEAR = 0.1
"""How far, of itself, 约 and 左右 may be from the exact figure that they stand for."""
_RANGE = 1
"""Characters between the two ends of a range (6%-6.5%左右), which are two figures; 突破300亿元，达326亿元 is one."""
_PART = 0.8
"""A level below this share of the place's own is a part's; nearer ones may be another basis or the end of a range."""
_FOLLOWS = 20
"""Characters behind a level within which its growth stands."""
_BEYOND = 0.5
"""How far, of itself, a threshold (突破, 不到) may be from the exact figure that passed it."""


def read_observations(report: Mapping[str, Any], quantities: Sequence[Row], sentences: Mapping[str, tuple[int, int]],
                      profile: Profile) -> list[Row]:  # fmt: skip
    """Rows of the table ``observations``; sets ``indicator`` of the quantities that they come from.

    A quantity that is a table's cell has its indicator already (or none), since row and column say what it is.
    """
    known = registry(profile)
    if not known.indicators:
        return []
    found: dict[tuple[Any, ...], list[Row]] = {}
    totals: dict[tuple[str, str], Row] = {}
    for quantity in quantities:
        indicator = _indicator(quantity, report, sentences, known)
        row = _observation(report, quantity, indicator, known) if indicator else None
        if indicator and row:
            total = totals.setdefault((indicator.id, quantity["sentence_id"]), quantity)
            if not is_cell(quantity) and _is_part(quantity, total, report["text"], known):
                continue
            quantity["indicator"] = indicator.id
            key = (row["indicator"], row["measure"], row["ref_year"], row["unit"])
            _keep(found.setdefault(key, []), row, indicator)
    grown = [row["start"] for key, rows in found.items() if key[1].endswith("change") for row in rows]
    kept = [row for key, rows in found.items() for row in _wholes(rows, known.indicators[key[0]], grown)]
    _forget_parts(
        quantities, {row["start"] for rows in found.values() for row in rows} - {row["start"] for row in kept}
    )
    return sorted(kept, key=lambda row: (row["start"], row["end"]))


def outside_glossaries(quantities: Sequence[Row], sections: Columns, profile: Profile) -> list[Row]:
    """Quantities without those in sections that explain words."""
    heading = registry(profile).glossary
    spans = [
        (start, end)
        for title, start, end in zip(sections["heading"], sections["start"], sections["end"], strict=True)
        if heading.search(title)
    ]
    if not spans:
        return list(quantities)
    return [row for row in quantities if not any(start <= row["start"] < end for start, end in spans)]


def _indicator(quantity: Row, report: Mapping[str, Any], sentences: Mapping[str, tuple[int, int]],
               known: Registry) -> Indicator | None:  # fmt: skip
    if is_cell(quantity):
        return known.indicators.get(quantity["indicator"]) if quantity["indicator"] else None
    return match(quantity, report["text"], sentences[quantity["sentence_id"]], known)


def _is_part(quantity: Row, total: Row, text: str, known: Registry) -> bool:
    """Whether a figure is a part of the first one of its indicator in the sentence (…件，其中…件)."""
    if quantity is total or quantity["kind"] != total["kind"]:
        return False
    return quantity["part_of"] == total["start"] or bool(known.part.search(text, total["end"], quantity["start"]))


def _observation(report: Mapping[str, Any], quantity: Row, indicator: Indicator, known: Registry) -> Row | None:
    how = measured(indicator, quantity)
    if how is None or not _about_a_year(report, quantity, known) or _elsewhere(report, quantity, known):
        return None
    measure, unit = how
    if quantity["period"] == "plan":
        measure = "target_change" if measure == "change" else "target_level"
    return {
        "region_code": report["region_code"], "region": report["region"], "profile": report["profile"],
        "indicator": indicator.id, "measure": measure, "ref_year": quantity["ref_year"],
        "value": quantity["value"] * unit.factor, "unit": unit.name, "approx": quantity["approx"],
        "report_id": report["report_id"], "start": quantity["start"], "end": quantity["end"],
        "period": quantity["period"], "scope": quantity["scope"],
    }  # fmt: skip


def _about_a_year(report: Mapping[str, Any], quantity: Row, known: Registry) -> bool:
    """Not a span of years, a target beyond the coming year, or a change against any but the year before."""
    year, about = report["year"], quantity["ref_year"]
    if quantity["period"] == "plan" and year is not None and about != year + 1:
        return False
    if quantity["period"] == "other" and about is None:
        return False
    return quantity["kind"] != "change" or _is_yearly(quantity["base"], about, known)


def _is_yearly(base: str, about: int | None, known: Registry) -> bool:
    years = [int(y) for y in _YEAR.findall(base)]
    return years == [about - 1] if years and about else bool(known.yearly.search(base))


def _elsewhere(report: Mapping[str, Any], quantity: Row, known: Registry) -> bool:
    """The figure is of a wider area than the report's own (全市 in a district's report)."""
    outside = known.outside.get(report["level"])
    scope = quantity["scope"]
    if not (outside and scope and outside.search(scope)):
        return False
    said = report["text"].rfind(scope, 0, quantity["start"])
    if said >= 0 and known.standing.match(report["text"], said + len(scope)):
        return False
    return not (known.own.search(scope) and known.own.search(report["region"]))


# --- one figure, one row --------------------------------------------------------------------------------------------


def _keep(rows: list[Row], new: Row, indicator: Indicator) -> None:
    for place, old in enumerate(rows):
        if _same(old, new, indicator):
            rows[place] = max(old, new, key=_precision)
            return
    rows.append(new)


def _forget_parts(quantities: Sequence[Row], parts: set[int]) -> None:
    for quantity in quantities:
        if quantity["start"] in parts:
            quantity["indicator"] = None


def _wholes(rows: list[Row], indicator: Indicator, grown: Sequence[int]) -> list[Row]:
    """The rows of one key, without levels of a part of the place where the place's own is there.

    The place's own is the one that its growth follows, else the first; ``grown``: where changes start.
    """
    if not indicator.whole or not rows[0]["measure"].endswith("level"):
        return rows
    followed = [row for row in rows if any(0 < start - row["end"] <= _FOLLOWS for start in grown)]
    own = min(followed or rows, key=lambda row: row["start"])
    return [row for row in rows if row["value"] >= _PART * own["value"]]


def _precision(row: Row) -> tuple[bool, int, int]:
    return row["approx"] == "exact", _digits(row["value"]), -row["start"]


def _same(one: Row, other: Row, indicator: Indicator) -> bool:
    """Whether two rows of one key word the same figure."""
    if max(one["start"] - other["end"], other["start"] - one["end"]) == _RANGE:
        return False
    if one["value"] == other["value"]:
        return True
    if indicator.several:
        return False
    exact, rough = sorted((one, other), key=_precision, reverse=True)
    return (
        _stands_for(rough, exact["value"]) if rough["approx"] != "exact" else _rounds_to(exact["value"], rough["value"])
    )


def _stands_for(rough: Row, value: float) -> bool:
    said, spread = rough["value"], abs(rough["value"])
    if rough["approx"] == "more":
        return 0 <= value - said <= _BEYOND * spread
    if rough["approx"] == "less":
        return 0 <= said - value <= _BEYOND * spread
    return abs(value - said) <= _NEAR * spread


def _rounds_to(value: float, said: float) -> bool:
    digits = _digits(said)
    return 2 <= digits < _digits(value) and float(f"{value:.{digits - 1}e}") == said


def _digits(value: float) -> int:
    """Significant digits of a value.

    >>> _digits(58549000000.0), _digits(0.05), _digits(7.0)
    (5, 1, 1)
    """
    return len(f"{abs(value):.12e}".split("e")[0].replace(".", "").rstrip("0")) or 1
