"""One thing, two values in one report."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.diff.findings_figures import (
    Figure,
    Patterns,
    Row,
    Told,
    amount,
    finding,
    last_digit,
    other_side,
    show,
)
from pipeline.diff.findings_things import NAMED, core, own_words, thing

FAR = 1.5
"""Values further apart than this ratio are of two things under one name."""
WORD = 3
"""Most characters that one of two names of an indicator may say more."""


def conflicts(report: Told, patterns: Patterns) -> Iterator[Row]:
    """Two exact values for one thing and year, under one name, in different sentences."""
    for name, same in _alike(report, patterns):
        values = sorted({f.value for f in same})
        if len(values) != 2 or max(values) > FAR * min(values):
            continue
        first, second = same[0], next(f for f in same if f.value != same[0].value)
        if first.sentence == second.sentence or abs(first.value - second.value) < max(map(last_digit, (first, second))):
            continue
        gap = amount(abs(first.value - second.value), first)
        why = (
            f"同一报告中“{name}”先说{first.raw}，后说{second.raw}，相差{gap}，文中未能解释。",
            f"One report gives {show(first.value)} and then {show(second.value)} for one thing ({name}); unexplained.",
        )
        yield finding("repeated_figure_conflict", report, (first.start, first.end), why, "fair",
                      **other_side(report, (second.start, second.end)))  # fmt: skip


def _alike(report: Told, patterns: Patterns) -> list[tuple[str, list[Figure]]]:
    """Figures of the year that go by one name (see ``_names``), each with the first name told.

    Those of an indicator are alike also where one name says a word more (行政规范性文件).
    """
    made: list[tuple[str, list[Figure]]] = []
    groups: dict[tuple[object, ...], list[Figure]] = {}
    told: dict[tuple[object, ...], list[str]] = {}
    for before, figure in pairwise((None, *report.figures)):
        assert figure is not None
        about = thing(report, figure)
        if not about or figure.part_of is not None or not _of_the_year(report, figure, patterns):
            continue
        names = _names(figure, own_words(figure, before), patterns)
        if not names:
            continue
        kind = (figure.indicator, *about[1:])
        known = told.setdefault(kind, []) if figure.indicator else []
        like = [other for other in known if any(_within(other, name) for name in names)]
        same = next((groups[*kind, name] for name in (*names, *like) if (*kind, name) in groups), None)
        if same is None:
            made.append((names[0], same := []))
        known += names
        same.append(figure)
        for name in names:
            groups.setdefault((*kind, name), same)
    return made


def _names(figure: Figure, said: str, patterns: Patterns) -> list[str]:
    """What is counted: by the figure's name, and by what is ``said`` in front of it alone.

    A name may hold what stands behind (罚没款262万元全部上缴) or the noun before (调解员调解案件).
    """
    name = core(figure, patterns)
    words = patterns["filler"].sub("", said) if len(said) >= NAMED and said != figure.name else ""
    clear = len(words) >= NAMED and not patterns["unnamed"].search(words)
    return [told for told in (name, words if clear else "") if told]


def _within(x: str, y: str) -> bool:
    """Whether the shorter of two names is the longer without a word."""
    short, long = sorted((x, y), key=len)
    rest = iter(long)
    return len(long) - len(short) <= WORD and all(character in rest for character in short)


def _of_the_year(report: Told, figure: Figure, patterns: Patterns) -> bool:
    """An exact count of the reported year; in a section of plans too, where the words speak of this year's results."""
    words = figure.lead
    rate = figure.kind == "share" and figure.indicator
    if not (figure.kind == "level" or rate) or figure.approx != "exact" or figure.period not in ("year", "plan"):
        return False
    if patterns["partial"].search(words) or patterns["expected"].search(words):
        return False
    if figure.period == "plan":
        return bool(patterns["this_year"].search(words))
    if patterns["planned"].match(report.text, figure.end, figure.end + 14):
        return False
    return figure.ref_year == report.year and not patterns["last_year"].search(words)
