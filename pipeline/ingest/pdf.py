"""Reads PDF with a text layer: lines in reading order, tables as rows, page numbers and running heads out."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.layout import LTChar, LTContainer, LTCurve

from pipeline.ingest.columns import gutters, in_order
from pipeline.ingest.layout import Chars, Line, page_lines
from pipeline.ingest.legibility import ILLEGIBLE, chinese_count, common_characters, legibility
from pipeline.ingest.ocr import can_read, read_scan
from pipeline.ingest.pagination import without_edges, without_running_heads
from pipeline.ingest.reading import Document, Refused
from pipeline.ingest.reflow import paragraphs
from pipeline.profiles import Profile

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # damaged files are told of by a refusal
PAGES_LIMIT = 400
_LEAST_A_PAGE = 12
LEAST_RULES = 2
"""Lines and boxes on a page from which a table is looked for."""


def read_pdf(data: bytes, profile: Profile) -> Document:
    """The file's paragraphs. Raises :class:`Refused`: encrypted, broken, scanned, garbled, too_large."""
    pages, title = _pages(data)
    lines = [line for page in without_running_heads(pages) for line in page]
    text = "\n".join(paragraphs(lines))
    if chinese_count(text) < _LEAST_A_PAGE * max(1, len(pages)):
        return read_scan(data, profile)
    if "(cid:" in text or legibility(text, common_characters(profile)) < ILLEGIBLE:
        if can_read():
            return read_scan(data, profile)
        raise Refused(
            "garbled",
            "PDF 的文字层与所见不符（字体编码错误）。请安装 OCR 组件（pip install 'duizhao[ocr]'），或换用网页、Word 版本",
        )
    return Document(text, "pdf", None, {"doc_title": title} if title else {})


def _pages(data: bytes) -> tuple[list[list[Line]], str]:
    try:
        with _open(data) as file:
            if len(file.pages) > PAGES_LIMIT:
                raise Refused("too_large", f"PDF 有 {len(file.pages)} 页，超过 {PAGES_LIMIT} 页。请只保留报告部分")
            title = str((file.metadata or {}).get("Title") or "")
            instead = [] if any(_chars(page) for page in file.pages[:3]) else _by_pdfium(data)
            return list(_in_order(file, instead)), title
    except (Refused, TimeoutError, MemoryError):
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file makes it stumble over
        if "Password" in repr(error) or "Encryption" in repr(error):
            raise Refused("encrypted", "PDF 设有打开密码。请解除密码后重新放入") from error
        raise Refused("broken", f"PDF 不完整或已损坏（{type(error).__name__}）。请重新下载") from error


def _in_order(file: Any, instead: Sequence[Chars]) -> Iterator[list[Line]]:
    """The pages' lines; ``instead``: characters of the pages where pdfminer finds none."""
    pages = [_content(page, instead[n] if n < len(instead) else []) for n, page in enumerate(file.pages)]
    found = gutters([running for running, _, _ in pages], [float(page.width) for page in file.pages])
    for n, ((running, rows, height), gutter) in enumerate(zip(pages, found, strict=True)):
        lines = in_order(running, rows, gutter)
        yield [replace(line, page=n) for line in without_edges(lines, height)]


def _content(page: Any, instead: Chars) -> tuple[Chars, list[Line], float]:
    """The page's running text, its tables' rows, and its height."""
    chars = _chars(page) or instead
    ruled = sum(isinstance(item, LTCurve) for item in _items(page.layout)) >= LEAST_RULES and len(page.edges) >= 6
    rows = [row for table in (page.find_tables() if ruled else []) for row in _rows(table, chars)]
    boxes = [(row.x0, row.top, row.x1, row.bottom) for row in rows]
    running = [c for c in chars if not any(_inside(c, box) for box in boxes)]
    height = float(page.height)
    page.close()
    return running, rows, height


def _chars(page: Any) -> Chars:
    """The page's upright characters; taken from pdfminer's own objects, which is twice as fast as from pdfplumber's."""
    left, above = page.mediabox[:2]
    foot = page.height + above
    return [
        {"text": text, "x0": item.x0 + left, "x1": item.x1 + left, "top": foot - item.y1, "bottom": foot - item.y0, "size": item.size}
        for item in _items(page.layout)
        if isinstance(item, LTChar) and item.upright and (text := item.get_text()).strip()
    ]  # fmt: skip


def _items(layout: Any) -> Iterator[Any]:
    """Everything on the page, also what stands in figures."""
    stack = list(reversed(layout._objs))
    while stack:
        item = stack.pop()
        if isinstance(item, LTContainer):
            stack.extend(reversed(item._objs))
        else:
            yield item


def _open(data: bytes) -> Any:
    """The file; one whose cross-reference table is damaged is written anew by PDFium first."""
    try:
        return pdfplumber.open(io.BytesIO(data))
    except Exception as error:
        if "Password" in repr(error) or "Encryption" in repr(error):
            raise
        mended = io.BytesIO()
        pypdfium2.PdfDocument(data).save(mended)
        return pdfplumber.open(mended)


def _by_pdfium(data: bytes) -> list[Chars]:
    """Characters by page as PDFium reads them: it knows fonts that pdfminer gives no characters for."""
    file = pypdfium2.PdfDocument(data)
    try:
        return [_pdfium_chars(file[n]) for n in range(len(file))]
    finally:
        file.close()


def _pdfium_chars(page: Any) -> Chars:
    height = page.get_height()
    text = page.get_textpage()
    whole = text.get_text_range()
    if len(whole) != text.count_chars():  # characters beyond the basic plane count twice there
        whole = "".join(text.get_text_range(n, 1)[:1] or " " for n in range(text.count_chars()))
    found = []
    for n, char in enumerate(whole):
        if char.strip():
            x0, bottom, x1, top = text.get_charbox(n, loose=True)
            size = pypdfium2.raw.FPDFText_GetFontSize(text.raw, n)
            found.append(
                {
                    "text": char,
                    "x0": x0,
                    "x1": x1,
                    "top": height - top,
                    "bottom": height - bottom,
                    "size": size if size > 2 else top - bottom,
                }
            )
    return found


def _rows(table: Any, chars: Chars) -> Iterator[Line]:
    """Rows of two cells or more; a frame around running text is none."""
    inside = [c for c in chars if _inside(c, table.bbox)]
    for row in table.rows:
        cells = [_cell(inside, box) for box in row.cells]
        if sum(box is not None for box in row.cells) >= 2 and any(cells):
            x0, top, x1, bottom = row.bbox
            yield Line("\t".join(cells).rstrip("\t"), x0, x1, top, bottom, 0.0, row=True)


def _cell(chars: Chars, box: Sequence[float] | None) -> str:
    """A cell's text on one line; empty for a cell that another one covers."""
    mine = [c for c in chars if box is not None and _inside(c, box)]
    lines = page_lines(mine)
    return "".join(line.text if n == 0 else _glued(lines[n - 1].text, line.text) for n, line in enumerate(lines))


def _glued(before: str, text: str) -> str:
    latin = before[-1:].isascii() and before[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha()
    return f" {text}" if latin else text


def _inside(char: dict[str, Any], box: Sequence[float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])
