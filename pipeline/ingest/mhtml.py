"""Reads MHTML (a page saved with all its parts): of its HTML parts, frames included, the one that holds the body."""

from __future__ import annotations

import email
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import Message

from pipeline.ingest.reading import Document, Refused
from pipeline.ingest.sanity import prose
from pipeline.ingest.webpage import read_html
from pipeline.profiles import Profile

MOST_PAGES = 8
FRAME = 2
"""A frame must hold this many times the prose of the page itself to be taken for the body."""


def read_mhtml(data: bytes, profile: Profile) -> Document:
    """The body, and the address the page was saved from. Raises :class:`Refused`: broken, or why no part has a body."""
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n \t"))
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    pages = sorted((part for part in pages if _content(part)), key=lambda part: part is not _root(message, pages))
    if not pages:
        raise Refused("broken", "MHTML 文件里没有网页部分（可能下载不完整）。请在浏览器中重新另存")
    document = _best(pages[:MOST_PAGES], profile)
    address = _text(message, "Snapshot-Content-Location") or _text(pages[0], "Content-Location")
    stated = {**document.stated, **({"url": address} if address.startswith("http") else {})}
    if subject := _text(message, "Subject"):
        stated.setdefault("html_title", subject)
    return replace(document, stated=stated)


def _root(message: Message, pages: list[Message]) -> Message | None:
    """The page itself: the part that the container names, else the first."""
    start = str(message.get_param("start") or "")
    return next((part for part in pages if start and _text(part, "Content-ID") == start), pages[0] if pages else None)


def _best(pages: list[Message], profile: Profile) -> Document:
    """The page's document, or that of the frame that holds far more prose."""
    found: list[Document] = []
    refused: list[Refused] = []
    for part in pages:
        try:
            found.append(read_html(_content(part), profile, "mhtml"))
        except Refused as reason:
            refused.append(reason)
    if not found:
        raise refused[0]
    best = max(found, key=lambda document: prose(document.text))
    return best if prose(best.text) > FRAME * prose(found[0].text) else found[0]


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Message, name: str) -> str:
    """A header as text; one that can't be decoded counts as missing."""
    try:
        return str(make_header(decode_header(str(part.get(name) or "")))).strip()
    except (LookupError, ValueError):
        return ""
