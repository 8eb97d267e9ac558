"""What the words of many headings or sentences say of their topic, in one pass over all of their characters.

A cue is a word of ``topics.toml``. The longest cues are taken first, and hide the shorter ones inside them or across
their edges; a cue counts once a clause, and less in a text's later clauses than in its first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.spotting import Codes, Ints, Spotter, codes_of

LATER_CLAUSE = 0.6
"""What a word in a heading's second or later clause counts: the first clause names the subject, the next its purpose."""
SPACED = 0.4
"""Gaps for each letter from which a text is taken for spaced-out letters (政 府 工 作) and drawn together."""
QUOTES = "“”‘’\"'「」『』《》"
PLUS = "＋", "+"
STOPS = "，,；;：:。！!"
DASHES = "—–-"
DOT = "·"
STOP, DASH, DOTTED, SPACE, QUOTE = 1, 2, 4, 8, 16
"""What a character can be, as bits. Clauses end behind stops and white space, dashes (two or more) and a dot."""
Points = NDArray[np.float64]
SEPARATOR = ord("\n")
_LAST = 0xFFFF


def _kinds() -> NDArray[np.uint8]:
    kinds = np.zeros(_LAST + 1, np.uint8)
    kinds[[code for code in range(_LAST) if chr(code).isspace()]] = SPACE | STOP
    for letters, kind in ((STOPS, STOP), (DASHES, DASH), (DOT, DOTTED), (QUOTES, QUOTE)):
        kinds[[ord(letter) for letter in letters]] = kind
    return kinds


KINDS = _kinds()


@dataclass(frozen=True, eq=False)
class Cues:
    """The cues of a profile: found by ``spotter``, the longest first; ``first[w]`` to ``first[w + 1]`` of ``code`` and
    ``weight`` are what the word ``w`` gives.
    """

    topics: int
    spotter: Spotter
    length: Ints
    first: Ints
    code: Ints
    weight: NDArray[np.float64]


def cues_of(codes: Sequence[str], cues: Mapping[str, Mapping[str, float]]) -> Cues:
    """The cues (word -> {topic: weight}, the longest first) made ready; topics are numbered as in ``codes``."""
    number = {code: i for i, code in enumerate(codes)}
    given = [(number[code], weight) for weights in cues.values() for code, weight in weights.items()]
    first = np.cumsum([0, *(len(weights) for weights in cues.values())])
    code, weight = (
        (np.array(column) for column in zip(*given, strict=True)) if given else (np.zeros(0, int), np.zeros(0))
    )
    return Cues(len(codes), Spotter([*cues]), np.array([len(word) for word in cues]), first, code, weight.astype(float))


@dataclass(frozen=True, eq=False)
class Texts:
    """Many texts, each with a separator behind it: text ``i`` is ``codes[starts[i]:starts[i + 1] - 1]``."""

    codes: Codes
    starts: Ints


def together(texts: Sequence[str]) -> Texts:
    """Texts as one array."""
    starts = np.concatenate([[0], np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)])
    return Texts(codes_of("\n".join([*texts, ""])), starts)


def parts(codes: Codes, start: Ints, end: Ints) -> Texts:
    """Stretches of a text as texts of their own."""
    starts = np.concatenate([[0], np.cumsum(end - start + 1)])
    place = np.arange(starts[-1]) + np.repeat(start - starts[:-1], end - start + 1)
    taken = codes.take(place, mode="clip")
    taken[starts[1:] - 1] = SEPARATOR
    return Texts(taken, starts)


def points(cues: Cues, texts: Texts) -> Points:
    """Points that each text (row) gives to each topic (column)."""
    tidied, kinds = _tidied(texts)
    start, word = cues.spotter.find(tidied.codes)
    text = np.searchsorted(tidied.starts, start, "right") - 1
    order = np.argsort((text * len(cues.length) + word) * len(tidied.codes) + start)
    start, word, text = start[order], word[order], text[order]
    clause, opening = _clauses(kinds, tidied.starts, start, text)
    kept = _longest(start, start + cues.length[word], clause * len(cues.length) + word, len(tidied.codes))
    word, text, factor = word[kept], text[kept], np.where(opening[kept], 1.0, LATER_CLAUSE)
    many = cues.first[word + 1] - cues.first[word]
    given = np.arange(many.sum()) + np.repeat(cues.first[word] - np.cumsum(many) + many, many)
    cell = np.repeat(text, many) * cues.topics + cues.code[given]
    found = np.bincount(cell, np.repeat(factor, many) * cues.weight[given], (len(texts.starts) - 1) * cues.topics)
    return found.astype(np.float64).reshape(len(texts.starts) - 1, cues.topics)


def _tidied(texts: Texts) -> tuple[Texts, NDArray[np.uint8]]:
    """The texts without quotation marks and outer white space, spaced-out letters drawn together; what each is."""
    codes, starts = texts.codes, texts.starts
    kinds = KINDS.take(codes, mode="clip")
    quote = kinds == QUOTE
    if quote.any():
        codes, kinds, starts = _without(quote, codes, kinds, starts)
    codes = np.where(codes == ord(PLUS[0]), np.uint32(ord(PLUS[1])), codes)
    space = np.flatnonzero(kinds >= SPACE)
    text = np.searchsorted(starts, space, "right") - 1
    within = space + 1 < starts[text + 1]  # what parts the texts is white space, too
    if within.any():
        loose = np.zeros(len(codes), bool)
        loose[_loose(kinds, starts, space[within], text[within])] = True
        codes, kinds, starts = _without(loose, codes, kinds, starts)
    return Texts(codes, starts), kinds


def _loose(kinds: NDArray[np.uint8], starts: Ints, space: Ints, text: Ints) -> Ints:
    """Of the white space in texts what stands around them, and in those of spaced-out letters.

    ``space``: where it stands, ``text``: in which text, both in order.
    """
    spaces = np.bincount(text, minlength=len(starts) - 1)
    nth = np.arange(len(space)) - (np.cumsum(spaces) - spaces)[text]
    letters = (np.diff(starts) - 1 - spaces)[text]
    before = space - starts[text] - nth
    inner = (before > 0) & (before < letters)
    gap = inner & (kinds[space - 1] < SPACE) & (kinds[space + 1] < SPACE)
    gaps = np.bincount(text, gap, len(starts) - 1)[text]
    return space[~inner | ((gaps > 0) & (gaps >= SPACED * letters))]


def _without(left_out: NDArray[np.bool_], codes: Codes, kinds: NDArray[np.uint8], starts: Ints) -> tuple[Any, Any, Any]:
    kept = ~left_out
    return codes[kept], kinds[kept], starts - np.searchsorted(np.flatnonzero(left_out), starts)


def _clauses(kinds: NDArray[np.uint8], starts: Ints, at: Ints, text: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """The clause of each place, numbered through all texts, and whether it is the first one of its text.

    A text that opens with a stop has its first clause behind it.
    """
    stop, dash, dot = ((kinds & kind) > 0 for kind in (STOP, DASH, DOTTED))
    behind = np.zeros(len(kinds) + 1, bool)
    behind[1:] = dot
    behind[1:-1] |= stop[:-1] & ~stop[1:]
    behind[2:-1] |= dash[:-2] & dash[1:-1] & ~dash[2:]
    number = np.cumsum(behind)
    opening = starts[text]
    led = stop[opening] | dot[opening] | (dash[opening] & dash[opening + 1])
    first = number[opening] + led
    clause = np.maximum(number[at], first)
    return clause, clause == first


def _longest(start: Ints, end: Ints, once: Ints, length: int) -> Ints:
    """The hits that are kept, of those given in order: none that overlaps one kept before it, none a second time; those
    that count ``once`` stand together.

    In each round all hits are kept that come first wherever they stand, and first of those that count once; what they
    rule out is dropped. A round settles nearly all.
    """
    kept = [np.zeros(0, np.int64)]
    left = np.arange(len(start))
    holder = np.empty(length, np.int64)  # of each place the first hit that is left there
    taken = np.zeros(length, bool)
    while len(left):
        size = end[left] - start[left]
        first = np.cumsum(size) - size
        places = np.arange(size.sum()) + np.repeat(start[left] - first, size)
        owner = np.repeat(left, size)
        holder[places[::-1]] = owner[::-1]
        leads = np.logical_and.reduceat(holder[places] == owner, first)
        heads = np.append(True, once[left[1:]] != once[left[:-1]])
        sure = leads & heads
        kept.append(left[sure])
        taken[places[np.repeat(sure, size)]] = True
        counted = sure[np.flatnonzero(heads)][np.cumsum(heads) - 1]
        left = left[~(counted | np.logical_or.reduceat(taken[places], first))]
    return np.sort(np.concatenate(kept))
