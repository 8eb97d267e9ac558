"""Relations between indicators that the registry states (received is no less than accepted), held against a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.diff.findings_figures import Figure, Row, Told, finding, other_side
from pipeline.profiles import Profile


def relations_broken(report: Told, profile: Profile, patterns: Mapping[str, re.Pattern[str]]) -> Iterator[Row]:
    """Exact figures of one paragraph that break a relation ``<= other`` of the registry.

    Where the paragraph speaks of what was carried over from the year before, more may be done than came in.
    """
    registry = profile.data.get("indicators", {}).get("indicator", {})
    for indicator, entry in registry.items():
        for relation in entry.get("relations", []):
            sign, _, other = relation.partition(" ")
            small, great = _sole(report, indicator), _sole(report, other)
            if sign != "<=" or small is None or great is None or small.unit != great.unit or small.value <= great.value:
                continue
            if report.paragraph(small.start) != report.paragraph(great.start):
                continue
            if patterns["carried_over"].search(report.text, *report.paragraph(small.start)):
                continue
            names = entry["name"], registry[other]["name"]
            why = f"{names[0]}{small.raw}，多于{names[1]}{great.raw}，按定义前者不应多于后者，文中未能解释。"
            yield finding("relation_broken", report, (small.start, small.end), why, "fair",
                          **other_side(report, (great.start, great.end)))  # fmt: skip


def _sole(report: Told, indicator: str) -> Figure | None:
    found = [f for f in report.figures if f.indicator == indicator and f.counted and f.ref_year == report.year]
    return found[0] if found and len({f.value for f in found}) == 1 else None
