"""Which figure of last year's report a report speaks of: by indicator or name, or by words alike, none other in question."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_things import Thing, area_of, marks_of, unit_of, whole

LOOSE, ALIKE = 0.5, 0.7
"""Least likeness of two names that may be of one thing, and that are, where nothing speaks against it."""
CLOSE = math.log(1.45)
"""Values of one thing under two names lie no further apart than this ratio, from the value claimed to the one told."""
LEAST = 2
"""Least letters of a name."""


class Named(NamedTuple):
    """A plain level of a report's own year, with what its name comes down to."""

    figure: Figure
    name: str
    marks: frozenset[str]
    area: str


@dataclass(frozen=True)
class Levels:
    """The plain levels of a report: exact values of its own year, whole and no part; by kind and unit.

    They are looked up for few figures: their names are compared when first asked for.
    """

    report: Told
    patterns: Patterns

    @cached_property
    def _by_unit(self) -> dict[tuple[str, str], list[Figure]]:
        found: dict[tuple[str, str], list[Figure]] = {}
        for figure in self.report.figures:
            if figure.kind != "change":
                found.setdefault((figure.kind, unit_of(figure)), []).append(figure)
        return found

    @cached_property
    def _named(self) -> dict[tuple[str, str], list[Named]]:
        return {}

    def counted_like(self, figure: Figure) -> list[Named]:
        """The plain levels of a figure's kind and unit."""
        key = figure.kind, unit_of(figure)
        if key not in self._named:
            self._named[key] = [self.named(f) for f in self._by_unit.get(key, ()) if self._plain(f)]
        return self._named[key]

    def _plain(self, figure: Figure) -> bool:
        return whole(self.report, figure, self.patterns) and not self.patterns["last_year"].search(figure.lead)

    def named(self, figure: Figure, name: str | None = None) -> Named:
        """A figure with what its name (or another given for it) comes down to."""
        said = self.patterns["by_whom"].sub("", figure.name if name is None else name)
        marks = frozenset(marks_of("", said, self.patterns))
        return Named(figure, essence(said, self.patterns), marks, area_of(self.report, figure))

    def like(self, wanted: Named) -> Iterator[tuple[float, Named]]:
        """Levels that may be of the same thing: unit, area and qualifying words agree, and the names are alike."""
        for other in self.counted_like(wanted.figure):
            if other.area == wanted.area and other.marks == wanted.marks:
                alike = _alike(wanted, other)
                if alike >= LOOSE:
                    yield alike, other


def _alike(x: Named, y: Named) -> float:
    """How alike two things are: by their indicators where both have one, else by their names."""
    ids = x.figure.indicator, y.figure.indicator
    return float(ids[0] == ids[1]) if all(ids) else likeness(x.name, y.name)


def essence(name: str, patterns: Patterns) -> str:
    """What a name comes down to: without words that tell nothing of what is counted, each thing by one word."""
    said = patterns["light"].sub("", patterns["neutral"].sub("", name))
    words, meant = _one_words(patterns["one_thing"].pattern)
    said = words.sub(lambda found: meant[found.group()], said)
    return patterns["act"].sub("", said) or said


@cache
def _one_words(groups: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the words that have others for the same thing, and the first of each group for each of its words."""
    meant = {word: group.split("=")[0] for group in groups.split("|") for word in group.split("=")}
    return re.compile("|".join(sorted(map(re.escape, meant), key=len, reverse=True))), meant


def likeness(x: str, y: str) -> float:
    """How alike two names are, 0 to 1: letters in common, by the shorter where it holds the same letters in their order.

    >>> likeness("批准援助", "批准法律援助"), likeness("调解纠纷", "调解纠纷")
    (0.9, 1.0)
    """
    if x == y:
        return 1.0
    short, long = sorted((x, y), key=len)
    if len(short) < LEAST:
        return 0.0
    if long.endswith(short) or (len(short) > LEAST and _in_order(short, long)):
        return 0.9
    common = sum((Counter(x) & Counter(y)).values())
    return 2 * common / (len(x) + len(y))


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)


class Claim(NamedTuple):
    """What a report says that a figure was in an earlier year.

    ``about``: the thing, where the name tells it; ``name``: its name where it is not the figure's; ``value``: what the
    claim comes to; ``fits``: whether a figure of the earlier report bears it out.
    """

    figure: Figure
    about: Thing | None
    value: float
    fits: Callable[[Figure], bool]
    name: str | None = None


def spoken_of(claim: Claim, now: Levels, before: Levels) -> Figure | None:
    """The figure of an earlier report that contradicts a claim; None where one bears it out, or none is meant."""
    figure, about = claim.figure, claim.about
    told = before.report.stated.get((figure.kind, about), ()) if about else ()
    if any(map(claim.fits, told)):
        return None
    if len({f.value for f in told}) == 1:
        return told[0]
    wanted = now.named(figure, claim.name)
    near = list(before.like(wanted))
    if any(claim.fits(other.figure) for _, other in near):
        return None
    apart = [(alike, -_apart(claim.value, other.figure.value), other) for alike, other in near if alike >= ALIKE]
    close = [found for found in apart if -found[1] <= CLOSE]
    if not close:
        return None
    alike, _, best = max(close, key=lambda found: found[:2])
    return best.figure if _sole(best, wanted, alike, now) else None


def _sole(best: Named, wanted: Named, alike: float, now: Levels) -> bool:
    """Whether no other figure of this year's report goes by a name that is more like it."""
    others = (other for other in now.counted_like(wanted.figure) if other.figure is not wanted.figure)
    return not any(_alike(best, other) > alike for other in others)


def _apart(x: float, y: float) -> float:
    return abs(math.log(x / y)) if x > 0 and y > 0 else math.inf


def levels_of(reports: Iterable[Told], patterns: Patterns) -> dict[str, Levels]:
    """The plain levels of reports by their ids; they are gathered when first asked for."""
    return {report.report_id: Levels(report, patterns) for report in reports}
