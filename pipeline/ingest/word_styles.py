"""Styles of a Word file, as far as they decide what is printed: lists, hidden text, tables of contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTENTS = ("toc ", "toc heading", "table of figures")


@dataclass(frozen=True)
class Style:
    """One style's own words; what it leaves open (None) it takes from the style it is based on."""

    name: str = ""
    above: str = ""
    list_id: str | None = None
    level: int | None = None
    hidden: bool | None = None


@dataclass(frozen=True)
class Styles:
    """The styles of a file by id; ``default``: that of paragraphs which name none."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: str = ""

    def chain(self, style_id: str) -> Iterator[tuple[str, Style]]:
        """The style and those it is based on, nearest first."""
        for _ in range(20):
            if style_id not in self.by_id:
                return
            yield style_id, self.by_id[style_id]
            style_id = self.by_id[style_id].above

    def hides(self, style_id: str) -> bool:
        """Whether text of the style is not printed."""
        return next((style.hidden for _, style in self.chain(style_id) if style.hidden is not None), False)

    def is_contents(self, style_id: str) -> bool:
        """Whether the style is that of a line in a table of contents."""
        return any(style.name.startswith(_CONTENTS) for _, style in self.chain(style_id))


def styles_of(part: Any | None) -> Styles:
    """Read ``styles.xml``."""
    if part is None:
        return Styles()
    found, default = {}, ""
    for node in part.findall(f"{W}style"):
        style_id = node.get(f"{W}styleId") or ""
        number = node.find(f"{W}pPr/{W}numPr")
        found[style_id] = Style(
            name=(value(node, "name") or "").lower(),
            above=value(node, "basedOn") or "",
            list_id=value(number, "numId"),
            level=None if (level := value(number, "ilvl")) is None else whole(level),
            hidden=hidden(node),
        )
        if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true", "on"):
            default = style_id
    return Styles(found, default)


def value(node: Any, name: str) -> str | None:
    """The ``w:val`` of a child, or None."""
    child = node.find(f"{W}{name}") if node is not None else None
    return None if child is None else child.get(f"{W}val")


def whole(text: str | None) -> int:
    """A number as written in an attribute; 0 for what is none."""
    return int(text) if text and text.lstrip("-").isdecimal() else 0


def is_on(node: Any) -> bool:
    """Whether a switch like ``w:vanish`` is on: it is, unless it says otherwise."""
    return node.get(f"{W}val") not in ("0", "false", "off")


def hidden(node: Any) -> bool | None:
    """What the ``w:rPr`` of a run, paragraph mark or style says of being hidden; None where it says nothing."""
    mark = node.find(f"{W}rPr/{W}vanish")
    return None if mark is None else is_on(mark)
