"""Paragraphs and tables of a Word file, in order, to lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.ingest.numbering import Numbering
from pipeline.ingest.word_runs import GONE, MC, Fields, printed, style_of
from pipeline.ingest.word_styles import Styles, W, hidden, value, whole

_CELL_LIMIT = 400
_DEEPEST = 60
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_DROPPED_MARKS = (f"{W}pPr/{W}rPr/{W}del", f"{W}pPr/{W}rPr/{W}moveFrom")


@dataclass
class Walk:
    """A reading of one file: its lists as far as they are counted, its styles, its open fields."""

    numbers: Numbering
    styles: Styles
    fields: Fields

    def lines(self, container: Any, depth: int = 0, in_cell: bool = False) -> Iterator[str]:
        """Lines of a body, cell or text box; a paragraph whose mark is deleted or hidden runs on into the next."""
        text, owner = "", None
        for node in children(container, {f"{W}p", f"{W}tbl"}):
            if node.tag == f"{W}tbl":
                yield from text.split("\n") if text.strip() else ()
                text, owner = "", None
                yield from self._table(node, depth)
                continue
            found = printed(node, self.fields, self.styles)
            owner = owner if text.strip() else node
            text += found.text
            if not self._runs_on(node):
                number = "" if self._is_contents(node) else self._number(owner)
                if text.strip() and not self._is_contents(node):
                    yield from f"{number}{text}".split("\n")
                elif in_cell and number:
                    yield number.strip()
                text, owner = "", None
            for box in found.boxes if depth < _DEEPEST else ():
                yield from self.lines(box, depth + 1)
        yield from text.split("\n") if text.strip() else ()

    def _number(self, paragraph: Any) -> str:
        list_id, level = self.numbers.of_style(style_of(paragraph, self.styles), self.styles)
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            list_id = value(own, "numId") or list_id
            level = level if (stated := value(own, "ilvl")) is None else whole(stated)
        return self.numbers.label(list_id, level) if list_id and list_id != "0" else ""

    def _runs_on(self, paragraph: Any) -> bool:
        if any(paragraph.find(path) is not None for path in _DROPPED_MARKS):
            return True
        properties = paragraph.find(f"{W}pPr")
        own = hidden(properties) if properties is not None else None
        return self.styles.hides(style_of(paragraph, self.styles)) if own is None else own

    def _is_contents(self, paragraph: Any) -> bool:
        return self.styles.is_contents(style_of(paragraph, self.styles))

    def _table(self, table: Any, depth: int) -> Iterator[str]:
        """Rows with their cells set apart by tabs; a table that only lays out text gives its paragraphs."""
        if depth >= _DEEPEST:
            return
        rows = [self._row(row, depth + 1) for row in children(table, {f"{W}tr"}) if not _is_gone(row)]
        wide = max(map(len, rows), default=0)
        if wide < 2 or any(sum(map(len, cell)) > _CELL_LIMIT for row in rows for cell in row):
            yield from (line for row in rows for cell in row for line in cell)
        else:
            yield from ("\t".join(" ".join(cell) for cell in row).rstrip("\t") for row in rows if any(row))

    def _row(self, row: Any, depth: int) -> list[list[str]]:
        """The lines of each cell; a cell over several columns is followed by empty ones."""
        before = value(row.find(f"{W}trPr"), "gridBefore")
        cells: list[list[str]] = [[] for _ in range(min(whole(before), 30))]
        for cell in children(row, {f"{W}tc"}):
            properties = cell.find(f"{W}tcPr")
            if properties is not None and properties.find(f"{W}cellDel") is not None:
                continue
            cells.append(list(self.lines(cell, depth, in_cell=True)))
            cells += [[] for _ in range(min(whole(value(properties, "gridSpan")), 30) - 1)]
        return cells


def children(container: Any, wanted: set[str]) -> Iterator[Any]:
    """The wanted elements, also those inside content controls, insertions and the like."""
    stack = list(reversed(container))
    while stack:
        node = stack.pop()
        if node.tag in wanted:
            yield node
        elif node.tag == f"{MC}AlternateContent":
            stack.extend(reversed(node[0]) if len(node) else ())
        elif node.tag in _WRAPPERS and node.tag not in GONE and not _is_contents_control(node):
            stack.extend(reversed(node))


def _is_contents_control(node: Any) -> bool:
    gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def _is_gone(row: Any) -> bool:
    return any(row.find(f"{W}trPr/{W}{name}") is not None for name in ("del", "hidden"))
