"""OFD: characters at their places become the report's paragraphs."""

from __future__ import annotations

import io
import zipfile
from html import escape

from pipeline.ingest.ofd import _steps
from tests.ingest.bodies import FAZHI
from tests.ingest.measure import f1, kept_as_lines
from tests.ingest.pdf_files import wrapped

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.6


def ofd(title: str, paragraphs: tuple[str, ...], per_page: int = 26) -> bytes:
    lines = [(30.0, text) if first else (30.0 - 2 * SIZE, text) for first, text in wrapped(paragraphs, 28)]
    pages = [lines[i : i + per_page] for i in range(0, len(lines), per_page)]
    parts = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    }
    parts["Doc_0/Document.xml"] = (
        f"<ofd:Document {NS}><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>"
    )
    for n, page in enumerate(pages):
        head = [(40.0, title)] if n == 0 else []
        objects = [text_object(x, 25 + 9.0 * row, text) for row, (x, text) in enumerate([*head, *page])]
        objects.append(text_object(100, 285, f"- {n + 1} -"))
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f"<ofd:Page {NS}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def text_object(x: float, y: float, text: str) -> str:
    steps = f"g {len(text) - 1} {SIZE}" if len(text) > 1 else ""
    return f'<ofd:TextObject Boundary="{x} {y} 180 {SIZE}" Size="{SIZE}"><ofd:TextCode X="0" Y="{SIZE}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'


def test_report_comes_back(one):
    row = one("a.ofd", ofd(FAZHI.title, FAZHI.paragraphs))
    assert row["format"] == "ofd" and row["title"] == FAZHI.title
    assert f1(row["text"], FAZHI.title + FAZHI.text) == 1.0
    assert kept_as_lines(row["text"], FAZHI.paragraphs) == 1.0


def test_damaged(refusal):
    data = ofd(FAZHI.title, FAZHI.paragraphs)
    assert refusal("a.ofd", data[:300]) == "broken"
    assert refusal("a.ofd", data.replace(b"Pages/Page_0", b"Pages/Page_X")) == "broken"


def test_steps():
    assert _steps("g 3 4.5 2 g 1 3") == [4.5, 4.5, 4.5, 2.0, 3.0]
