"""When two figures are of one thing: the same indicator or name, counted alike, for the same area, with nothing added."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.diff.findings_figures import Figure, Patterns, Told, last_digit

Thing = tuple[str, str, str, tuple[str, ...]]
"""Indicator or name, unit, area, qualifying words."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)年?")
_UNITS = {"起": "件", "宗": "件", "例": "件", "名": "人", "位": "人", "％": "%"}
DONE = "结案"
"""Among qualifying words: a case is done with."""
FAR = 3.0
"""Values further apart than this ratio count different things under one name."""
KEPT = 8192
"""Words that are remembered with what they come to."""
NAMED = 4
"""Least characters of a name that tells what is counted, where no indicator does."""


def unit_of(figure: Figure) -> str:
    """The unit, with words that count the same things as one: 起 and 宗 are 件."""
    return _UNITS.get(figure.unit, figure.unit)


def core(figure: Figure, patterns: Patterns) -> str:
    """What of a figure's name says what is counted."""
    return patterns["filler"].sub("", figure.name)


def thing(report: Told, figure: Figure) -> Thing | None:
    """What a figure of a report :func:`with_things` is about; None where its name says too little."""
    about: Thing | None = report.things[figure.start, figure.end]
    return about


def _thing(report: Told, figure: Figure, patterns: Patterns) -> Thing | None:
    name = figure.indicator or _plain(figure.name, patterns["neutral"], patterns["light"])
    if not figure.indicator and (len(name) < NAMED or patterns["unnamed"].search(name)):
        return None
    return name, unit_of(figure), area_of(report, figure), tuple(sorted(marks_of(figure.lead, figure.name, patterns)))


@lru_cache(maxsize=KEPT)
def _plain(name: str, neutral: re.Pattern[str], light: re.Pattern[str]) -> str:
    """What of a name tells what is counted. Names come back year after year."""
    return light.sub("", neutral.sub("", name))


def marks_of(lead: str, name: str, patterns: Patterns) -> frozenset[str]:
    """The words in front of a figure and in its name that make it one of another thing of the same name."""
    return _marks(f"{lead}|{name}", patterns["qualifier"], patterns["concluded"])


@lru_cache(maxsize=KEPT)
def _marks(words: str, qualifier: re.Pattern[str], concluded: re.Pattern[str]) -> frozenset[str]:
    return frozenset((*qualifier.findall(words), *([DONE] if concluded.search(words) else [])))


def area_of(report: Told, figure: Figure) -> str:
    """The area stated; a county's 全县 says no more than nothing, a city's 全市 tells its counties in."""
    return "" if report.level in ("county", "township") and figure.scope[:1] in "全我辖本" else figure.scope


def whole(report: Told, figure: Figure, patterns: Patterns) -> bool:
    """Whether a figure is the exact count of a whole year or a stock, no part of another figure and of no part of the area."""
    if figure.approx != "exact" or figure.period not in ("year", "cumulative") or _is_part(report, figure):
        return False
    lead = patterns["listed"].sub("", figure.lead) if figure.indicator and figure.part_of is not None else figure.lead
    return figure.ref_year in (None, report.year) and not patterns["partial"].search(lead)


def is_part(report: Told, figure: Figure, patterns: Patterns) -> bool:
    """Whether a figure is the exact count of a whole year that is a part of another: 其中农民工案件127件."""
    if figure.part_of is None or figure.approx != "exact" or figure.period not in ("year", "cumulative"):
        return False
    return figure.ref_year in (None, report.year) and not patterns["partial"].search(
        patterns["listed"].sub("", figure.lead)
    )


def with_things(report: Told, patterns: Patterns) -> Told:
    """The report with what its figures are about, and its plain statements: exact values of its own year."""
    things = {}
    aside = set()
    stated: dict[tuple[str, Thing], list[Figure]] = {}
    for before, figure in pairwise((None, *report.figures)):
        assert figure is not None
        about = None if _sums_up(report, before, figure, patterns) else _thing(report, figure, patterns)
        things[figure.start, figure.end] = about
        if _aside(report, before, figure, patterns):
            aside.add(figure.start)
        elif about and figure.kind != "change" and _told_for_itself(report, figure, patterns):
            stated.setdefault((figure.kind, about), []).append(figure)
    return replace(report, things=things, aside=frozenset(aside), stated={k: tuple(v) for k, v in stated.items()})


def _told_for_itself(report: Told, figure: Figure, patterns: Patterns) -> bool:
    """Whether a figure is the exact count of a whole, and not the target that one was held against."""
    return whole(report, figure, patterns) and not patterns["of_target"].search(figure.lead)


def _aside(report: Told, before: Figure | None, figure: Figure, patterns: Patterns) -> bool:
    """Whether a figure is an earlier year's, by its own words, or tells by how much a level is more or less than that."""
    words = own_words(figure, before)
    said = _said_of_past(words, patterns["last_year"], patterns["of_past"], patterns["more_or_less"])
    if said == "of_past":
        return years_told(words, report, patterns) is not None or not _YEAR.search(words)
    return bool(said)


@lru_cache(maxsize=KEPT)
def _said_of_past(
    words: str, last_year: re.Pattern[str], of_past: re.Pattern[str], more_or_less: re.Pattern[str]
) -> str:
    """Which of three patterns words in front of a figure hold, by the pattern's name; empty for none."""
    if last_year.search(words):
        return "last_year"
    if of_past.search(words):
        return "of_past"
    return "more_or_less" if more_or_less.search(words) else ""


def _sums_up(report: Told, before: Figure | None, figure: Figure, patterns: Patterns) -> bool:
    """Whether a figure is the total of those right in front of it: it has the name of the last of them (两项共185件)."""
    if before is None or before.sentence != figure.sentence:
        return False
    return patterns["in_total"].fullmatch(report.text, before.end, figure.start) is not None


def own_words(figure: Figure, before: Figure | None) -> str:
    """The words of a figure's clause behind the figure ``before`` it: of 由上年的528亿元降至503亿元 降至."""
    return figure.lead[max(0, before.end - figure.start + len(figure.lead)) :] if before else figure.lead


def _is_part(report: Told, figure: Figure) -> bool:
    """Whether a figure is a part of a total of the same indicator, or of none of its own."""
    if figure.part_of is None:
        return False
    total = next((f for f in report.figures if f.start == figure.part_of), None)
    return figure.indicator is None or total is None or total.indicator == figure.indicator


def sole(report: Told, wanted: Thing, kind: str) -> Figure | None:
    """The one value that a report states for a thing and its own year; None where it states none or several."""
    found = report.stated.get((kind, wanted), ())
    return found[0] if found and len({f.value for f in found}) == 1 else None


def of_one_size(x: Figure, y: Figure) -> bool:
    """Whether two values may count the same thing."""
    return 0 < max(x.value, y.value) <= FAR * min(x.value, y.value)


def rounds_to(x: Figure, y: Figure) -> bool:
    """Whether two values are one at the precision of the coarser; counts of cases must be equal."""
    if x.value == y.value:
        return True
    coarse = any(f.decimals or re.search("[千万亿]", f.raw) for f in (x, y))
    return coarse and abs(x.value - y.value) <= max(last_digit(x), last_digit(y))


def years_told(words: str, report: Told, patterns: Patterns) -> int | None:
    """The earlier year that words in front of a figure name: 上年, 2019年; None where they name none."""
    if report.year is None:
        return None
    named = _YEAR.findall(words)
    if named:
        return int(named[-1]) if int(named[-1]) < report.year else None
    return report.year - 1 if patterns["last_year"].search(words) else None


def earlier(reports: Iterable[Told], year: int | None) -> Told | None:
    """The report of a year, where the place has exactly one."""
    found = [r for r in reports if r.year == year]
    return found[0] if len(found) == 1 and year is not None else None
