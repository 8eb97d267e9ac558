"""Bodies that a page hides from a plain reader: in a script's string, JSON, a hidden field, a template, an attribute."""

from __future__ import annotations

import base64
import binascii
import html as entities
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from lxml import etree

from pipeline.ingest.edges import is_salutation, is_signature
from pipeline.ingest.legibility import chinese_count
from pipeline.ingest.page import LONG, Page
from pipeline.profiles import Profile

SHORTEST = 200
"""Chinese characters that a hidden string must have to be looked at."""
_PLAIN = frozenset(["alt", "title", "style", "class", "href", "src", "onclick"])
"""Attributes that hold no body."""
_OWN_WAY = frozenset(["script", "textarea", "template", "noscript", "input", "meta"])
"""Elements whose attributes are not looked into."""
_SENTENCE = 30
"""Chinese characters of a string that may be a paragraph of a body kept in pieces."""
_LONGEST_PIECE = 6000
_MARKUP = re.compile("html|template|xml|plain", re.I)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_TAG = re.compile("<[^<>]{0,400}>")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"|\'((?:[^\'\\]|\\.)*+)\'|`([^`]*+)`', re.S)
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]{800,}")
_ESCAPES = re.compile(r"%[0-9A-Fa-f]{2}|%u[0-9A-Fa-f]{4}|\\u[0-9A-Fa-f]{4}|&#x?[0-9A-Fa-f]+;|&lt;")


def hidden_bodies(page: Page, profile: Profile) -> list[str]:
    """HTML fragments or texts that the page hides, the one with the most Chinese first."""
    found = {text for raw in _strings(page, profile) if (text := unescaped(raw)) and chinese_count(text) >= SHORTEST}
    return sorted(found, key=lambda text: (-chinese_count(text), text))[:5]


def _strings(page: Page, profile: Profile) -> Iterator[str]:
    for node in filter(page.holds, page.tagged("script")):
        if node.text:
            yield from _in_script(node.get("type") or "", node.text, profile)
    yield from map(_inner, filter(page.holds, page.tagged("textarea", "template", "noscript")))
    yield from (node.get("value") or "" for node in page.tagged("input") if page.holds(node))
    for node in page.laden:
        if node.tag not in _OWN_WAY and page.holds(node):
            yield from (value for name, value in node.items() if len(value) > LONG and name not in _PLAIN)
    for node in page.unshown:
        if node.tag not in _OWN_WAY and page.holds(node):
            yield _inner(node)


def _in_script(kind: str, text: str, profile: Profile) -> Iterator[str]:
    """A template's markup; else the script's strings, long ones each and short ones as one text."""
    if _MARKUP.search(kind):
        yield _CDATA.sub("", text)
        return
    strings = [m[1] or m[2] or m[3] or "" for m in _STRING.finditer(text)]
    yield from (string for string in strings if len(string) > LONG)
    yield _in_pieces(strings, profile)


def _in_pieces(strings: Sequence[str], profile: Profile) -> str:
    """A body kept as one string a paragraph: those from the first to the last that may be a paragraph, with what
    addresses or signs it."""
    read = [unescaped(string) if "\\" in string else string for string in strings if len(string) <= _LONGEST_PIECE]
    read = [string for string in read if chinese_count(string) >= 2]
    long = [number for number, string in enumerate(read) if chinese_count(string) >= _SENTENCE]
    if len(long) < 3:
        return ""
    first, last = long[0], long[-1] + 1
    while first > 0 and is_salutation([_TAG.sub("", read[first - 1])], profile):
        first -= 1
    while last < len(read) and _closes(_TAG.sub("", read[last]), profile):
        last += 1
    return "\n".join(read[first:last])


def _closes(line: str, profile: Profile) -> bool:
    return line.endswith("。") or is_signature([line], profile)


def _inner(node: Any) -> str:
    return (node.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in node)


def unescaped(raw: str) -> str:
    r"""A string as its page's script would see it.

    >>> unescaped("\\u6cd5\\u6cbb&lt;p&gt;")
    '法治<p>'
    """
    text = raw
    if "\\" in text:
        text = _json_string(text)
    if not chinese_count(text) and _BASE64.fullmatch(text.strip() or "-"):
        text = _base64(text)
    for _ in range(2):
        if _ESCAPES.search(text[:2000]):
            if "%" in text[:2000]:
                text = unquote(re.sub(r"%u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), text))
            text = entities.unescape(text)
    return text.encode("utf-8", "ignore").decode("utf-8")


def _json_string(text: str) -> str:
    try:
        return str(
            json.loads(
                '"'
                + re.sub(r'(?<!\\)"', '\\"', text.replace("\\'", "'")).replace("\n", "\\n").replace("\t", "\\t")
                + '"'
            )
        )
    except ValueError:
        return (
            re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), text)
            .replace("\\n", "\n")
            .replace("\\/", "/")
            .replace('\\"', '"')
        )


def _base64(text: str) -> str:
    try:
        return base64.b64decode(re.sub(r"\s", "", text), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
