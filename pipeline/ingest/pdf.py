"""Reads PDF with a text layer: lines in reading order, tables as rows, page numbers and running heads out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pdfplumber
import pypdfium2

from pipeline.ingest.layout import Line, page_lines, paragraphs
from pipeline.ingest.legibility import ILLEGIBLE, chinese_count, common_characters, legibility
from pipeline.ingest.reading import Document, Refused
from pipeline.profiles import Profile

PAGES_LIMIT = 400
_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－·\s]*")
_LEAST_A_PAGE = 12


def read_pdf(data: bytes, profile: Profile) -> Document:
    """The file's paragraphs. Raises :class:`Refused`: encrypted, broken, scanned, garbled, too_large."""
    pages, title = _pages(data)
    lines = [line for page in _without_running_heads(pages) for line in page]
    text = "\n".join(paragraphs(lines))
    if chinese_count(text) < _LEAST_A_PAGE * max(1, len(pages)):
        raise Refused("scanned", "PDF 没有文字层（扫描件）。请先用 OCR 软件识别，或安装可选的 OCR 组件：pip install 'duizhao[ocr]'")
    if "(cid:" in text or legibility(text, common_characters(profile)) < ILLEGIBLE:
        raise Refused("garbled", "PDF 的文字层与所见不符（字体编码错误）。请用 OCR 识别，或换用网页、Word 版本")
    return Document(text, "pdf", None, {"doc_title": title} if title else {})


def _pages(data: bytes) -> tuple[list[list[Line]], str]:
    try:
        with _open(data) as file:
            if len(file.pages) > PAGES_LIMIT:
                raise Refused("too_large", f"PDF 有 {len(file.pages)} 页，超过 {PAGES_LIMIT} 页。请只保留报告部分")
            title = str((file.metadata or {}).get("Title") or "")
            return [[replace(line, page=n) for line in _page(page)] for n, page in enumerate(file.pages)], title
    except (Refused, TimeoutError, MemoryError):
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file makes it stumble over
        if "Password" in repr(error) or "Encryption" in repr(error):
            raise Refused("encrypted", "PDF 设有打开密码。请解除密码后重新放入") from error
        raise Refused("broken", f"PDF 不完整或已损坏（{type(error).__name__}）。请重新下载") from error


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


def _page(page: Any) -> list[Line]:
    tables = [t for t in (page.find_tables() if len(page.edges) >= 6 else []) if _is_table(t)]
    boxes = [t.bbox for t in tables]
    chars = [c for c in page.chars if c["text"].strip() and c.get("upright", True) and not any(_inside(c, box) for box in boxes)]
    lines = page_lines(chars, float(page.width))
    for table in tables:
        lines = _with_rows(lines, list(_rows(table)), table.bbox)
    page.close()
    return _without_page_numbers(lines, float(page.height))


def _is_table(table: Any) -> bool:
    return len(table.rows) >= 2 and max(len([c for c in row.cells if c]) for row in table.rows) >= 2


def _inside(char: dict[str, Any], box: Sequence[float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _rows(table: Any) -> Iterator[str]:
    for row in table.extract():
        cells = [re.sub(r"\s*\n\s*", "", cell or "").strip() for cell in row]
        if any(cells):
            yield "\t".join(cells).rstrip("\t")


def _with_rows(lines: list[Line], rows: list[str], box: Sequence[float]) -> list[Line]:
    made = [Line(row, box[0], box[2], box[1], box[3], 0.0, row=True) for row in rows]
    place = next((i for i, line in enumerate(lines) if line.top >= box[1]), len(lines))
    return [*lines[:place], *made, *lines[place:]]


def _without_page_numbers(lines: list[Line], height: float) -> list[Line]:
    return [line for line in lines if line.row or not _at_edge(line, height) or not _PAGE_NUMBER.fullmatch(line.text)]


def _at_edge(line: Line, height: float) -> bool:
    return line.bottom < 0.12 * height or line.top > 0.86 * height


def _without_running_heads(pages: list[list[Line]]) -> Iterator[list[Line]]:
    """Drop lines that stand first or last on several pages alike (numbers aside)."""
    edges = Counter(key for page in pages for key in {_shape(line) for line in (*page[:2], *page[-2:]) if not line.row})
    running = {key for key, count in edges.items() if count >= 3 and count >= 0.4 * len(pages)}
    for page in pages:
        edge = {id(line) for line in (*page[:2], *page[-2:])}
        yield [line for line in page if not (id(line) in edge and not line.row and _shape(line) in running)]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)
