"""Passages that two reports have in common: chains of common shingles, verified by alignment."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from pipeline.diff import kernels
from pipeline.diff.ragged import bounds
from pipeline.diff.reuse_anchors import Ints
from pipeline.diff.reuse_chains import chains
from pipeline.diff.reuse_text import BREAK, FIGURE, WORDING, Masked, Span
from pipeline.diff.shingles import Hashes
from pipeline.spotting import text_of

LEAST_MASKED, LEAST = 45, 60
"""Least length of a passage: letters of wording, and characters as written."""
FIGURE_COUNTS = 3
"""Letters that a figure takes from what counts as wording: it comes with its measure word and verb."""
ALIKE = 0.80
NEAR = 30
NEXT = 120
"""Most characters of the sentence behind a short passage that may belong to it."""
_UNLIKE = 0x100000
"""Characters from here on, which no text uses, stand for set phrases."""
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_ENDS = "。！？；!?;\n"
_CLOSE = re.compile("[。！？；!?;][”’）)]?|(?=\n)")
_OPEN = re.compile("[。！？；!?;][”’）)]?|\n[ \u3000]*")


@dataclass(frozen=True)
class Text:
    """A report as a place where passages stand."""

    report_id: str
    date: tuple[str, ...]
    place: str
    shard: str
    genre: str
    names: tuple[str, ...]
    own: tuple[str, ...]
    text: str
    masked: Masked

    @property
    def shingles(self) -> Hashes:
        """Hashes of its shingles."""
        return self.masked.shingles

    @property
    def anchors(self) -> Ints:
        """Where its anchors start."""
        return self.masked.anchors

    @cached_property
    def signs(self) -> str:
        """The masked characters as a string; those of set phrases are like those of no other text."""
        unlike = _UNLIKE + (zlib.crc32(self.text.encode("utf-8", "surrogatepass")) & 0xFFFF)
        found = np.where(self.masked.characters < BREAK, self.masked.characters, np.uint32(unlike))
        return text_of(found)

    @cached_property
    def wording(self) -> Ints:
        """How many characters before each are wording: no set phrase, and no figure with its measure word and verb.

        Lists of figures (收到0件，受理0件) read alike everywhere; by this count they are short, but for lists whose figures are
        part of what is masked (see :data:`pipeline.diff.reuse_text.LISTED`): these are alike only where they were copied.
        """
        return bounds(
            (self.masked.characters < BREAK).astype(np.int8) - FIGURE_COUNTS * (self.masked.characters == FIGURE)
        )


class Passage(NamedTuple):
    """Half-open spans of masked characters in the earlier (a) and the later (b) report."""

    a_first: int
    a_stop: int
    b_first: int
    b_stop: int
    alike: float


class Passages(NamedTuple):
    """Passages of pairs of texts: of which pair each is, and what :class:`Passage` tells of it."""

    pair: Ints
    a_first: Ints
    a_stop: Ints
    b_first: Ints
    b_stop: Ints
    alike: NDArray[np.float64]


def written(text: Text, first: int, stop: int) -> Span:
    """The passage's span in the text, to the borders of its sentences where these are near (for its length).

    The last words of a sentence taken over are often those that were rewritten, or where the other's name was left.
    """
    start, end = int(text.masked.origin[first]), int(text.masked.origin[stop - 1]) + 1
    near = max(NEAR, (end - start) // 2)
    before = text.text[max(0, start - near) : start]
    behind = _CLOSE.search(text.text, end, end + near)
    opened = max(map(before.rfind, _ENDS))
    if opening := _OPEN.match(before, opened) if opened >= 0 else None:
        start -= len(before) - opening.end()
    elif start < near:
        start = 0
    return start, behind.end() if behind else end


def both_sides(passage: Passage, earlier: Text, later: Text) -> tuple[Span, Span]:
    """Where a passage stands in both texts, with the list of figures behind it that goes on in the same words."""
    there = written(earlier, passage.a_first, passage.a_stop)
    here = written(later, passage.b_first, passage.b_stop)
    if here[1] - here[0] >= LEAST:
        return there, here
    next_there, next_here = _next(earlier.text, there[1]), _next(later.text, here[1])
    said = [_FIGURES.sub("0", sentence) for sentence in (next_there, next_here)]
    if "0" not in said[1] or Indel.normalized_similarity(*said) < ALIKE:
        return there, here
    return (there[0], there[1] + len(next_there)), (here[0], here[1] + len(next_here))


def _next(text: str, start: int) -> str:
    """The sentence that starts there; nothing where it is too long."""
    end = _CLOSE.search(text, start, start + NEXT)
    return text[start : end.end()] if end else ""


def counts(said: str, before: str) -> bool:
    """Whether a passage is long enough as written, and no list of figures: these read alike everywhere (收到0件，受理0件).

    Figures of two digits and more that stood in it ``before`` are no new ones: a list taken over with them was copied.
    """
    if len(said) < LEAST:
        return False
    figures = _FIGURES.findall(said)
    if len(figures) * WORDING <= len(said):
        return True
    return (len(figures) - _kept(said, before)) * WORDING <= len(said)


def _kept(said: str, before: str) -> int:
    """How many figures of two digits and more a passage has from ``before``, where it has most of its figures from there."""
    figures = Counter(_FIGURES.findall(said))
    kept = figures & Counter(_FIGURES.findall(before))
    if 2 * kept.total() <= figures.total():
        return 0
    return sum(many for figure, many in kept.items() if len(figure.strip("0.,")) > 1)


def common(pairs: Sequence[tuple[Text, Text]]) -> Passages:
    """The stretches that pairs of texts (earlier, later) have in common: chains of common shingles, long and alike enough.

    A chain that is not alike enough as a whole, since it runs on into a passage that was written anew, is parted at its
    widest gap and each half looked at again.
    """
    texts = list({text.report_id: text for text in chain.from_iterable(pairs)}.values())
    number = {text.report_id: k for k, text in enumerate(texts)}
    sides = np.array([[number[text.report_id] for text in pair] for pair in pairs], dtype=np.int64).reshape(-1, 2)
    wording = np.concatenate([np.zeros(0, dtype=np.int64), *(text.wording for text in texts)])
    begin = bounds([len(text.wording) for text in texts])[sides]
    signs = [(a.signs, b.signs) for a, b in pairs]
    found = [np.zeros((0, 6))]
    left = chains(_seeds([text.shingles for text in texts], sides), LEAST_MASKED).bridged(LEAST_MASKED)
    while len(left.first):
        spans = left.spans()
        before = wording[spans.reshape(-1, 2, 2) + begin[left.pair][:, :, None]]  # chain, side, begin or end
        lacks = LEAST_MASKED - (before[:, :, 1] - before[:, :, 0]).min(axis=1)
        long = np.flatnonzero(lacks <= _spared(pairs, left.pair, spans, lacks))
        left, spans = left.chosen(long), spans[long]
        alike = _alike(signs, left.pair.tolist(), spans.tolist())
        enough = alike >= ALIKE
        found.append(np.column_stack([left.pair, spans, alike])[enough])
        left = left.chosen(np.flatnonzero(~enough)).halves()
    table = np.concatenate(found).T
    pair, a_first, a_stop, b_first, b_stop = table[:5].astype(np.int64)
    return Passages(pair, a_first, a_stop, b_first, b_stop, table[5])


def _spared(pairs: Sequence[tuple[Text, Text]], pair: Ints, spans: Ints, lacks: Ints) -> Ints:
    """What is added to the wording of chains that lack some, since most of their figures are the same in both texts."""
    spared = np.zeros(len(lacks), dtype=np.int64)
    length = (spans[:, 1::2] - spans[:, ::2]).min(axis=1)
    for k in np.flatnonzero((lacks > 0) & (length >= LEAST_MASKED)).tolist():
        said = [
            text.text[text.masked.origin[first] : text.masked.origin[stop - 1] + 1]
            for text, first, stop in zip(pairs[pair[k]], spans[k, ::2], spans[k, 1::2], strict=True)
        ]
        spared[k] = FIGURE_COUNTS * _kept(*said)
    return spared


def _alike(
    signs: Sequence[tuple[str, str]], pairs: Sequence[int], spans: Sequence[Sequence[int]]
) -> NDArray[np.float64]:
    """How alike the two sides of each span are; 0 for less than what is asked for."""
    said = [signs[k][0][first:stop] for k, (first, stop, _, _) in zip(pairs, spans, strict=True)]
    again = [signs[k][1][first:stop] for k, (_, _, first, stop) in zip(pairs, spans, strict=True)]
    # a cut-off below what is asked for, since it cuts before it rounds
    return process.cpdist(said, again, scorer=Indel.normalized_similarity, score_cutoff=ALIKE - 0.01, dtype=np.float64)


def _seeds(shingles: Sequence[Hashes], pairs: Ints) -> list[tuple[Ints, Ints]]:
    """Where the common shingles of pairs of texts start in each: of those that both have once."""
    joined = np.concatenate([np.zeros(0, dtype=np.uint64), *shingles])
    starts = bounds([len(one) for one in shingles])
    begin = bounds(np.diff(starts)[pairs].min(axis=1))
    bits = len(joined).bit_length() + 1
    table, (number, last, where) = np.full(1 << bits, -1, np.int32), np.full((3, len(joined)), -1, np.int32)
    a, b = np.empty((2, begin[-1]), dtype=np.int64)
    many = np.empty(len(pairs), dtype=np.int64)
    sizes = np.array([len(shingles), len(pairs), bits], dtype=np.int64)
    order = np.argsort(pairs[:, 0], kind="stable")
    kernels.kernel("seeded")(sizes, joined, starts, pairs, order, table, number, last, where, begin, a, b, many)
    return [
        (a[first:stop], b[first:stop])
        for first, stop in zip(begin.tolist(), (begin[:-1] + many).tolist(), strict=False)
    ]
