"""pkuseg's words at some hundred times its speed: our own decoder of the same model, over memory-mapped tables.

Where the compiled part or the tables can't be had, :func:`load` says so once and gives spacy-pkuseg itself, behind
the same two methods and with the same words.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.segment import pkuseg_table
from pipeline.segment.pkuseg_table import COLUMNS, LONG, LONGEST, MEETINGS, TAGS
from pipeline.spotting import Ints, codes_of

CHUNK = 50_000
"""Characters given to the kernel at once; a piece without white space is never split, however long."""

Spans = tuple[Ints, Ints]
"""Starts and ends of words, in order."""


class Decoder(Protocol):
    """What cuts words by pkuseg's model."""

    def spans(self, text: str) -> Spans:
        """The words of a text; white space stands in none of them."""

    def forced(self, pieces: Sequence[str], marks: Sequence[bytes]) -> list[tuple[Spans, float]]:
        """The words of pieces without white space under conditions (a byte a character), and their paths' scores."""


class FastDecoder:
    """The compiled decoder; its machine code comes from a file, or is compiled once (some seconds)."""

    def __init__(self, place: Path, compiled: Path | None = None) -> None:
        from pipeline.segment import pkuseg_native

        tables = pkuseg_table.load(pkuseg_table.folder_in(place))
        self._tables = (*tables, *_in_whole_numbers(tables))
        self._longest = int(np.diff(tables.entry_starts).max(initial=1))
        self._sizes = [self._longest, *(len(array) for array in tables)]
        self._addresses = [_address(array) for array in self._tables]
        self._kernel = pkuseg_native.load(compiled or place / "compiled")

    def spans(self, text: str) -> Spans:
        """The words of a text; white space stands in none of them."""
        found = [self._cut(text[begin:end], b"")[0] + begin for begin, end in _chunks(text)]
        starts, ends = np.concatenate(found, axis=1, dtype=np.int64)
        return starts, ends

    def forced(self, pieces: Sequence[str], marks: Sequence[bytes]) -> list[tuple[Spans, float]]:
        """The words of pieces without white space under conditions, and their paths' scores."""
        (starts, ends), scores = self._cut("\n".join(pieces), b"\0".join(marks))
        begins = np.cumsum([0, *(len(piece) + 1 for piece in pieces)])
        words = np.searchsorted(starts, begins)
        return [
            ((starts[a:b] - begin, ends[a:b] - begin), score)
            for a, b, begin, score in zip(words[:-1], words[1:], begins[:-1], scores.tolist(), strict=False)
        ]

    def _cut(self, text: str, marks: bytes) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        codes = codes_of(text)
        length = len(codes)
        sizes = np.array([length, len(marks), *self._sizes], np.int64)
        scores, out = np.empty(length), np.empty((2, length), np.int32)
        room = (
            codes, np.frombuffer(marks, np.uint8), np.empty(length, np.int32), np.empty(length, np.uint16),
            np.empty(length + 1, np.int64), np.empty(length + 1, np.uint64), np.empty(self._longest + 1, np.uint64),
            np.empty(length, np.int16), np.empty((length + LONGEST + 1, COLUMNS), np.int32),
            np.empty((2, MEETINGS), np.int64), np.empty(3 * TAGS), np.empty((LONG, TAGS), np.int64), scores, out,
        )  # fmt: skip
        count = self._kernel(_address(sizes), *self._addresses, *map(_address, room))
        return out[:, :count], scores


def _in_whole_numbers(tables: pkuseg_table.Tables) -> tuple[NDArray[np.int32], Ints]:
    """The weights that the tables hold as doubles, as whole ten-thousandths."""
    places = pkuseg_table.PLACES
    singles = np.rint(tables.singles * places).astype(np.int32)
    singles[:, :TAGS] += tables.start  # every character has these: added once, here
    return singles, np.rint(tables.edges * places).astype(np.int64)


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
            f"快速分词不可用，改用 spacy-pkuseg（结果相同，约慢百倍）/ words are cut by spacy-pkuseg, "
            f"with the same result and some hundred times slower: {error}",
            RuntimeWarning,
            stacklevel=2,
        )
        return ReferenceDecoder(place)
