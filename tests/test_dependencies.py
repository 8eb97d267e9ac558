"""Every library that the code imports is stated in pyproject.toml, with a lower bound, and pinned in the lock."""

import ast
import re
import sys
import tomllib

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAMES = {
    "sklearn": "scikit-learn",
    "PIL": "pillow",
    "readability": "readability-lxml",
    "docx": "python-docx",
    "bs4": "beautifulsoup4",
    "upath": "universal-pathlib",
    "pdfminer": "pdfminer-six",
}
"""Modules whose package has another name."""


def stated(*groups: str) -> set[str]:
    lines = [*PROJECT["dependencies"], *(line for g in groups for line in PROJECT["optional-dependencies"][g])]
    return {re.split(r"[<>=\[; ]", line)[0].lower().replace("_", "-") for line in lines}


def imported(folder: str) -> dict[str, str]:
    found = {}
    # what others do is measured in environments of their own, which the benchmark makes
    for path in (p for p in (ROOT / folder).rglob("*.py") if not p.stem.endswith("_others")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                top = name.split(".")[0]
                if (
                    top not in sys.stdlib_module_names
                    and top not in ("pipeline", "tests", "benchmarks")
                    and not path.with_name(f"{top}.py").exists()
                ):
                    found[NAMES.get(top, top).lower().replace("_", "-")] = str(path)
    return found


def test_what_the_pipeline_imports_is_stated():
    known = stated(*(g for g in PROJECT["optional-dependencies"] if g != "dev"))
    assert {name: path for name, path in imported("pipeline").items() if name not in known} == {}


def test_what_tests_and_benchmarks_import_is_stated():
    known = stated(*PROJECT["optional-dependencies"])
    found = imported("tests") | imported("benchmarks")
    assert {name: path for name, path in found.items() if name not in known} == {}


def test_every_dependency_has_a_lower_bound_and_is_locked():
    lock = (ROOT / "requirements.lock").read_text("utf-8").lower().replace("_", "-")
    for line in PROJECT["dependencies"]:
        assert ">=" in line, line
        assert re.search(rf"^{re.escape(re.split('[>[]', line)[0].lower())}==", lock, re.M), f"{line}: run make lock"


def test_the_lock_names_no_registry():
    assert "://" not in (ROOT / "requirements.lock").read_text("utf-8")
