"""What around a number says that it is no quantity, from ``numbers_not.toml``: a few patterns for each kind of number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WHERE = ("before", "after", "behind", "digits")


@dataclass(frozen=True)
class Exclusion:
    """A pattern of what is no quantity, and which numerals and units it is asked for."""

    where: str
    pattern: str
    only_chinese: bool
    only_unit: re.Pattern[str] | None

    def holds_for(self, chinese: bool, unit: str) -> bool:
        """Whether it is asked for numerals of this kind with this unit."""
        return (chinese or not self.only_chinese) and (self.only_unit is None or bool(self.only_unit.search(unit)))


class Exclusions:
    """All entries, ready to be asked for a number: those that look at the same place as one pattern."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self._all = [
            Exclusion(where, f"(?:{entry[where]})", entry.get("only") == "zh", _unit(entry))
            for entry in entries.values()
            for where in WHERE
            if where in entry
        ]
        self._known: dict[tuple[bool, str], tuple[tuple[str, re.Pattern[str]], ...]] = {}
        self._compiled: dict[str, re.Pattern[str]] = {}

    def of(self, chinese: bool, unit: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The patterns asked for numerals of a kind with a unit, with where they look."""
        known = self._known.get((chinese, unit))
        if known is None:
            asked = [one for one in self._all if one.holds_for(chinese, unit)]
            found = {where: "|".join(one.pattern for one in asked if one.where == where) for where in WHERE}
            known = tuple((where, self._pattern(pattern, where)) for where, pattern in found.items() if pattern)
            self._known[chinese, unit] = known
        return known

    def _pattern(self, pattern: str, where: str) -> re.Pattern[str]:
        """Compiled once, since most units are asked for the same."""
        pattern = f"(?:{pattern})$" if where == "before" else pattern
        if pattern not in self._compiled:
            self._compiled[pattern] = re.compile(pattern)
        return self._compiled[pattern]


def _unit(entry: Mapping[str, Any]) -> re.Pattern[str] | None:
    return re.compile(entry["only_unit"]) if entry.get("only_unit") else None
