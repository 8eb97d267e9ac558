"""The reading process: the same rows as here, a deadline and a limit of memory that hold on any thread."""

from __future__ import annotations

import sys
import threading
import time
import zlib

import pytest

from pipeline import intake, reader
from pipeline.reader import Child
from tests.ingest.bodies import FAZHI
from tests.ingest.pdf_files import report_pdf

PDF = report_pdf(FAZHI.title, FAZHI.paragraphs)
TEXT = f"{FAZHI.title}\n{FAZHI.text}".encode()


def script(code: str, **limits: float) -> Child:
    given = ", ".join(f"{name}={value}" for name, value in limits.items())
    return Child((sys.executable, "-c", code or f"from pipeline.reader import serve; serve({given})"))


def on_a_thread(work):
    """What the function gives on a thread of its own."""
    found = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def test_the_same_rows_as_here(known):
    for name, data in (("a.pdf", PDF), ("a.txt", TEXT), ("a.bin", b"\x00\x01" * 50)):
        there = reader.read(name, data, {"year": "2019"}, 60)
        assert there == intake.ingest.read(name, data, known, {"year": "2019"}).as_dict()


def test_on_a_thread_files_are_read_all_the_same(known):
    (row,) = on_a_thread(lambda: reader.guarded("a.txt", TEXT, known, {}))["reports"]
    assert row["title"] == FAZHI.title


def test_past_the_deadline_it_is_killed_and_the_next_file_is_read():
    child = script("import sys, time\nsys.stdin.buffer.read(8)\ntime.sleep(60)")
    start = time.perf_counter()
    with pytest.raises(TimeoutError, match="took longer"):
        raise on_a_thread(lambda: _error(child.ask, "a.pdf", PDF, {}, 0.5))
    assert time.perf_counter() - start < 10
    child.command = reader.COMMAND
    assert child.ask("a.txt", TEXT, {}, 60)["reports"][0]["title"] == FAZHI.title
    child.close()


def _error(function, *given):
    try:
        return function(*given)
    except Exception as error:
        return error


def test_a_file_that_ends_the_process_is_refused_not_the_run(known, monkeypatch):
    child = script("import os, sys\nsys.stdin.buffer.read(8)\nos.abort()")
    with pytest.raises(MemoryError):
        child.ask("a.pdf", PDF, {}, 30)
    monkeypatch.setattr(reader, "read", lambda *_: child.ask("a.pdf", PDF, {}, 30))
    (row,) = reader.guarded("a.pdf", PDF, known, {})["rejected"]
    assert row["reason"] == "unreadable"


@pytest.mark.slow
def test_an_idle_process_leaves_and_another_takes_over():
    child = script("", idle=0.3)
    assert child.ask("a.txt", TEXT, {}, 60)["reports"]
    first = child.process
    assert first is not None and first.wait(timeout=20) == 0
    assert child.ask("a.txt", TEXT, {}, 60)["reports"]
    child.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory on Windows")
@pytest.mark.slow
def test_a_pdf_that_unpacks_to_gigabytes_is_refused(known):
    packer = zlib.compressobj(1)
    zeros = bytes(2**24)
    packed = b"".join([*(packer.compress(zeros) for _ in range(128)), packer.flush()])
    bomb = PDF.replace(b"stream\n", b"stream\n", 1)
    start = bomb.index(b"<< /Length")
    end = bomb.index(b"endstream", start)
    stream = f"<< /Filter [/FlateDecode] /Length {len(packed)} >>\nstream\n".encode() + packed + b"\n"
    child = script("", memory=2**30)
    begun = time.perf_counter()
    reading = child.ask("a.pdf", bomb[:start] + stream + bomb[end:], {}, 60)
    child.close()
    assert not reading["reports"] and reading["rejected"][0]["reason"] in ("broken", "unreadable", "scanned")
    assert time.perf_counter() - begun < 60
