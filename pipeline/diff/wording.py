"""What differs inside an edited sentence, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from pipeline.diff.masking import even

Span = tuple[int, int]
Edit = tuple[str, Span, Span]
Mark = tuple[int, int, int, int]
"""a_start, a_end, b_start, b_end"""
_RUNS = re.compile(r"[0-9０-９.．,，%％]*[0-9０-９%％]|[^0-9０-９%％]+")


def word_edits(a_words: Sequence[str], b_words: Sequence[str]) -> list[Edit]:
    """The fewest word edits from ``a`` to ``b``: (insert, delete or replace, half-open slice of a, of b).

    >>> word_edits(["全年", "受理", "12", "件"], ["全年", "共", "受理", "9", "件"])
    [('insert', (1, 1), (1, 2)), ('replace', (2, 3), (3, 4))]
    """
    return [
        (op.tag, (op.src_start, op.src_end), (op.dest_start, op.dest_end))
        for op in Levenshtein.opcodes(a_words, b_words)
        if op.tag != "equal"
    ]


def affixes(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many words two passages begin and end with in common, but one of each that stays to show where a mark stands.

    >>> affixes(["全年", "共", "受理", "12", "件", "。"], ["全年", "共", "受理", "9", "件", "。"])
    (2, 1)
    """
    shorter = min(len(a), len(b))
    first = next((k for k in range(shorter) if a[k] != b[k]), shorter)
    last = next((k for k in range(shorter - first) if a[-1 - k] != b[-1 - k]), shorter - first)
    return max(0, first - 1), max(0, last - 1)


def placed(words: Sequence[str], text: str, start: int, end: int) -> list[Span]:
    """Where the words stand in ``text[start:end]``; figures are set apart from the measure words they stick to.

    A word that is not found where it should be (a segmenter that rewrites) is passed over; text between words is not
    a word.
    """
    spans = []
    for word in words:
        at = text.find(word, start, end)
        if at < 0 or not word:
            continue
        start = at + len(word)
        if word.isalpha():
            spans.append((at, start))
        else:
            spans += [(at + first, at + stop) for first, stop in _runs(word)]
    return spans


@lru_cache(1 << 16)
def _runs(word: str) -> list[Span]:
    return [run.span() for run in _RUNS.finditer(word)]


def marks(a_text: str, a_spans: Sequence[Span], b_text: str, b_spans: Sequence[Span]) -> list[Mark]:
    """Spans that differ between two passages given as placed words, in text offsets; edits that touch are one.

    An insertion has an empty span in ``a`` where it would stand, a deletion one in ``b``. Widths and kinds of marks
    (，and ,) are no difference.
    """
    a_words, b_words = ([_even(t[s:e]) for s, e in spans] for t, spans in ((a_text, a_spans), (b_text, b_spans)))
    found: list[tuple[Span, Span]] = []
    for _, a, b in word_edits(a_words, b_words):
        if found and found[-1][0][1] == a[0] and found[-1][1][1] == b[0]:
            (a_first, _), (b_first, _) = found.pop()
            a, b = (a_first, a[1]), (b_first, b[1])
        found.append((a, b))
    return [(*_stretch(a_spans, a), *_stretch(b_spans, b)) for a, b in found]


_even = lru_cache(1 << 16)(even)
"""Words come again and again."""


def _stretch(spans: Sequence[Span], part: Span) -> Span:
    first, stop = part
    if first < stop:
        return spans[first][0], spans[stop - 1][1]
    at = spans[first][0] if first < len(spans) else spans[-1][1] if spans else 0
    return at, at


def as_json(found: Sequence[Mark]) -> str:
    """The marks as the ``edits`` column of ``changes`` keeps them: a JSON list of lists."""
    return "[" + ",".join(f"[{a},{b},{c},{d}]" for a, b, c, d in found) + "]"
