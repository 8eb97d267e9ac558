"""Counts that come near to a rate without giving it, where no wording says plainly which two it is of.

The rate's own words point at what it counts (办结率 at 办结779起, 线上办理占 at 线上48.9万件), whatever stands between;
that two counts all but give it says that it is of these.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_things import own_words, unit_of

OFF = 8.0
"""Percentage points that a rate lies at most from what two counts give."""
SHARE = 0.15
"""The same as a part of the rate, for small ones."""


def near_fraction(
    report: Told, figures: Sequence[Figure], rate: Figure, patterns: Patterns
) -> tuple[Figure, Figure] | None:
    """The two counts that come nearest to a rate, of those that its words point at; None where none comes near."""
    counts = [f for f in figures if f.kind == "level" and f.value > 0 and f.approx == "exact"]
    found = [
        (abs(100 * top.value / bottom.value - rate.value), top, bottom)
        for top in _tops(report, counts, rate, patterns)
        for bottom in _bottoms(counts, top, rate, patterns)
    ]
    off, top, bottom = min(found, key=lambda one: one[0], default=(OFF, None, None))
    return (top, bottom) if top and bottom and off < min(OFF, 1 + SHARE * rate.value) else None


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
    """A count's own words: those of its clause behind the figure in front of it."""
    place = bisect_left(report.figures, figure.start, key=lambda f: f.start)
    return own_words(figure, report.figures[place - 1] if place else None).lstrip("，,、（(其中")


def _bottoms(counts: Iterable[Figure], top: Figure, rate: Figure, patterns: Patterns) -> Iterator[Figure]:
    for figure in counts:
        if figure.start == top.start or unit_of(figure) != unit_of(top) or patterns["last_year"].search(figure.lead):
            continue
        if (figure.value >= top.value) == (rate.value <= 100) and figure.period in ("year", "cumulative", "plan"):
            yield figure
