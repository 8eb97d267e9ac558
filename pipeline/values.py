"""Python values as bytes: their arrays stand behind the rest as they lie in memory, so that a file can be mapped.

What is mapped is read when it is touched: a step that merges partial results of all shards holds what it looks at, not
all of them.
"""

from __future__ import annotations

import mmap
import pickle
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"values 1"
ALIGNED = 64
"""Bytes at a multiple of which each piece starts."""


def dumps(value: Any) -> list[bytes | memoryview]:
    """The value's bytes in pieces: a mark, how many there are, how long each is, the value without its arrays, its arrays."""
    arrays: list[pickle.PickleBuffer] = []
    head = pickle.dumps(value, protocol=5, buffer_callback=arrays.append)
    pieces: list[bytes | memoryview] = [head, *(array.raw() for array in arrays)]
    sizes = [len(piece) for piece in pieces]
    index = MAGIC + b"".join(number.to_bytes(8, "little") for number in (len(sizes), *sizes))
    made: list[bytes | memoryview] = []
    for piece in (index, *pieces):
        made += [piece, bytes(-len(piece) % ALIGNED)]
    return made


def loads(data: bytes | mmap.mmap) -> Any:
    """The value of which :func:`dumps` made these bytes, with its arrays as they lie in them; None for other bytes."""
    view = memoryview(data)
    if view[:8] != MAGIC:
        return None
    count = int.from_bytes(view[8:16], "little")
    sizes = [int.from_bytes(view[8 * k : 8 * k + 8], "little") for k in range(2, count + 2)]
    starts = accumulate((_padded(size) for size in sizes), initial=_padded(8 * (count + 2)))
    pieces: Sequence[memoryview] = [view[start : start + size] for start, size in zip(starts, sizes, strict=False)]
    return pickle.loads(pieces[0], buffers=pieces[1:])


def let_go(array: NDArray[Any]) -> None:
    """Give back the memory of a mapped file by one of its arrays: what is touched again is read again, as the file has it."""
    held: Any = array
    while isinstance(held, np.ndarray):
        held = held.base
    file = held.obj if isinstance(held, memoryview) else None
    if isinstance(file, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):  # not on Windows
        file.madvise(mmap.MADV_DONTNEED)


def _padded(size: int) -> int:
    return size + -size % ALIGNED


def mapped(path: Path) -> mmap.mmap:
    """A file's bytes, read when they are touched; what is written to them stays in this process."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
