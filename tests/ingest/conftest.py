from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pipeline import ingest, profiles
from pipeline.ingest import Reading


@pytest.fixture(scope="session")
def language(known: Mapping[str, profiles.Profile]) -> profiles.Profile:
    return known["other"]


@pytest.fixture
def read(known: Mapping[str, profiles.Profile]) -> Callable[..., Reading]:
    """Read bytes as a file of that name: ``read("a.html", data, year="2020")``."""

    def run(source: str, data: bytes, **facts: str) -> Reading:
        return ingest.read(source, data, known, facts)

    return run


@pytest.fixture
def one(read: Callable[..., Reading]) -> Callable[..., dict[str, Any]]:
    """The only report in a file; fails with the reason where there is none."""

    def run(source: str, data: bytes, **facts: str) -> dict[str, Any]:
        reading = read(source, data, **facts)
        assert len(reading.reports) == 1, reading.rejected
        return reading.reports[0]

    return run


@pytest.fixture
def refusal(read: Callable[..., Reading]) -> Callable[..., str]:
    """The reason code with which a file is refused."""

    def run(source: str, data: bytes, **facts: str) -> str:
        reading = read(source, data, **facts)
        assert not reading.reports and len(reading.rejected) == 1, [r["title"] for r in reading.reports]
        assert reading.rejected[0]["detail"]
        return str(reading.rejected[0]["reason"])

    return run
