"""Reads DOCX: paragraphs with their automatic numbers, tables as rows, open tracked changes as if accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.ingest.archive import open_zip, read_member
from pipeline.ingest.numbering import Numbering, W, numbering_of
from pipeline.ingest.reading import Document, Doubt, Refused
from pipeline.profiles import Profile

_GONE = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{W}footnoteReference",
         "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # fmt: skip
_CELL_LIMIT = 400
_DEEPEST = 60
CORE = "{http://purl.org/dc/elements/1.1/}"


def read_docx(data: bytes, profile: Profile) -> Document:
    """The file's paragraphs. Raises :class:`Refused` (broken, no_text) where there are none."""
    archive = open_zip(data)
    names = archive.namelist()
    body_name = next(
        (
            n
            for n in ("word/document.xml", *names)
            if n in names and n.startswith("word/document") and n.endswith(".xml")
        ),
        "",
    )
    body = _xml(read_member(archive, body_name or "word/document.xml"))
    parts = {
        name: _optional(archive, name, names) for name in ("word/numbering.xml", "word/styles.xml", "docProps/core.xml")
    }
    root = body.find(f"{W}body")
    if root is None:
        raise Refused("broken", "Word 文件里没有正文部分。请在 Word 中打开后另存为 .docx")
    numbers = numbering_of(parts["word/numbering.xml"], parts["word/styles.xml"])
    lines = [line for line in _lines(root, numbers, 0) if line.strip()]
    if not lines:
        raise Refused("no_text", "Word 文件里没有文字（可能全是图片）。请换用有文字的版本")
    core = parts["docProps/core.xml"]
    title = (core.findtext(f"{CORE}title") or "").strip() if core is not None else ""
    changed = next(body.iter(f"{W}ins", f"{W}del", f"{W}moveTo"), None) is not None
    doubts = (Doubt("tracked_changes", "文件含未接受的修订，已按全部接受读取；请核对"),) if changed else ()
    return Document("\n".join(lines), "docx", "utf-8", {"doc_title": title} if title else {}, doubts)


def _xml(data: bytes) -> Any:
    """A part's tree; no entity is expanded and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=len(data) < 60_000_000)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("broken", f"Word 文件已损坏（{error}）。请重新下载") from error


def _optional(archive: Any, name: str, names: list[str]) -> Any | None:
    if name not in names:
        return None
    try:
        return _xml(read_member(archive, name))
    except Refused:
        return None


def _lines(container: Any, numbers: Numbering, depth: int) -> Iterator[str]:
    """Lines of a body, cell or text box; a paragraph whose mark is deleted runs on into the next."""
    pending = ""
    for node in container:
        if node.tag == f"{W}p":
            text = _text(node)
            if _mark_is_deleted(node):
                pending += text
                continue
            pending, text = "", pending + text
            yield from f"{_number(node, numbers)}{text}".split("\n") if text.strip() else ()
            yield from _boxes(node, numbers, depth)
        elif node.tag == f"{W}tbl":
            yield from _table(node, numbers, depth)
        elif (
            node.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag")
            and depth < _DEEPEST
        ):
            yield from _lines(node, numbers, depth + 1)
    if pending.strip():
        yield pending


def _text(paragraph: Any) -> str:
    """The paragraph's characters: insertions in, deletions out, text boxes left for later."""
    out: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag in _GONE or not isinstance(node.tag, str) or node.tag.endswith("}txbxContent"):
            continue
        if node.tag == f"{W}t":
            out.append(node.text or "")
        elif node.tag in (f"{W}br", f"{W}cr"):
            out.append("\n" if node.get(f"{W}type") in (None, "textWrapping") else "")
        elif node.tag == f"{W}tab":
            out.append(" ")
        elif node.tag == f"{W}noBreakHyphen":
            out.append("-")
        else:
            stack.extend(reversed(node))
    return "".join(out)


def _number(paragraph: Any, numbers: Numbering) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    list_id, level = numbers.styles.get(style.get(f"{W}val") if style is not None else "", (None, 0))
    own = paragraph.find(f"{W}pPr/{W}numPr")
    if own is not None:
        number, deep = own.find(f"{W}numId"), own.find(f"{W}ilvl")
        list_id = number.get(f"{W}val") if number is not None else list_id
        level = int(deep.get(f"{W}val") or 0) if deep is not None else level
    return numbers.label(list_id, level) if list_id and list_id != "0" else ""


def _mark_is_deleted(paragraph: Any) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _boxes(paragraph: Any, numbers: Numbering, depth: int) -> Iterator[str]:
    for box in paragraph.iter(f"{W}txbxContent"):
        above = {a.tag for a in box.iterancestors()}
        if depth < _DEEPEST and not above & _GONE and sum(a.tag == f"{W}txbxContent" for a in box.iterancestors()) == 0:
            yield from _lines(box, numbers, depth + 1)


def _table(table: Any, numbers: Numbering, depth: int) -> Iterator[str]:
    """Rows with their cells set apart by tabs; a table that only lays out text gives its paragraphs."""
    if depth >= _DEEPEST:
        return
    rows = [[list(_lines(cell, numbers, depth + 1)) for cell in row.iter(f"{W}tc") if _owner(cell) is table]
            for row in table.iter(f"{W}tr") if _owner(row) is table]  # fmt: skip
    wide = max(map(len, rows), default=0)
    if wide < 2 or any(sum(map(len, cell)) > _CELL_LIMIT for row in rows for cell in row):
        yield from (line for row in rows for cell in row for line in cell)
    else:
        yield from ("\t".join(" ".join(cell) for cell in row).rstrip("\t") for row in rows if any(row))


def _owner(node: Any) -> Any:
    return next((a for a in node.iterancestors(f"{W}tbl")), None)
