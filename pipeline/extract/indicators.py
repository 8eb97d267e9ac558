"""Which quantity is a figure of which indicator.

A quantity belongs to the first indicator, in the registry's order, whose patterns are found in its name, and whose
exclusions are found neither there nor around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.extract.indicators_registry import Indicator, Registry, Unit

CHANGE_UNITS = frozenset({"%", "倍"})
POINTS = "个百分点"

REMEMBERED = 1 << 13
"""Names of which it is remembered what they hold: reports call the same figure the same, year after year."""

_CLAUSE_ENDS = "，,；;。！!？?\n"
_CLAUSE_END = re.compile(f"[{_CLAUSE_ENDS}]")
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
    name, kind = quantity["name"], quantity["kind"]
    for indicator, despite in _called(name, kind, known):
        if _fits(indicator, despite, quantity, text, sentence):
            return indicator
    if known.nouns is None or not name or _has_noun(name, known):
        return None
    noun = _noun(text, quantity["start"], known.nouns)
    for indicator, despite in _governed(noun, name, kind, known) if noun else ():
        if _fits(indicator, despite, quantity, text, sentence):
            return indicator
    return None


Called = tuple[tuple[Indicator, bool], ...]
"""Indicators whose words a name holds, in order, and whether contexts do not count for them (``despite``)."""


@lru_cache(REMEMBERED)
def _called(name: str, kind: str, known: Registry) -> Called:
    if not known.any_name.search(name):
        return ()
    return _not_excluded([i for i in known.indicators.values() if i.pattern.search(name)], name, kind, known)


@lru_cache(REMEMBERED)
def _governed(noun: str, own: str, kind: str, known: Registry) -> Called:
    """The indicators of a name under the noun that governs it; the noun alone is not enough."""
    patterns = ((i, i.carried or i.pattern) for i in known.indicators.values())
    name = noun + own
    return _not_excluded([i for i, p in patterns if p.search(name) and not p.search(noun)], name, kind, known)


def _not_excluded(called: Sequence[Indicator], name: str, kind: str, known: Registry) -> Called:
    deed = known.deed(name, kind) if called else ""
    told = ((i, bool(i.despite and i.despite.search(name))) for i in called)
    return tuple((i, despite) for i, despite in told if despite or not (i.exclude and i.exclude.search(deed)))


@lru_cache(REMEMBERED)
def _has_noun(name: str, known: Registry) -> bool:
    return bool(known.nouns and known.nouns.search(name))


def _noun(text: str, place: int, nouns: re.Pattern[str]) -> str:
    """The noun named last before a place, in its paragraph."""
    low = max(text.rfind("\n", 0, place) + 1, place - _NOUN_REACH)
    last = ""
    for hit in nouns.finditer(text, low, place):
        last = hit.group()
    return last


def _fits(indicator: Indicator, despite: bool, quantity: Mapping[str, Any], text: str,
          sentence: tuple[int, int]) -> bool:  # fmt: skip
    if measured(indicator, quantity) is None:
        return False
    if despite:
        return True
    if indicator.near and not indicator.near.search(text, *sentence):
        return False
    dated = quantity["period"] == "other" and quantity["ref_year"] is not None
    places: dict[str, str] = {}
    for setting in indicator.shut:
        if dated and setting.undated:
            continue
        if setting.where not in places:
            places[setting.where] = _place(setting.where, indicator, quantity, text, sentence)
        if setting.pattern.search(places[setting.where]):
            return False
    return True


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
    end = _CLAUSE_END.search(text, place, high)
    return end.start() if end else high
