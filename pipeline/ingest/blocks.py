"""An HTML tree to lines: one paragraph a line, a data table's row a line with its cells set apart by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "title", "tr", "ul", "html", "option", "select",
])  # fmt: skip
SKIPPED = frozenset([
    "rt", "rp", "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "math",
    "button", "input", "select", "textarea", "audio", "video", "map", "canvas",
])  # fmt: skip
_SOURCE_BREAK = re.compile(
    "(?<=[^\x00-\x7f])[ \t]*+\r?\n\\s*+|(?<![ \t\r])[ \t]*+\r?\n\\s*+(?=[^\x00-\x7f])|(?<=[\\d.,])[ \t]*+\r?\n\\s*+(?=[\\d.,%])"
)
_AS_TYPED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_TYPED_BREAK = re.compile("[ \t\r]*+\n(?=\u3000\u3000)")
_TYPED_TAGS = frozenset(["pre", "xmp", "listing"])
TYPED = 2
"""Indented lines in one piece of text from which its line ends are those of paragraphs."""
_BLANKS = re.compile("[ \t\r\n]+")
_LINE_END = "\u2029"
_PADDING = " \t\r\n"
_BREAKS = BLOCKS | {"br"}
_CELL_LIMIT = 400


def parse(text: str) -> Any:
    """The page's tree; broken markup is mended, entities outside HTML's own are not read, nothing is fetched."""
    parser = etree.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    tree = etree.fromstring(_without_declaration(text) or "<p></p>", parser=parser)
    if tree is None:
        raise ValueError("no element")
    for node in tree.iter():
        if node.tag in _TYPED_TAGS or ((style := node.get("style")) and _is_as_typed(style)):
            _keep_line_ends(node)
    return tree


@lru_cache(maxsize=512)
def _is_as_typed(style: str) -> bool:
    return _AS_TYPED.search(style) is not None


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
    return name_of(node.tag)


@lru_cache(maxsize=512)
def name_of(tag: Any) -> str:
    """:func:`tag_of` an element with this ``tag``, for loops that count."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def lines(root: Any, most: int | None = None) -> list[str]:
    """The element's text as lines; ``most``: only about the first so many."""
    return _walked(root, most).shown


class Shown(NamedTuple):
    """An element's text as lines, the same without what stands in links, and for each block in it which lines are its own."""

    lines: list[str]
    unlinked: list[str]
    spans: dict[Any, tuple[int, int]]


def shown_by(root: Any) -> Shown:
    """What an element and all blocks in it show, in one walk."""
    found = _walked(root)
    return Shown(found.shown, found.plain, found.spans)


class _Lines:
    """Lines in the making: ``shown``, and ``plain`` without what stands in links; ``spans``: block -> its lines of ``shown``."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.plain: list[str] = []
        self.spans: dict[Any, tuple[int, int]] = {}
        self._part: list[str] = []
        self._bare = self._part  # of the part what stands in no link; the same list as long as it is all
        self._links = 0

    def add(self, text: str) -> None:
        self._part.append(text)
        if self._bare is not self._part and not self._links:
            self._bare.append(text)

    def open_link(self) -> None:
        self._links += 1
        if self._bare is self._part:
            self._bare = [*self._part]

    def close_link(self) -> None:
        self._links -= 1

    def end_line(self) -> None:
        if self._bare is self._part:
            if self._part:
                before = len(self.shown)
                _close(self._part[0] if len(self._part) == 1 else "".join(self._part), self.shown)
                self._part.clear()
                self.plain += self.shown[before:]
            return
        _close("".join(self._part), self.shown)
        self._part = []
        if not self._links:  # a line's end in a link is none of the text around it
            _close("".join(self._bare), self.plain)
            self._bare = self._part

    def add_rows(self, rows: Iterable[str]) -> None:
        found = [*rows]
        self.shown += found
        if not self._links:
            self.plain += found


def _walked(root: Any, most: int | None = None) -> _Lines:
    """What the element shows, in order. Walks without recursion: pages may be nested thousands deep."""
    out = _Lines()
    shown = out.shown
    entered: list[tuple[Any, int]] = []  # with how many lines stand before it
    below = [iter((root,))]
    while below:
        for node in below[-1]:  # goes on where it was left for the node's children
            if most is not None and len(shown) >= most:
                return out
            tag = name_of(node.tag)
            if tag == "a":
                out.open_link()
            elif tag in _BREAKS:
                out.end_line()
            before = len(shown)
            if tag == "table" and is_data_table(node):
                out.add_rows(table_rows(node))
            elif tag and tag not in SKIPPED:
                if text := node.text:
                    out.add(text)
                if len(node):
                    entered.append((node, before))
                    below.append(iter(node))
                    break
                _end(node, tag, before, out)
            if (tail := node.tail) and node is not root:
                out.add(tail)
        else:
            below.pop()
            if entered:
                _leave(*entered.pop(), root, out)
    out.end_line()
    return out


def _leave(node: Any, before: int, root: Any, out: _Lines) -> None:
    _end(node, name_of(node.tag), before, out)
    if (tail := node.tail) and node is not root:
        out.add(tail)


def _end(node: Any, tag: str, before: int, out: _Lines) -> None:
    if tag in _BREAKS:
        out.end_line()
        out.spans[node] = before, len(out.shown)
    elif tag == "a":
        out.close_link()


def _close(text: str, out: list[str]) -> None:
    if not text or text.isspace():
        return
    bare = text.strip(_PADDING)
    even = not ("\n" in bare or "\t" in bare or "\r" in bare or "  " in bare or _LINE_END in bare)
    # behind a line end an indent of full-width blanks belongs to the source, not to the paragraph
    if even and (text[0] == bare[0] or not bare[0].isspace()):
        out.append(bare)
        return
    if text.count("\n\u3000\u3000") >= TYPED:
        text = _TYPED_BREAK.sub(_LINE_END, text)
    if "\n" in text or "\t" in text or "  " in text or "\r" in text:
        # an authoring tool's line break beside a Chinese character is no blank
        text = _BLANKS.sub(" ", _SOURCE_BREAK.sub("", text))
    # an indent of full-width blanks stays: it tells where paragraphs begin in text that is wrapped by hand
    out.extend(line for piece in text.split(_LINE_END) if (line := piece.strip(_PADDING)) and not line.isspace())


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
