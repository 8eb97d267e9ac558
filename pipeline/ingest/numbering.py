"""Automatic numbering of a Word file: which number stands before which paragraph.

Word keeps the numbers out of the text: a paragraph (or its style) names a list and a level, ``numbering.xml`` says
how the level counts and looks, and Word prints the number when it shows the page (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest.numerals import numeral
from pipeline.ingest.word_styles import Styles, W, is_on, value, whole

_PLACE = re.compile("%([1-9])")
_NEEDS_BLANK = re.compile("[0-9A-Za-z\u4e00-\u9fff]$")
_ZEROS = re.compile("(0+)1,")


@dataclass(frozen=True)
class Level:
    """How one level of a list counts and looks; ``style``: the paragraph style that stands on this level."""

    start: int
    number_format: str
    text: str
    legal: bool
    restart: int | None
    apart: bool
    style: str


@dataclass
class Numbering:
    """The lists of a file, and how far each has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, level: int) -> str:
        """Count one paragraph of the list on and return its number as printed, with the blank that it needs."""
        levels = self.levels.get(list_id, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(self.abstract[list_id], {})
        self._begin(list_id, level, counts)
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [d for d in counts if d > level and self._restarts(levels, d, level)]:
            del counts[deeper]
        printed = self._printed(levels, level, counts)
        return printed + " " if levels[level].apart and _NEEDS_BLANK.search(printed) else printed

    def of_style(self, style_id: str, styles: Styles) -> tuple[str | None, int]:
        """List and level that a style gives its paragraphs: a level that names the style counts more than its own word."""
        list_id = next((s.list_id for _, s in styles.chain(style_id) if s.list_id is not None), None)
        named = {shape.style: n for n, shape in self.levels.get(list_id or "", {}).items() if shape.style}
        for name, style in styles.chain(style_id):
            if name in named:
                return list_id, named[name]
            if style.level is not None:
                return list_id, style.level
        return list_id, 0

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


def numbering_of(part: Any | None) -> Numbering:
    """Read ``numbering.xml``."""
    made = Numbering()
    if part is None:
        return made
    shapes = {a.get(f"{W}abstractNumId") or "": a for a in part.findall(f"{W}abstractNum")}
    by_style = {value(a, "styleLink"): a for a in shapes.values() if value(a, "styleLink")}
    for num in part.findall(f"{W}num"):
        list_id, shape = num.get(f"{W}numId") or "", shapes.get(value(num, "abstractNumId") or "")
        if shape is None:
            continue
        shape = by_style.get(value(shape, "numStyleLink") or "", shape)
        levels = {whole(lvl.get(f"{W}ilvl")): _level(lvl) for lvl in shape.findall(f"{W}lvl")}
        made.abstract[list_id] = shape.get(f"{W}abstractNumId") or ""
        for override in num.findall(f"{W}lvlOverride"):
            n = whole(override.get(f"{W}ilvl"))
            if (own := override.find(f"{W}lvl")) is not None:
                levels[n] = _level(own)
            if (start := value(override, "startOverride")) is not None:
                made.overrides.setdefault(list_id, {})[n] = whole(start)
        made.levels[list_id] = levels
    return made


def _level(lvl: Any) -> Level:
    restart = value(lvl, "lvlRestart")
    legal = lvl.find(f"{W}isLgl")
    return Level(
        start=whole(value(lvl, "start") or "1"),
        number_format=_format(lvl),
        text=value(lvl, "lvlText") or "",
        legal=legal is not None and is_on(legal),
        restart=None if restart is None else whole(restart),
        apart=value(lvl, "suff") != "nothing",
        style=value(lvl, "pStyle") or "",
    )


def _format(lvl: Any) -> str:
    """The number format; newer Word writes its own inside mc:AlternateContent, with one for others beside it."""
    for node in lvl.iter(f"{W}numFmt"):
        if node.get(f"{W}val") != "custom":
            return str(node.get(f"{W}val"))
        if zeros := _ZEROS.match(node.get(f"{W}format") or ""):
            return f"zeros{len(zeros[1])}"
    return "decimal"
