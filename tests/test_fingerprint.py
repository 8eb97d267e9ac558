import ast

import pytest

from pipeline import fingerprint

CODE = '''
"""About."""
def f(x):
    """Says what."""
    return x + 1
'''


def of(code: str) -> str:
    return ast.dump(fingerprint._without_docstrings(ast.parse(code)))


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
    assert (of(CODE) == of(other)) is same


def test_a_module_counts_what_it_imports():
    assert fingerprint.code_of("pipeline.engine") != fingerprint.code_of("pipeline.store")
    names = list(
        fingerprint._imports(ast.parse("from pipeline import tables\nfrom pipeline.store import Store\nimport os"))
    )
    assert names == ["pipeline.tables", "pipeline.store"]
