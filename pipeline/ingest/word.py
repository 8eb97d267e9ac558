"""Reads DOCX: paragraphs with their automatic numbers, tables as rows, open tracked changes as if accepted."""

from __future__ import annotations

from typing import Any

from lxml import etree

from pipeline.ingest.archive import open_zip, read_member
from pipeline.ingest.numbering import numbering_of
from pipeline.ingest.reading import Document, Doubt, Refused
from pipeline.ingest.word_body import Walk
from pipeline.ingest.word_runs import Fields
from pipeline.ingest.word_styles import W, styles_of
from pipeline.profiles import Profile

CORE = "{http://purl.org/dc/elements/1.1/}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PLAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read_docx(data: bytes, profile: Profile) -> Document:
    """The file's paragraphs. Raises :class:`Refused` (broken, no_text) where there are none."""
    archive = open_zip(data)
    names = archive.namelist()
    body = _xml(read_member(archive, _named(names, "word/document") or "word/document.xml"))
    numbers, styles, core = (
        _optional(archive, _named(names, stem)) for stem in ("word/numbering", "word/styles", "docProps/core")
    )
    root = body.find(f"{W}body")
    if root is None:
        raise Refused("broken", "Word 文件里没有正文部分。请在 Word 中打开后另存为 .docx")
    walk = Walk(numbering_of(numbers), styles_of(styles), Fields(contents=_fields_end(root)))
    lines = [line for line in walk.lines(root) if line.strip()]
    if not lines:
        raise Refused("no_text", "Word 文件里没有文字（可能全是图片）。请换用有文字的版本")
    title = (core.findtext(f"{CORE}title") or "").strip() if core is not None else ""
    changed = next(body.iter(f"{W}ins", f"{W}del", f"{W}moveTo"), None) is not None
    doubts = (Doubt("tracked_changes", "文件含未接受的修订，已按全部接受读取；请核对"),) if changed else ()
    return Document("\n".join(lines), "docx", "utf-8", {"doc_title": title} if title else {}, doubts)


def _named(names: list[str], stem: str) -> str:
    """The part with that name; some programs number it (document2.xml)."""
    found = sorted(
        (n for n in names if n.startswith(stem) and n.endswith(".xml") and "/" not in n[len(stem) :]), key=len
    )
    return found[0] if found else ""


def _xml(data: bytes) -> Any:
    """A part's tree; no entity is expanded and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=len(data) < 60_000_000)
    try:
        return etree.fromstring(data.replace(_STRICT, _PLAIN), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("broken", f"Word 文件已损坏（{error}）。请重新下载") from error


def _optional(archive: Any, name: str) -> Any | None:
    try:
        return _xml(read_member(archive, name)) if name else None
    except Refused:
        return None


def _fields_end(root: Any) -> bool:
    kinds = [node.get(f"{W}fldCharType") for node in root.iter(f"{W}fldChar")]
    return kinds.count("begin") == kinds.count("end")
