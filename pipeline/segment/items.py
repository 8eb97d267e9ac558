"""Text -> inline items (一是…二是…): sub-units of a paragraph, never headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.profiles import Profile
from pipeline.segment.headings_habits import pattern
from pipeline.segment.headings_lines import BLANKS, BREAKS, number
from pipeline.spotting import codes_of

BREAK = re.compile(f"[{BREAKS}]")


@dataclass(frozen=True)
class Item:
    """One item, its marker included, without the blanks around it."""

    marker: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class _Markers:
    """The markers of ``items.toml``; ``opens``, ``before``: by code point, whether one can begin so, or stand behind it."""

    pattern: re.Pattern[str]
    behind: str
    opens: NDArray[np.bool_]
    before: NDArray[np.bool_]


@lru_cache(maxsize=16)
def _markers(profile: Profile) -> _Markers:
    data = profile.data["items"]
    alternatives = "|".join(f"(?P<k{i}>{pattern(e['pattern']).pattern})" for i, e in enumerate(data["marker"]))
    return _Markers(
        re.compile(alternatives), data["behind"], _table(data["opens"]), _table(data["behind"] + BLANKS + BREAKS)
    )


def _table(letters: str) -> NDArray[np.bool_]:
    found = np.zeros(0xFFFF + 1, bool)
    found[[ord(letter) for letter in letters]] = True
    return found


def items(text: str, profile: Profile, parts: Sequence[tuple[int, int]] | None = None) -> list[Item]:
    """The inline items in each part of a text (or in all of it); a marker without a neighbour in its series is none.

    >>> from pipeline.profiles import load
    >>> [(i.marker, i.end) for i in items("要求：一是严。二是实。", load("fazhi"))]
    [('一是', 7), ('二是', 11)]
    """
    markers = _markers(profile)
    places = _places(text, markers)
    out = []
    for start, end in [(0, len(text))] if parts is None else parts:
        mine = places[bisect_left(places, start + 1) : bisect_left(places, end)]
        kept = _in_series(list(_hits(text, start, end, [start, *mine], markers))) if start < end else []
        for i, (at, behind, stop, _, _) in enumerate(kept):
            following = kept[i + 1][0] if i + 1 < len(kept) else stop
            last = min(stop, following)
            out.append(Item(text[at:behind].rstrip("，, 、\u3000"), at, at + len(text[at:last].rstrip(BLANKS))))
    return out


def _places(text: str, markers: _Markers) -> list[int]:
    """Where a marker may begin: few places, so that the patterns are not tried at all others."""
    codes = codes_of(text)
    opens = np.flatnonzero(markers.opens.take(codes[1:], mode="clip"))
    return (opens[markers.before.take(codes[opens], mode="clip")] + 1).tolist()


Hit = tuple[int, int, int, str, int]
"""Marker's start and end, its line's end, its series, its number."""


def _hits(text: str, start: int, end: int, places: Sequence[int], markers: _Markers) -> Iterator[Hit]:
    """The markers of one part, in order."""
    taken = stop = start
    for at in places:
        if at < taken or not (at == start or text[at - 1] in markers.behind or _opens_line(text, start, at)):
            continue
        if at >= stop:  # once a line, however many markers it has
            stop = found.start() if (found := BREAK.search(text, at, end)) else end
        if marker := markers.pattern.match(text, at, stop):
            yield at, marker.end(), stop, str(marker.lastgroup), _order(marker.group())
            taken = marker.end()


def _opens_line(text: str, start: int, at: int) -> bool:
    while at > start and text[at - 1] not in BREAKS:  # a form feed is both
        if text[at - 1] not in BLANKS:
            return False
        at -= 1
    return True


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
