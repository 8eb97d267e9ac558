"""The kernel as machine code that is kept in a file: numba compiles it once, llvmlite alone loads it again.

Importing numba and letting it find its own cache costs half a second and 60 MB in every process; a call by address
needs neither. The file is named after the processor and the kernel's source, so that machines can share a folder.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llvmlite  # type: ignore[import-untyped]
import llvmlite.binding as llvm  # type: ignore[import-untyped]

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
NAME = "duizhao_cut"

Kernel = Callable[..., int]
"""Called with addresses: see ``pkuseg_kernel.cut``."""


class NativeError(RuntimeError):
    """The machine code can't be made here."""


def load(folder: Path) -> Kernel:
    """The kernel from its file, or compiled (some seconds) and kept there if the folder can be written."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    path = folder / f"{_fingerprint()}.o"
    code = path.read_bytes() if path.is_file() else _compile_and_keep(path)
    return _callable(code)


def _fingerprint() -> str:
    """What the machine code depends on: the source, the processor, the libraries."""
    parts = (*(path.read_text("utf-8") for path in SOURCES), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten(),
             llvm.get_process_triple(), llvmlite.__version__)  # fmt: skip
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _compile_and_keep(path: Path) -> bytes:
    code = _compile()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")
        new.write_bytes(code)
        os.replace(new, path)
    except OSError:
        pass  # a read-only folder: compiled again by the next process
    return code


def _compile() -> bytes:
    """The object file of ``pkuseg_kernel.cut``, which refers to nothing outside itself."""
    import numba

    from pipeline.segment import pkuseg_kernel

    made = numba.cfunc(pkuseg_kernel.SIGNATURE, error_model="numpy")(pkuseg_kernel.cut)
    module = llvm.parse_assembly(_standalone(made.inspect_llvm(), made.native_name))
    return bytes(_target_machine().emit_object(module))


def _standalone(code: str, wrapper: str) -> str:
    """LLVM code without numba's wrapper for callers from Python, which needs numba and Python in the process.

    The kernel owns no memory, so that what would free it is never called and may do nothing.
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
    declared = set(re.findall(r"^declare [^\n]*?@(\w+)\(", code, flags=re.M))
    declared.update(re.findall(r"^@(\w+) = external", code, flags=re.M))
    if wanted := sorted(name for name in declared if len(re.findall(rf"@{name}\b", code)) > 1):
        raise NativeError(f"the kernel refers to {', '.join(wanted)}")
    return code


def _target_machine() -> llvm.TargetMachine:
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=3, jit=True)


def _callable(code: bytes) -> Kernel:
    """Load an object file; the engine that owns its memory lives as long as the function."""
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(NAME)
    if not address:
        raise NativeError("the object file holds no kernel")
    pointers = [ctypes.c_void_p] * (1 + TABLES + len(ROOM_TYPES))
    # numba's own convention: the result's address, the error's address, then the arguments; the status comes back
    native = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *pointers)(address)

    def call(*addresses: int, keep: Any = engine) -> int:
        result, error = ctypes.c_int64(), ctypes.c_void_p()
        if native(ctypes.addressof(result), ctypes.addressof(error), *addresses):
            raise NativeError("the kernel failed")
        return result.value

    return call
