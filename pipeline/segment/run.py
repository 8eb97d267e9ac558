"""The step: reports -> sections, items, sentences with words, problems."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from pipeline.profiles import Profile
from pipeline.segment.doubts import doubts
from pipeline.segment.headings import Section, outline
from pipeline.segment.items import items
from pipeline.segment.sentences import Span, sentences
from pipeline.segment.words import cutter
from pipeline.stage import Context
from pipeline.tables import Tables, frame, from_arrays

Rows = list[dict[str, Any]]


def segment(tables: Tables, context: Context) -> Tables:
    """The sections, inline items and sentences of each report, and the doubts about its headings."""
    rows: dict[str, Rows] = {name: [] for name in ("sections", "items", "problems")}
    sentences = []
    for report in tables["reports"].to_dict("records"):
        profile = context.profiles.get(report["profile"]) or context.profiles["other"]
        sentences.append(_one(report, profile, rows))
    made = {name: frame(name, found) for name, found in rows.items()}
    return {**made, "sentences": _sentences(sentences, context.segmenter)}


@dataclass(frozen=True, eq=False)
class _Sentences:
    """The sentences of one report."""

    profile: Profile
    report_id: str
    spans: list[Span]
    sections: list[int]
    texts: list[str]


def _one(report: Mapping[Any, Any], profile: Profile, rows: dict[str, Rows]) -> _Sentences:
    report_id, text = report["report_id"], report["text"]
    tree = outline(text, profile)
    starts = [section.start for section in tree]
    rows["sections"] += [_section(report_id, i, section) for i, section in enumerate(tree)]
    for i, item in enumerate(_items(text, profile, tree)):
        rows["items"].append(
            {"report_id": report_id, "item_id": f"{report_id}:i{i}",
             "section_id": f"{report_id}:s{bisect_right(starts, item.start) - 1}", "order": i,
             "marker": item.marker, "start": item.start, "end": item.end}
        )  # fmt: skip
    rows["problems"] += [
        {"source": report["source"], "report_id": report_id, "stage": "segment", **doubt}
        for doubt in doubts(text, tree)
    ]
    headings = [(s.heading_start, s.heading_end) for s in tree if s.heading_end > s.heading_start]
    spans = sentences(text, headings)
    holders = (np.searchsorted(starts, [start for start, _ in spans], "right") - 1).tolist()
    return _Sentences(profile, report_id, spans, holders, [text[a:b] for a, b in spans])


def _sentences(reports: Sequence[_Sentences], segmenter: str) -> pd.DataFrame:
    """The table of all reports' sentences; words are cut for all of them at once."""
    columns = {
        "report_id": [r.report_id for r in reports for _ in r.spans],
        "sentence_id": [f"{r.report_id}:t{i}" for r in reports for i in range(len(r.spans))],
        "section_id": [f"{r.report_id}:s{holder}" for r in reports for holder in r.sections],
    }
    spans = np.array([span for r in reports for span in r.spans], np.int64).reshape(-1, 2)
    words = pd.arrays.ArrowExtensionArray(_words(reports, segmenter))
    return from_arrays("sentences", {**{name: np.array(values, object) for name, values in columns.items()},
                                     "start": spans[:, 0], "end": spans[:, 1], "words": words})  # fmt: skip


def _words(reports: Sequence[_Sentences], segmenter: str) -> pa.ListArray:
    """The words of all sentences in order. A sentence that stands several times, as those of a place's reports of
    several years do, is cut once: its words depend on it alone.
    """
    known: dict[tuple[str, str], int] = {}
    numbers = [known.setdefault((r.profile.id, text), len(known)) for r in reports for text in r.texts]
    profiles = {r.profile.id: r.profile for r in reports}
    cut: list[pa.ListArray] = []
    at: dict[int, int] = {}
    for id, profile in profiles.items():
        texts = [(number, text) for (genre, text), number in known.items() if genre == id]
        at.update({number: len(at) + i for i, (number, _) in enumerate(texts)})
        cut.append(cutter(segmenter, profile)([text for _, text in texts]))
    none = pa.array([], pa.list_(pa.string()))
    return pa.concat_arrays([none, *cut]).take(pa.array([at[n] for n in numbers], pa.int64()))


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
