"""Relations between indicators that the registry states (received is no less than accepted), held against a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.diff.findings_figures import Figure, Row, Told, finding, lead, other_side, show
from pipeline.diff.findings_things import thing, unit_of
from pipeline.profiles import Profile

Patterns = Mapping[str, re.Pattern[str]]


def relations_broken(report: Told, profile: Profile, patterns: Patterns) -> Iterator[Row]:
    """Exact figures of one report, in whichever paragraph, that break a relation ``<= other`` of the registry.

    Where a paragraph of theirs speaks of what was carried over from the year before, more may be done than came in.
    """
    registry = profile.data.get("indicators", {}).get("indicator", {})
    for indicator, entry in registry.items():
        for relation in entry.get("relations", []):
            sign, _, other = relation.partition(" ")
            small, great = _sole(report, indicator, patterns), _sole(report, other, patterns)
            if sign != "<=" or small is None or great is None or not _comparable(report, small, great, patterns):
                continue
            names = entry["name"], registry[other]["name"]
            zh = f"{names[0]}{small.raw}，多于{names[1]}{great.raw}，按定义前者不应多于后者，文中未能解释。"
            en = f"{indicator} {show(small.value)} exceeds {other} {show(great.value)}, by definition it should not; unexplained."
            yield finding("relation_broken", report, (small.start, small.end), (zh, en), "fair",
                          **other_side(report, (great.start, great.end)))  # fmt: skip


def _comparable(report: Told, small: Figure, great: Figure, patterns: Patterns) -> bool:
    about = thing(report, small, patterns), thing(report, great, patterns)
    alike = about[0] is not None and about[1] is not None and about[0][1:] == about[1][1:]
    carried = any(patterns["carried_over"].search(report.text, *report.paragraph(f.start)) for f in (small, great))
    return alike and small.value > great.value and unit_of(small) == unit_of(great) and not carried


def _sole(report: Told, indicator: str, patterns: Patterns) -> Figure | None:
    found = [
        f
        for f in report.figures
        if f.indicator == indicator
        and f.counted
        and f.ref_year == report.year
        and not patterns["last_year"].search(lead(report, f))
    ]
    return found[0] if found and len({f.value for f in found}) == 1 else None
