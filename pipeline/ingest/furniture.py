"""Takes the lines that a page puts around a document out of its text."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.ingest.facts import is_facts_line
from pipeline.profiles import Profile

_HEAD, _BODY, _TAIL = ("any", "head"), ("any",), ("any", "tail")
LONGEST = 200
"""No furniture is longer; longer lines are not looked at."""


@lru_cache(maxsize=64)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the data file, compiled once."""
    return re.compile(pattern)


def is_furniture_line(line: str, where: tuple[str, ...], profile: Profile) -> bool:
    """Whether the line would be furniture in one of these places of a page: any, head, tail, tail-rest."""
    return _fits(line, _pattern(where, profile), "any" in where, profile)


def _fits(line: str, pattern: re.Pattern[str], facts: bool, profile: Profile) -> bool:
    if len(line) > LONGEST:
        return False
    bare = line.strip()
    return pattern.fullmatch(bare) is not None or (facts and is_facts_line(bare, profile))


@lru_cache(maxsize=32)
def _pattern(where: tuple[str, ...], profile: Profile) -> re.Pattern[str]:
    """One pattern for all furniture that stands in these places."""
    lines = [entry["pattern"] for entry in profile.data["furniture"]["line"] if entry["where"] in where]
    return re.compile("|".join(f"(?:{pattern})" for pattern in lines) or "(?!)")


def without_furniture(text: str, profile: Profile) -> str:
    """The text without furniture lines."""
    lines = text.split("\n")
    first, last = _body(lines)
    rest = range(last + 1, len(lines))
    end = next((n for n in rest if is_furniture_line(lines[n], ("tail-rest",), profile)), len(lines))
    parts = ((_HEAD, lines[:first]), (_BODY, lines[first : last + 1]), (_TAIL, lines[last + 1 : end]))
    asked = [(_pattern(where, profile), part) for where, part in parts]
    return "\n".join(line for pattern, part in asked for line in part if not _fits(line, pattern, True, profile))


def _body(lines: list[str]) -> tuple[int, int]:
    """First and last line that hold a sentence; what stands outside may be furniture."""
    held = [n for n, line in enumerate(lines) if len(line) >= 30 and ("。" in line or "；" in line or "，" in line)]
    return (held[0], held[-1]) if held else (0, -1)
