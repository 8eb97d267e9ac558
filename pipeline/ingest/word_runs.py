"""The characters of a Word paragraph as printed: changes accepted, fields by their results, hidden text out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest.marks import ENDS, ITEM
from pipeline.ingest.word_styles import Styles, W, hidden, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
GONE = {f"{W}{name}" for name in ("del", "moveFrom", "delText", "pPr", "rPr", "sdtPr", "rt")}
"""What is not printed: deleted and moved text, properties, readings above characters."""
_BLANKS = {f"{W}tab", f"{W}ptab"}
_BREAKS = {f"{W}br", f"{W}cr"}
_SYMBOLS = {"F0FC": "✓", "F0FB": "✗", "F0A7": "■", "F06C": "●", "F06E": "■", "F0FE": "☑", "F0A8": "□", "F052": "☑", "F0E0": "→", "F0D8": "➢"}  # fmt: skip
"""Characters of the fonts Wingdings and Wingdings 2 that stand for signs."""
_ENDS = tuple(ENDS + "”）;:")
_LONG = 20
"""Characters from which a line without an end before a soft break is a sentence cut in two, not a heading."""


@dataclass
class Fields:
    """Fields that have begun and not ended, outermost first: [code so far, whether the result has begun]."""

    open: list[list[Any]] = field(default_factory=list)
    contents: bool = True
    """Whether a table of contents is left out; not so in a file whose fields don't end."""

    def mark(self, kind: str | None) -> None:
        """A field begins, its result begins, or it ends."""
        if kind == "begin":
            self.open.append(["", False])
        elif self.open and kind == "separate":
            self.open[-1][1] = True
        elif self.open and kind == "end":
            self.open.pop()

    def code(self, text: str) -> None:
        """Part of the innermost field's instruction."""
        if self.open and not self.open[-1][1]:
            self.open[-1][0] += text

    @property
    def printed(self) -> bool:
        """Whether text at this place is printed: in no instruction, in no table of contents."""
        return all(shown and not (self.contents and _is_contents(code)) for code, shown in self.open)


def _is_contents(code: str) -> bool:
    return code.split(maxsplit=1)[:1] in (["TOC"], ["INDEX"])


@dataclass
class Printed:
    """A paragraph's text, and the text boxes anchored in it."""

    text: str
    boxes: list[Any]


def printed(paragraph: Any, fields: Fields, styles: Styles) -> Printed:
    """What the paragraph prints; ``fields`` are carried on from paragraph to paragraph."""
    by_style = styles.hides(style_of(paragraph, styles))
    out: list[str] = []
    boxes: list[Any] = []
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        tag = node.tag
        if tag in GONE or not isinstance(tag, str):
            continue
        if tag == f"{W}fldChar":
            fields.mark(node.get(f"{W}fldCharType"))
        elif tag == f"{W}instrText":
            fields.code(node.text or "")
        elif tag.endswith("}txbxContent"):
            boxes.append(node)
        elif (sign := _sign(node)) is not None:
            if fields.printed:
                out.append(sign)
        elif tag == f"{W}r":
            stack.extend(_marks(node) if _is_hidden(node, by_style, styles) else reversed(node))
        else:
            stack.extend(reversed(_inside(node)))
    return Printed(_joined("".join(out)), boxes)


def _sign(node: Any) -> str | None:
    """The character or characters that an element of a run stands for; None for what only holds others."""
    tag = node.tag
    if tag in (f"{W}t", MATH_TEXT):
        return node.text or ""
    if tag in _BREAKS:
        return "\n" if node.get(f"{W}type") in (None, "textWrapping") else ""
    if tag in _BLANKS:
        return " "
    if tag == f"{W}noBreakHyphen":
        return "-"
    if tag == f"{W}sym":
        return _symbol(node.get(f"{W}char") or "")
    return None


def _symbol(code: str) -> str:
    if code.upper() in _SYMBOLS:
        return _SYMBOLS[code.upper()]
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{2,5}", code) else 0
    return chr(number) if number >= 0x20 and not 0xD800 <= number < 0xF900 and number < 0x30000 else ""


def _inside(node: Any) -> list[Any]:
    """What an element that holds others prints: one of several forms, no prompts."""
    if node.tag == f"{MC}AlternateContent":
        return list(node)[:1]
    if node.tag == f"{W}sdt" and node.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        return []
    return list(node)


def _is_hidden(run: Any, by_style: bool, styles: Styles) -> bool:
    own = hidden(run)
    if own is not None:
        return own
    named = value(run.find(f"{W}rPr"), "rStyle")
    return by_style or (named is not None and styles.hides(named))


def _marks(run: Any) -> list[Any]:
    """Of a hidden run only where fields begin and end."""
    return [node for node in reversed(run) if node.tag in (f"{W}fldChar", f"{W}instrText")]


def style_of(paragraph: Any, styles: Styles) -> str:
    """The id of the paragraph's style."""
    return value(paragraph.find(f"{W}pPr"), "pStyle") or styles.default


def _joined(text: str) -> str:
    """Undo line breaks inside a sentence; a heading, an item or a finished sentence keeps its line."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    out = [lines[0]]
    for line in lines[1:]:
        before = out[-1].rstrip()
        cut = before.endswith(("，", "、", ",")) or (
            len(before) >= _LONG and not before.endswith(_ENDS) and not ITEM.match(before.lstrip())
        )
        if cut and line and not _begins_anew(line):
            out[-1] = before + line
        else:
            out.append(line)
    return "\n".join(out)


def _begins_anew(line: str) -> bool:
    return line.startswith("\u3000") or ITEM.match(line.lstrip()) is not None
