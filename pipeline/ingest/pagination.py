"""What the pages of a fixed-layout file add to its text: page numbers, running heads, small print at the edges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from pipeline.ingest.layout import Line

_PAGE_NUMBER = re.compile(
    r"[-—–－·•~～_|\s]*(?:第\s*|[Pp]age\s*)?(?:\d{1,4}|[ivxIVX]{1,5})\s*(?:页)?(?:\s*[/／,，|]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－·•~～_|\s]*"
)
EDGE = 0.08
"""Share of a page's height at its top and bottom that holds heads and feet."""


def without_edges(lines: list[Line], height: float) -> list[Line]:
    """Without page numbers, heads and feet, and small print at the very top or bottom."""
    sizes = [line.size for line in lines if not line.row]
    body = median(sizes) if sizes else 0.0
    kept = [
        line for line in lines if line.row or not (_is_page_number(line, height) or _is_small_print(line, height, body))
    ]
    apart = {id(line) for line in _apart(kept, height, body)}
    return [line for line in kept if id(line) not in apart]


def _is_page_number(line: Line, height: float) -> bool:
    return _at_edge(line, height) and _PAGE_NUMBER.fullmatch(line.text) is not None


def _is_small_print(line: Line, height: float, body: float) -> bool:
    return (line.bottom < EDGE * height or line.top > (1 - EDGE) * height) and line.size < 0.85 * body


def _apart(lines: list[Line], height: float, body: float) -> Iterator[Line]:
    """The head and the foot: lines no larger than the text at the edge, with much space between them and the text."""
    plain = [line for line in lines if not line.row]
    for edge, others in (
        (min(plain, key=lambda n: n.top, default=None), "below"),
        (max(plain, key=lambda n: n.bottom, default=None), "above"),
    ):
        if edge is None or edge.size > 1.05 * body:
            continue
        if others == "below" and edge.bottom < EDGE * height:
            gap = min((n.top for n in lines if n.top > edge.bottom), default=height) - edge.bottom
        elif others == "above" and edge.top > (1 - EDGE) * height:
            gap = edge.top - max((n.bottom for n in lines if n.bottom < edge.top), default=0.0)
        else:
            continue
        if gap > 1.6 * body:
            yield from (n for n in plain if abs(n.top - edge.top) < 0.5 * body)


def _at_edge(line: Line, height: float) -> bool:
    return line.bottom < 0.12 * height or line.top > 0.86 * height


def without_running_heads(pages: list[list[Line]]) -> Iterator[list[Line]]:
    """Drop lines that stand first or last on several pages alike (numbers aside), at the same height."""
    edges: dict[str, list[Line]] = {}
    for page in pages:
        for shape, line in {_shape(line): line for line in _edge(page)}.items():
            edges.setdefault(shape, []).append(line)
    running = {shape: lines for shape, lines in edges.items() if _runs(lines, len(pages))}
    for page in pages:
        edge = {id(line) for line in _edge(page)}
        yield [line for line in page if not (id(line) in edge and _shape(line) in running)]


def _edge(page: list[Line]) -> list[Line]:
    return [line for line in (*page[:2], *page[-2:]) if not line.row]


def _runs(lines: list[Line], pages: int) -> bool:
    usual = median(line.top for line in lines)
    count = sum(abs(line.top - usual) < 0.6 * line.size for line in lines)
    return count >= min(3, pages) > 1 and count >= 0.4 * pages


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)
