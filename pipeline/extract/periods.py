"""The time that a figure is about: this year, a stock, a plan, or another year; and which year that is."""

from __future__ import annotations

import re
from typing import Any

from pipeline.extract.quantities_rules import Rules
from pipeline.extract.quantities_scan import CLAUSE, Figure, clause_before

MARKS = CLAUSE - frozenset("（）()")
DIVIDES = (CLAUSE | {"、"}) - frozenset("（）()")
BRACKETS = re.compile(r"[（(][^（）()]{0,60}[）)]")
OPENERS = ("截至", "截止", "到", "至", "在", "从", "自", "由", "早在", "和", "、", "一是", "二是", "三是", "四是")
BASES = ("比", "较", "与", "同", "于")
NAMES_OF_YEARS = ("以来", "行动", "任务", "重点", "计划", "工作", "实施", "出台", "度重", "度工", "度计")
FAR = 600
FOUR = re.compile(r"20\d\d")


def set_period(text: str, sentence: int, figure: Figure, previous: Figure | None, plan: bool, year: int | None,
               rules: Rules) -> None:  # fmt: skip
    """Fill ``period``, ``ref_year`` and ``base`` from the figure's clause and the part of its sentence before it."""
    p = rules.periods
    clause = clause_before(text, figure.start, 60, CLAUSE)
    before = BRACKETS.sub("", text[max(sentence, figure.start - 160) : figure.start])
    named, base = _named_year(before, year, p)
    figure.base = base
    if plan:
        if named and year and named <= year and "去年" not in before:
            figure.period, figure.ref_year = ("year" if named == year else "other"), named
            return
        figure.period, figure.ref_year = "plan", _target(before, year, named)
    elif named and year and named > year:
        figure.period, figure.ref_year = "plan", named
    elif aim := _aim(text[max(sentence, figure.start - FAR) : figure.start], year, p):
        figure.period, figure.ref_year = "plan", aim
    elif p["plan.clause"].search(clause):
        figure.period, figure.ref_year = "plan", _target(before, year, named)
    elif p["other.span"].search(clause) or _spanned(before, p):
        figure.period, figure.ref_year = "other", None
    elif named and year and named != year:
        figure.period, figure.ref_year = "other", named
    elif _stock(text, clause, before, figure, p):
        figure.period, figure.ref_year = "cumulative", year
    elif previous and previous.period == "cumulative" and _continues(text, clause, figure, previous, p):
        figure.period, figure.ref_year = previous.period, previous.ref_year
    else:
        figure.period, figure.ref_year = "year", year


def _aim(before: str, year: int | None, p: dict[str, Any]) -> int | None:
    """The year that a sentence of targets is about; None where it states no target or the report's year is unknown."""
    for match in p["plan.sentence"].finditer(before):
        if not match["year"]:
            return year + 1 if year else None
        if year and int(match["year"]) > year:
            return int(match["year"])
    return None


def _continues(text: str, clause: str, figure: Figure, previous: Figure, p: dict[str, Any]) -> bool:
    """Whether a clause goes on with the stock of the figure before it: 共有委员会215个，调解员1236名; 占全市1/4."""
    if clause.startswith(("占", "超", "约占", "接近")):
        return True
    if figure.kind != "level" or len(clause) > 14 or text[previous.end : previous.end + 1] not in "，、,":
        return False
    words = clause + _clause_behind(text, figure.end)
    return not (p["cumulative.act"].search(words) or p["other.reset"].search(words) or "新" in words)


def _named_year(before: str, year: int | None, p: dict[str, Any]) -> tuple[int | None, str]:
    """The year that the sentence is about as far as it names one, and the base of a comparison."""
    named, base, at = None, "", 0
    for match in p["other.year"].finditer(before):
        head = before[: match.start()]
        if p["other.base"].search(head):
            base = match.group()
        elif before[match.end() : match.end() + 2] not in NAMES_OF_YEARS:
            named, at = int(match["year"]), match.start()
    if not named and year:
        for match in p["other.last"].finditer(before):
            if before[: match.start()].endswith(BASES):
                base = match.group()
            else:
                named, at = year + p["other.last_offset"], match.start()
    if named and named != year and (_left_behind(before, at, p) or _in_passing(before, at)):
        return None, base
    return named, base


def _in_passing(before: str, at: int) -> bool:
    """Whether the year stands amid an earlier clause, and so says nothing of the figure's own."""
    head = before[:at].rstrip("　 （(“")
    opens = not head or head[-1] in CLAUSE or head.endswith(OPENERS)
    return not opens and any(c in CLAUSE for c in before[at:])


def _left_behind(before: str, at: int, p: dict[str, Any]) -> bool:
    """Whether the sentence has moved on since the year it named: 由去年的85%提升至98%, or 今年 behind it."""
    if p["other.from"].search(before[:at]):
        return bool(p["other.to"].search(before, at))
    return bool(p["other.reset"].search(before, at))


def _spanned(before: str, p: dict[str, Any]) -> bool:
    """Whether the sentence opens with a span of years: 五年来，…."""
    return bool(p["other.span"].match(before.lstrip("　 \n")))


def _target(before: str, year: int | None, named: int | None) -> int | None:
    if named and year and named > year:
        return named
    clause = before[max(before.rfind("；"), before.rfind(";")) + 1 :]
    ahead = [int(y) for y in FOUR.findall(clause) if year and int(y) > year]
    return ahead[-1] if ahead else (year + 1 if year else None)


def _stock(text: str, clause: str, before: str, figure: Figure, p: dict[str, Any]) -> bool:
    if p["cumulative.behind"].match(text, figure.end):
        return True
    if p["cumulative.clause"].search(clause):
        return not ("累计" in clause and p["cumulative.bounded"].search(before) and p["cumulative.act"].search(clause))
    if p["cumulative.weak"].search(clause):
        return not p["cumulative.act"].search(clause + _clause_behind(text, figure.end))
    head = before.lstrip("　 \n")
    opening = p["cumulative.sentence"].search(head)
    if not opening or p["cumulative.bounded"].search(head, opening.end()):
        return False
    return not p["cumulative.act"].search(clause + _clause_behind(text, figure.end))


def _clause_behind(text: str, end: int, reach: int = 30) -> str:
    tail = text[end : end + reach]
    return tail[: next((i for i, c in enumerate(tail) if c in MARKS), reach)]


def scope_periods(text: str, row: list[Figure]) -> None:
    """A figure that says over how many another ranges takes that one's period: 27个部门共保留1360项."""
    for figure, main in zip(reversed(row[:-1]), reversed(row[1:]), strict=True):
        between = text[figure.end : main.start]
        if main.period == "cumulative" and figure.period == "year" and not any(c in DIVIDES for c in between):
            figure.period, figure.ref_year = main.period, main.ref_year
