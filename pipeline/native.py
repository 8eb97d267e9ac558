"""Kernels as machine code that is kept in a file: numba compiles them once, llvmlite alone loads them again.

Importing numba and letting it find its own cache costs half a second and 60 MB in every process; a call by address
needs neither. A file is named after the processor and the kernel's source, so that machines can share a folder.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llvmlite  # type: ignore[import-untyped]
import llvmlite.binding as llvm  # type: ignore[import-untyped]

NAME = "duizhao_kernel"

Compiled = Callable[..., int]
"""Called with as many addresses as its kernel takes."""


class NativeError(RuntimeError):
    """The machine code can't be made here."""


@dataclass(frozen=True)
class Kernel:
    """A function of addresses that refers to nothing outside itself and owns no memory.

    ``source``: imports numba and gives the function's signature and the function. ``addresses``: how many it takes.
    ``files``: what its code is made of.
    """

    source: Callable[[], tuple[Any, Callable[..., Any]]]
    addresses: int
    files: Sequence[Path]


def load(kernel: Kernel, folder: Path) -> Compiled:
    """The kernel from its file, or compiled (some seconds) and kept there if the folder can be written."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    path = folder / f"{_fingerprint(kernel)}.o"
    code = path.read_bytes() if path.is_file() else _compile_and_keep(kernel, path)
    return _callable(code, kernel.addresses)


def _fingerprint(kernel: Kernel) -> str:
    """What the machine code depends on: the source, the processor, the libraries."""
    parts = (*(path.read_text("utf-8") for path in (Path(__file__), *kernel.files)), llvm.get_host_cpu_name(),
             llvm.get_host_cpu_features().flatten(), llvm.get_process_triple(), llvmlite.__version__)  # fmt: skip
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _compile_and_keep(kernel: Kernel, path: Path) -> bytes:
    code = _compile(kernel)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")
        new.write_bytes(code)
        os.replace(new, path)
    except OSError:
        pass  # a read-only folder: compiled again by the next process
    return code


def _compile(kernel: Kernel) -> bytes:
    """The object file of a kernel."""
    import numba

    signature, function = kernel.source()
    made = numba.cfunc(signature, error_model="numpy")(function)
    module = llvm.parse_assembly(standalone(made.inspect_llvm(), made.native_name))
    return bytes(_target_machine().emit_object(module))


def standalone(code: str, wrapper: str) -> str:
    """LLVM code without numba's wrapper for callers from Python, which needs numba and Python in the process.

    A kernel owns no memory, so that what would free it is never called and may do nothing.
    """
    native = wrapper.removeprefix("cfunc.")
    code = re.sub(rf'^define [^\n]*@"?{re.escape(wrapper)}"?\([\s\S]*?^}}\n', "", code, flags=re.M)
    code = re.sub(rf'@"?{re.escape(native)}"?(?=\()', f"@{NAME}", code)
    code = re.sub(
        r"^declare void @NRT_MemInfo_call_dtor\(ptr\)[^\n]*",
        "define internal void @NRT_MemInfo_call_dtor(ptr %unused) { ret void }",
        code,
        flags=re.M,
    )
    code = re.sub(r"@sqrt\b", "@llvm.sqrt.f64", code)  # an instruction, where C's function sets an error, too
    declared = set(re.findall(r"^declare [^\n]*?@(\w+)\(", code, flags=re.M))
    declared.update(re.findall(r"^@(\w+) = external", code, flags=re.M))
    if wanted := sorted(name for name in declared if len(re.findall(rf"@{name}\b", code)) > 1):
        raise NativeError(f"the kernel refers to {', '.join(wanted)}")
    return code


def _target_machine() -> llvm.TargetMachine:
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=3, jit=True)


def _callable(code: bytes, addresses: int) -> Compiled:
    """Load an object file; the engine that owns its memory lives as long as the function."""
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(NAME)
    if not address:
        raise NativeError("the object file holds no kernel")
    # numba's own convention: the result's address, the error's address, then the arguments; the status comes back
    pointers = [ctypes.c_void_p] * (2 + addresses)
    native = ctypes.CFUNCTYPE(ctypes.c_int32, *pointers)(address)

    def call(*given: int, keep: Any = engine) -> int:
        result, error = ctypes.c_int64(), ctypes.c_void_p()
        if native(ctypes.addressof(result), ctypes.addressof(error), *given):
            raise NativeError("the kernel failed")
        return result.value

    return call
