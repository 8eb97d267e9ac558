"""The kernels of links as machine code: see :mod:`pipeline.native`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from pipeline.addresses import addresses_of

GRAMS_TYPES = ("uint32", "uint8", "int32", "uint32", "int32", "int32", "int64", "uint8", "int64")
"""Of the arrays of a text, in order: see ``links_kernel_grams.grams``."""
KINDS_TYPES = ("int64", "int32", "int64", "uint8", "int32", "int32", "int32", "int32", "int32", "int32", "int32")
"""Of sizes and the arrays of pairs of characters, in order: see ``links_kernel_kinds.order``."""
CONCEPTS_TYPES = ("int64", "uint32", "int64", "int64", "int64", "uint32", "int64", "int64", "int8", "int8")
"""Of sizes, a text, the words of concepts and what is written, in order: see ``links_kernel_concepts.speak``."""
PAIR_TYPES = ("int64", "float64", "float64", "float64", "float64", "float64", "uint32", "float64", "bool")
"""Of the arrays of a pair, in order: see ``links_kernel.share``."""
SIDE_TYPES = ("uint32", "uint32", "uint8", "uint32", "uint32", "uint32", "int64", "uint32", "bool",
              "uint64", "uint64", "uint64", "uint64", "uint64", "uint64")  # fmt: skip
"""Of the arrays of a side, in order: see ``links_kernel.Side``. A place without a sign needn't be counted from behind."""
SCORES = 12
"""So many scores of every two sentences can be weighed."""
WEIGH_TYPES = ("int64", "float64", "float64", "int64", *("float64",) * (1 + SCORES))
"""Of the arrays that are weighed, in order: see ``links_kernel_weigh.weigh``."""
SIDE_OF_TYPES = ("int64", "int64", "uint32", "uint32", "uint32", "int64", "int64", "int64", "int64", "int64", "int64",
                 "float64")  # fmt: skip
"""Of the arrays that a side is made of, in order: sizes, numbers, those of ``links_kernel_side.Report``."""
SIDE_MADE_TYPES = ("int64", "int64", "uint32", "int64", "int64", "int64", "int64", "int64", "int64", "int64",
                   "float64", "float64", "float64")  # fmt: skip
"""Of the arrays that are made, in order: see ``links_kernel_side.Made``."""


@dataclass(frozen=True, eq=False)
class Arrays:
    """Arrays for the kernel, and the types that it reads them as."""

    values: Sequence[np.ndarray]
    types: Sequence[str]

    @cached_property
    def read(self) -> list[np.ndarray]:
        """They as the kernel reads them: no number has a sign."""
        return [array.view(kind) for array, kind in zip(self.values, self.types, strict=True)]

    @cached_property
    def addresses(self) -> list[int]:
        """Where they begin; raises TypeError where one is not as the kernel reads it."""
        for array, kind in zip(self.values, self.types, strict=True):
            if array.dtype not in _accepted(kind) or not array.flags.c_contiguous:
                raise TypeError(f"the kernel of links reads {kind} side by side, not {array.dtype}")
        return addresses_of(self.values)


@cache
def _accepted(kind: str) -> tuple[np.dtype, np.dtype]:
    """A type, and the same with a sign."""
    return np.dtype(kind), np.dtype(kind.removeprefix("u"))


Plain = Callable[[Arrays], object]
"""Called with its arrays; writes the last of them."""
Share = Callable[[Arrays, Arrays, Arrays], object]
"""Called with the arrays of a pair, of its side a and of its side b; writes the last two of the pair."""
Choose = Callable[[Arrays, Arrays], object]
"""Called with what a side is made of and with what is made; writes that."""


def ensure() -> None:
    """Compile what is not compiled yet on this machine: some seconds."""
    grams()
    order()
    speak()
    choose()
    share()
    weigh()


@cache
def grams() -> Plain:
    """``links_kernel_grams.grams`` from its file, or compiled once a machine."""
    return _plain("links_kernel_grams", GRAMS_TYPES, grams_by_numba)


@cache
def order() -> Plain:
    """``links_kernel_kinds.order`` from its file, or compiled once a machine."""
    return _plain("links_kernel_kinds", KINDS_TYPES, order_by_numba)


@cache
def speak() -> Plain:
    """``links_kernel_concepts.speak`` from its file, or compiled once a machine."""
    return _plain("links_kernel_concepts", CONCEPTS_TYPES, speak_by_numba)


@cache
def share() -> Share:
    """``links_kernel.share`` from its file, or compiled once a machine."""
    compiled = _compiled("links_kernel", len(PAIR_TYPES) + 2 * len(SIDE_TYPES))
    return share_by_numba() if compiled is None else lambda p, a, b: compiled(*p.addresses, *a.addresses, *b.addresses)


@cache
def weigh() -> Plain:
    """``links_kernel_weigh.weigh`` from its file, or compiled once a machine."""
    return _plain("links_kernel_weigh", WEIGH_TYPES, weigh_by_numba)


@cache
def choose() -> Choose:
    """``links_kernel_side.choose`` from its file, or compiled once a machine."""
    compiled = _compiled("links_kernel_side", len(SIDE_OF_TYPES) + len(SIDE_MADE_TYPES))
    return choose_by_numba() if compiled is None else lambda known, made: compiled(*known.addresses, *made.addresses)


def grams_by_numba() -> Plain:
    """The same as numba compiles it for this process alone, where machine code can't be kept."""
    from pipeline.diff.links_kernel_grams import grams

    compiled: Any = grams
    return lambda arrays: compiled(*arrays.values)


def order_by_numba() -> Plain:
    """The same as numba compiles it for this process alone."""
    from pipeline.diff.links_kernel_kinds import order

    compiled: Any = order
    return lambda arrays: compiled(*arrays.values[1:])


def speak_by_numba() -> Plain:
    """The same as numba compiles it for this process alone."""
    from pipeline.diff.links_kernel_concepts import speak

    compiled: Any = speak
    return lambda arrays: compiled(*arrays.values[1:])


def share_by_numba() -> Share:
    """The same as numba compiles it for this process alone."""
    from pipeline.diff.links_kernel import Side, share

    compiled: Any = share
    return lambda pair, a, b: compiled(*pair.read, Side(*a.read), Side(*b.read))


def weigh_by_numba() -> Plain:
    """The same as numba compiles it for this process alone."""
    from pipeline.diff.links_kernel_weigh import weigh

    compiled: Any = weigh
    return lambda arrays: compiled(*arrays.read[:-SCORES], tuple(arrays.read[-SCORES:]))


def choose_by_numba() -> Choose:
    """The same as numba compiles it for this process alone."""
    from pipeline.diff.links_kernel_side import Made, Report, choose

    compiled: Any = choose
    return lambda known, made: compiled(known.read[1], Report(*known.read[2:]), Made(*made.read))


def _plain(module: str, types: Sequence[str], by_numba: Callable[[], Plain]) -> Plain:
    compiled = _compiled(module, len(types))
    return by_numba() if compiled is None else lambda arrays: compiled(*arrays.addresses)


def _compiled(module: str, addresses: int) -> Callable[..., int] | None:
    """The kernel of a module, called by addresses; None where machine code can't be kept."""
    from pipeline import native  # not before there are links to make: it costs some hundredths of a second

    def source() -> tuple[Any, Callable[..., Any]]:
        kernel = import_module(f"pipeline.diff.{module}")
        return kernel.SIGNATURE, kernel.called

    sources = [
        Path(__file__).with_name(f"{name}.py") for name in (module, "links_grams", "links_words", "links_native")
    ]
    try:
        return native.load(
            native.Kernel(source, addresses, sources), platformdirs.user_cache_path("duizhao") / "compiled"
        )
    except RuntimeError:
        return None
