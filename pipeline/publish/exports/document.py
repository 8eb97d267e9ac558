"""A pair comparison as a Word document, for people who work in Word: two columns, differing words marked."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import _Cell

from pipeline.publish.corpus import Corpus
from pipeline.publish.pages import pair as page

ADDED, REMOVED = RGBColor(0x0A, 0x5F, 0x38), RGBColor(0x9B, 0x1C, 0x1C)
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML file may hold; a report's text may."""
STAMP = (2000, 1, 1, 0, 0, 0)


def pair_docx(corpus: Corpus, row: Mapping[str, Any]) -> bytes:
    """The side-by-side view of one row of ``pairs`` as DOCX: figures that changed, then the aligned passages."""
    shown = page.view(corpus, row)
    document = docx.Document()
    _landscape(document)
    document.add_heading(_plain(f"{shown['a']['label']} 与 {shown['b']['label']}"), 1)
    document.add_paragraph("　".join(f"{n['name'][0]} {n['name'][1]} {n['value']}" for n in shown["numbers"]))
    figures = [(f"{f['name'][0]}（{f['measure'][0]}）", f) for f in shown["figures"]]
    figures += [(f["name"], f) for f in shown["others"]]
    if figures:
        document.add_heading("变动的数字 / Figures that changed", 2)
        _figures(document, figures)
    document.add_heading("逐段对照 / Side by side", 2)
    _sides(document, shown)
    return _steady(document)


def _landscape(document: Document) -> None:
    """A4 on its side, and a Chinese font by name (the reader's Word has it)."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Pt(842), Pt(595)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(43)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")


def _figures(document: Document, figures: list[tuple[str, dict[str, Any]]]) -> None:
    table = document.add_table(rows=1, cols=4, style="Table Grid")
    for cell, word in zip(table.rows[0].cells, ("指标", "甲", "乙", "变动"), strict=True):
        cell.text = word
    for name, figure in figures:
        texts = (name, *(f"{figure[s]['mark']}{figure[s]['text'][0]}" for s in ("a", "b")), figure["change"][0])
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = _plain(text)


def _sides(document: Document, shown: Mapping[str, Any]) -> None:
    rows = [r for r in shown["rows"] if not r["now"]]
    table = document.add_table(rows=len(rows) + 1, cols=3, style="Table Grid")
    cells = table._cells  # asking row by row makes the whole grid again each time
    for cell, word in zip(cells, ("变化", f"甲：{shown['a']['label']}", f"乙：{shown['b']['label']}"), strict=False):
        cell.text = _plain(word)
    for place, row in enumerate(rows, start=1):
        op, a, b = cells[3 * place : 3 * place + 3]
        op.text = shown["names"][row["op"]][0]
        _passage(a, row["a"], bool(row["heading"]), added=False)
        _passage(b, row["b"], bool(row["heading"]), added=True)


def _passage(cell: _Cell, pieces: list[tuple[bool, str]], heading: bool, added: bool) -> None:
    """One side of a row; words that differ are underlined (new) or struck out (gone), not only coloured."""
    paragraph = cell.paragraphs[0]
    for differs, text in pieces:
        run = paragraph.add_run(_plain(text))
        run.bold = heading or None
        if differs:
            run.font.color.rgb = ADDED if added else REMOVED
            run.font.underline, run.font.strike = (True, None) if added else (None, True)


def _plain(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)


def _steady(document: Document) -> bytes:
    """The document's bytes with one fixed time in it, so that the same pair gives the same file."""
    properties = document.core_properties
    properties.created = properties.modified = datetime.datetime(*STAMP[:3])
    properties.author, properties.title, properties.comments = "对照 Duizhao", "", ""
    made, steady = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, STAMP), old.read(name), zipfile.ZIP_DEFLATED)
    return steady.getvalue()
