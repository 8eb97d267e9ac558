"""Figures promised in a plan, held against those that its results report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.diff.links_passages import Figure, Passage
from pipeline.diff.links_rules import Rules
from pipeline.diff.masking import even

ALIKE = 0.33
"""Names that share less of the shorter one's letter pairs are names of two things."""
OTHER_WORD = 0.2
"""What is taken off where the measure words differ (3所 and 3家)."""
ROUNDING = 0.005
FAR = 20.0
"""Counts that differ by more than this many times are counts of two things, whatever their names."""
BEFORE = ("由", "从")
"""Before a figure: it is where a change set out (由76%提高至93%), no result."""


class Kept(NamedTuple):
    """A figure promised, the figure reported for it, and whether the promise was met."""

    promised: Figure
    reported: Figure
    met: bool


def kept(plan: Passage, results: Sequence[Passage], rules: Rules) -> list[Kept]:
    """Figures of a plan with the figures of its results that have their indicator or, failing that, measure and name.

    The likest two first, and each figure once: of two promises about firms one result answers one.
    """
    told = [figure for result in results for figure in _reached(result)]
    likest = sorted(
        (-likeness, i, j)
        for i, promised in enumerate(plan.figures)
        for j, reported in enumerate(told)
        if (likeness := _likeness(promised, reported, rules)) >= ALIKE
    )
    found: dict[int, int] = {}
    for _, i, j in likest:
        if i not in found and j not in found.values():
            found[i] = j
    return [Kept(plan.figures[i], told[found[i]], _met(plan.figures[i], told[found[i]], rules)) for i in sorted(found)]


def _reached(result: Passage) -> list[Figure]:
    """The figures of a result but for those that a change set out from."""
    if not any(word in result.text for word in BEFORE):
        return list(result.figures)
    return [
        figure for figure in result.figures if not any(f"{word}{plain(figure.raw)}" in result.text for word in BEFORE)
    ]


def plain(raw: str) -> str:
    """A figure as the texts of passages write it."""
    return "".join(even(raw).split())


def figures_json(found: Sequence[Kept]) -> str:
    """The ``figures`` column: a JSON list of name, promised, promised_value, reported, reported_value, unit, met."""
    rows = [
        {"name": k.promised.name, "promised": k.promised.raw, "promised_value": k.promised.value,
         "reported": k.reported.raw, "reported_value": k.reported.value, "unit": k.promised.unit, "met": k.met}
        for k in found
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False)


def pairs(text: str) -> set[str]:
    """Pairs of letters that touch.

    >>> sorted(pairs("听证室,3间"))
    ['听证', '证室']
    """
    return {text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalpha()}


def _likeness(promised: Figure, reported: Figure, rules: Rules) -> float:
    """2 for one indicator; else about the share of the shorter name's letter pairs that both have, 0 for other measures."""
    if promised.kind != reported.kind or _measure(promised, rules)[0] != _measure(reported, rules)[0]:
        return 0.0
    if promised.indicator and promised.indicator == reported.indicator:
        return 2.0
    if promised.kind == "level" and _far(_measure(promised, rules)[1], _measure(reported, rules)[1]):
        return 0.0
    a, b = (pairs(rules.patterns["filler"].sub(" ", figure.name)) for figure in (promised, reported))
    if not a or not b:
        return 0.0
    both = len(a & b)
    other = 0.0 if promised.unit == reported.unit else OTHER_WORD
    return both / min(len(a), len(b)) + 0.1 * both / len(a | b) - other


def _far(a: float, b: float) -> bool:
    """Whether two counts, none of them nought, are of different magnitudes."""
    low, high = sorted((abs(a), abs(b)))
    return low > 0 and high > FAR * low


def _met(promised: Figure, reported: Figure, rules: Rules) -> bool:
    """Whether the target was reached; one of a fall, or that says 以内, is reached from above. Rounding is forgiven."""
    target, value = _measure(promised, rules)[1], _measure(reported, rules)[1]
    slack = ROUNDING * abs(target)
    return value <= target + slack if promised.approx == "less" or target < 0 else value >= target - slack


def _measure(figure: Figure, rules: Rules) -> tuple[str, float]:
    """What is measured and how much, in the smallest unit of its measure."""
    measure, size = rules.units.get(figure.unit, (figure.unit, 1.0))
    return measure, figure.value * size
