"""Every notebook runs on the processed tables, each under a minute; the repository holds them without outputs."""

import os

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
OUT = os.environ.get("DUIZHAO_OUT", str(ROOT / "data" / "processed"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_is_stored_without_outputs(path):
    cells = nbformat.read(path, as_version=4).cells
    assert [c.id for c in cells if c.cell_type == "code" and (c.outputs or c.execution_count)] == []


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_runs(path, monkeypatch):
    if not os.path.isdir(os.path.join(OUT, "reports")):
        pytest.skip(f"no tables in {OUT}: run make all first")
    monkeypatch.setenv("DUIZHAO_OUT", OUT)
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(path.parent)}}).execute()
