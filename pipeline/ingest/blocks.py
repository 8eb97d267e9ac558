"""An HTML tree to lines: one paragraph a line, a data table's row a line with its cells set apart by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import html

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "html",
        "option",
        "select",
    ]
)
SKIPPED = frozenset(
    [
        "rt",
        "rp",
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "button",
        "input",
        "select",
        "textarea",
        "audio",
        "video",
        "map",
        "canvas",
    ]
)
_SOURCE_BREAK = re.compile(
    "(?<=[^\x00-\x7f])[ \t]*+\r?\n\\s*+|(?<![ \t\r])[ \t]*+\r?\n\\s*+(?=[^\x00-\x7f])|(?<=[\\d.,])[ \t]*+\r?\n\\s*+(?=[\\d.,%])"
)
_AS_TYPED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_TYPED_BREAK = re.compile("[ \t\r]*+\n(?=\u3000\u3000)")
TYPED = 2
"""Indented lines in one piece of text from which its line ends are those of paragraphs."""
_BLANKS = re.compile("[ \t\r\n]+")
_LINE_END = "\u2029"
_CELL_LIMIT = 400


def parse(text: str) -> Any:
    """The page's tree; broken markup is mended, entities outside HTML's own are not read, nothing is fetched."""
    parser = html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(_without_declaration(text) or "<p></p>", parser=parser)
    for node in tree.iter():
        if node.tag in ("pre", "xmp", "listing") or _AS_TYPED.search(node.get("style") or ""):
            _keep_line_ends(node)
    return tree


def _keep_line_ends(pre: Any) -> None:
    for node in pre.iter():
        node.text = node.text and node.text.replace("\n", _LINE_END)
        if node is not pre:
            node.tail = node.tail and node.tail.replace("\n", _LINE_END)


def _without_declaration(text: str) -> str:
    # lxml refuses str input that declares an encoding
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text, count=1).replace("\x00", "")


def tag_of(node: Any) -> str:
    """The element's name in lower case without its namespace; empty for comments and the like."""
    return _local(node.tag) if isinstance(node.tag, str) else ""


@lru_cache(maxsize=512)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def lines(root: Any, skipped: frozenset[str] = SKIPPED) -> list[str]:
    """The element's text as lines. Walks without recursion: pages may be nested thousands deep."""
    out: list[str] = []
    part: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        tag = tag_of(node)
        is_break = tag == "br" or tag in BLOCKS
        if is_break and part:
            _close(part, out)
        if leaving:
            if node is not root and node.tail:
                part.append(node.tail)
        elif tag == "table" and is_data_table(node):
            out.extend(table_rows(node))
            stack.append((node, True))
        elif tag and tag not in skipped:
            if node.text:
                part.append(node.text)
            if len(node):
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node))
                continue
            if is_break and part:
                _close(part, out)
            if node is not root and node.tail:
                part.append(node.tail)
        elif node is not root and node.tail:
            part.append(node.tail)
    _close(part, out)
    return out


def _close(part: list[str], out: list[str]) -> None:
    text = "".join(part)
    part.clear()
    if text.count("\n\u3000\u3000") >= TYPED:
        text = _TYPED_BREAK.sub(_LINE_END, text)
    if "\n" in text or "\t" in text or "  " in text or "\r" in text:
        # an authoring tool's line break beside a Chinese character is no blank
        text = _BLANKS.sub(" ", _SOURCE_BREAK.sub("", text))
    # an indent of full-width blanks stays: it tells where paragraphs begin in text that is wrapped by hand
    out.extend(line for piece in text.split(_LINE_END) if (line := piece.strip(" \t\r\n")) and not line.isspace())


def is_data_table(table: Any) -> bool:
    """A table of figures or short entries; not one that lays out a page or holds the whole text in a cell."""
    if table.find(".//table") is not None:
        return False
    rows = [[_cell(c) for c in row if tag_of(c) in ("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    return all(len(cell) <= _CELL_LIMIT for row in rows for cell in row)


def table_rows(table: Any) -> Iterator[str]:
    """Each row with its cells set apart by tabs."""
    for row in table.iter("tr"):
        cells = [_cell(c) for c in row if tag_of(c) in ("td", "th")]
        if any(cells):
            yield "\t".join(cells).rstrip("\t")


def _cell(cell: Any) -> str:
    return _BLANKS.sub(" ", _SOURCE_BREAK.sub("", "".join(cell.itertext()))).strip()
