"""The step: reports -> sections, items, sentences with words, problems."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.profiles import Profile
from pipeline.segment.doubts import doubts
from pipeline.segment.headings import Section, outline
from pipeline.segment.items import items
from pipeline.segment.sentences import sentences
from pipeline.segment.words import cutter
from pipeline.stage import Context
from pipeline.tables import Tables, frame

Rows = list[dict[str, Any]]


def segment(tables: Tables, context: Context) -> Tables:
    """The sections, inline items and sentences of each report, and the doubts about its headings."""
    rows: dict[str, Rows] = {name: [] for name in ("sections", "items", "sentences", "problems")}
    for report in tables["reports"].to_dict("records"):
        profile = context.profiles.get(report["profile"]) or context.profiles["other"]
        _one(report, profile, context.segmenter, rows)
    return {name: frame(name, made) for name, made in rows.items()}


def _one(report: Mapping[Any, Any], profile: Profile, segmenter: str, rows: dict[str, Rows]) -> None:
    report_id, text = report["report_id"], report["text"]
    tree = outline(text, profile)
    starts = [section.start for section in tree]

    def holder(at: int) -> str:
        return f"{report_id}:s{bisect_right(starts, at) - 1}"

    rows["sections"] += [_section(report_id, i, section) for i, section in enumerate(tree)]
    for i, item in enumerate(_items(text, profile, tree)):
        rows["items"].append(
            {"report_id": report_id, "item_id": f"{report_id}:i{i}", "section_id": holder(item.start), "order": i,
             "marker": item.marker, "start": item.start, "end": item.end}
        )  # fmt: skip
    headings = [(s.heading_start, s.heading_end) for s in tree if s.heading_end > s.heading_start]
    spans = sentences(text, headings)
    words = cutter(segmenter, profile)([text[a:b] for a, b in spans])
    for i, ((start, end), cut) in enumerate(zip(spans, words, strict=True)):
        rows["sentences"].append(
            {"report_id": report_id, "sentence_id": f"{report_id}:t{i}", "section_id": holder(start),
             "start": start, "end": end, "words": cut}
        )  # fmt: skip
    rows["problems"] += [
        {"source": report["source"], "report_id": report_id, "stage": "segment", **doubt}
        for doubt in doubts(text, tree)
    ]


def _section(report_id: str, order: int, section: Section) -> dict[str, Any]:
    return {
        "report_id": report_id,
        "section_id": f"{report_id}:s{order}",
        "parent_id": None if section.parent is None else f"{report_id}:s{section.parent}",
        "order": order,
        "number": section.number,
        "heading": section.heading,
        "level": section.level,
        "heading_start": section.heading_start,
        "heading_end": section.heading_end,
        "start": section.start,
        "end": section.end,
    }


def _items(text: str, profile: Profile, tree: Sequence[Section]) -> list[Any]:
    """The items of each section's own text, so that a series never crosses a heading; annexes have none."""
    out = []
    for i, section in enumerate(tree):
        if section.kind == "annex":
            continue
        following = tree[i + 1].start if i + 1 < len(tree) else len(text)
        start = section.heading_end if section.level else section.start
        out += items(text, profile, start, following)
    return out
