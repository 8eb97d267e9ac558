"""Text -> inline items (一是…二是…): sub-units of a paragraph, never headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.profiles import Profile
from pipeline.segment.headings_habits import pattern
from pipeline.segment.headings_lines import BLANKS, LINE, number


@dataclass(frozen=True)
class Item:
    """One item, its marker included, without the blanks around it."""

    marker: str
    start: int
    end: int


@lru_cache(maxsize=16)
def _markers(profile: Profile) -> re.Pattern[str]:
    entries = profile.data["items"]["marker"]
    alternatives = "|".join(f"(?P<k{i}>{pattern(e['pattern']).pattern})" for i, e in enumerate(entries))
    return re.compile(f"(?:^|(?<=[{re.escape(profile.data['items']['behind'])}]))(?:{alternatives})")


def items(text: str, profile: Profile, start: int = 0, end: int | None = None) -> list[Item]:
    """The inline items between two offsets; a marker without a neighbour in its series is none.

    >>> from pipeline.profiles import load
    >>> [(i.marker, i.end) for i in items("要求：一是严。二是实。", load("fazhi"))]
    [('一是', 7), ('二是', 11)]
    """
    end = len(text) if end is None else end
    found = [hit for line in LINE.finditer(text, start, end) for hit in _in_line(text, line.span(), _markers(profile))]
    kept = _in_series(found)
    out = []
    for i, (at, behind, stop, _, _) in enumerate(kept):
        following = kept[i + 1][0] if i + 1 < len(kept) else stop
        last = min(stop, following)
        out.append(Item(text[at:behind].rstrip("，, 、\u3000"), at, at + len(text[at:last].rstrip(BLANKS))))
    return out


Hit = tuple[int, int, int, str, int]
"""Marker's start and end, its line's end, its series, its number."""


def _in_line(text: str, line: tuple[int, int], markers: re.Pattern[str]) -> Iterator[Hit]:
    bare = line[0] + len(text[line[0] : line[1]]) - len(text[line[0] : line[1]].lstrip(BLANKS))
    for found in markers.finditer(text[bare : line[1]]):
        words = found.group()
        yield bare + found.start(), bare + found.end(), line[1], str(found.lastgroup), _order(words)


LAST = 99
ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": LAST}


def _order(words: str) -> int:
    for word, order in ORDER.items():
        if words.startswith(word):
            return order
    return number(words) or 0


def _in_series(found: list[Hit]) -> list[Hit]:
    """The hits that count on: one, two, three; 最后 may close any series of words."""
    kept: set[Hit] = set()
    last: dict[str, Hit] = {}
    for hit in found:
        before = last.get(hit[3])
        if hit[4] == 1:
            last[hit[3]] = hit
        elif before is not None and (hit[4] == before[4] + 1 or hit[4] == LAST > before[4]):
            kept |= {before, hit}
            last[hit[3]] = hit
        else:
            last.pop(hit[3], None)
    return sorted(kept)
