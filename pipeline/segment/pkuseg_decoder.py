"""pkuseg's words at some thirty times its speed: our own decoder of the same model, over memory-mapped tables.

Where the compiled part or the tables can't be had, :func:`load` says so once and gives spacy-pkuseg itself, behind
the same two methods and with the same words.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from pipeline.segment import pkuseg_table

CHUNK = 50_000
"""Characters given to the kernel at once; a piece without white space is never split, however long."""

Spans = tuple[list[int], list[int]]
"""Starts and ends of words, in order."""

FREE = b""


class Decoder(Protocol):
    """What cuts words by pkuseg's model."""

    def spans(self, text: str) -> Spans:
        """The words of a text; white space stands in none of them."""

    def forced(self, piece: str, marks: bytes) -> tuple[Spans, float]:
        """The words of a piece without white space under conditions (a byte a character), and their path's score."""


class FastDecoder:
    """The compiled decoder; its machine code comes from a file, or is compiled once (some seconds)."""

    def __init__(self, place: Path, compiled: Path | None = None) -> None:
        from pipeline.segment import pkuseg_native

        self._tables = pkuseg_table.load(pkuseg_table.folder_in(place))
        self._longest = int(np.diff(self._tables.entry_starts).max(initial=1))
        self._sizes = [self._longest, *(len(array) for array in self._tables)]
        self._addresses = [_address(array) for array in self._tables]
        self._kernel = pkuseg_native.load(compiled or place / "compiled")

    def spans(self, text: str) -> Spans:
        """The words of a text; white space stands in none of them."""
        starts: list[int] = []
        ends: list[int] = []
        for begin, end in _chunks(text):
            found, _ = self._cut(text[begin:end], FREE)
            starts += (found[0] + begin).tolist()
            ends += (found[1] + begin).tolist()
        return starts, ends

    def forced(self, piece: str, marks: bytes) -> tuple[Spans, float]:
        """The words of a piece without white space under conditions, and their path's score."""
        found, score = self._cut(piece, marks)
        return (found[0].tolist(), found[1].tolist()), score

    def _cut(self, text: str, marks: bytes) -> tuple[np.ndarray[Any, Any], float]:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        length = len(codes)
        sizes = np.array([length, len(marks), *self._sizes], np.int64)
        doubles, out = np.empty(16), np.empty((2, length), np.int32)
        room = (
            codes, np.frombuffer(marks, np.uint8), np.empty(length, np.int32), np.empty(length, np.uint16),
            np.empty(length + 1, np.int64), np.empty(length + 1, np.uint64), np.empty(self._longest + 1, np.uint64),
            np.empty((8, 7), np.int64), np.empty((2, 25), np.int64), doubles, out,
        )  # fmt: skip
        count = self._kernel(_address(sizes), *self._addresses, *map(_address, room))
        return out[:, :count], float(doubles[-1])


def _address(array: Any) -> int:
    return int(array.__array_interface__["data"][0])


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Parts of a text, parted at white space only."""
    begin = 0
    while len(text) - begin > CHUNK:
        end = begin + CHUNK
        while end < len(text) and not text[end].isspace():
            end += 1
        yield begin, end
        begin = end
    yield begin, len(text)


@lru_cache(maxsize=1)
def load(place: Path) -> Decoder:
    """The decoder of the model in this folder, loaded once a process."""
    try:
        return FastDecoder(place)
    except (ImportError, RuntimeError, pkuseg_table.TableError) as error:
        from pipeline.segment.pkuseg_reference import ReferenceDecoder

        warnings.warn(
            f"快速分词不可用，改用 spacy-pkuseg（结果相同，约慢 30 倍）/ words are cut by spacy-pkuseg, "
            f"with the same result and some 30 times slower: {error}",
            RuntimeWarning,
            stacklevel=2,
        )
        return ReferenceDecoder(place)
