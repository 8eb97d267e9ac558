"""Counts that come near to a rate without giving it, where no wording says plainly which two it is of.

The rate's own words point at what it counts (办结率 at 办结779起, 线上办理占 at 线上48.9万件), whatever stands between;
that two counts all but give it says that it is of these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_things import own_words, unit_of

OFF = 10.5
"""Percentage points that a rate lies at most from what two counts give,"""
SHARE = 0.15
"""or as a part of the rate, for small ones;"""
SOLE_SHARE = 0.35
"""the same where the two are the only counts of their unit beside it."""
_CLAUSE_END = re.compile("[，,。；;、：:（）()\n]")
BEHIND = 8
"""Most characters of those."""
SHORT = 3
"""A count with fewer words of its own in front is named by those behind it: 2486件调解成功."""


def near_fraction(
    report: Told, figures: Sequence[Figure], rate: Figure, patterns: Patterns
) -> tuple[Figure, Figure] | None:
    """The two counts that come nearest to a rate, of those that its words point at; None where none comes near."""
    counts = [f for f in figures if f.kind == "level" and f.value > 0 and f.approx == "exact"]
    sole = _sole(report, counts, rate, patterns)
    if sole and _off(sole, rate) < min(OFF, 1 + SOLE_SHARE * rate.value):
        return sole
    found = [
        (top, bottom)
        for top in _tops(report, counts, rate, patterns)
        for bottom in counts
        if _is_bottom(bottom, top, rate, patterns)
    ]
    best = min(found, key=lambda pair: _off(pair, rate), default=None)
    return best if best and _off(best, rate) < min(OFF, 1 + SHARE * rate.value) else None


def _off(pair: tuple[Figure, Figure], rate: Figure) -> float:
    """Percentage points between what two counts give and the rate."""
    top, bottom = pair
    return abs(100 * top.value / bottom.value - rate.value)


def _sole(report: Told, counts: Sequence[Figure], rate: Figure, patterns: Patterns) -> tuple[Figure, Figure] | None:
    """The two counts of one unit in front of a rate of its sentence (or right behind it), where there are no others."""
    here = [f for f in counts if f.sentence == rate.sentence]
    before = [f for f in here if f.end <= rate.start]
    if not before:  # 办结率97.5%，应办62件、办结58件
        before = here[:2]
    if len(before) < 2 or any(patterns[name].search(rate.lead) for name in ("other_rate", "opinion")):
        return None
    bottom, top = before[-2:]
    if sum(unit_of(f) == unit_of(top) for f in here) > 2 or not (
        top.counted and _is_bottom(bottom, top, rate, patterns)
    ):
        return None
    named = patterns["any_rate"].search(rate.lead)
    told = bool(patterns["bare_share"].fullmatch(report.text, top.end, rate.start))
    told = told or bool(named and _of_the_same(report, top, patterns["counting"].sub("", rate.lead[: named.start()])))
    clauses = patterns["to_mark"].findall(report.text[top.end : rate.start])
    return (top, bottom) if told and len(clauses) <= 1 else None


def _of_the_same(report: Told, top: Figure, subject: str) -> bool:
    """Whether what a rate is said of, if anything, is what a count is of: 存在问题的468家次，问题发现率."""
    said = _said(report, top)
    return len(subject) < 2 or any(subject[n : n + 2] in said for n in range(len(subject) - 1))


def _tops(report: Told, counts: Sequence[Figure], rate: Figure, patterns: Patterns) -> Iterator[Figure]:
    """Counts in front of a rate of which it may be: those that its words name; the last one where 占 opens its clause."""
    before = [f for f in counts if f.end <= rate.start and f.counted]
    named = patterns["any_rate"].search(rate.lead)
    share = patterns["of_whole"].search(rate.lead)
    if named and not patterns["other_rate"].search(rate.lead):
        words = [named.group(1), *patterns["rate_word"].findall(rate.lead)]
        yield from (f for f in before if any(word in _said(report, f) for word in words))
    elif share:
        subject = patterns["counting"].sub("", rate.lead[: share.start()].lstrip("，,（("))
        near = before[-1:] if not subject else []
        yield from near or (f for f in before if subject and _said(report, f).startswith(subject[:2]))


def _said(report: Told, figure: Figure) -> str:
    """A count's own words: those of its clause behind the figure in front of it, or what stands behind it."""
    place = bisect_left(report.figures, figure.start, key=lambda f: f.start)
    said = own_words(figure, report.figures[place - 1] if place else None).lstrip("，,、（(其中")
    behind = report.text[figure.end : figure.end + BEHIND]
    return said if len(said) >= SHORT else said + _CLAUSE_END.split(behind, maxsplit=1)[0]


def _is_bottom(figure: Figure, top: Figure, rate: Figure, patterns: Patterns) -> bool:
    if figure.start == top.start or unit_of(figure) != unit_of(top) or patterns["last_year"].search(figure.lead):
        return False
    return (figure.value >= top.value) == (rate.value <= 100) and figure.period in ("year", "cumulative", "plan")
