"""Kernels of pairs and of reuse as machine code: see :mod:`pipeline.native`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import platformdirs

from pipeline.addresses import addresses_of

ENDLESS = (1 << 40,)
"""The size of an array that a kernel does not ask for its size."""
Called = Callable[..., int]
"""Called with the kernel's arrays; raises TypeError where one is not as the kernel reads it."""


class _Kernel(NamedTuple):
    """A module with a function, the same given where its arrays begin (``called``), and the types of these."""

    module: str
    function: str
    kinds: Sequence[str]
    calls: Sequence[str] = ()
    """Other modules that it takes something from."""

    @property
    def name(self) -> str:
        return f"pipeline.diff.{self.module}"

    def source(self) -> tuple[Any, Callable[..., Any]]:
        """Its signature: plain addresses, so that the machine code can be called without numba."""
        from numba import from_dtype, types

        pointers = (types.CPointer(from_dtype(np.dtype(kind))) for kind in self.kinds)
        return types.int64(*pointers), import_module(self.name).called


KERNELS = {kernel.function: kernel for kernel in (
    _Kernel("letters_kernel", "common",
            ("int64", "uint64", "uint64", "int64", "int64", "int64", "float64", "float64", "int32", "int64")),
    _Kernel("likeness_kernel", "longest",
            ("int64", "uint32", "int64", "int64", "uint64", "uint64", "int32"), ("letters_kernel",)),
    _Kernel("likeness_greedy_kernel", "chosen", ("int64", "int64", "int64", "uint8", "uint8", "int64")),
    _Kernel("align_kernel", "heaviest",
            ("int64", "int64", "float64", "int64", "int64", "int64", "float64", "int64")),
    _Kernel("wording_kernel", "changed", ("int64", "uint32", "int64", "int64", "int32", "int64", "int64")),
    _Kernel("reuse_kernel", "look",
            ("int64", "uint16", "uint32", "uint8", "int64", "uint8", "uint32", "int32", "uint64", "uint64", "int64"),
            ("reuse_text", "reuse_anchors", "shingles")),
    _Kernel("reuse_met_kernel", "met",
            ("int64", "int64", "int64", "int32", "int32", "float64", "int32", "uint64", "int32",
             "int32", "int64", "uint8", "int64"), ("reuse_ranges_kernel", "reuse_anchors")),
    _Kernel("reuse_close_kernel", "close",
            ("int64", "int64", "int64", "int64", "int32", "int32", "int64"), ("reuse_anchors", "reuse_meetings")),
    _Kernel("reuse_seeds_kernel", "seeded",
            ("int64", "uint64", "int64", "int64", "int64", "int32", "int32", "int32", "int32",
             "int64", "int64", "int64", "int64")),
    _Kernel("reuse_chains_kernel", "chained", ("int64",) * 8, ("reuse_chains", "reuse_meetings")),
)}  # fmt: skip
"""By function."""


def ensure() -> None:
    """Compile what is not compiled yet on this machine: some two seconds each."""
    for function in KERNELS:
        kernel(function)


@cache
def kernel(function: str) -> Called:
    """A function of ``KERNELS`` from its file, or compiled once a machine."""
    from pipeline import native  # not before there is work for it: it costs some hundredths of a second

    one = KERNELS[function]
    files = [Path(__file__).with_name(f"{name}.py") for name in (one.module, *one.calls, "kernels")]
    made = native.Kernel(one.source, len(one.kinds), files)
    try:
        compiled = native.load(made, platformdirs.user_cache_path("duizhao") / "compiled")
    except RuntimeError:
        return by_numba(function)
    kinds = [np.dtype(kind) for kind in one.kinds]  # once: to make one of its name takes longer than to compare it
    return lambda *arrays: compiled(*_addresses(arrays, kinds))


def by_numba(function: str) -> Called:
    """The same as numba compiles it for this process alone, where machine code can't be kept."""
    one = KERNELS[function]
    compiled: Called = getattr(import_module(one.name), one.function)
    return compiled


def _addresses(arrays: Sequence[np.ndarray], kinds: Sequence[np.dtype[Any]]) -> list[int]:
    for array, kind in zip(arrays, kinds, strict=True):
        if array.dtype != kind or not array.flags.c_contiguous:
            raise TypeError(f"a kernel reads {kind} side by side, not {array.dtype}")
    return addresses_of(arrays)
