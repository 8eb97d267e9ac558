"""The time that a figure is about: this year, a stock, a plan, or another year; and which year that is."""

from __future__ import annotations

import re

from pipeline.extract.quantities_rules import Rules
from pipeline.extract.quantities_scan import CLAUSE, Figure, clause_before

FOUR = re.compile(r"20\d\d")


def set_period(text: str, sentence: int, figure: Figure, previous: Figure | None, plan: bool, year: int | None,
               rules: Rules) -> None:  # fmt: skip
    """Fill ``period``, ``ref_year`` and ``base`` from the figure's clause and the part of its sentence before it."""
    p = rules.periods
    clause = clause_before(text, figure.start, 60, CLAUSE)
    before = text[max(sentence, figure.start - 160) : figure.start]
    named, base = _named_year(before, year, p)
    figure.base = base
    if plan:
        if named and year and named <= year and "去年" not in before:
            figure.period, figure.ref_year = ("year" if named == year else "other"), named
            return
        figure.period, figure.ref_year = "plan", _target(before, year, named)
    elif named and year and named > year:
        figure.period, figure.ref_year = "plan", named
    elif p["plan.clause"].search(clause):
        figure.period, figure.ref_year = "plan", _target(before, year, named)
    elif p["other.span"].search(clause) or _spanned(before, p):
        figure.period, figure.ref_year = "other", None
    elif named and year and named != year:
        figure.period, figure.ref_year = "other", named
    elif _stock(text, clause, before, figure, p):
        figure.period, figure.ref_year = "cumulative", year
    elif previous and previous.period == "cumulative" and clause.startswith(("占", "超", "约占", "接近")):
        figure.period, figure.ref_year = previous.period, previous.ref_year
    else:
        figure.period, figure.ref_year = "year", year


def _named_year(before: str, year: int | None, p: dict[str, re.Pattern[str]]) -> tuple[int | None, str]:
    """The year that the sentence is about as far as it names one, and the base of a comparison."""
    named, base = None, ""
    for match in p["other.year"].finditer(before):
        head = before[: match.start()]
        if p["other.base"].search(head):
            base = match.group()
        elif before[match.end() : match.end() + 2] not in (
            "以来",
            "行动",
            "任务",
            "重点",
            "计划",
            "工作",
            "实施",
            "出台",
        ):
            named = int(match["year"])
    if not named and year and p["other.last"].search(before):
        hit = list(p["other.last"].finditer(before))[-1]
        if hit.start() and before[hit.start() - 1] in "比较与":
            base = hit.group()
        else:
            named = year - 1
    return named, base


def _spanned(before: str, p: dict[str, re.Pattern[str]]) -> bool:
    """Whether the sentence opens with a span of years: 五年来，…."""
    return bool(p["other.span"].match(before.lstrip("　 \n")))


def _target(before: str, year: int | None, named: int | None) -> int | None:
    if named and year and named > year:
        return named
    ahead = [int(y) for y in FOUR.findall(before) if year and int(y) > year]
    return ahead[-1] if ahead else (year + 1 if year else None)


def _stock(text: str, clause: str, before: str, figure: Figure, p: dict[str, re.Pattern[str]]) -> bool:
    if p["cumulative.behind"].match(text, figure.end):
        return True
    if p["cumulative.clause"].search(clause):
        return not ("累计" in clause and p["cumulative.bounded"].search(before) and p["cumulative.act"].search(clause))
    head = before.lstrip("　 \n")
    if not p["cumulative.sentence"].search(head):
        return False
    return not p["cumulative.act"].search(clause + _clause_behind(text, figure.end))


def _clause_behind(text: str, end: int, reach: int = 24) -> str:
    tail = text[end : end + reach]
    return tail[: next((i for i, c in enumerate(tail) if c in CLAUSE), reach)]


def scope_periods(text: str, row: list[Figure]) -> None:
    """A figure that says over how many another ranges takes that one's period: 27个部门共保留1360项."""
    for figure, main in zip(reversed(row[:-1]), reversed(row[1:]), strict=True):
        between = text[figure.end : main.start]
        if (
            main.period == "cumulative"
            and figure.period == "year"
            and not any(c in CLAUSE or c == "、" for c in between)
        ):
            figure.period, figure.ref_year = main.period, main.ref_year
