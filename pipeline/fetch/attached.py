"""Documents that a page without a body links to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from pipeline.fetch.record import DOCUMENTS
from pipeline.ingest.blocks import parse
from pipeline.ingest.encoding import decode
from pipeline.ingest.legibility import common_characters
from pipeline.ingest.reading import Refused
from pipeline.ingest.webpage import read_html
from pipeline.profiles import load

MOST = 5


def attachments(page: bytes, address: str) -> dict[str, str]:
    """Address -> suffix of the documents; none where the page has a body itself."""
    profile = load("other")
    try:
        read_html(page, profile)
        return {}
    except Refused as refused:
        if refused.reason != "no_body":
            return {}
    text, *_ = decode(page, common_characters(profile))
    return dict(list(_links(text, address))[:MOST])


def _links(text: str, address: str) -> Iterator[tuple[str, str]]:
    seen = set()
    for node in parse(text).iter("a"):
        link = urljoin(address, str(node.get("href") or "").strip())
        if link not in seen and link.startswith(("http://", "https://")):
            seen.add(link)
            named = [
                link,
                *(value for _, value in parse_qsl(urlsplit(link).query)),
                node.get("title") or "",
                "".join(node.itertext()),
            ]
            if kind := next((suffix for name in named if (suffix := suffix_of(name)) in DOCUMENTS), ""):
                yield link, kind


def suffix_of(name: str) -> str:
    """The suffix of an address or a file's name, in small letters.

    >>> suffix_of("http://a.cn/files/%E6%8A%A5.PDF?x=1")
    '.pdf'
    """
    return Path(unquote(urlsplit(name.strip()).path)).suffix.lower() if len(name) < 2000 else ""
