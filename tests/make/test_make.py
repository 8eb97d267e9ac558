"""The real Makefile on a small folder: what is made again, what a kill leaves behind, what bad input does."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import ROOT

SAMPLE = ROOT / "data" / "raw"
TABLES = (
    "reports",
    "sections",
    "topics",
    "quantities",
    "observations",
    "keywords",
    "pairs",
    "changes",
    "links",
    "findings",
    "problems",
)
pytestmark = pytest.mark.slow


def make(target: str, raw: Path, out: Path, **more: str) -> subprocess.CompletedProcess[str]:
    settings = [f"{k}={v}" for k, v in more.items()]
    # the environment of the tests stands in for .venv, so that set-up is not what is tested here
    command = [
        "make",
        "-o",
        "setup",
        target,
        f"RAW={raw}",
        f"OUT={out}",
        f"PY={sys.executable}",
        "SEGMENTER=char",
        *settings,
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture
def raw(tmp_path):
    """Two years of two sample places: enough for pairs and peers."""
    folder = tmp_path / "报告 原件"
    for place in ("云岭县", "青溪县"):
        for path in sorted(
            p for p in (SAMPLE / place).rglob("*") if p.is_file() and ("2020" in p.name or "2021" in p.name)
        ):
            (folder / place).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / place / path.name)
    return folder


def content(out: Path) -> dict[str, bytes]:
    return {
        p.relative_to(out).as_posix(): p.read_bytes() for name in TABLES for p in sorted((out / name).glob("*.parquet"))
    }


def ok(run: subprocess.CompletedProcess[str]) -> str:
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


def test_a_second_run_makes_nothing(raw, tmp_path):
    ok(make("diff", raw, tmp_path / "out"))
    before = content(tmp_path / "out")
    assert "份报告" not in ok(make("diff", raw, tmp_path / "out"))
    assert content(tmp_path / "out") == before


def test_adding_changing_and_deleting_end_as_a_run_from_scratch(raw, tmp_path):
    files = sorted(p for p in raw.rglob("*") if p.is_file())
    kept = tmp_path / "kept"
    shutil.move(files[0], kept)
    ok(make("diff", raw, tmp_path / "out"))
    shutil.move(kept, files[0])
    files[-1].unlink()
    said = ok(make("diff", raw, tmp_path / "out"))
    assert "读取：3 份报告 / reports，更新 1 / made" in said
    assert "切分：3 份报告 / reports，更新 1 / made" in said
    ok(make("diff", raw, tmp_path / "scratch"))
    assert content(tmp_path / "out") == content(tmp_path / "scratch")


def test_two_processes_make_the_same_bytes(tmp_path):
    # all of the sample: for few files none would be started (pipeline.workers.FEW)
    ok(make("diff", SAMPLE, tmp_path / "one"))
    ok(make("diff", SAMPLE, tmp_path / "two", JOBS="2"))
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_a_run_killed_at_any_moment_is_finished_by_the_next(raw, tmp_path):
    random.seed(7)
    out = tmp_path / "out"
    command = ["make", "-o", "setup", "diff", f"RAW={raw}", f"OUT={out}", f"PY={sys.executable}", "SEGMENTER=char"]
    for _ in range(3):
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(random.uniform(1.0, 6.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    ok(make("diff", raw, out))
    ok(make("diff", raw, tmp_path / "scratch"))
    assert content(out) == content(tmp_path / "scratch")


def test_bad_files_are_refused_and_the_rest_goes_on(raw, tmp_path):
    (raw / "空.txt").write_bytes(b"")
    (raw / "空.pdf").write_bytes(b"")
    (raw / "截断.docx").write_bytes(
        (SAMPLE / "望川区").joinpath("2021年望川区法治政府建设工作报告（定稿）.docx").read_bytes()[:3000]
    )
    (raw / "乱码.bin").write_bytes(random.Random(1).randbytes(4000))
    with zipfile.ZipFile(raw / "坏.zip", "w") as archive:
        archive.writestr("../../外.txt", "x")
    out = tmp_path / "out"
    ok(make("ingest", raw, out))
    rejected = pd.read_parquet(out / "rejected").set_index("source")
    assert {"空.txt", "空.pdf", "截断.docx", "乱码.bin"} <= set(rejected.index)
    assert rejected.loc["空.txt", "reason"] == "empty" and (rejected["detail"].str.len() > 4).all()
    assert len(pd.read_parquet(out / "reports")) == 4
    assert not (tmp_path / "外.txt").exists()


def test_an_unreadable_file_is_refused(raw, tmp_path):
    (raw / "断.html").symlink_to("nowhere.html")  # root, who reads every file, can't read this one either
    ok(make("ingest", raw, tmp_path / "out"))
    assert "unreadable" in set(pd.read_parquet(tmp_path / "out" / "rejected")["reason"])


@pytest.mark.parametrize(
    "prepare", [lambda raw: shutil.rmtree(raw), lambda raw: [p.unlink() for p in raw.rglob("*") if p.is_file()]]
)
def test_a_folder_without_reports_is_one_clear_message(raw, tmp_path, prepare):
    prepare(raw)
    run = make("ingest", raw, tmp_path / "out")
    assert run.returncode == 2
    message = [line for line in run.stderr.splitlines() if "make" not in line]
    assert len(message) == 1 and "RAW" in message[0], run.stderr


def test_a_wrong_manifest_is_told_with_its_line(raw, tmp_path):
    (raw / "manifest.csv").write_text("source,year\n云岭县/x.html,二〇二〇年\n", "utf-8")
    run = make("ingest", raw, tmp_path / "out")
    assert run.returncode == 2 and "Traceback" not in run.stderr and "2" in run.stderr
