import pytest

from pipeline import fingerprint
from pipeline.engine import code_of
from pipeline.store import Store

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


@pytest.mark.parametrize("folder", ["here", "a file/here"])
def test_what_was_parsed_is_kept_beside_the_code_where_that_can_be_written(folder, tmp_path, monkeypatch):
    (tmp_path / "a file").write_text("")
    monkeypatch.setattr(fingerprint, "KEPT", tmp_path / folder / "parsed.json")
    found = code_of(Store(tmp_path / "one"), ["pipeline.tables"])
    if "file" not in folder:
        monkeypatch.setattr(fingerprint, "_parsed", lambda code: pytest.fail("parsed again"))
    assert code_of(Store(tmp_path / "another"), ["pipeline.tables"]) == found


def test_what_another_version_parsed_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprint, "KEPT", tmp_path / "parsed.json")
    fingerprint.keep({"content": ("digest", [])})
    assert fingerprint.kept() == {"content": ["digest", []]}
    monkeypatch.setattr(fingerprint, "_source", lambda path: ("another", ""))
    assert fingerprint.kept() == {}
