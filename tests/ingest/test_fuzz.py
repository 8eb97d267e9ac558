"""A folder of hostile files through the stage as it is run: nothing written outside OUT, no network, no file read that
is not the user's, memory and time bounded, every file accounted for."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from tests.ingest.bodies import FAZHI, GWR
from tests.ingest.layouts import encoded, trs
from tests.ingest.pdf_files import report_pdf
from tests.ingest.test_hostile import CASES, ORIGINALS, zipped
from tests.ingest.test_office import EVIL, rtf

ROOT = Path(__file__).parent.parent.parent
SECONDS, MEMORY = 600, 1600
"""For the whole folder on a busy machine, and megabytes for the largest process."""
WATCH = """
import os, sys
ALLOWED = tuple(os.environ["DUIZHAO_ALLOWED"].split(os.pathsep))
def watch(event, given):
    if event in ("socket.connect", "socket.getaddrinfo"):
        told(event, given)
    if event == "open" and given[0] is not None and not isinstance(given[0], int):
        path, flags = os.path.realpath(os.fsdecode(given[0])), given[2] or 0
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not path.startswith(ALLOWED):
            told(event, path)
        if path in ("/etc/passwd", "/etc/hostname"):
            told(event, path)
def told(event, what):
    fd = os.open(os.environ["DUIZHAO_TOLD"], 0o2001 | os.O_CREAT)
    os.write(fd, f"{event} {what}\\n".encode())
    os.close(fd)
sys.addaudithook(watch)
"""


def files() -> dict[str, bytes]:
    """Good reports among the bad, so that the run has something to go on with."""
    made = {f"{n:03} {name}/{source}": data for n, (name, (source, data, _)) in enumerate(CASES.items())}
    dice = random.Random(11)
    for name, (source, data) in ORIGINALS.items():
        for turn in range(3):
            bad = bytearray(data[: dice.randrange(len(data))] if turn == 0 else data)
            for _ in range(60 * turn):
                bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
            made[f"{name}{turn}/{source}"] = bytes(bad)
    line = "云岭县全年受理行政复议案件十二件，".encode()
    made |= {
        "fifty/a.txt": line * (50_000_000 // len(line)),
        "fifty/a.html": b"<html><body><p>" + line * (50_000_000 // len(line)),
        "deep/a.html": b"<span>" * 1_000_000 + FAZHI.text.encode(),
        "deep/b.html": b"<table><tr><td><ul><li>" * 60_000 + FAZHI.text.encode(),
        "nested/a.zip": zipped(**{"a.zip": zipped(**{"b.zip": zipped(**{"c.txt": FAZHI.text})}), "d.html": trs(FAZHI)}),
        "climb/a.zip": zipped(**{"../../../../tmp/climbed.txt": f"{GWR.title}\n{GWR.text}", "/etc/climbed.txt": "甲"}),
        "rtf/a.rtf": rtf(FAZHI.title, FAZHI.paragraphs, EVIL),
        "link/a.html": encoded(trs(FAZHI).replace("<body", "<base href='http://127.0.0.1:9/'><link rel=stylesheet href='x.css'><body"), "utf-8"),
        "good/a.pdf": report_pdf(GWR.title, GWR.paragraphs),
    }  # fmt: skip
    return made


@pytest.mark.slow
def test_a_hostile_folder(tmp_path):
    raw, out, home, hook = (tmp_path / name for name in ("raw", "out", "home", "hook"))
    made = files()
    for name, data in made.items():
        place = raw / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    for folder in (home, hook):
        folder.mkdir()
    (hook / "sitecustomize.py").write_text(WATCH, "utf-8")
    told = tmp_path / "told"
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    allowed = [str(out), str(scratch), str(told), "/dev/", str(home / ".cache")]
    env = {**os.environ, "PYTHONPATH": f"{hook}{os.pathsep}{ROOT}", "HOME": str(home), "TMPDIR": str(scratch), "DUIZHAO_TOLD": str(told),
           "DUIZHAO_ALLOWED": os.pathsep.join(allowed), "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    command = [sys.executable, "-m", "pipeline", "ingest", "--raw", str(raw), "--out", str(out)]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr[-2000:]
    assert time.perf_counter() - start < SECONDS
    assert not told.exists(), told.read_text()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home", "hook", "out", "raw", "scratch"]
    assert not any(scratch.iterdir())
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEMORY * 1024
    reports, rejected = pd.read_parquet(out / "reports"), pd.read_parquet(out / "rejected")
    seen = {source.split("!/")[0] for table in (reports, rejected) for source in table["source"]}
    assert seen == set(made)
    assert {FAZHI.title, GWR.title} <= set(reports["title"])
    assert not reports["text"].str.contains("root:").any()
