"""Sections -> doubts: numbers that jump or repeat, and reports without headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.segment.headings import Section

LONG = 1500
"""A shorter text may well have no headings."""


def doubts(text: str, tree: Sequence[Section]) -> Iterator[dict[str, Any]]:
    """Rows for ``problems``: code, detail and place, without the report's columns."""
    if len(tree) == 1 and len(text) >= LONG:
        yield _doubt("no_headings", f"{len(text)} 字的正文没有认出任何标题 / no heading found", 0, len(text))
    last: dict[str, int] = {}
    for section in tree[1:]:
        if section.value is None:
            continue
        before = last.get(section.kind)
        last[section.kind] = section.value
        if before is None or section.value in (1, before + 1):
            continue
        code, zh = ("numbering_repeat", "重复") if section.value == before else ("numbering_jump", "不连续")
        detail = f"序号{zh}：「{section.number}」前面是第 {before} 个 / number {section.value} after {before}"
        yield _doubt(code, detail, section.heading_start, section.heading_end)


def _doubt(code: str, detail: str, start: int, end: int) -> dict[str, Any]:
    return {"code": code, "detail": detail, "start": start, "end": end}
