"""What a sentence states of a change: the level, what it was before, by how much and by what share it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.diff.findings_compared import compared, is_start, since_of
from pipeline.diff.findings_figures import Figure, Patterns, Told
from pipeline.diff.findings_growth_apart import apart
from pipeline.diff.findings_growth_before import told_behind
from pipeline.diff.findings_growth_said import GAP, TIMES, as_change, changes_said
from pipeline.diff.findings_things import own_words, unit_of, years_told


@dataclass(frozen=True)
class Growth:
    """A level (present) and what is stated of its change; ``since`` is the year compared with, None where not named."""

    level: Figure
    past: Figure | None
    delta: Figure | None
    rate: Figure | None
    since: int | None

    @property
    def span(self) -> tuple[int, int]:
        """Where the statement stands; of a change told apart from its level, where the change does."""
        said = [f for f in (self.level, self.past, self.delta, self.rate) if f]
        said = [f for f in said if f.sentence == said[-1].sentence]
        return min(f.start for f in said), max(f.end for f in said)

    @property
    def exact(self) -> bool:
        """Whether all its figures are exact; 三成 and 1/5 are no exact rates."""
        rough = self.rate is not None and self.rate.unit == "%" and self.rate.raw[-1] not in "%％"
        return not rough and all(
            f is None or f.approx == "exact" for f in (self.level, self.past, self.delta, self.rate)
        )


NO_LEVEL = ("more_or_less", "than_lead", "before_last_year")
"""Patterns of words in front of a figure that changes, or that a level is held against."""


def growths(report: Told, patterns: Patterns) -> Iterator[Growth]:
    """The changes that a report states about levels of its own year."""
    told: set[int] = set()
    for before, said in pairwise(((), *report.sentences)):
        if len(said) == 1:  # nothing that it may have changed from, or by
            continue
        behind = told_behind(report, before, said, patterns)
        figures = _as_levels(report, said, patterns)
        of_before = behind and (behind.past or behind.delta)
        read = [
            growth
            for growth in _stated(report, figures, patterns)
            if not of_before or growth.level.start != of_before.start
        ]
        read += [Growth(*behind)] if behind else []
        whole = [growth for growth in read if growth.past and (growth.delta or growth.rate)]
        settled = {f.start for growth in whole for f in (growth.past, growth.delta, growth.rate) if f}
        read += [
            Growth(*one)
            for one in compared(report, figures, patterns)
            if settled.isdisjoint(f.start for f in (one.past, one.delta, one.rate) if f)
        ]
        told |= {f.start for growth in read for f in (growth.delta, growth.rate) if f}
        yield from read
    yield from _apart(report, told, patterns)


def _as_levels(report: Told, figures: Sequence[Figure], patterns: Patterns) -> Sequence[Figure]:
    """Figures of one sentence, with that which a fall led to as a level too where it reads as a change: 由262台核减为248台."""
    made = list(figures)
    for at, figure in enumerate(figures[1:], 1):
        counts = figure.kind == "change" and figures[at - 1].kind == "level"
        if counts and is_start(report, figures, at - 1, patterns):
            made[at] = figure._replace(kind="level", value=abs(figure.value))
    return made


def _stated(report: Told, figures: Sequence[Figure], patterns: Patterns) -> Iterator[Growth]:
    """The changes stated right behind the levels of one sentence, or behind what these were before."""
    pasts: set[int] = set()
    lasts: set[int] = set()
    for at, figure in enumerate(figures):
        if at in pasts or figure.kind == "change" or figure.period == "plan" or figure.unit == TIMES:
            continue
        if is_start(report, figures, at, patterns) or _no_level(report, figures, at, patterns):
            continue
        past_at, since = _past(report, figures, at, patterns)
        pasts |= {past_at} if past_at is not None else set()
        past = figures[past_at] if past_at is not None else None
        listed = _listed(report, figures, at)
        behind = max(at, past_at or 0, listed or 0)
        if behind in lasts:  # what is said behind a list is said of its total
            continue
        lasts |= {listed} if listed else set()
        delta, rate, named = changes_said(report, figure, figures[behind].end, figures[behind + 1 :], patterns)
        if (past_at or 0) > at + 1:  # 比上年下降1.5个百分点，上年为8.5%; 较上年增长14.3%，较2019年（120件）增长53.3%
            between = changes_said(report, figure, figure.end, figures[at + 1 : past_at], patterns)
            if not (delta or rate):
                delta, rate, named = between
            elif between[0] or between[1]:
                yield Growth(figure, None, *between)
        if past is None and rate and delta is None and at == 1:
            delta = _led_to(report, figures[0], figure, patterns)
        if named and not past and named == since_of(report, figure.lead, figure, patterns):
            continue  # 去年办理86件，今年比去年多8件: a change since this level, not of it
        if past or delta or rate:
            yield Growth(figure, past, delta, rate, since if past else named)


def _led_to(report: Told, change: Figure, level: Figure, patterns: Patterns) -> Figure | None:
    """The difference in front of the level that it led to, where a rate stands behind that: 比上年增加24件，达到312件，增长8.3%."""
    change = as_change(change, change.lead, patterns)
    fits = change.kind == "change" and unit_of(change) == unit_of(level) and patterns["on_year"].search(change.lead)
    return change if fits and patterns["reached"].fullmatch(report.text, change.end, level.start) else None


def _no_level(report: Told, figures: Sequence[Figure], at: int, patterns: Patterns) -> bool:
    """Whether a figure is by how much a level changed, or what one is held against, by the words in front of it."""
    if figures[at].start not in report.aside:
        return False
    words = own_words(figures[at], figures[at - 1] if at else None)
    return any(patterns[name].search(words) for name in NO_LEVEL)


def _apart(report: Told, told: set[int], patterns: Patterns) -> Iterator[Growth]:
    """Changes that stand apart from their levels: by how much and by what share of one level together."""
    found: dict[int, Growth] = {}
    for level, change, since in apart(report, told, patterns):
        delta, rate = (None, change) if unit_of(change) == "%" else (change, None)
        known = found.get(level.start)
        if known and (known.delta is None) != (delta is None):
            delta, rate, since = known.delta or delta, known.rate or rate, known.since or since
        found[level.start] = Growth(level, None, delta, rate, since)
    yield from found.values()


def _past(report: Told, figures: Sequence[Figure], at: int, patterns: Patterns) -> tuple[int | None, int | None]:
    """Index of the figure that says what the level was before (由…到 in front of it, 比上年的… behind it), and the year."""
    if at and unit_of(figures[at - 1]) == unit_of(figures[at]) and figures[at - 1].kind == figures[at].kind:
        found = patterns["from_lead"].search(figures[at - 1].lead)
        if found and patterns["to_between"].search(report.text[figures[at - 1].end : figures[at].start]):
            return at - 1, years_told(found.group(), report, patterns)
    for behind in range(at + 1, min(at + 3, len(figures))):
        if unit_of(figures[behind]) != unit_of(figures[at]):
            continue
        if behind > at + 1 and is_start(report, figures, behind, patterns):  # 同比增长12.5%，由2020年的146件增至189件
            break
        between = report.text[figures[behind - 1].end : figures[behind].start]
        if (
            patterns["than_between"].search(between)
            and len(between) <= GAP
            and figures[behind].kind == figures[at].kind
            and str(report.year) not in between
        ):
            return behind, years_told(between, report, patterns)
        break
    return None, None


def _listed(report: Told, figures: Sequence[Figure], at: int) -> int | None:
    """Index of the last of at least two parts right behind a total: 其中民事413件、刑事262件."""
    last = at
    while last + 1 < len(figures) and figures[last + 1].part_of == figures[at].start:
        last += 1
    joined = last >= at + 2 and report.text[figures[last - 1].end : figures[last - 1].end + 1] == "、"
    return last if joined and report.text[figures[last].end : figures[last].end + 1] in "，,（()）" else None
