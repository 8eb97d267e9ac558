"""Words of many sentences as numbers, in strings that hold one character for each word.

Such a string goes to rapidfuzz as it stands, where lists of words would be hashed word by word for each comparison.
What a character stands for is known only inside the batch that it was made for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from pipeline.arrow import Coded
from pipeline.diff.ragged import Numbers, bounds, stretches
from pipeline.diff.similarity import is_word
from pipeline.diff.wording import pieces, placed
from pipeline.spotting import codes_of, is_blank, text_of


@dataclass(frozen=True)
class Words:
    """Words of a batch of sentences.

    ``said``: the words without marks; ``said_at[k]`` to ``said_at[k + 1]`` are those of sentence k. ``tokens``: the numbers of all
    words with figures set apart and marks of one width, ``token_at`` likewise; token t stands from ``token_start[t]`` to
    ``token_end[t]`` in its report's text. ``kinds``: no character of ``said`` has a code as high.
    """

    said: str
    said_at: Numbers
    kinds: int
    tokens: NDArray[np.uint32]
    token_at: Numbers
    token_start: Numbers
    token_end: Numbers


def words_of(words: Coded, raw: Sequence[str], starts: Numbers) -> Words:
    """The words of sentences given as they stand in their reports, from ``starts`` on."""
    many = np.bincount(words.numbers, minlength=len(words.values))
    order = np.argsort(-many, kind="stable")[: np.count_nonzero(many)]
    rank = np.zeros(len(many), dtype=np.int64)
    rank[order] = np.arange(len(order))  # the more frequent, the lower: rapidfuzz looks up low codes faster by far
    known, ids, at = words.values[order].tolist(), rank[words.numbers], words.edges
    said = np.fromiter(map(is_word, known), dtype=bool, count=len(known))[ids]
    return Words(text_of(ids[said]), bounds(said)[at], len(known), *_tokens(known, ids, at, raw, starts))


def _tokens(
    known: Sequence[str], ids: Numbers, at: Numbers, raw: Sequence[str], starts: Numbers
) -> tuple[NDArray[np.uint32], Numbers, Numbers, Numbers]:
    """The words as tokens, where each sentence's begin, and where each token starts and ends."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    cut = [pieces(word) for word in known]
    parts = [(first, stop, numbers[said]) for word in cut for first, stop, said in word]
    first, stop, token = np.array(parts, dtype=np.int64).reshape(-1, 3).T
    piece_at = bounds([len(found) for found in cut])

    place = _places(known, ids, at, raw, starts)
    sentence = np.repeat(np.arange(len(raw)), np.diff(at))
    lost = np.unique(sentence[place < 0])
    kept = np.flatnonzero(~np.isin(sentence, lost)) if len(lost) else slice(None)
    place, sentence = place[kept], sentence[kept]
    many = np.diff(piece_at)[ids[kept]]
    piece, word = stretches(piece_at[ids[kept]], many), np.repeat(np.arange(len(place)), many)
    of, begin, end, token = sentence[word], place[word] + first[piece], place[word] + stop[piece], token[piece]
    if len(lost):
        searched = [(k, *found, numbers[said]) for k in lost.tolist()
                    for *found, said in placed([known[i] for i in ids[at[k] : at[k + 1]]], raw[k], int(starts[k]))]  # fmt: skip
        more = np.array(searched, dtype=np.int64).reshape(-1, 4)
        table = np.concatenate([np.column_stack([of, begin, end, token]), more])
        of, begin, end, token = table[np.argsort(table[:, 0], kind="stable")].T
    return token.astype(np.uint32), bounds(np.bincount(of, minlength=len(raw))), begin, end


def _places(known: Sequence[str], ids: Numbers, at: Numbers, raw: Sequence[str], starts: Numbers) -> Numbers:
    """Where each word stands in its report, counted off; -1 in a sentence that has more or less letters than its words.

    White space is none; a word with some inside stands nowhere.
    """
    size, shown = _lengths(known)[ids], np.flatnonzero(~is_blank(codes_of("".join(raw))))
    if not size.all() or not len(shown):  # an empty word stands nowhere
        return np.full(len(size), -1, dtype=np.int64)
    edges, letter_at = bounds(_lengths(raw)), bounds(size)
    filled = np.searchsorted(shown, edges)
    fits = np.diff(filled) == np.diff(letter_at[at])
    many = np.diff(at)
    # of the letters that are shown, which each word begins with; where nothing fits any will do
    first = letter_at[:-1] + np.repeat(filled[:-1] - letter_at[at[:-1]], many)
    last = first + size - 1
    if not fits.all():
        first, last = (np.clip(letter, 0, len(shown) - 1) for letter in (first, last))
    begin = shown[first]
    solid = (shown[last] - begin == size - 1) & np.repeat(fits, many)
    return np.where(solid, begin + np.repeat(starts - edges[:-1], many), -1)


def _lengths(texts: Sequence[str]) -> Numbers:
    return np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
