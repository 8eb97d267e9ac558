"""The decoder's kernel as machine code: see :mod:`pipeline.native`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline import native

TABLE_TYPES = ("uint16", "float64", "uint64", "int32", "uint64", "int32", "uint64", "int32", "int32", "float64",
               "bool", "uint64", "int32", "uint32")  # fmt: skip
"""Of the arrays of :class:`pipeline.segment.pkuseg_table.Tables`, in order."""
ROOM_TYPES = ("int32", "int64", "uint32", "uint8", "int32", "uint16", "int64", "uint64", "uint64", "int16", "int32", "int64",
              "float64", "int64", "float64", "int32")  # fmt: skip
"""Weights in whole numbers, text, conditions, then what the kernel works in and writes."""
TABLES = len(TABLE_TYPES)
SOURCES = [
    Path(__file__).with_name(f"pkuseg_{name}.py") for name in ("kernel", "whole", "features", "join", "table", "native")
]


def load(folder: Path) -> native.Compiled:
    """The kernel from its file, or compiled (some seconds) and kept there; called as ``pkuseg_kernel.cut``."""
    return native.load(native.Kernel(_source, 1 + TABLES + len(ROOM_TYPES), SOURCES), folder)


def _source() -> tuple[Any, Callable[..., Any]]:
    from pipeline.segment import pkuseg_kernel

    return pkuseg_kernel.SIGNATURE, pkuseg_kernel.cut
