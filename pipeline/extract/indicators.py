"""Which quantity is a figure of which indicator.

A quantity belongs to the first indicator, in the registry's order, whose patterns are found in its name, and whose
exclusions are found neither there nor around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.extract.indicators_registry import Indicator, Registry, Unit

CHANGE_UNITS = frozenset({"%", "倍"})
POINTS = "个百分点"

_CLAUSE_ENDS = "，,；;。！!？?\n"
_LEAD_CLAUSES = 2
"""Clauses before the one that names the indicator: a subject named there may still rule."""
_NOUN_REACH = 160
"""Characters before a figure in which the noun may stand that governs it."""
_ALTERNATIVE = re.compile(r"[（(].*?[）)]|^[余多]+")
"""What a written unit may bear besides its measure word: 份（册）, 余人."""


def match(quantity: Mapping[str, Any], text: str, sentence: tuple[int, int], known: Registry) -> Indicator | None:
    """The indicator that a quantity is a figure of; ``sentence``: where the sentence around it starts and ends.

    A name without a noun of the registry's (受理48件, 报送备案12件) is read a second time with the noun that was named
    last before it in the paragraph.
    """
    name = quantity["name"]
    if known.any_name.search(name):
        for indicator in known.indicators.values():
            if indicator.pattern.search(name) and _fits(indicator, name, known, quantity, text, sentence):
                return indicator
    if known.nouns is None or not name or known.nouns.search(name):
        return None
    noun = _noun(text, quantity["start"], known.nouns)
    return _governed(noun, quantity, text, sentence, known) if noun else None


def _governed(noun: str, quantity: Mapping[str, Any], text: str, sentence: tuple[int, int],
              known: Registry) -> Indicator | None:  # fmt: skip
    """The indicator of a quantity under the noun that governs it; the noun alone is not enough."""
    name = noun + quantity["name"]
    for indicator in known.indicators.values():
        pattern = indicator.carried or indicator.pattern
        named = pattern.search(name) and not pattern.search(noun)
        if named and _fits(indicator, name, known, quantity, text, sentence):
            return indicator
    return None


def _noun(text: str, place: int, nouns: re.Pattern[str]) -> str:
    """The noun named last before a place, in its paragraph."""
    low = max(text.rfind("\n", 0, place) + 1, place - _NOUN_REACH)
    last = ""
    for hit in nouns.finditer(text, low, place):
        last = hit.group()
    return last


def _fits(indicator: Indicator, name: str, known: Registry, quantity: Mapping[str, Any], text: str,
          sentence: tuple[int, int]) -> bool:  # fmt: skip
    if measured(indicator, quantity) is None:
        return False
    if indicator.despite and indicator.despite.search(name):
        return True
    if indicator.exclude and indicator.exclude.search(known.deed(name, quantity["kind"])):
        return False
    if indicator.near and not indicator.near.search(text, *sentence):
        return False
    return not any(s.holds(quantity, _place(s.where, indicator, quantity, text, sentence)) for s in indicator.shut)


def measured(indicator: Indicator, quantity: Mapping[str, Any]) -> tuple[str, Unit] | None:
    """Measure (level, change, share) and unit of a quantity, or None where the indicator is not measured that way."""
    kind, unit = quantity["kind"], quantity["unit"].replace("％", "%")
    if unit not in indicator.units:
        unit = _ALTERNATIVE.sub("", unit)
    if kind == "change":
        return ("change", Unit(unit)) if "change" in indicator.measures and _is_change(indicator, unit) else None
    if unit == "%":
        return ("share", Unit("%")) if "share" in indicator.measures else None
    known = indicator.units.get(unit)
    return ("level", known) if known and kind == "level" and "level" in indicator.measures else None


def _is_change(indicator: Indicator, unit: str) -> bool:
    return unit in CHANGE_UNITS or (unit == POINTS and "share" in indicator.measures)


# --- the text around a quantity -------------------------------------------------------------------------------------


def _place(where: str, indicator: Indicator, quantity: Mapping[str, Any], text: str, sentence: tuple[int, int]) -> str:
    if where == "name":
        return str(quantity["name"])
    start, end = quantity["start"], quantity["end"]
    if where == "clause":
        return text[clause_start(text, start, sentence[0]) : clause_end(text, end, sentence[1])]
    if where == "behind":
        return text[end : clause_end(text, end, sentence[1])]
    begin, named = _lead(indicator, text, start, sentence[0])
    return text[begin : named if where == "lead" else clause_end(text, end, sentence[1])]


def _lead(indicator: Indicator, text: str, start: int, low: int) -> tuple[int, int]:
    """What stands before the indicator's own words: the rest of their clause, and the clauses before it."""
    named = start
    for hit in indicator.subject.finditer(text, low, start):
        named = hit.start()
    begin = clause_start(text, named, low)
    for _ in range(_LEAD_CLAUSES):
        if begin > low:
            begin = clause_start(text, begin - 1, low)
    return begin, named


def clause_start(text: str, place: int, low: int) -> int:
    """Where the clause around a place starts, not before ``low``."""
    while place > low and text[place - 1] not in _CLAUSE_ENDS:
        place -= 1
    return place


def clause_end(text: str, place: int, high: int) -> int:
    """Where the clause around a place ends, not behind ``high``."""
    while place < high and text[place] not in _CLAUSE_ENDS:
        place += 1
    return place
