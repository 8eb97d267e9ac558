"""Relations between indicators that the registry states (received is no less than accepted), held against a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.diff.findings_figures import Figure, Patterns, Row, Told, finding, lead, other_side, show
from pipeline.diff.findings_things import thing
from pipeline.profiles import Profile


def relations_broken(report: Told, profile: Profile, patterns: Patterns) -> Iterator[Row]:
    """Exact figures of one report, in whichever paragraph, that break a relation of the registry.

    Relations: ``<= a + b``, ``= a + b`` (the indicator itself on the left) and ``a + b = c + d``. One with a missing term
    is not judged. Where a paragraph speaks of what was carried over from the year before, more may be done than came in.
    """
    registry = profile.data.get("indicators", {}).get("indicator", {})
    for indicator, entry in registry.items():
        for relation in entry.get("relations", []):
            row = _broken(report, indicator, relation, registry, patterns)
            if row:
                yield row


def _broken(report: Told, indicator: str, relation: str, registry: Mapping[str, Any], patterns: Patterns) -> Row | None:
    left, sign, right = re.split(r"\s*(<=|=)\s*", relation, maxsplit=1)
    sides = [[_sole(report, one.strip(), patterns) for one in side.split("+")] for side in (left or indicator, right)]
    if any(figure is None for side in sides for figure in side):
        return None
    small, great = ([f for f in side if f] for side in sides)
    below, above = (sum(f.value for f in side) for side in (small, great))
    if (below <= above if sign == "<=" else below == above) or not _comparable(report, [*small, *great], patterns):
        return None
    if sign == "<=" and any(patterns["carried_over"].search(report.text, *report.paragraph(f.start)) for f in small):
        return None
    said = [_told(side, registry) for side in (small, great)]
    judged = (
        ("多于", "按定义前者不应多于后者", "exceeds")
        if sign == "<="
        else ("不等于", "按定义两者应当相等", "differs from")
    )
    zh = f"{said[0]}，{judged[0]}{said[1]}，{judged[1]}，文中未能解释。"
    en = f"{relation}: {show(below)} {judged[2]} {show(above)}; unexplained."
    return finding("relation_broken", report, (small[0].start, small[-1].end) if small[0].start <= small[-1].end
                   else (small[0].start, small[0].end), (zh, en), "fair",
                   **other_side(report, (great[0].start, great[0].end)))  # fmt: skip


def _told(side: list[Figure], registry: Mapping[str, Any]) -> str:
    return "＋".join(f"{registry[str(f.indicator)]['name']}{f.raw}" for f in side)


def _comparable(report: Told, figures: list[Figure], patterns: Patterns) -> bool:
    """Whether the figures count alike: one unit, one area, the same qualifying words (an end of a case aside)."""
    about = [thing(report, f, patterns) for f in figures]
    marks = {(a[1], a[2], tuple(m for m in a[3] if m != "结案")) for a in about if a}
    return all(about) and len(marks) == 1


def _sole(report: Told, indicator: str, patterns: Patterns) -> Figure | None:
    found = [
        f
        for f in report.figures
        if f.indicator == indicator
        and f.counted
        and f.ref_year == report.year
        and not patterns["last_year"].search(lead(report, f))
        and not patterns["partial"].search(lead(report, f))
    ]
    return found[0] if found and len({f.value for f in found}) == 1 else None
