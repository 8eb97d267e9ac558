"""The step: reports -> sections, items, sentences with words, problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from pipeline.arrow import spelled
from pipeline.profiles import Profile
from pipeline.segment.doubts import doubts
from pipeline.segment.headings import Section, outline
from pipeline.segment.items import items
from pipeline.segment.sentences import sentences_of
from pipeline.segment.words import cutter
from pipeline.spotting import Ints
from pipeline.stage import Context
from pipeline.tables import Tables, frame, from_arrays

Row = dict[str, Any]


BATCH = 64
"""Reports that are looked at together: enough that one costs little, few enough for memory."""


def segment(tables: Tables, context: Context) -> Tables:
    """The sections, inline items and sentences of each report, and the doubts about its headings."""
    rows = tables["reports"][COLUMNS].to_dict("records")
    made = [_segmented(rows[i : i + BATCH], context) for i in range(0, max(len(rows), 1), BATCH)]
    first = made[0]
    return {n: pd.concat([m[n] for m in made], ignore_index=True) for n in first} if len(made) > 1 else first


def _segmented(rows: Sequence[Mapping[Any, Any]], context: Context) -> Tables:
    reports = [_read(row, context) for row in rows]
    return {
        "sections": frame("sections", [row for r in reports for row in _sections(r)], arrow=True),
        "items": frame("items", [row for r in reports for row in _items(r)], arrow=True),
        "sentences": _sentences(reports, context.segmenter),
        "problems": frame("problems", [row for r in reports for row in _problems(r)]),
    }


COLUMNS = ["report_id", "source", "profile", "text"]


@dataclass(frozen=True, eq=False)
class _Report:
    """A report and the tree of its headings."""

    id: str
    source: str
    profile: Profile
    text: str
    tree: list[Section]

    def holders(self, places: Sequence[int] | Ints) -> Ints:
        """The innermost sections that hold these places, by number."""
        return np.searchsorted([section.start for section in self.tree], places, "right") - 1


def _read(row: Mapping[Any, Any], context: Context) -> _Report:
    profile = context.profiles.get(row["profile"]) or context.profiles["other"]
    return _Report(row["report_id"], row["source"], profile, row["text"], outline(row["text"], profile))


def _sections(report: _Report) -> Iterator[Row]:
    for order, section in enumerate(report.tree):
        parent = None if section.parent is None else f"{report.id}:s{section.parent}"
        yield {"report_id": report.id, "section_id": f"{report.id}:s{order}", "parent_id": parent, "order": order,
               "number": section.number, "heading": section.heading, "level": section.level,
               "heading_start": section.heading_start, "heading_end": section.heading_end,
               "start": section.start, "end": section.end}  # fmt: skip


def _items(report: _Report) -> Iterator[Row]:
    """The items of each section's own text, so that a series never crosses a heading; annexes have none."""
    ends = [*(section.start for section in report.tree[1:]), len(report.text)]
    parts = [(section.heading_end if section.level else section.start, end)
             for section, end in zip(report.tree, ends, strict=True) if section.kind != "annex"]  # fmt: skip
    found = items(report.text, report.profile, parts)
    holders = report.holders([item.start for item in found]).tolist()
    for order, (item, holder) in enumerate(zip(found, holders, strict=True)):
        yield {"report_id": report.id, "item_id": f"{report.id}:i{order}", "section_id": f"{report.id}:s{holder}",
               "order": order, "marker": item.marker, "start": item.start, "end": item.end}  # fmt: skip


def _problems(report: _Report) -> Iterator[Row]:
    for doubt in doubts(report.text, report.tree):
        yield {"source": report.source, "report_id": report.id, "stage": "segment", **doubt}


def _sentences(reports: Sequence[_Report], segmenter: str) -> pd.DataFrame:
    """The table of all reports' sentences; they are parted, and their words cut, for all reports at once."""
    headings = [[(s.heading_start, s.heading_end) for s in r.tree if s.heading_end > s.heading_start] for r in reports]
    spans = sentences_of([r.text for r in reports], headings)
    counts = [len(mine) for mine in spans]
    texts = [[r.text[a:b] for a, b in mine.tolist()] for r, mine in zip(reports, spans, strict=True)]
    words = pd.arrays.ArrowExtensionArray(_words(reports, texts, segmenter))
    places = np.concatenate([np.zeros((0, 2), np.int64), *spans])
    of_report = np.repeat(np.arange(len(reports)), counts)
    ids = spelled([r.id for r in reports], of_report)
    first = np.cumsum([0, *(len(r.tree) for r in reports)])
    holder = np.concatenate(
        [np.zeros(0, np.int64), *(r.holders(mine[:, 0]) for r, mine in zip(reports, spans, strict=True))]
    )
    sections = [f"{r.id}:s{i}" for r in reports for i in range(len(r.tree))]
    columns = {"report_id": ids, "sentence_id": _numbered(ids, counts),
               "section_id": spelled(sections, holder + first[of_report]),
               "start": places[:, 0], "end": places[:, 1], "words": words}  # fmt: skip
    return from_arrays("sentences", columns)


def _numbered(ids: pd.arrays.ArrowExtensionArray, counts: Sequence[int]) -> pd.arrays.ArrowExtensionArray:
    """The ids of each report's sentences: its own with their numbers in it."""
    numbers = np.concatenate([np.zeros(0, np.int64), *map(np.arange, counts)])
    known = ids.__arrow_array__().cast(pa.string())
    return pd.arrays.ArrowExtensionArray(
        compute.binary_join_element_wise(known, pa.array(numbers).cast(pa.string()), ":t")
    )


def _words(reports: Sequence[_Report], texts: Sequence[Sequence[str]], segmenter: str) -> pa.ListArray:
    """The words of all sentences in order. A sentence that stands several times, as those of a place's reports of
    several years do, is cut once: its words depend on it alone.
    """
    genres = {r.profile.id: r.profile for r in reports}
    known: dict[str, dict[str, int]] = {genre: {} for genre in genres}  # sentence -> its number in its genre
    numbers = []
    for report, mine in zip(reports, texts, strict=True):
        same = known[report.profile.id]
        numbers.append([same.setdefault(text, len(same)) for text in mine])
    cut = [pa.array([], pa.list_(pa.string())),
           *(cutter(segmenter, profile)([*known[genre]]) for genre, profile in genres.items())]  # fmt: skip
    first = dict(zip(genres, np.cumsum([0, *map(len, cut[1:])]).tolist(), strict=False))
    places = [first[r.profile.id] + number for r, mine in zip(reports, numbers, strict=True) for number in mine]
    return pa.concat_arrays(cut).take(pa.array(places, pa.int64()))
