"""The profile's user dictionary: policy terms stay whole, and the words around them stay what they are.

pkuseg's own user dictionary parts the text at every match and cuts what is left by itself, so that a term's
neighbours, and words that hold it by chance, come out broken. Here words are cut first. A term whose edges are edges
of words is joined; one inside a word is left there. Where a word straddles an edge of the term, both readings are
scored by the model, and the term is taken if it costs no more than a term of its length is worth: 固定|资产|投资额
gives way to 固定资产投资|额, while in 老年|人口 the term 老年人 does not break the word behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.segment.pkuseg_decoder import Decoder, Spans
from pipeline.segment.pkuseg_table import BEGIN, FIXED, INSIDE

WORTH = 6.0
"""How much lower (in the model's score, natural logarithms) a reading with the term may be, for each of its characters
beyond two and a half: two characters often meet by chance, five hardly ever."""
AROUND = 16
"""Characters read with a straddled term on either side; the model looks six characters far."""


@dataclass(frozen=True)
class _Match:
    """Terms at ``places`` (starts and ends) over the words ``first`` to ``last``; more than one if they share a word."""

    places: tuple[tuple[int, int], ...]
    first: int
    last: int


class Terms:
    """The terms of a profile, ready to be found: leftmost, longest, not overlapping."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._pattern = re.compile(_any_of(terms)) if terms else None

    def keep_whole(self, text: str, spans: Spans, decoder: Decoder | None) -> Spans:
        """The words with terms whole; without a decoder (other segmenters) a straddled term stays cut."""
        if self._pattern is None:
            return spans
        starts, ends = spans
        out: Spans = ([], [])
        done = 0
        for match in self._over_words(text, spans):
            words = _whole(match, spans) or (decoder and _straddled(text, match, spans, decoder))
            if words:
                _extend(out, (starts[done : match.first], ends[done : match.first]))
                _extend(out, words)
                done = match.last + 1
        _extend(out, (starts[done:], ends[done:]))
        return out

    def _over_words(self, text: str, spans: Spans) -> Iterator[_Match]:
        """Terms that lie over several words; those that share a word come as one."""
        assert self._pattern is not None
        starts, ends = spans
        held: _Match | None = None
        for found in self._pattern.finditer(text):
            place = found.span()
            first, last = bisect_right(starts, place[0]) - 1, bisect_left(ends, place[1])
            if first == last:
                continue
            if held and first <= held.last:
                held = _Match((*held.places, place), held.first, last)
                continue
            if held:
                yield held
            held = _Match((place,), first, last)
        if held:
            yield held


def _any_of(terms: Sequence[str]) -> str:
    """A pattern for the longest term at a place; terms are grouped by their first character, which is twice as fast."""
    rests: dict[str, list[str]] = {}
    for term in sorted(set(terms), key=lambda term: (-len(term), term)):
        rests.setdefault(term[0], []).append(re.escape(term[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(group)})" for first, group in rests.items())


def _extend(out: Spans, more: Spans) -> None:
    out[0].extend(more[0])
    out[1].extend(more[1])


def _whole(match: _Match, spans: Spans) -> Spans | None:
    """The term as one word, where its edges are edges of words."""
    (start, end), *more = match.places
    agrees = not more and spans[0][match.first] == start and spans[1][match.last] == end
    return ([start], [end]) if agrees else None


def _straddled(text: str, match: _Match, spans: Spans, decoder: Decoder) -> Spans | None:
    """The words that the terms lie over, read again with the terms whole, where the model finds that likely enough."""
    start, end = spans[0][match.first], spans[1][match.last]
    left, right = _piece_around(text, start, end)
    marks = bytearray(right - left)
    for at in (start, end):
        if at < right:
            marks[at - left] = BEGIN
    for a, b in match.places:
        marks[a - left : b - left] = bytes([BEGIN | FIXED]) + bytes([INSIDE]) * (b - a - 1)
        if b < right:
            marks[b - left] |= BEGIN
    piece = text[left:right]
    _, freely = decoder.forced(piece, b"")
    (starts, ends), forced = decoder.forced(piece, bytes(marks))
    if freely - forced > sum(WORTH * (b - a - 2.5) for a, b in match.places):
        return None
    inside = [(s + left, e + left) for s, e in zip(starts, ends, strict=True) if start <= s + left and e + left <= end]
    # the dictionary may have joined what is left of a word with its neighbour: then the words would not fit together
    if not inside or inside[0][0] != start or inside[-1][1] != end:
        return None
    return [s for s, _ in inside], [e for _, e in inside]


def _piece_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where to read: some characters on either side, up to white space."""
    left, right = start, end
    while left > max(0, start - AROUND) and not text[left - 1].isspace():
        left -= 1
    while right < min(len(text), end + AROUND) and not text[right].isspace():
        right += 1
    return left, right
