"""Arrays begin where numpy says so."""

import numpy as np
import pytest

from pipeline.addresses import addresses_of


@pytest.mark.parametrize(
    "array",
    [np.ones(3, np.uint8), np.ones((2, 3)), np.zeros(0), np.frombuffer(b"12345678", np.int64), np.ones(2, bool)],
    ids=["bytes", "rows", "empty", "read only", "truth values"],
)
def test_an_array_begins_where_numpy_says(array):
    assert addresses_of([array]) == [array.ctypes.data]
