"""How well a text came out: the measures that the hold-out files are scored with."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import LCSseq


def bare(text: str) -> str:
    return "".join(text.split())


def f1(found: str, wanted: str) -> float:
    """Character F1 of two texts, white space aside."""
    a, b = bare(found), bare(wanted)
    return 2 * LCSseq.similarity(a, b) / (len(a) + len(b)) if a or b else 1.0


def kept_as_lines(found: str, paragraphs: Sequence[str]) -> float:
    """Share of the paragraphs that stand as one line each."""
    lines = {bare(line) for line in found.split("\n")}
    return sum(bare(p) in lines for p in paragraphs) / len(paragraphs)
