"""OCR is an extra: without it scans are refused with the way to get it, with it they are read with a doubt."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ingest import ocr
from tests.ingest.bodies import FAZHI
from tests.ingest.measure import f1, kept_as_lines
from tests.ingest.pdf_files import pdf, wrapped


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 1400), "white").save(out, "PNG")
    return out.getvalue()


def fake(_picture):
    """What the library would find: boxes of lines as wide as their characters."""
    found = []
    for n, (first, text) in enumerate(wrapped((FAZHI.title, *FAZHI.paragraphs), 30)):
        x, y = 100 + 40 * first, 100 + 30 * n
        found.append(([[x, y], [x + 20 * len(text), y], [x + 20 * len(text), y + 25], [x, y + 25]], text, 0.98))
    return found, 0.1


@pytest.fixture
def library(monkeypatch):
    monkeypatch.setattr(ocr, "can_read", lambda: True)
    monkeypatch.setattr(ocr, "_engine", lambda: fake)


def test_without_the_library(read, monkeypatch):
    monkeypatch.setattr(ocr, "can_read", lambda: False)
    for name, data in (("a.png", picture()), ("a.pdf", pdf([[], []]))):
        (row,) = read(name, data).rejected
        assert row["reason"] == "scanned" and "duizhao[ocr]" in row["detail"]


@pytest.mark.parametrize(("name", "data"), [("a.png", picture()), ("a.pdf", pdf([[]]))])
def test_with_the_library(read, library, name, data):
    reading = read(name, data)
    (row,) = reading.reports
    assert (row["title"], row["year"]) == (FAZHI.title, 2021)
    assert kept_as_lines(row["text"], FAZHI.paragraphs) >= 0.9
    assert "ocr" in [p["code"] for p in reading.problems]


def test_nothing_found(read, library, monkeypatch):
    monkeypatch.setattr(ocr, "_engine", lambda: lambda _: (None, 0.0))
    assert read("a.png", picture()).rejected[0]["reason"] == "scanned"


def test_damaged_picture(read, library):
    assert read("a.png", picture()[:60]).rejected[0]["reason"] == "broken"


def drawn(paragraphs, per_line: int = 40, size: int = 24) -> Image.Image:
    """A page as a scanner would see it, in the font that the charts use."""
    mplfonts = pytest.importorskip("mplfonts")
    found = sorted(Path(mplfonts.__file__).parent.rglob("*CJK*.otf")) or sorted(
        Path(mplfonts.__file__).parent.rglob("*.[ot]tf")
    )
    font = ImageFont.truetype(str(found[0]), size)
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    for n, (first, text) in enumerate(wrapped(paragraphs, per_line)):
        pen.text((130 + 2 * size * first, 120 + n * size * 1.7), text, font=font, fill=0)
    return page


@pytest.mark.skipif(not ocr.can_read(), reason="the extra [ocr] is not installed")
@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_a_scan_is_read(one, kind):
    out = io.BytesIO()
    drawn((FAZHI.title, *FAZHI.paragraphs)).save(out, kind)
    row = one(f"a.{kind.lower()}", out.getvalue())
    assert f1(row["text"], FAZHI.title + FAZHI.text) >= 0.97
    assert kept_as_lines(row["text"], FAZHI.paragraphs) >= 0.6
    assert (row["year"], row["region"]) == (2021, "云岭县")
