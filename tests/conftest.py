"""What all tests share: where the real reports are, and that nothing needed is skipped where it should be there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline import profiles

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("DUIZHAO_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared corpus of real reports; tests that use it are marked ``corpus``."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("no shared corpus here: set DUIZHAO_SHARED to its folder")
    return SHARED


@pytest.fixture(scope="session")
def known() -> Mapping[str, profiles.Profile]:
    """All profiles by id."""
    return profiles.load_all()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where DUIZHAO_CI is set, a skip means that something the script should have provided is absent: a failure."""
    report = yield
    if report.skipped and os.environ.get("DUIZHAO_CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report
