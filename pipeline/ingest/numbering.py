"""Automatic numbering of a Word file: which number stands before which paragraph.

Word keeps the numbers out of the text: a paragraph (or its style) names a list and a level, ``numbering.xml`` says
how the level counts and looks, and Word prints the number when it shows the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest.numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile("%([1-9])")


@dataclass(frozen=True)
class Level:
    """How one level of a list counts and looks."""

    start: int
    number_format: str
    text: str
    legal: bool
    restart: int | None


@dataclass
class Numbering:
    """The lists of a file, and how far each has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, level: int) -> str:
        """Count one paragraph of the list on and return its number as printed."""
        levels = self.levels.get(list_id, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(self.abstract[list_id], {})
        self._begin(list_id, level, counts)
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [d for d in counts if d > level and self._restarts(levels, d, level)]:
            del counts[deeper]
        return self._printed(levels, level, counts)

    def _begin(self, list_id: str, level: int, counts: dict[int, int]) -> None:
        if (list_id, level) not in self.begun:
            self.begun.add((list_id, level))
            if level in self.overrides.get(list_id, {}):
                counts[level] = self.overrides[list_id][level] - 1

    @staticmethod
    def _restarts(levels: dict[int, Level], deeper: int, level: int) -> bool:
        restart = levels[deeper].restart if deeper in levels else None
        return restart is None or (restart != 0 and level < restart)

    @staticmethod
    def _printed(levels: dict[int, Level], level: int, counts: dict[int, int]) -> str:
        mine = levels[level]
        if mine.number_format == "bullet":
            return ""

        def one(match: re.Match[str]) -> str:
            n = int(match[1]) - 1
            shape = levels.get(n, mine)
            return numeral(counts.get(n, shape.start), "decimal" if mine.legal else shape.number_format)

        return _PLACE.sub(one, mine.text)


def numbering_of(numbering: Any | None, styles: Any | None) -> Numbering:
    """Read ``numbering.xml`` and the styles that name a list."""
    made = Numbering()
    if numbering is None:
        return made
    shapes = {a.get(f"{W}abstractNumId"): a for a in numbering.findall(f"{W}abstractNum")}
    by_style = {_value(a, "styleLink"): a for a in shapes.values() if _value(a, "styleLink")}
    for num in numbering.findall(f"{W}num"):
        list_id, abstract_id = num.get(f"{W}numId"), _value(num, "abstractNumId") or ""
        shape = shapes.get(abstract_id)
        if shape is None:
            continue
        shape = by_style.get(_value(shape, "numStyleLink"), shape) if _value(shape, "numStyleLink") else shape
        levels = {_number(lvl.get(f"{W}ilvl")): _level(lvl) for lvl in shape.findall(f"{W}lvl")}
        made.abstract[list_id] = abstract_id
        for override in num.findall(f"{W}lvlOverride"):
            n = _number(override.get(f"{W}ilvl"))
            if (own := override.find(f"{W}lvl")) is not None:
                levels[n] = _level(own)
            if (start := _value(override, "startOverride")) is not None:
                made.overrides.setdefault(list_id, {})[n] = _number(start)
        made.levels[list_id] = levels
    made.styles = _style_lists(styles)
    return made


def _level(lvl: Any) -> Level:
    restart = _value(lvl, "lvlRestart")
    legal = lvl.find(f"{W}isLgl")
    return Level(
        start=_number(_value(lvl, "start") or "1"),
        number_format=_value(lvl, "numFmt") or _custom_format(lvl) or "decimal",
        text=_value(lvl, "lvlText") or "",
        legal=legal is not None and legal.get(f"{W}val") not in ("0", "false"),
        restart=None if restart is None else _number(restart),
    )


def _custom_format(lvl: Any) -> str | None:
    """The number format inside mc:AlternateContent, as newer Word versions write it."""
    for node in lvl.iter(f"{W}numFmt"):
        return str(node.get(f"{W}val"))
    return None


def _style_lists(styles: Any | None) -> dict[str, tuple[str, int]]:
    """Style -> (list, level), inherited along basedOn."""
    if styles is None:
        return {}
    own: dict[str, tuple[str | None, int | None]] = {}
    above: dict[str, str | None] = {}
    for style in styles.findall(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        number = style.find(f"{W}pPr/{W}numPr")
        own[name] = (_value(number, "numId"), _int(_value(number, "ilvl"))) if number is not None else (None, None)
        above[name] = _value(style, "basedOn")
    found = {}
    for name in own:
        list_id, level = own[name]
        current = above[name] or ""
        for _ in range(20):
            if current not in own:
                break
            list_id = own[current][0] if list_id is None else list_id
            level = own[current][1] if level is None else level
            current = above[current] or ""
        if list_id and list_id != "0":
            found[name] = (list_id, level or 0)
    return found


def _value(node: Any, name: str) -> str | None:
    child = node.find(f"{W}{name}") if node is not None else None
    return None if child is None else child.get(f"{W}val")


def _number(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else 0


def _int(text: str | None) -> int | None:
    return None if text is None else _number(text)
