"""The command line: exit codes as documented, one clear message on stderr, never a traceback."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipeline.__main__ import app
from pipeline.store import Store
from tests.conftest import ROOT


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_report_that_was_set_aside_ends_with_three(tmp_path):
    Store(tmp_path).save_state("runs", "segment", value={"failed": ["fazhi-1"], "units": 2, "made": 2, "doubts": 1})
    result = CliRunner().invoke(app, ["summary", "--out", str(tmp_path)])
    assert result.exit_code == 3 and "segment fazhi-1" in result.output


def test_nothing_set_aside_ends_with_zero(tmp_path):
    Store(tmp_path).save_state("runs", "segment", value={"failed": [], "units": 2, "made": 2, "doubts": 0})
    assert CliRunner().invoke(app, ["summary", "--out", str(tmp_path)]).exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ingest", "--raw", "no-such-folder", "--out", "{out}"), "no-such-folder"),
        (("compare", "甲", "乙", "--out", "{out}"), "make all"),
        (("concordance", "复议", "--out", "{out}"), "make all"),
        (("fetch", "no-such-list.csv"), "no-such-list.csv"),
        (("setup", "--segmenter", "thulac"), "thulac"),
        (("nonsense",), "nonsense"),
    ],
)
def test_what_cannot_be_done_is_one_message_and_exit_code_two(tmp_path, words, said):
    done = run(*(word.replace("{out}", str(tmp_path)) for word in words))
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
