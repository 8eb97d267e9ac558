"""Numbers near to one another that stand in an exact relation, found by arithmetic alone, and slips put into them.

A slip in a number whose relation holds makes a contradiction that nobody worded for a test: what is not found of these
shows which wordings are not understood. Knows no pattern of ours; a number is digits, perhaps 万 or 亿, and a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

NUMBER = re.compile(r"(?<![\d.\-－—～至./年])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([万亿])?(人次|[%％]|[一-龥])")
NO_UNIT = frozenset("年月日号时分章条届余多")
ONE_UNIT = {"起": "件", "宗": "件", "名": "人", "位": "人", "％": "%"}
MULTIPLE = {"万": 1e4, "亿": 1e8}
GROWTH = re.compile("增[加长]|减少|上升|下降|[比较][上20]|同比|去年|上年")
GROWN = re.compile("(?:增长|下降|上升|减少|提高)$")
LIST, RATIO = 14, 5
"""Numbers in front of or behind another that a list or a rate may reach."""
CHANCE = 20
"""Smaller totals stand in such relations by chance."""
SPAN = 200
"""Most characters of a relation."""


class Number(NamedTuple):
    """A number of a text: where its digits stand, what it is, digits behind its point."""

    start: int
    end: int
    value: float
    unit: str
    decimals: int


class Relation(NamedTuple):
    """Numbers that stand in a relation; a slip in any of ``slips`` breaks it."""

    type: str
    start: int
    end: int
    slips: tuple[Number, Number]


def relations(text: str) -> Iterator[Relation]:
    """Sums and rates that hold exactly, line by line."""
    for line in re.finditer(r"[^\n]+", text):
        numbers = _numbers(line.group(), line.start())
        for at in range(len(numbers)):
            yield from _near_enough(text, _sum(text, numbers, at))
            yield from _near_enough(text, _rate(text, numbers, at))


def _near_enough(text: str, found: Relation | None) -> Iterator[Relation]:
    if found and found.end - found.start <= SPAN and text.count("。", found.start, found.end) <= 1:
        yield found


def _numbers(line: str, base: int) -> list[Number]:
    found = []
    for m in NUMBER.finditer(line):
        if m[4] not in NO_UNIT:
            value = float(m[1].replace(",", "") + (m[2] or "")) * MULTIPLE.get(m[3], 1.0)
            end = m.end(2) if m[2] else m.end(1)
            unit = ONE_UNIT.get(m[4], m[4])
            found.append(Number(base + m.start(), base + end, value, unit, len(m[2] or ".") - 1))
    return found


def _sum(text: str, numbers: Sequence[Number], at: int) -> Relation | None:
    """A total that is the sum of the numbers of its unit right behind or in front of it."""
    total = numbers[at]
    if total.unit == "%" or total.value < CHANCE:
        return None
    for side in (numbers[at + 1 : at + 1 + LIST], numbers[max(0, at - LIST) : at][::-1]):
        parts: list[Number] = []
        for number in side:
            if number.unit != total.unit or not 0 < number.value < total.value:
                continue
            parts.append(number)
            gap = total.value - sum(part.value for part in parts)
            if abs(gap) > 1e-6 * total.value:
                continue
            start, end = min(total, *parts).start, max(total, *parts).end
            if len(parts) > 2 or (len(parts) == 2 and not GROWTH.search(text, max(0, start - 10), end)):
                return Relation("parts_do_not_sum", start, end, (total, parts[-1]))
            break
    return None


def _rate(text: str, numbers: Sequence[Number], at: int) -> Relation | None:
    """A percentage that two numbers in front of it give, the nearest first; round ones are left to chance."""
    rate = numbers[at]
    if rate.unit != "%" or not rate.decimals or rate.value >= 100 or GROWN.search(text, rate.start - 2, rate.start):
        return None
    near = [n for n in numbers[max(0, at - RATIO) : at] if n.unit != "%"]
    for top, bottom in permutations(reversed(near), 2):
        fits = top.unit == bottom.unit and 0 < top.value < bottom.value and bottom.value >= CHANCE
        if fits and abs(100 * top.value / bottom.value - rate.value) <= 0.5 * 10**-rate.decimals + 1e-9:
            return Relation("rate_contradicts_counts", min(top.start, bottom.start), rate.end, (rate, top))
    return None


def slipped(text: str, number: Number) -> str:
    """The text with one digit of a number changed, so that it goes down, or else up, by something near to a twelfth."""
    digits = text[number.start : number.end]
    changed = [
        digits[:n] + digit + digits[n + 1 :]
        for n, old in enumerate(digits)
        if old.isdigit()
        for digit in "0123456789"
        if digit != old and (n or digit != "0")
    ]
    plain = float(digits.replace(",", ""))
    moved = {one: 1 - float(one.replace(",", "")) / plain for one in changed}
    best = min(moved, key=lambda one: abs(moved[one] - 1 / 12))
    return text[: number.start] + best + text[number.end :]
