"""Reads OFD (GB/T 33190, China's fixed-layout documents): characters at their places, to lines, to paragraphs."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from pipeline.ingest.archive import open_zip, read_member
from pipeline.ingest.columns import gutters, in_order
from pipeline.ingest.layout import Chars, Line
from pipeline.ingest.legibility import chinese_count
from pipeline.ingest.pagination import without_edges, without_running_heads
from pipeline.ingest.reading import Document, Refused
from pipeline.ingest.reflow import paragraphs
from pipeline.profiles import Profile

PAGES_LIMIT = 400
_LEAST_A_PAGE = 12


def read_ofd(data: bytes, profile: Profile) -> Document:
    """The file's paragraphs. Raises :class:`Refused`: broken, scanned, encrypted, too_large."""
    archive = open_zip(data)
    if any(name.endswith("Encryptions.xml") for name in archive.namelist()):
        raise Refused("encrypted", "OFD 文件已加密。请解除加密后重新放入")
    root = _xml(archive, "OFD.xml")
    title = next((node.text or "" for node in root.iter("{*}Title")), "")
    found = [_page(archive, place) for place in _pages(archive, root)]
    pages: list[list[Line]] = []
    for (_, height, chars), gutter in zip(found, gutters([c for *_, c in found], [w for w, *_ in found]), strict=True):
        lines = [replace(line, page=len(pages)) for line in in_order(chars, [], gutter)]
        pages.append(without_edges(lines, height))
    text = "\n".join(paragraphs([line for page in without_running_heads(pages) for line in page]))
    if chinese_count(text) < _LEAST_A_PAGE * max(1, len(pages)):
        raise Refused("scanned", "OFD 没有文字（只有图像）。请先用 OCR 软件识别，或换用网页、Word 版本")
    return Document(text, "ofd", "utf-8", {"doc_title": title} if title else {})


def _xml(archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(read_member(archive, name.lstrip("/")), parser)
    except etree.XMLSyntaxError as error:
        raise Refused("broken", f"OFD 文件已损坏（{name}：{error}）。请重新下载") from error


def _pages(archive: zipfile.ZipFile, root: Any) -> list[str]:
    """Where the pages' contents lie, in order."""
    found = []
    for document in root.iter("{*}DocRoot"):
        base = (document.text or "").strip()
        folder = posixpath.dirname(base)
        for page in _xml(archive, base).iterfind("{*}Pages/{*}Page"):
            found.append(posixpath.normpath(posixpath.join(folder, page.get("BaseLoc") or "")))
    if not found:
        raise Refused("broken", "OFD 文件里没有页面。请重新下载")
    if len(found) > PAGES_LIMIT:
        raise Refused("too_large", f"OFD 有 {len(found)} 页，超过 {PAGES_LIMIT} 页。请只保留报告部分")
    return found


def _page(archive: zipfile.ZipFile, place: str) -> tuple[float, float, Chars]:
    """Width, height and characters of a page (millimetres, from the top left)."""
    page = _xml(archive, place)
    chars = [char for text in page.iter("{*}TextObject") for char in _chars(text)]
    box = next((_numbers(node.text) for node in page.iter("{*}PhysicalBox")), [0.0, 0.0, 210.0, 297.0])
    width, height = (box[2], box[3]) if len(box) == 4 else (210.0, 297.0)
    return width, height, chars


def _chars(text: Any) -> Iterator[dict[str, Any]]:
    box = _numbers(text.get("Boundary"))
    size = (_numbers(text.get("Size")) or [4.0])[0]
    matrix = _numbers(text.get("CTM"))
    scale = matrix[0] if len(matrix) == 6 and matrix[0] > 0 else 1.0
    if len(box) != 4:
        return
    for code in text.iterfind("{*}TextCode"):
        x, y = ((_numbers(code.get(name)) or [0.0])[0] * scale for name in ("X", "Y"))
        steps = _steps(code.get("DeltaX"))
        for n, char in enumerate((code.text or "").strip("\n")):
            if char.strip():
                left, foot = box[0] + x, box[1] + y
                yield {
                    "text": char,
                    "x0": left,
                    "x1": left + size * scale * (0.5 if char.isascii() else 1.0),
                    "top": foot - size * scale,
                    "bottom": foot,
                    "size": size * scale,
                }
            x += (steps[n] if n < len(steps) else size) * scale


def _numbers(text: str | None) -> list[float]:
    try:
        return [float(part) for part in (text or "").split()]
    except ValueError:
        return []


def _steps(text: str | None) -> list[float]:
    """Widths from character to character; "g 3 4.5" stands for 4.5 three times."""
    parts = (text or "").split()
    steps: list[float] = []
    position = 0
    while position < len(parts):
        group = parts[position] == "g" and position + 2 < len(parts)
        numbers = _numbers(" ".join(parts[position + 1 : position + 3] if group else parts[position : position + 1]))
        steps += [numbers[1]] * min(int(numbers[0]), 10_000) if group and len(numbers) == 2 else numbers
        position += 3 if group else 1
    return steps
