"""Machine code of kernels stands alone."""

import pytest

from pipeline import native


def test_a_kernel_that_refers_to_something_outside_is_told():
    with pytest.raises(native.NativeError, match="PyErr_Clear"):
        native.standalone("declare void @PyErr_Clear()\n  call void @PyErr_Clear()\n", "cfunc.x")


def test_the_root_is_an_instruction():
    code = "declare double @sqrt(double)\n  %1 = call double @sqrt(double %0)\n"
    assert native.standalone(code, "cfunc.x") == code.replace("@sqrt", "@llvm.sqrt.f64")
