"""Sets reports as PDF programs do: lines broken by width, punctuation hung over the margin, columns, heads and feet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.ingest.pdf_files import HEIGHT, WIDTH, Placed, pdf

HANGING = "，。、；：！？）》”"
OPENING = "（《“"


@dataclass(frozen=True)
class Setting:
    """How a report is set. ``space``: added between paragraphs; ``shift``: how much lower the right column stands."""

    size: float = 12
    leading: float = 1.6
    indent: float = 2
    space: float = 0
    columns: int = 1
    gap: float = 24
    margin: float = 72
    head: str = ""
    foot: str = "— {} —"
    title_across: bool = True
    title_size: float = 1.5
    shift: float = 0
    hang: bool = True

    @property
    def wide(self) -> float:
        return (WIDTH - 2 * self.margin - self.gap * (self.columns - 1)) / self.columns


def broken(text: str, size: float, wide: float, indent: float, hang: bool = True) -> Iterator[str]:
    """The text's lines: characters as long as they fit, digits half as wide, numbers whole, no line begins with a stop."""
    line, used = "", indent
    for token in tokens(text):
        room = sum(width(c, size) for c in token)
        if used + room > wide + 0.01 and line and not (hang and token in HANGING):
            yield line
            line, used = "", 0.0
        line, used = line + token, used + room
    if line:
        yield line


def tokens(text: str) -> Iterator[str]:
    """What a line break must not cut: numbers and Latin words, an opening mark with what follows it."""
    held = ""
    for n, char in enumerate(text):
        held += char
        latin = char.isascii() and (char.isalnum() or char in ".%")
        following = text[n + 1] if n + 1 < len(text) else ""
        if char in OPENING or (latin and following.isascii() and (following.isalnum() or following in ".%")):
            continue
        yield held
        held = ""
    if held:
        yield held


def width(char: str, size: float) -> float:
    return size * (0.5 if char.isascii() else 1.0)


def typeset(title: str, paragraphs: Sequence[str], way: Setting) -> bytes:
    """The file's bytes."""
    pages: list[list[Placed]] = []
    top = HEIGHT - 90
    titles = list(broken(title, way.size * way.title_size, WIDTH - 2 * way.margin if way.title_across else way.wide, 0))
    room = len(titles) * way.size * way.title_size * 1.4 + way.size
    column, y = 0, top - room

    def page() -> list[Placed]:
        number = len(pages) + 1
        placed: list[Placed] = [(WIDTH / 2 - 20, 40, 10, way.foot.format(number))] if way.foot else []
        pages.append(placed + ([(way.margin, HEIGHT - 40, way.size, way.head)] if way.head else []))
        return pages[-1]

    here = page()
    across = WIDTH - 2 * way.margin if way.title_across else way.wide
    for n, line in enumerate(titles):
        size = way.size * way.title_size
        x = way.margin + (across - sum(width(c, size) for c in line)) / 2
        here.append((x, top - n * size * 1.4, size, line))
    for text in paragraphs:
        for n, line in enumerate(broken(text, way.size, way.wide, 0 if way.space else way.indent * way.size, way.hang)):
            if y < 80:
                column, y = column + 1, top - (room if len(pages) == 1 and way.title_across else 0)
                if column == way.columns:
                    here, column, y = page(), 0, top
                y -= way.shift if column else 0
            x = way.margin + column * (way.wide + way.gap) + (way.indent * way.size if n == 0 and not way.space else 0)
            here.append((x, y, way.size, line))
            y -= way.size * way.leading
        y -= way.space
    return pdf(pages, half_width=True)
