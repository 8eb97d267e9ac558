"""Whether a change as stated follows from the level and the past level that it is stated of, as they are written."""

from __future__ import annotations

from pipeline.diff.findings_figures import Figure, agrees, in_multiples, last_digit
from pipeline.diff.findings_growth_said import TIMES

ROUNDED = 0.6
"""How far a multiple may be from what two levels give, in units of its last digit."""


def follows(level: Figure, past: Figure | None, delta: Figure | None, rate: Figure | None) -> bool:
    """Whether a difference and a rate, as far as stated, follow from a level and from what it was before, or from each other."""
    if past is None:
        return delta is not None and rate is not None and level.value > delta.value and adds_up(level, delta, rate)
    return past.value > 0 and (not delta or differs_by(level, past, delta)) and (not rate or holds(rate, level, past))


def differs_by(level: Figure, past: Figure, delta: Figure) -> bool:
    """Whether two levels lie as far apart as stated, at the precision that all are written in."""
    step = max(last_digit(f) for f in (level, past, delta))
    whole = step == 1 and not any(f.decimals for f in (level, past, delta))
    return abs(level.value - past.value - delta.value) <= (0 if whole else 1.01 * step)


def adds_up(level: Figure, delta: Figure, rate: Figure) -> bool:
    """Whether a rate is what a difference makes of a level, at the precision that they are written in."""
    before = level.value - delta.value
    spare = 100 * max(last_digit(level), last_digit(delta)) / before if level.decimals or delta.decimals else 0.0
    computed = 100 * (level.value / before - 1)
    return agrees(rate.value, rate.decimals, computed) or abs(rate.value - computed) <= 2 * spare


def holds(rate: Figure, level: Figure, past: Figure) -> bool:
    """Whether a stated rate fits two levels, at the precision that they are written in."""
    if rate.unit == TIMES:
        return abs(level.value / past.value - 1 - rate.value) <= ROUNDED * 10.0**-rate.decimals
    computed = 100 * (level.value / past.value - 1)
    return agrees(rate.value, rate.decimals, computed) or _within_rounding(rate, level, past)


def _within_rounding(rate: Figure, level: Figure, past: Figure) -> bool:
    """Whether measured or rounded levels (28.2, 3.1万) leave room for the stated growth; counts of cases leave none."""
    if not any(f.decimals or in_multiples(f) for f in (level, past)):
        return False
    half_now, half_past, half = last_digit(level) / 2, last_digit(past) / 2, 10.0**-rate.decimals
    low = 100 * ((level.value - half_now) / (past.value + half_past) - 1) - half
    high = 100 * ((level.value + half_now) / (past.value - half_past) - 1) + half
    return low <= rate.value <= high
