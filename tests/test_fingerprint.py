import json

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


@pytest.fixture
def newly(tmp_path, monkeypatch):
    """``newly(folder)``: the digest of a module as a process finds it that begins now and keeps what it parses there."""

    def found(folder):
        monkeypatch.setattr(fingerprint, "KEPT", tmp_path / folder / "parsed.json")
        fingerprint._known.cache_clear()
        return fingerprint.code_of("pipeline.tables")

    yield found
    fingerprint._known.cache_clear()


@pytest.mark.parametrize("folder", ["here", "a file/here"])
def test_what_was_parsed_is_kept_beside_the_code_where_that_can_be_written(folder, newly, tmp_path, monkeypatch):
    (tmp_path / "a file").write_text("")
    found = newly(folder)
    if "file" not in folder:
        monkeypatch.setattr(fingerprint, "_parsed", lambda code: pytest.fail("parsed again"))
    assert newly(folder) == found


def test_what_another_version_parsed_is_not_believed(newly, tmp_path):
    found = newly("here")
    kept = json.loads((tmp_path / "here" / "parsed.json").read_text())
    files = {content: ["another digest", imports] for content, (_, imports) in kept["files"].items()}
    for by, same in ((kept["by"], False), ("another", True)):
        (tmp_path / "here" / "parsed.json").write_text(json.dumps({"by": by, "files": files}))
        assert (newly("here") == found) is same
