"""Words of many sentences as numbers, in strings that hold one character for each word.

Such a string goes to rapidfuzz as it stands, where lists of words would be hashed word by word for each comparison.
What a character stands for is known only inside the batch that it was made for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np

from pipeline.diff.ragged import Numbers, bounds, stretches
from pipeline.diff.shingles import codes
from pipeline.diff.similarity import is_word
from pipeline.diff.wording import pieces, placed

_SPACE = np.array([chr(code).isspace() for code in range(0x3002)])
"""Whether a character is white space; the last entry stands for all behind it."""


@dataclass(frozen=True)
class Words:
    """Words of a batch of sentences.

    ``said``: the words without marks; ``said_at[k]`` to ``said_at[k + 1]`` are those of sentence k. ``tokens``: all words
    with figures set apart and marks of one width, ``token_at`` likewise; token t stands from ``token_start[t]`` to
    ``token_end[t]`` in its report's text. ``kinds``: no character of ``said`` has a code as high.
    """

    said: str
    said_at: Numbers
    kinds: int
    tokens: str
    token_at: Numbers
    token_start: Numbers
    token_end: Numbers


def words_of(words: Sequence[Sequence[str]], raw: Sequence[str], starts: Numbers) -> Words:
    """The words of sentences given as they stand in their reports, from ``starts`` on."""
    flat = list(chain.from_iterable(words))
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    ids = np.fromiter(map(numbers.__getitem__, flat), dtype=np.int64, count=len(flat))
    known, at = list(numbers), bounds([len(found) for found in words])
    said = np.fromiter(map(is_word, known), dtype=bool, count=len(known))[ids]
    size = np.fromiter(map(len, known), dtype=np.int64, count=len(known))[ids]
    return Words(_string(ids[said]), bounds(said)[at], len(known), *_tokens(known, ids, flat, size, at, raw, starts))


def _string(ids: Numbers) -> str:
    return ids.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _tokens(
    known: Sequence[str],
    ids: Numbers,
    flat: Sequence[str],
    size: Numbers,
    at: Numbers,
    raw: Sequence[str],
    starts: Numbers,
) -> tuple[str, Numbers, Numbers, Numbers]:
    """The words as tokens, where each sentence's begin, and where each token starts and ends."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    cut = [pieces(word) for word in known]
    first, stop, said = zip(*chain.from_iterable(cut), strict=True) if any(cut) else ((), (), ())
    piece = np.array([first, stop, [numbers[s] for s in said]], dtype=np.int64).reshape(3, -1)
    piece_at = bounds([len(found) for found in cut])

    place = _places("".join(flat), size, at, raw, starts)
    sentence = np.repeat(np.arange(len(raw)), np.diff(at))
    lost = np.zeros(len(raw), dtype=bool)
    lost[sentence[place < 0]] = True
    kept = np.flatnonzero(~lost[sentence])
    many = np.diff(piece_at)[ids[kept]]
    begin, end, token = piece[:, stretches(piece_at[ids[kept]], many)]
    from_, of = np.repeat(place[kept], many), np.repeat(sentence[kept], many)
    found = np.array([of, from_ + begin, from_ + end, token])
    if lost.any():
        searched = [(k, start, end, numbers[said]) for k in np.flatnonzero(lost).tolist()
                    for start, end, said in placed(flat[at[k] : at[k + 1]], raw[k], int(starts[k]))]  # fmt: skip
        found = np.concatenate([found, np.array(searched, dtype=np.int64).reshape(-1, 4).T], axis=1)
        found = found[:, np.argsort(found[0], kind="stable")]
    token_at = bounds(np.bincount(found[0], minlength=len(raw)))
    return _string(found[3]), token_at, found[1], found[2]


def _places(spelled: str, size: Numbers, at: Numbers, raw: Sequence[str], starts: Numbers) -> Numbers:
    """Where each word stands in its report; -1 where the words of its sentence don't fill it, but for white space."""
    characters, letters = codes("".join(raw)), codes(spelled)
    length = np.fromiter(map(len, raw), dtype=np.int64, count=len(raw))
    edges = bounds(length)
    visible = ~_SPACE[np.minimum(characters, len(_SPACE) - 1)]
    letter_at = bounds(size)
    many = np.diff(letter_at[at])
    fits = np.diff(bounds(visible)[edges]) == many
    here, there = np.flatnonzero(visible & np.repeat(fits, length)), np.flatnonzero(np.repeat(fits, many))
    # of each letter of a word: where it stands, or -1
    stands = np.full(len(letters), -1, dtype=np.int64)
    stands[there] = np.where(
        characters[here] == letters[there], here + np.repeat(starts - edges[:-1], length)[here], -1
    )
    if not size.all() or len(size) == 0:  # an empty word stands nowhere
        return np.full(len(size), -1, dtype=np.int64)
    least = np.minimum.reduceat(stands, letter_at[:-1])
    solid = (least == stands[letter_at[:-1]]) & (stands[letter_at[1:] - 1] - least == size - 1)
    return np.where(solid, least, -1)
