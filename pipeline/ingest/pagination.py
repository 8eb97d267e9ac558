"""What the pages of a fixed-layout file add to its text: page numbers, running heads, small print at the edges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median

from pipeline.ingest.layout import Line

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－·\s]*"
)


def without_edges(lines: list[Line], height: float) -> list[Line]:
    """Without page numbers, and without small print at the very top or bottom."""
    sizes = [line.size for line in lines if not line.row]
    body = median(sizes) if sizes else 0.0
    return [
        line for line in lines if line.row or not (_is_page_number(line, height) or _is_small_print(line, height, body))
    ]


def _is_page_number(line: Line, height: float) -> bool:
    return _at_edge(line, height) and _PAGE_NUMBER.fullmatch(line.text) is not None


def _is_small_print(line: Line, height: float, body: float) -> bool:
    return (line.bottom < 0.075 * height or line.top > 0.94 * height) and line.size < 0.85 * body


def _at_edge(line: Line, height: float) -> bool:
    return line.bottom < 0.12 * height or line.top > 0.86 * height


def without_running_heads(pages: list[list[Line]]) -> Iterator[list[Line]]:
    """Drop lines that stand first or last on several pages alike (numbers aside)."""
    edges = Counter(key for page in pages for key in {_shape(line) for line in (*page[:2], *page[-2:]) if not line.row})
    running = {key for key, count in edges.items() if count >= min(3, len(pages)) > 1 and count >= 0.4 * len(pages)}
    for page in pages:
        edge = {id(line) for line in (*page[:2], *page[-2:])}
        yield [line for line in page if not (id(line) in edge and not line.row and _shape(line) in running)]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)
