"""Takes the lines that a page puts around a document out of its text."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.ingest.facts import is_facts_line
from pipeline.profiles import Profile

LONGEST = 200
"""No furniture is longer; longer lines are not looked at."""


@lru_cache(maxsize=64)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the data file, compiled once."""
    return re.compile(pattern)


def kinds_of(line: str, profile: Profile) -> set[str]:
    """Where in a page the line would be furniture: any, head, tail, tail-rest."""
    if len(line) > LONGEST:
        return set()
    bare = line.strip()
    found = {
        entry["where"] for entry in profile.data["furniture"]["line"] if compiled(entry["pattern"]).fullmatch(bare)
    }
    return found | ({"any"} if is_facts_line(bare, profile) else set())


def without_furniture(text: str, profile: Profile) -> str:
    """The text without furniture lines."""
    lines = text.split("\n")
    first, last = _body(lines)
    kept: list[str] = []
    for number, line in enumerate(lines):
        kinds = kinds_of(line, profile)
        if "tail-rest" in kinds and number > last:
            break
        if "any" in kinds or ("head" in kinds and number < first) or ("tail" in kinds and number > last):
            continue
        kept.append(line)
    return "\n".join(kept)


def _body(lines: list[str]) -> tuple[int, int]:
    """First and last line that hold a sentence; what stands outside may be furniture."""
    held = [n for n, line in enumerate(lines) if len(line) >= 30 and ("。" in line or "；" in line or "，" in line)]
    return (held[0], held[-1]) if held else (0, -1)
