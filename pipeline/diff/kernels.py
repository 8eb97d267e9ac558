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


_COMMON = _Kernel("letters_kernel", "common",
                  ("int64", "uint64", "uint64", "int64", "int64", "int64", "float64", "float64", "int32", "int64"))  # fmt: skip
_LONGEST = _Kernel("likeness_kernel", "longest",
                   ("int64", "uint32", "int64", "int64", "uint64", "uint64", "int32"), ("letters_kernel",))  # fmt: skip
_CHOSEN = _Kernel("likeness_greedy_kernel", "chosen", ("int64", "int64", "int64", "uint8", "uint8", "int64"))
_HEAVIEST = _Kernel("align_kernel", "heaviest",
                    ("int64", "int64", "float64", "int64", "int64", "int64", "float64", "int64"))  # fmt: skip
_CHANGED = _Kernel("wording_kernel", "changed", ("int64", "uint32", "int64", "int64", "int32", "int64", "int64"))

_LOOK = _Kernel("reuse_kernel", "look",
                ("int64", "uint16", "uint32", "uint8", "int64", "uint8", "uint32", "int32", "uint64", "uint64", "int64"),
                ("reuse_text", "reuse_anchors", "shingles"))  # fmt: skip

_GROUPED = _Kernel("reuse_ranges_kernel", "grouped", ("int64", "uint64", "int32", "int32", "int64", "int64"))
_SEEDED = _Kernel("reuse_seeds_kernel", "seeded",
                  ("int64", "uint64", "int64", "int64", "int64", "int32", "int32", "int32", "int32",
                   "int64", "int64", "int64", "int64"))  # fmt: skip
_CHAINED = _Kernel("reuse_chains_kernel", "chained", ("int64",) * 8, ("reuse_chains", "reuse_meetings"))


def ensure() -> None:
    """Compile what is not compiled yet on this machine: some seconds."""
    common()
    longest()
    chosen()
    heaviest()
    changed()
    look()
    chained()
    grouped()
    seeded()


@cache
def common() -> Called:
    """``letters_kernel.common`` from its file, or compiled once a machine."""
    return _loaded(_COMMON)


@cache
def longest() -> Called:
    """``likeness_kernel.longest`` from its file, or compiled once a machine."""
    return _loaded(_LONGEST)


@cache
def chosen() -> Called:
    """``likeness_greedy_kernel.chosen`` from its file, or compiled once a machine."""
    return _loaded(_CHOSEN)


@cache
def heaviest() -> Called:
    """``align_kernel.heaviest`` from its file, or compiled once a machine."""
    return _loaded(_HEAVIEST)


@cache
def changed() -> Called:
    """``wording_kernel.changed`` from its file, or compiled once a machine."""
    return _loaded(_CHANGED)


@cache
def look() -> Called:
    """``reuse_kernel.look`` from its file, or compiled once a machine."""
    return _loaded(_LOOK)


@cache
def chained() -> Called:
    """``reuse_chains_kernel.chained`` from its file, or compiled once a machine."""
    return _loaded(_CHAINED)


@cache
def grouped() -> Called:
    """``reuse_ranges_kernel.grouped`` from its file, or compiled once a machine."""
    return _loaded(_GROUPED)


@cache
def seeded() -> Called:
    """``reuse_seeds_kernel.seeded`` from its file, or compiled once a machine."""
    return _loaded(_SEEDED)


def by_numba() -> tuple[Called, ...]:
    """All of them as numba compiles them for this process alone."""
    return tuple(map(_by_numba, (_COMMON, _LONGEST, _CHANGED, _LOOK, _CHAINED, _GROUPED, _SEEDED, _CHOSEN, _HEAVIEST)))


def _loaded(kernel: _Kernel) -> Called:
    from pipeline import native  # not before there is work for it: it costs some hundredths of a second

    files = [Path(__file__).with_name(f"{name}.py") for name in (kernel.module, *kernel.calls, "kernels")]
    made = native.Kernel(kernel.source, len(kernel.kinds), files)
    try:
        compiled = native.load(made, platformdirs.user_cache_path("duizhao") / "compiled")
    except RuntimeError:
        return _by_numba(kernel)
    kinds = [np.dtype(kind) for kind in kernel.kinds]  # once: to make one of its name takes longer than to compare it
    return lambda *arrays: compiled(*_addresses(arrays, kinds))


def _by_numba(kernel: _Kernel) -> Called:
    """The same where machine code can't be kept."""
    compiled: Called = getattr(import_module(kernel.name), kernel.function)
    return compiled


def _addresses(arrays: Sequence[np.ndarray], kinds: Sequence[np.dtype[Any]]) -> list[int]:
    for array, kind in zip(arrays, kinds, strict=True):
        if array.dtype != kind or not array.flags.c_contiguous:
            raise TypeError(f"a kernel reads {kind} side by side, not {array.dtype}")
    return addresses_of(arrays)
