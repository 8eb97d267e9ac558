"""Tables of a batch -> each report with its sections, items and sentences in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline.classify.cues import KINDS, SPACE
from pipeline.classify.roles import Node
from pipeline.spotting import Codes, Ints, codes_of
from pipeline.tables import Tables


class Item(NamedTuple):
    """An inline item; its words begin at ``body``, behind its marker."""

    id: str
    section: str
    start: int
    body: int
    end: int


@dataclass(frozen=True, eq=False)
class Sentences:
    """Sentences as arrays: the innermost section of each, where it starts and ends."""

    section: np.ndarray
    start: Ints
    end: Ints

    def __getitem__(self, part: slice) -> Sentences:
        """Some of them."""
        return Sentences(self.section[part], self.start[part], self.end[part])


@dataclass(frozen=True, eq=False)
class Given:
    """A report with its parts."""

    row: Mapping[str, Any]
    text: str
    year: int | None
    nodes: list[Node]
    items: list[Item]
    sentences: Sentences

    @property
    def id(self) -> str:
        """The report's id."""
        return str(self.row["report_id"])


class Paper:
    """The texts of several reports one behind another, as one array of characters; ``base``: where each begins."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.base: Ints = np.cumsum([0, *map(len, texts)])
        self.codes: Codes = codes_of("".join(texts))
        blank = (KINDS.take(self.codes, mode="clip") & SPACE) > 0
        self.inked: Ints = np.concatenate([[0], np.cumsum(~blank)])
        """Characters before each place, white space aside."""
        self._blank = blank

    @cached_property
    def squeezed(self) -> Codes:
        """The characters without white space: the one at a place stands at ``inked[place]``."""
        return self.codes[~self._blank]


REPORT = ["report_id", "profile", "source", "region", "year"]


def given_of(tables: Tables) -> list[Given]:
    """The reports of a batch, in its order."""
    reports = tables["reports"]
    number = {report_id: i for i, report_id in enumerate(reports["report_id"].tolist())}
    nodes = _by_report(tables["sections"], number, ("order", "start"), _nodes)
    items = _by_report(tables["items"], number, ("start",), _items)
    sentences = _by_report(tables["sentences"], number, ("start",), _sentences)
    rows = zip(*(reports[name].tolist() for name in REPORT), strict=True)
    return [
        Given(dict(zip(REPORT, row, strict=True)), text, None if pd.isna(row[-1]) else int(row[-1]), *parts)
        for row, text, *parts in zip(rows, reports["text"].tolist(), nodes, items, sentences, strict=True)
    ]


def _by_report(
    rows: pd.DataFrame, number: Mapping[str, int], order: Sequence[str], made: Callable[[pd.DataFrame], Any]
) -> Iterator[Any]:
    """What is made of the rows of each report, in order of these columns; it is made of all rows at once."""
    report = np.array([number.get(report_id, -1) for report_id in rows["report_id"].tolist()], np.int64)
    keys = [*(rows[name].to_numpy() for name in reversed(order)), report]
    place = np.lexsort(keys)
    whole = made(rows if (place[1:] > place[:-1]).all() else rows.take(place))
    edges = np.searchsorted(report[place], np.arange(len(number) + 1)).tolist()
    return (whole[a:b] for a, b in pairwise(edges))


def _nodes(rows: pd.DataFrame) -> list[Node]:
    columns = ("section_id", "parent_id", "level", "heading", "start", "heading_end", "end")
    return [
        Node(id, None if parent is None or pd.isna(parent) else parent, level, heading or "", start, body, end)
        for id, parent, level, heading, start, body, end in zip(*(rows[c].tolist() for c in columns), strict=True)
    ]


def _items(rows: pd.DataFrame) -> list[Item]:
    columns = ("item_id", "section_id", "start", "marker", "end")
    return [
        Item(id, section, start, start + len(marker), end)
        for id, section, start, marker, end in zip(*(rows[c].tolist() for c in columns), strict=True)
    ]


def _sentences(rows: pd.DataFrame) -> Sentences:
    return Sentences(rows["section_id"].to_numpy(), rows["start"].to_numpy(), rows["end"].to_numpy())
