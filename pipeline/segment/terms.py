"""The profile's user dictionary: policy terms stay whole, and the words around them stay what they are.

pkuseg's own user dictionary parts the text at every match and cuts what is left by itself, so that a term's
neighbours, and words that hold it by chance, come out broken. Here words are cut first. A term whose edges are edges
of words is joined; one inside a word is left there. Where a word straddles an edge of the term, both readings are
scored by the model, and the term is taken if it costs no more than a term of its length is worth: 固定|资产|投资额
gives way to 固定资产投资|额, while in 老年|人口 the term 老年人 does not break the word behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.segment.pkuseg_decoder import Decoder, Spans
from pipeline.segment.pkuseg_table import BEGIN, FIXED, INSIDE
from pipeline.spotting import Ints, Spotter, codes_of

WORTH = 6.0
"""How much lower (in the model's score, natural logarithms) a reading with the term may be, for each of its characters
beyond two and a half: two characters often meet by chance, five hardly ever."""
AROUND = 16
"""Characters read with a straddled term on either side; the model looks six characters far."""


class Terms:
    """The terms of a profile, ready to be found: leftmost, longest, not overlapping."""

    def __init__(self, terms: Sequence[str]) -> None:
        terms = [term for term in dict.fromkeys(terms) if term.split() == [term]]  # white space stands in no word
        self._spotter = Spotter(terms)
        self._length: Ints = np.array([len(term) for term in terms], np.int64)

    def keep_whole(self, text: str, spans: Spans, decoder: Decoder | None) -> Spans:
        """The words with terms whole; without a decoder (other segmenters) a straddled term stays cut."""
        starts, ends = spans
        at, until = self._places(text)
        first, last = np.searchsorted(starts, at, "right") - 1, np.searchsorted(ends, until, "left")
        several = first != last
        at, until, first, last = at[several], until[several], first[several], last[several]
        if not len(at):
            return spans
        # terms that share a word are read together: from the first of them to before the next that shares none
        run = np.flatnonzero(np.concatenate([[True], first[1:] > last[:-1], [True]]))
        opens, closes = run[:-1], run[1:] - 1
        from_, to = first[opens], last[closes]
        agrees = (opens == closes) & (starts[from_] == at[opens]) & (ends[to] == until[closes])
        new = [(at[opens][agrees], until[opens][agrees])]
        if decoder:
            torn = np.flatnonzero(~agrees)
            groups = [list(zip(at[a : b + 1].tolist(), until[a : b + 1].tolist(), strict=True))
                      for a, b in zip(opens[torn].tolist(), closes[torn].tolist(), strict=True)]  # fmt: skip
            over = zip(starts[from_[torn]].tolist(), ends[to[torn]].tolist(), strict=True)
            for k, found in zip(torn, _read_again(text, list(over), groups, decoder), strict=True):
                if found:
                    new.append(found)
                    agrees[k] = True
        return _with(spans, from_[agrees], to[agrees], new)

    def _places(self, text: str) -> Spans:
        """Where terms stand: at each place the longest, from left to right, none over another."""
        at, term = self._spotter.find(codes_of(text))
        until = at + self._length[term]
        order = np.lexsort((-until, at))
        kept, end = [], 0
        for i, a, b in zip(order.tolist(), at[order].tolist(), until[order].tolist(), strict=True):
            if a >= end:
                kept.append(i)
                end = b
        return at[kept], until[kept]


def _with(spans: Spans, first: Ints, last: Ints, new: Sequence[Spans]) -> Spans:
    """The words, but for those from ``first`` to ``last`` of each pair, and new ones in their place."""
    starts, ends = spans
    steps = np.zeros(len(starts) + 1, np.int64)
    steps[first] += 1
    steps[last + 1] -= 1
    kept = np.cumsum(steps[:-1]) == 0
    starts = np.concatenate([starts[kept], *(found[0] for found in new)])
    ends = np.concatenate([ends[kept], *(found[1] for found in new)])
    order = np.argsort(starts, kind="stable")  # quick where two sorted runs meet
    return starts[order], ends[order]


Places = Sequence[tuple[int, int]]


def _read_again(text: str, over: Places, groups: Sequence[Places], decoder: Decoder) -> Iterator[Spans | None]:
    """For each group of terms the words that it lies over, read again with the terms whole; None where the model finds
    that too unlikely. ``over``: where those words begin and end. What stands in the same words is read once.
    """
    pieces = [_piece(text, start, end, places) for (start, end), places in zip(over, groups, strict=True)]
    known = dict.fromkeys(piece for piece, _ in pieces)
    freely = decoder.forced([piece.text for piece in known], [bytes(len(piece.text)) for piece in known])
    forced = decoder.forced([piece.text for piece in known], [_marks(piece) for piece in known])
    read = {piece: _likely(piece, free[1], *found) for piece, free, found in zip(known, freely, forced, strict=True)}
    for piece, left in pieces:
        words = read[piece]
        yield words and (words[0] + left, words[1] + left)


class _Piece(NamedTuple):
    """A stretch of text around straddled terms: where the words begin and end in it that the terms lie over, and the
    terms' own places.
    """

    text: str
    start: int
    end: int
    places: tuple[tuple[int, int], ...]


def _piece(text: str, start: int, end: int, places: Places) -> tuple[_Piece, int]:
    """What is read, some characters on either side up to white space, and where it begins."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    left = start - (len(before.split()[-1]) if before and not before[-1].isspace() else 0)
    right = end + (len(after.split()[0]) if after and not after[0].isspace() else 0)
    return _Piece(text[left:right], start - left, end - left, tuple((a - left, b - left) for a, b in places)), left


def _marks(piece: _Piece) -> bytes:
    """The conditions on its characters: words begin and end where they did, and the terms are words."""
    marks = bytearray(len(piece.text) + 1)
    marks[piece.start] = marks[piece.end] = BEGIN
    for a, b in piece.places:
        marks[a:b] = bytes([BEGIN | FIXED]) + bytes([INSIDE]) * (b - a - 1)
        marks[b] |= BEGIN
    return bytes(marks[:-1])


def _likely(piece: _Piece, freely: float, words: Spans, forced: float) -> Spans | None:
    """The words that the terms lie over, where reading the terms as words costs no more than they are worth."""
    if freely - forced > sum(WORTH * (b - a - 2.5) for a, b in piece.places):
        return None
    inside = (piece.start <= words[0]) & (words[1] <= piece.end)
    starts, ends = words[0][inside], words[1][inside]
    # the dictionary may have joined what is left of a word with its neighbour: then the words would not fit together
    fits = len(starts) and starts[0] == piece.start and ends[-1] == piece.end
    return (starts, ends) if fits else None
