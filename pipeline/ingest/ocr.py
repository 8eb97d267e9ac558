"""Reads pictures and scanned PDF with OCR, where the extra is installed (``pip install 'duizhao[ocr]'``).

The library brings its model inside its package and runs on this machine; nothing is fetched. Without it a scan is
refused with the way to get it. What was read so always carries a doubt: OCR errs.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
from collections.abc import Iterator
from functools import cache
from statistics import median
from typing import Any

import numpy as np

from pipeline.ingest.layout import Line
from pipeline.ingest.legibility import chinese_count
from pipeline.ingest.pagination import without_edges, without_running_heads
from pipeline.ingest.reading import Document, Doubt, Refused
from pipeline.ingest.reflow import paragraphs
from pipeline.profiles import Profile

LIBRARY = "rapidocr_onnxruntime"
SCALE = 2.0
"""Rendering scale of a PDF's page: 144 dots an inch."""
PAGES_LIMIT = 40
PIXELS_LIMIT = 40_000_000
LEAST_SCORE = 0.5
HOW_TO = "这是扫描件或图片。请安装可选的 OCR 组件（pip install 'duizhao[ocr]'）后重试，或先用 OCR 软件识别成文字"


def can_read() -> bool:
    """Whether the OCR library is installed."""
    return importlib.util.find_spec(LIBRARY) is not None


def read_scan(data: bytes, profile: Profile) -> Document:
    """A picture's or a scanned PDF's text. Raises :class:`Refused` (scanned) without the library or without text."""
    if not can_read():
        raise Refused("scanned", HOW_TO)
    kind = "pdf" if b"%PDF-" in data[:1024] else "image"
    pages = [_lines(picture, n) for n, picture in enumerate(_pictures(data, kind))]
    text = "\n".join(paragraphs([line for page in without_running_heads(pages) for line in page]))
    if not chinese_count(text):
        raise Refused("scanned", "OCR 没有认出文字。请换用更清晰的扫描件，或网页、Word 版本")
    return Document(text, kind, None, doubts=(Doubt("ocr", "文字由 OCR 识别得来，可能有误；引用前请核对原件"),))


def pages_of(data: bytes) -> int:
    """How many pages OCR may have to read: those of a PDF, where the library is installed."""
    if b"%PDF-" not in data[:1024] or not can_read():
        return 0
    import pypdfium2  # here, as below: it loads slowly, and few files need it

    try:
        return min(len(pypdfium2.PdfDocument(data)), PAGES_LIMIT)
    except pypdfium2.PdfiumError:
        return 0


@cache
def _engine() -> Any:
    return importlib.import_module(LIBRARY).RapidOCR()


def _pictures(data: bytes, kind: str) -> Iterator[Any]:
    """The pages as arrays of pixels."""
    import pypdfium2
    from PIL import Image

    if kind == "image":
        try:
            with Image.open(io.BytesIO(data)) as picture:
                if picture.width * picture.height > PIXELS_LIMIT:
                    raise Refused("too_large", f"图片超过 {PIXELS_LIMIT} 像素。请缩小后再放入")
                yield np.asarray(picture.convert("RGB"))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise Refused("broken", f"图片不完整或已损坏（{type(error).__name__}）。请重新下载") from error
        return
    file = pypdfium2.PdfDocument(data)
    if len(file) > PAGES_LIMIT:
        raise Refused("too_large", f"扫描件有 {len(file)} 页，超过 {PAGES_LIMIT} 页。请先用 OCR 软件识别")
    for n in range(len(file)):
        yield file[n].render(scale=SCALE).to_numpy()


def _lines(picture: Any, page: int) -> list[Line]:
    """The page's lines from the top down, with their places in pixels."""
    found, _ = _engine()(picture)
    boxes = [
        (corners, text.strip()) for corners, text, score in found or () if float(score) >= LEAST_SCORE and text.strip()
    ]
    sizes = [_extent(corners, 1) * 0.8 for corners, _ in boxes]
    usual = median(sizes) if sizes else 0.0
    lines = []
    for (corners, text), size in zip(boxes, sizes, strict=True):
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        # boxes of one font differ in height with the characters in them
        even = usual if abs(size - usual) < 0.35 * usual else size
        lines.append(Line(text, min(xs), max(xs), min(ys), max(ys), even, page=page))
    return without_edges(_in_order(lines), float(picture.shape[0]))


def _extent(corners: Any, axis: int) -> float:
    values = [float(corner[axis]) for corner in corners]
    return max(values) - min(values)


def _in_order(lines: list[Line]) -> list[Line]:
    """From the top down, and from left to right where boxes stand on one line."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.x0)):
        if rows and line.top + line.bottom - rows[-1][0].top - rows[-1][0].bottom < line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.x0)]
