"""Relations between indicators that the registry states (received is no less than accepted), held against a report."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from pipeline.diff.findings_figures import (
    Figure,
    Patterns,
    Row,
    Told,
    clause_start,
    finding,
    other_side,
    show,
)
from pipeline.diff.findings_things import thing, unit_of
from pipeline.profiles import Profile

OPENS = 4
"""A count with fewer characters in front of it opens its clause."""
BEHIND = 16
"""Most characters of the words behind it."""
_LISTED = re.compile(r"\d[^\d、]{0,6}、")
"""A count that another is joined to."""


def relations_broken(report: Told, profile: Profile, patterns: Patterns) -> Iterator[Row]:
    """Exact figures of one report, in whichever paragraph, that break a relation of the registry.

    Relations: ``<= a + b``, ``= a + b`` (the indicator itself on the left) and ``a + b = c + d``. One with a missing term
    is not judged. Where a paragraph speaks of what was carried over from the year before, more may be done than came in.
    """
    found = list(_of_registry(report, profile, patterns))
    yield from found
    for row in _outgrown(report, patterns):
        if not any(row["start"] <= other["start"] < row["end"] for other in found):
            yield row


def _of_registry(report: Told, profile: Profile, patterns: Patterns) -> Iterator[Row]:
    stated = {figure.indicator for figure in report.figures}
    for relation in _relations(profile):
        if stated.issuperset(itertools.chain(*relation.sides)):
            row = _broken(report, relation, profile.data["indicators"]["indicator"], patterns)
            if row:
                yield row


def _outgrown(report: Told, patterns: Patterns) -> Iterator[Row]:
    """Counts of one sentence of which one became of the other (参考215人，合格231人), and is more; a part above its whole."""
    for figures in report.sentences:
        if len(figures) == 1:
            continue
        counts = [f for f in figures if f.counted and f.ref_year == report.year and f.start not in report.aside
                  and not patterns["averaged"].search(f.lead + f.name)]  # fmt: skip
        if len(counts) < 2:
            continue
        for number, part in enumerate(counts):
            before = [f for f in counts[:number] if unit_of(f) == unit_of(part)]
            if all(f.value >= part.value for f in before):
                continue
            whole = _whole(report, before, part, patterns)
            if not whole or part.value <= whole.value:
                continue
            if patterns["carried_over"].search(report.text, *part.sentence):
                break
            zh = f"{_said(part)}，多于{_said(whole)}，前者出自后者，不应更多，文中未能解释。"
            en = f"{show(part.value)} came of {show(whole.value)}, and is more; unexplained."
            span = clause_start(report.text, whole.start), part.end
            yield finding("relation_broken", report, span, (zh, en), "fair")
            break


def _whole(report: Told, before: Sequence[Figure], part: Figure, patterns: Patterns) -> Figure | None:
    """What a count came of: the last whose words say so, else, of one behind 其中, the greatest in front of it."""
    for figure in reversed(before):
        if patterns["outgrown"].search(f"{_words(report, figure)}|{_words(report, part)}"):
            return figure
    begin = max((f.end for f in report.figures if f.sentence == part.sentence and f.end <= part.start), default=0)
    if before and patterns["part_lead"].fullmatch(report.text, begin, part.start):
        return max(before, key=lambda f: f.value)
    return None


def _words(report: Told, figure: Figure) -> str:
    """The words in front of a count, without counts listed before it; where it opens its clause those behind it too.

    Of 审结中维持88件、纠错21件 only 纠错 stands in front of 21, of 组织896名执法人员参加考试 all is told of 896.
    """
    words = _LISTED.split(figure.lead)[-1]
    if len(figure.lead) >= OPENS:
        return words
    return words + re.split("[，,。；;、\n]", report.text[figure.end : figure.end + BEHIND], maxsplit=1)[0]


def _said(figure: Figure) -> str:
    return f"“{figure.lead[-16:]}”{figure.raw}"


class _Relation(NamedTuple):
    """A relation as written, its sign, and the indicators that are summed on its left and right."""

    written: str
    sign: str
    sides: tuple[list[str], list[str]]


@cache
def _relations(profile: Profile) -> list[_Relation]:
    found = []
    for indicator, entry in profile.data.get("indicators", {}).get("indicator", {}).items():
        for relation in entry.get("relations", []):
            left, sign, right = re.split(r"\s*(<=|=)\s*", relation, maxsplit=1)
            sides = [[one.strip() for one in side.split("+")] for side in (left or indicator, right)]
            found.append(_Relation(relation, sign, (sides[0], sides[1])))
    return found


def _broken(report: Told, relation: _Relation, registry: Mapping[str, Any], patterns: Patterns) -> Row | None:
    sign = relation.sign
    sides = [[_sole(report, indicator, patterns) for indicator in side] for side in relation.sides]
    if any(figure is None for side in sides for figure in side):
        return None
    small, great = ([f for f in side if f] for side in sides)
    below, above = (sum(f.value for f in side) for side in (small, great))
    if (below <= above if sign == "<=" else below == above) or not _comparable(report, [*small, *great]):
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
    en = f"{relation.written}: {show(below)} {judged[2]} {show(above)}; unexplained."
    return finding("relation_broken", report, (small[0].start, small[-1].end) if small[0].start <= small[-1].end
                   else (small[0].start, small[0].end), (zh, en), "fair",
                   **other_side(report, (great[0].start, great[0].end)))  # fmt: skip


def _told(side: list[Figure], registry: Mapping[str, Any]) -> str:
    return "＋".join(f"{registry[str(f.indicator)]['name']}{f.raw}" for f in side)


def _comparable(report: Told, figures: list[Figure]) -> bool:
    """Whether the figures count alike: one unit, one area, the same qualifying words (an end of a case aside)."""
    about = [thing(report, f) for f in figures]
    marks = {(a[1], a[2], tuple(m for m in a[3] if m != "结案")) for a in about if a}
    return all(about) and len(marks) == 1


def _sole(report: Told, indicator: str, patterns: Patterns) -> Figure | None:
    found = [
        f
        for f in report.figures
        if f.indicator == indicator
        and f.counted
        and f.ref_year == report.year
        and not patterns["last_year"].search(f.lead)
        and not patterns["partial"].search(f.lead)
    ]
    return found[0] if found and len({f.value for f in found}) == 1 else None
