"""Reads MHTML (a page saved with all its parts): the main HTML part is read as a page."""

from __future__ import annotations

import email
from dataclasses import replace
from email.message import Message

from pipeline.ingest.reading import Document, Refused
from pipeline.ingest.webpage import read_html
from pipeline.profiles import Profile


def read_mhtml(data: bytes, profile: Profile) -> Document:
    """The largest HTML part's body, and the address the page was saved from."""
    message = email.message_from_bytes(data.lstrip())
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    pages = [(content, part) for part in parts if (content := _content(part))]
    if not pages:
        raise Refused("broken", "MHTML 文件里没有网页部分（可能下载不完整）。请在浏览器中重新另存")
    content, part = pages[0] if message.get("Snapshot-Content-Location") else max(pages, key=lambda p: len(p[0]))
    document = read_html(content, profile, "mhtml")
    address = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
    return replace(document, stated={**document.stated, **({"url": address} if address.startswith("http") else {})})


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
