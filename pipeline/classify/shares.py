"""How many characters go to which topic: of a mixed section (its second topic) and of a whole report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.classify.scheme import NONE
from pipeline.spotting import Ints

SECOND = 0.25
"""Share of a section's characters from which a second topic is named."""
CLEAR = 2.0
"""Points a sentence's words need to give it a topic of its own; others belong to the topic of the sentence before."""

SAYS = 150
"""Characters of a sentence that tell its topic."""
LEAN = 2.5
"""Points that each sentence gives to the section's own topic: its heading was not written for nothing."""


Second = tuple[str | None, float | None]
"""A second topic and its share, or neither."""


class Span(NamedTuple):
    """A stretch of text with its labels."""

    start: int
    end: int
    role: str
    topic: str


class Ink:
    """Counts characters of a text, white space aside, between two offsets; ``inked``: how many stand before each."""

    def __init__(self, inked: Ints) -> None:
        self._inked = inked

    def __call__(self, start: int, end: int) -> int:
        """Characters between two offsets."""
        return max(0, int(self._inked[end] - self._inked[start]))


def innermost(spans: Sequence[Span]) -> Iterator[Span]:
    """Cut nested spans (in order of start, outer before inner) so that every character lies in its innermost one.

    >>> [(s.start, s.end, s.topic) for s in innermost([Span(0, 9, "", "a"), Span(2, 5, "", "b")])]
    [(0, 2, 'a'), (2, 5, 'b'), (5, 9, 'a')]
    """
    stack: list[Span] = []
    at = 0
    for span in [*spans, None]:
        until = span.start if span else float("inf")
        while stack and stack[-1].end <= until:
            top = stack.pop()
            if at < top.end:
                yield Span(at, top.end, top.role, top.topic)
            at = max(at, top.end)
        if span is None:
            return
        if stack and at < span.start:
            yield Span(at, span.start, stack[-1].role, stack[-1].topic)
        at = max(at, span.start)
        stack.append(span)


def totals(spans: Iterable[Span], ink: Ink) -> dict[tuple[str, str], int]:
    """(role, topic) -> characters, of spans that may be nested."""
    found: dict[tuple[str, str], int] = {}
    for span in innermost(sorted(spans, key=lambda s: (s.start, -s.end))):
        count = ink(span.start, span.end)
        if count:
            key = (span.role, span.topic)
            found[key] = found.get(key, 0) + count
    return found


def second_topic(topic: str, parts: Mapping[str, int]) -> Second:
    """The largest topic besides the first, with its share, where it is large enough to be named."""
    whole = sum(parts.values())
    others = {code: n for code, n in parts.items() if code not in (topic, NONE)}
    if topic == NONE or not whole or not others:
        return None, None
    code = min(others, key=lambda c: (-others[c], c))
    share = others[code] / whole
    return (code, round(share, 4)) if share >= SECOND else (None, None)


def second_topics(
    said: NDArray[np.float64], part: Ints, ink: Ints, own: Sequence[str], codes: Sequence[str]
) -> list[Second]:
    """The second topic of each of many undivided parts, each sentence counted under the topic that its words name.

    ``said``: points of each sentence (row) by topic (column, as ``codes``); ``part``: the part that it stands in, in
    order; ``ink``: its characters; ``own``: the topic of each part.
    """
    if not own:
        return []
    names = sorted({*codes, *own})
    column = {code: i for i, code in enumerate(names)}
    points = np.zeros((len(said), len(names) + 1))  # one column more, so that there always is a second
    points[:, [column[code] for code in codes]] = said
    mine = np.array([column[code] for code in own], np.int64)
    leaning = np.array([code in codes for code in own], bool)[part]
    points[np.flatnonzero(leaning), mine[part][leaning]] += LEAN
    now = _clear_or_before(points, part, mine[part])
    counts = np.bincount(part * len(names) + now, ink, len(own) * len(names)).reshape(len(own), len(names))
    whole = counts.sum(axis=1)
    counts[np.arange(len(own)), mine] = 0
    second = counts.argmax(axis=1)
    share = counts.max(axis=1, initial=0) / np.maximum(whole, 1)
    return [
        (names[code], round(n, 4)) if n >= SECOND else (None, None)
        for code, n in zip(second, share.tolist(), strict=True)
    ]


def _clear_or_before(points: NDArray[np.float64], part: Ints, own: Ints) -> Ints:
    """The topic of each sentence: the one that its words name clearly, else that of the sentence before it in its part."""
    top = points.argmax(axis=1)
    least = np.partition(points, -2, axis=1)
    clear = (least[:, -1] >= CLEAR) & (least[:, -1] > least[:, -2])
    place = np.arange(len(part))
    last = np.maximum.accumulate(np.where(clear, place, -1))
    first = np.searchsorted(part, part, "left")
    return np.where(last >= first, top[last], own)
