"""Which figure of an earlier report a claim about that year speaks of: by indicator and name, or by both being alike.

A claim (上年为310件, 同比增长5%) comes to a value of the year before. It is held against the figure of that year's report
that bears the same name; else against the one whose name, unit, area and qualifying words are like, whose value lies near,
and beside which none other comes into question. Where any figure that may be meant bears the claim out, nothing is said.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_things import DONE, Thing, area_of, is_part, marks_of, unit_of, whole

REACH = ((0.85, math.log(1.45)), (0.6, math.log(1.25)), (0.45, math.log(1.12)))
"""How far the value told may lie from the value claimed (logarithm of their ratio), by least likeness."""
GREAT, ALIKE = REACH[0][0], REACH[-1][0]
"""Least likeness of two things that are surely one, and of two that may be; parts must surely be one."""
UNLIKE = 0.15
"""What each qualifying word takes off that one side alone has."""
INDICATED = 0.75
"""Likeness that one indicator gives two things, whatever their names."""
MARGIN = 0.1
"""By how much the likeness of another figure must stay behind."""
PERCENT = ("%", "％")
ALL = 100.0
LEFT = 3.5
"""What is left of a whole may differ by so many times the logarithm."""
OWN = "本级"
"""Of an area: the level's own, without those below."""
LEAST = 2
"""Least letters of a name."""


class Named(NamedTuple):
    """A figure with what its name comes down to, with and without who did it; its qualifying words, its area; is it a part?"""

    figure: Figure
    names: frozenset[str]
    marks: frozenset[str]
    area: str
    part: bool


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
        said = figure.start not in self.report.aside and not self.patterns["of_target"].search(figure.lead)
        return said and self.counts(figure)

    def counts(self, figure: Figure) -> bool:
        """Whether a figure is the exact count of a whole year or a stock, in all or in a part that is named."""
        return whole(self.report, figure, self.patterns) or is_part(self.report, figure, self.patterns)

    def named(self, figure: Figure, name: str | None = None) -> Named:
        """A figure with what its name (or another given for it) comes down to."""
        said = one_word(figure.name if name is None else name, self.patterns)
        done = self.patterns["by_whom"].sub("", said)
        names = frozenset(essence(words, self.patterns) for words in {said, done})
        part = is_part(self.report, figure, self.patterns)
        marks = frozenset(marks_of("", done, self.patterns))
        return Named(figure, names, marks, area_of(self.report, figure), part)

    def like(self, wanted: Named) -> Iterator[tuple[float, Figure]]:
        """Levels of the same unit that may be of the same thing, with how alike they are."""
        for other in self.counted_like(wanted.figure):
            alike = likeness(wanted, other)
            if alike >= (GREAT if wanted.part or other.part else ALIKE):
                yield alike, other.figure


def levels_of(reports: Iterable[Told], patterns: Patterns) -> dict[str, Levels]:
    """The plain levels of reports by their ids."""
    return {report.report_id: Levels(report, patterns) for report in reports}


def one_word(name: str, patterns: Patterns) -> str:
    """A name with one word for each thing that has several."""
    words, meant = one_words(patterns["one_thing"].pattern)
    return words.sub(lambda found: meant[found.group()], name)


@cache
def one_words(groups: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the words that have others for the same thing, and the first of each group for each of its words."""
    meant = {word: group.split("=")[0] for group in groups.split("|") for word in group.split("=")}
    return re.compile("|".join(sorted(map(re.escape, meant), key=len, reverse=True))), meant


def essence(name: str, patterns: Patterns) -> str:
    """What a name comes down to: without words that tell nothing of what is counted."""
    said = patterns["light"].sub("", patterns["neutral"].sub("", name))
    return patterns["act"].sub("", said) or said


def likeness(x: Named, y: Named) -> float:
    """How alike two things are, up to 1: by indicator and name, less for qualifying words that one side alone has.

    Things of two indicators, of two areas, or that are each qualified in another way, are not alike.
    """
    ids = x.figure.indicator, y.figure.indicator
    if (all(ids) and ids[0] != ids[1]) or not _one_area(x.area, y.area):
        return 0.0
    mine, theirs = x.marks - y.marks, y.marks - x.marks
    if (mine and theirs) or DONE in mine | theirs:
        return 0.0
    names = max(likeness_of_names(one, other) for one in x.names for other in y.names)
    named = INDICATED + (1 - INDICATED) * names if all(ids) else names
    return named - UNLIKE * len(mine | theirs)


def _one_area(x: str, y: str) -> bool:
    """Whether areas stated agree; none and any but the level's own (区本级) do."""
    return x == y or (not (x and y) and OWN not in x + y)


def likeness_of_names(x: str, y: str) -> float:
    """How alike two names are, 0 to 1: letters in common; great where the longer holds all of the shorter in their order.

    >>> likeness_of_names("批准援助", "批准法律援助"), likeness_of_names("调解纠纷", "调解纠纷")
    (0.9, 1.0)
    """
    if x == y:
        return 1.0
    short, long = sorted((x, y), key=len)
    if len(short) < LEAST:
        return 0.0
    if long.endswith(short):
        return 0.95
    if len(short) > LEAST and _in_order(short, long):
        return 0.9
    common = sum((Counter(x) & Counter(y)).values())
    return 2 * common / (len(x) + len(y))


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)


class Claim(NamedTuple):
    """What a report says that a figure was in an earlier year.

    ``about``: the thing, where the name tells it; ``value``: what the claim comes to; ``fits``: whether a figure of the
    earlier report bears it out; ``name``: the name where it is not the figure's.
    """

    figure: Figure
    about: Thing | None
    value: float
    fits: Callable[[Figure], bool]
    name: str | None = None


def contradicting(claims: Sequence[Claim], now: Levels, before: Levels) -> Figure | None:
    """The figure of an earlier report that contradicts a claim, worded in one way or several.

    None where a figure bears it out in any wording, or none is meant.
    """
    looked = []
    for claim in claims:
        told = before.report.stated.get((claim.figure.kind, claim.about), ()) if claim.about else ()
        if any(map(claim.fits, told)):
            return None
        wanted = now.named(claim.figure, claim.name)
        near = list(before.like(wanted))
        if any(claim.fits(other) for _, other in near):
            return None
        looked.append((claim, wanted, told, near))
    return next((figure for one in looked if (figure := _spoken_of(*one, now, before))), None)


def _spoken_of(
    claim: Claim,
    wanted: Named,
    told: Sequence[Figure],
    near: Sequence[tuple[float, Figure]],
    now: Levels,
    before: Levels,
) -> Figure | None:
    """The figure that one wording of a claim means: of those that bear its name (told), else of those that are like it."""
    if told:  # one value, or several that contradict each other as well
        nearest = min(told, key=lambda f: _apart(claim.value, f))
        same = len({f.value for f in told}) == 1 and nearest.unit not in PERCENT
        return nearest if same or _apart(claim.value, nearest) <= _reach(1.0) else None
    return _meant(wanted, claim.value, near, now, before)


def _meant(
    wanted: Named, value: float, near: Iterable[tuple[float, Figure]], now: Levels, before: Levels
) -> Figure | None:
    """The figure that is most like, near enough in value, where no other is as like it, nor it more like another of now."""
    close = sorted((alike, -apart, other) for alike, other in near if (apart := _apart(value, other)) <= _reach(alike))
    if not close:
        return None
    best, _, figure = close[-1]
    if any(alike > best - MARGIN and other.value != figure.value for alike, _, other in close):
        return None
    there = before.named(figure)
    others = (other for other in now.counted_like(wanted.figure) if other.figure is not wanted.figure)
    return None if any(likeness(there, other) > best for other in others) else figure


def _reach(alike: float) -> float:
    return next((reach for least, reach in REACH if alike >= least), 0.0)


def _apart(value: float, told: Figure) -> float:
    """How far a value lies from one told: the logarithm of their ratio; of two shares near to all, that of what is left too.

    98% and 92% are hardly one rate, which moves little from there: 2% and 8% are left.
    """
    if value <= 0 or told.value <= 0:
        return math.inf
    apart = abs(math.log(value / told.value))
    if told.unit not in PERCENT or not value < ALL > told.value:
        return apart
    return max(apart, abs(math.log((ALL - value) / (ALL - told.value))) / LEFT)
