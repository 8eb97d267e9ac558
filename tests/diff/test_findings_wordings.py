"""What is said in many ways is found in each of them: the invented sentences of wordings.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.diff.one_report import findings_of

WORDINGS = tomllib.loads((Path(__file__).parent / "wordings.toml").read_text("utf-8"))
NOT_YET = WORDINGS.pop("not_yet")
OF_WORK_REPORTS = re.compile("产值|生产总值|公共预算|就业|学位|户籍|招引|重点项目")


def cases():
    for kind, texts in WORDINGS.items():
        yield from (pytest.param(kind, text, id=f"{kind[:6]}-{text[:14]}") for text in texts)
    mark = pytest.mark.xfail(strict=True, reason="not yet found")
    for kind, texts in NOT_YET.items():
        yield from (pytest.param(kind, text, marks=mark, id=f"{kind[:6]}-{text[:14]}") for text in texts)


@pytest.mark.parametrize(("kind", "text"), cases())
def test_each_wording_is_understood(kind, text, known_profiles):
    genre = "gwr" if OF_WORK_REPORTS.search(text) else "fazhi"
    found = {row["type"] for row in findings_of(text, known_profiles, genre)}
    assert found == set() if kind == "none" else kind in found
