import pytest

from pipeline import fingerprint

CODE = '''
"""About."""
def f(x):
    """Says what."""
    return x + 1
'''


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (CODE.replace("return", "# why\n    return"), True),
        (CODE.replace("Says what.", "Says more."), True),
        (CODE.replace("x + 1", "x +\\\n 1"), True),
        (CODE.replace("x + 1", "x + 2"), False),
    ],
)
def test_only_what_code_does_counts(other, same):
    assert (fingerprint._parsed(CODE) == fingerprint._parsed(other)) is same


def test_a_module_counts_what_it_imports():
    assert fingerprint.code_of("pipeline.engine") != fingerprint.code_of("pipeline.store")
    code = """
from pipeline import tables
import os
def f(x):
    try:
        if x:
            from pipeline.store import Store
    except ValueError:
        import pipeline.engine
    match x:
        case 1:
            from pipeline import stage
"""
    wanted = ["pipeline.engine", "pipeline.stage", "pipeline.store", "pipeline.tables"]
    assert fingerprint._parsed(code)[1] == wanted, "wherever it stands"
