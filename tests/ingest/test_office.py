"""DOC, WPS and RTF: read through LibreOffice where it is installed, else refused with the way to get it."""

from __future__ import annotations

import os
import time

import pytest

from pipeline.ingest import office
from tests.ingest.bodies import FAZHI
from tests.ingest.measure import f1, kept_as_lines

needs_libreoffice = pytest.mark.skipif(
    office.libreoffice() is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer-nogui)"
)
EVIL = (
    r"{\field{\*\fldinst INCLUDETEXT \"file:///etc/passwd\"}{\fldrslt }}"
    r"{\field{\*\fldinst INCLUDEPICTURE \"http://127.0.0.1:9/a.png\"}{\fldrslt }}"
)


def rtf(title: str, paragraphs: tuple[str, ...], more: str = "") -> bytes:
    """As WPS writes it: every Chinese character escaped, here in GBK."""

    def escaped(text: str) -> str:
        return "".join(
            char if char.isascii() else "".join(f"\\'{byte:02x}" for byte in char.encode("gb18030")) for char in text
        )

    body = "".join(rf"\pard\fi640 {escaped(text)}\par" + "\n" for text in (title, *paragraphs))
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0\n" + more + body + "}").encode(
        "ascii"
    )


def test_without_libreoffice(read, monkeypatch):
    monkeypatch.setattr(office, "libreoffice", lambda: None)
    (row,) = read("a.rtf", rtf(FAZHI.title, FAZHI.paragraphs)).rejected
    assert row["reason"] == "unsupported" and "libreoffice" in row["detail"]


def test_a_program_that_hangs_is_ended(refusal, monkeypatch, tmp_path):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60 & wait\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "libreoffice", lambda: str(program))
    monkeypatch.setattr(office, "SECONDS", 0.3)
    start = time.perf_counter()
    assert refusal("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600)) == "broken"
    assert time.perf_counter() - start < 5


@needs_libreoffice
@pytest.mark.slow
def test_report_comes_back(one, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    row = one("a.rtf", rtf(FAZHI.title, FAZHI.paragraphs, EVIL))
    assert f1(row["text"], FAZHI.title + FAZHI.text) >= 0.999
    assert kept_as_lines(row["text"], FAZHI.paragraphs) == 1.0
    assert (row["title"], row["year"], row["format"]) == (FAZHI.title, 2021, "doc")
    assert "root:" not in row["text"] and not os.listdir(tmp_path)


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["doc", "wps"])
def test_old_word_files(one, tmp_path, suffix):
    import subprocess

    source = tmp_path / "a.rtf"
    source.write_bytes(rtf(FAZHI.title, FAZHI.paragraphs))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office.libreoffice(),
        profile,
        "--headless",
        "--convert-to",
        "doc:MS Word 97",
        "--outdir",
        tmp_path,
        source,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    row = one(f"a.{suffix}", (tmp_path / "a.doc").read_bytes())
    assert kept_as_lines(row["text"], FAZHI.paragraphs) == 1.0 and row["title"] == FAZHI.title
