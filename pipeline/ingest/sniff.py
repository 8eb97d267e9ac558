"""What kind of file the bytes are, by their first bytes; the name decides only between kinds that look alike."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
WEB = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<meta",
    b"<div",
    b"<p",
    b"<table",
    b"<span",
    b"<script",
    b"<title",
    b"<!--",
)
_NOTHING = b"\x00 \t\r\n"
TEXT_NAMES = {".txt", ".text", ".md", ""}


def kind(name: str, data: bytes) -> str:
    """One of empty, pdf, docx, doc, zip, ofd, mhtml, html, image, rtf, txt, unsupported.

    >>> kind("a.txt", b"%PDF-1.7 ...")
    'pdf'
    """
    head = data[:4096]
    suffix = PurePosixPath(name).suffix.lower()
    if not (head.strip(_NOTHING) or data.strip(_NOTHING)):
        return "empty"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_kind(data, suffix)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "doc"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(IMAGES):
        return "image"
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        return "unsupported"
    return _text_kind(head, suffix)


def _zip_kind(data: bytes, suffix: str) -> str:
    if suffix == ".ofd":
        return "ofd"
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError):
        return "docx" if suffix in (".docx", ".docm") else "zip"
    if "word/document.xml" in names or any(n.startswith("word/document") for n in names):
        return "docx"
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names or suffix in (".xlsx", ".pptx", ".odt", ".epub"):
        return "unsupported"
    return "zip"


def _text_kind(head: bytes, suffix: str) -> str:
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if suffix in (".mht", ".mhtml") or (
        b"mime-version:" in plain and b"content-type: multipart/related" in plain.replace(b"\n ", b"")
    ):
        return "mhtml"
    if suffix in (".html", ".htm", ".shtml", ".xhtml", ".jsp", ".asp", ".aspx", ".php"):
        return "html"
    if plain.startswith(WEB) or (plain.startswith(b"<?xml") and b"<html" in plain):
        return "html"
    if suffix in TEXT_NAMES or b"\x00" not in head:
        return "txt"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return "txt" if max(even, odd) > 4 * min(even, odd) + 1 else "unsupported"
