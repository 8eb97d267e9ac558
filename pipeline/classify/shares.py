"""How many characters go to which topic: of a mixed section (its second topic) and of a whole report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.classify.scheme import NONE, Topics, best_two, votes

GAP = re.compile(r"\s")
SECOND = 0.25
"""Share of a section's characters from which a second topic is named."""
CLEAR = 2.0
"""Points a sentence's words need to give it a topic of its own; others belong to the topic of the sentence before."""

SAYS = 150
"""Characters of a sentence that tell its topic."""
LEAN = 2.5
"""Points that each sentence gives to the section's own topic: its heading was not written for nothing."""


@dataclass(frozen=True)
class Span:
    """A stretch of text with its labels."""

    start: int
    end: int
    role: str
    topic: str


class Ink:
    """Counts characters of a text, white space aside, between two offsets."""

    def __init__(self, text: str):
        self._gaps = [m.start() for m in GAP.finditer(text)]

    def __call__(self, start: int, end: int) -> int:
        """Characters between two offsets."""
        return max(0, end - start - bisect_left(self._gaps, end) + bisect_left(self._gaps, start))


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


def second_topic(topic: str, parts: Mapping[str, int]) -> tuple[str | None, float | None]:
    """The largest topic besides the first, with its share, where it is large enough to be named."""
    whole = sum(parts.values())
    others = {code: n for code, n in parts.items() if code not in (topic, NONE)}
    if topic == NONE or not whole or not others:
        return None, None
    code = min(others, key=lambda c: (-others[c], c))
    share = others[code] / whole
    return (code, round(share, 4)) if share >= SECOND else (None, None)


def sentence_parts(
    text: str, sentences: Iterable[tuple[int, int]], topic: str, topics: Topics, ink: Ink
) -> dict[str, int]:
    """topic -> characters of an undivided section, each sentence counted under the topic that its words name."""
    parts: dict[str, int] = {}
    now = topic
    for start, end in sentences:
        points = votes(topics, text[start : min(end, start + SAYS)])
        if topic in topics.codes:
            points[topic] = points.get(topic, 0.0) + LEAN
        code, first, second = best_two(points)
        if first >= CLEAR and first > second:
            now = code
        parts[now] = parts.get(now, 0) + ink(start, end)
    return parts
