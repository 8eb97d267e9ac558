"""The time that a figure is about: this year, a stock, a plan, or another year; and which year that is."""

from __future__ import annotations

import re
from typing import Any

from pipeline.extract.finder import ANY
from pipeline.extract.quantities_figure import NEAR, Figure
from pipeline.extract.quantities_rules import CLAUSE, Rules

MARKS = CLAUSE - frozenset("（）()")
DIVIDES = (CLAUSE | {"、"}) - frozenset("（）()")
BRACKETS = re.compile(r"[（(][^（）()]{0,60}[）)]")
FAR = 600
SERIES = 40  # characters before a series of figures in which its years are counted
FOUR = re.compile(r"20\d\d")


def set_period(text: str, sentence: int, figure: Figure, previous: Figure | None, plan: bool, year: int | None,
               rules: Rules) -> None:  # fmt: skip
    """Fill ``period``, ``ref_year`` and ``base`` from the figure's clause and the part of its sentence before it."""
    p = rules.periods
    clause = figure.clause(text)
    before, near = _without_brackets(text[max(sentence, figure.start - NEAR) : figure.start], figure.near)
    named, figure.base, then = _named_year(before, near, figure, year, rules)
    if then and not (plan and named and year and named > year):
        figure.period, figure.ref_year = "other", then
    elif plan:
        figure.period, figure.ref_year = _of_plan(before, named, year, p)
        if figure.period == "plan" and not (named and year and named > year):
            ahead = _aim(text, sentence, figure, year, p)
            figure.ref_year = ahead or figure.ref_year
    elif named and year and named > year:
        figure.period, figure.ref_year = "plan", named
    elif aim := _aim(text, sentence, figure, year, p):
        figure.period, figure.ref_year = "plan", aim
    elif p["plan.clause"].search(figure.told, clause):
        figure.period, figure.ref_year = "plan", _target(before, year, named)
    elif named and year and f"{named}" in clause and named != year:
        figure.period, figure.ref_year = "other", named
    elif not (named and f"{named}" in clause) and (_of_span(clause, figure, p) or _spanned(before, near, year, p)):
        figure.period, figure.ref_year = "other", None
    elif named and year and named != year:
        figure.period, figure.ref_year = "other", named
    elif _starts(text, figure, clause, rules):
        figure.period, figure.ref_year = "other", None
    elif _stock(text, clause, before, near, figure, rules):
        figure.period, figure.ref_year = "cumulative", year
    elif previous and previous.period == "cumulative" and _continues(text, clause, figure, previous, rules):
        figure.period, figure.ref_year = previous.period, previous.ref_year
    else:
        figure.period, figure.ref_year = "year", year


def _without_brackets(before: str, near: int) -> tuple[str, int]:
    """The words before a figure without asides, and the cues among them: any, where an aside has parted words."""
    if "）" not in before and ")" not in before:
        return before, near
    bare = BRACKETS.sub("", before)
    return bare, near if len(bare) == len(before) else ANY


def _of_plan(before: str, named: int | None, year: int | None, p: dict[str, Any]) -> tuple[str, int | None]:
    """Period and year of a figure in a section of plans."""
    if named and year and named <= year and not p["plan.speech"].search(before):
        return ("year" if named == year else "other"), named
    if not (named and year and named > year) and p["plan.past"].search(before):
        return "year", year
    return "plan", _target(before, year, named)


def _aim(text: str, sentence: int, figure: Figure, year: int | None, p: dict[str, Any]) -> int | None:
    """The year that a sentence of targets is about; None where it states no target or the report's year is unknown."""
    if figure.start - sentence <= NEAR and not figure.near & p["plan.sentence"].bit:
        return None
    for match in p["plan.sentence"].pattern.finditer(text[max(sentence, figure.start - FAR) : figure.start]):
        if match["aim"]:
            return year + 1 if year else None
        horizon = p["plan.horizons"][match["plan"]] if match["plan"] else int(match["year"])
        if year and horizon > year:
            return int(horizon)
    return None


def _continues(text: str, clause: str, figure: Figure, previous: Figure, rules: Rules) -> bool:
    """Whether a clause goes on with the stock of the figure before it: 共有委员会215个，调解员1236名; 占全市1/4."""
    p = rules.periods
    if clause.startswith(p["cumulative.goes_on"]):
        return True
    if figure.kind != "level" or figure.unit in rules.money or len(clause) > 14:
        return False
    if text[previous.end : previous.end + 1] not in "，、,":
        return False
    words = clause + _clause_behind(text, figure.end)
    return not (p["cumulative.act"].search(words) or p["other.reset"].search(words) or p["cumulative.anew"] in words)


def _named_year(
    before: str, near: int, figure: Figure, year: int | None, rules: Rules
) -> tuple[int | None, str, int | None]:
    """The year that the sentence is about as far as it names one, the base of a comparison, and the base's own year
    where the figure is what stood then (较2021年的326件)."""
    p = rules.periods
    if not near & p["other.years"]:
        return None, "", None
    named, base, at, then = None, "", 0, None
    for match in p["other.year"].finditer(near, before):
        if p["other.base"].search(before, 0, match.start()):
            base, then = match.group(), _then(before, match, int(match["year"]), figure, rules)
        elif not before.startswith(p["other.names"], match.end()):
            named, at = int(match["year"]), match.start()
    if not named and year:
        for match in p["other.last"].finditer(near, before):
            if p["other.base"].search(before, 0, match.start()):
                base, then = match.group(), _then(before, match, year - 1, figure, rules)
            else:
                named, at = year + p["other.last_offset"], match.start()
    if named and named != year and (_left_behind(before, at, p) or _in_passing(before, at, p)):
        return None, base, then
    return named, base, then


def _then(before: str, match: re.Match[str], year: int, figure: Figure, rules: Rules) -> int | None:
    p = rules.periods
    if figure.unit in rules.kinds["share"] or figure.unit == rules.kinds["multiple"] or figure.kind != "level":
        return None
    if before.endswith(p["other.not_then"], 0, match.start()):
        return None
    return year if p["other.then"].fullmatch(before, match.end()) else None


def _in_passing(before: str, at: int, p: dict[str, Any]) -> bool:
    """Whether the year stands amid an earlier clause, and so says nothing of the figure's own."""
    head = before[:at].rstrip("　 （(“")
    opens = not head or head[-1] in CLAUSE or head.endswith(p["other.opens"])
    return not opens and any(c in CLAUSE for c in before[at:])


def _left_behind(before: str, at: int, p: dict[str, Any]) -> bool:
    """Whether the sentence has moved on since the year it named: 由去年的85%提升至98%, 上年为71件，其中…, 今年 behind it."""
    if p["other.aside"].match(before, at):
        return True
    if p["other.from"].search(before[:at]):
        return bool(p["other.to"].search(before, at))
    return bool(p["other.reset"].search(before, at))


def _spanned(before: str, near: int, year: int | None, p: dict[str, Any]) -> bool:
    """Whether the sentence has opened a span of years that still holds: 五年来，…; 2018年以来，…."""
    if not near & p["other.spans"]:
        return False
    at = -1
    for match in p["other.holds"].finditer(near, before):
        at = match.end()
    for match in p["other.since"].finditer(near, before):
        at = match.end() if year and int(match["year"]) < year else at
    return at >= 0 and not p["other.reset"].search(before, at)


def _of_span(clause: str, figure: Figure, p: dict[str, Any]) -> bool:
    """Whether the figure is not of one year: of a span that its clause names, a mean, a part of a year."""
    if not figure.told & p["other.not_a_year"]:
        return False
    return any(cue.search(figure.told, clause) for cue in (p["other.span"], p["other.mean"], p["other.part"]))


def _starts(text: str, figure: Figure, clause: str, rules: Rules) -> bool:
    """Whether the figure is what a rise or fall set out from; a time limit that was cut is the rule's, not a year's."""
    p = rules.periods
    if figure.unit in rules.time or not p["other.start"].search(figure.told, clause):
        return False
    return bool(p["other.move"].match(text, figure.end))


def _target(before: str, year: int | None, named: int | None) -> int | None:
    if named and year and named > year:
        return named
    clause = before[max(before.rfind("；"), before.rfind(";")) + 1 :]
    ahead = [int(y) for y in FOUR.findall(clause) if year and int(y) > year]
    return ahead[-1] if ahead else (year + 1 if year else None)


def _stock(text: str, clause: str, before: str, near: int, figure: Figure, rules: Rules) -> bool:
    p = rules.periods
    if p["cumulative.behind"].match(text, figure.end):
        return True
    if not (near | figure.told) & p["cumulative.cues"]:
        return False
    if p["cumulative.clause"].search(figure.told, clause):
        return not (p["cumulative.bounded"].search(before) and p["cumulative.act"].search(clause))
    if p["cumulative.grown"].search(figure.told, clause):
        return figure.unit not in rules.money and figure.unit not in rules.kinds["share"]
    if p["cumulative.weak"].search(figure.told, clause):
        return not p["cumulative.act"].search(clause + _clause_behind(text, figure.end))
    head = before.lstrip("　 \n")
    opening = p["cumulative.sentence"].search(near, head)
    if not opening or p["cumulative.bounded"].search(head, opening.end()):
        return False
    return not p["cumulative.act"].search(clause + _clause_behind(text, figure.end))


def _clause_behind(text: str, end: int, reach: int = 30) -> str:
    tail = text[end : end + reach]
    return tail[: next((i for i, c in enumerate(tail) if c in MARKS), reach)]


def series_periods(text: str, row: list[Figure], year: int | None, rules: Rules) -> None:
    """Give each figure of a series of years its own: 连续三年上升，分别为31件、42件和55件."""
    for i, figure in enumerate(row[:-1]):
        series = rules.periods["other.series"].search(figure.near, text, max(0, figure.start - SERIES), figure.start)
        length = rules.periods["other.lengths"][series["years"]] if series else 0
        if not (length and year and all(f.linked for f in row[i + 1 : i + length]) and len(row) >= i + length):
            continue
        for k, one in enumerate(row[i : i + length]):
            one.ref_year = year - length + 1 + k
            one.period = "year" if one.ref_year == year else "other"


def scope_periods(text: str, row: list[Figure]) -> None:
    """A figure that says over how many another ranges takes that one's period: 27个部门共保留1360项."""
    for figure, main in zip(reversed(row[:-1]), reversed(row[1:]), strict=True):
        if main.period != "cumulative" or figure.period != "year":
            continue
        if not any(c in DIVIDES for c in text[figure.end : main.start]):
            figure.period, figure.ref_year = main.period, main.ref_year
