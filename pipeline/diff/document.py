"""A report made ready for comparison: its sentences with their wording, their words and the sections they stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline.diff.masking import FIGURE, Masks, masks_of, plain, plains, without_figures
from pipeline.diff.similarity import without_marks
from pipeline.profiles import Profile
from pipeline.tables import Tables


@dataclass(frozen=True)
class Part:
    """A section that holds sentences of its own: the wording of its heading, its labels, which sentences it holds."""

    heading: str
    role: str
    topic: str
    first: int
    stop: int


@dataclass(frozen=True)
class Document:
    """One report. The lists run parallel, one entry a sentence in reading order; ``part`` is an index into ``parts``.

    ``plain`` is the wording, ``masked`` the wording without figures. ``doubtful``: its text may have been lost.
    """

    report_id: str
    text: str
    spans: tuple[tuple[int, int], ...]
    plain: tuple[str, ...]
    masked: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    part: tuple[int, ...]
    parts: tuple[Part, ...]
    doubtful: bool
    year: int | None = None

    def __len__(self) -> int:
        return len(self.spans)

    @cached_property
    def said(self) -> tuple[list[str], ...]:
        """The words of each sentence without its marks."""
        return tuple(without_marks(words) for words in self.words)

    @cached_property
    def all_said(self) -> list[str]:
        """The words of all sentences without marks."""
        return [word for words in self.said for word in words]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each of them stands."""
        return Counter(self.all_said)


_COLUMNS = {
    "sections": ("section_id", "heading"),
    "topics": ("section_id", "role", "topic"),
    "sentences": ("start", "end", "section_id", "words"),
    "quantities": ("start", "end", "unit"),
    "problems": ("code",),
}
Rows = Sequence[tuple[Any, ...]]
"""Rows of a table, with its columns of ``_COLUMNS``."""


def documents(
    tables: Tables, profiles: Mapping[str, Profile], wanted: Iterable[str] | None = None
) -> dict[str, Document]:
    """Every report of the tables (or the wanted ones) by its id, made ready for comparison."""
    reports = tables["reports"]
    if wanted is not None:
        reports = reports[reports["report_id"].isin(list(wanted))]
    rows = {name: _by_report(tables[name], columns) for name, columns in _COLUMNS.items()}
    made: dict[str, Document] = {}
    columns = (reports[name] for name in ("report_id", "profile", "text", "year"))
    for report_id, genre, text, year in zip(*columns, strict=True):
        mine = {name: groups.get(report_id, ()) for name, groups in rows.items()}
        profile = profiles.get(genre, profiles["other"])
        made[report_id] = _document(report_id, text, None if pd.isna(year) else int(year), mine, profile)
    return made


def _by_report(table: pd.DataFrame, columns: Iterable[str]) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    values = zip(*(table[name].tolist() for name in columns), strict=True)
    for report_id, row in zip(table["report_id"].tolist(), values, strict=True):
        found.setdefault(report_id, []).append(row)
    return found


def _document(report_id: str, text: str, year: int | None, rows: Mapping[str, Rows], profile: Profile) -> Document:
    masks = masks_of(profile)
    sentences = sorted(rows["sentences"], key=lambda row: row[:2])
    spans = tuple((start, end) for start, end, _, _ in sentences)
    wordings = plains([text[start:end] for start, end in spans], masks)
    masked = tuple(without_figures(s, masks) for s in _figures_aside(text, spans, wordings, rows["quantities"], masks))
    part, parts = _parts([row[2] for row in sentences], rows["sections"], rows["topics"], masks)
    words = tuple(tuple(found) or tuple(wording) for (*_, found), wording in zip(sentences, wordings, strict=True))
    doubts = {code for (code,) in rows["problems"]} & set(profile.data["masking"]["doubts"]["codes"])
    return Document(report_id, text, spans, tuple(wordings), masked, words, part, parts, bool(doubts), year)


def _figures_aside(
    text: str, spans: tuple[tuple[int, int], ...], wordings: list[str], quantities: Rows, masks: Masks
) -> list[str]:
    """The wordings with the numbers of stated quantities replaced: 近七成 and 20余万元 are figures no pattern tells."""
    found = sorted(quantities)
    changed: dict[int, str] = {}
    at = 0
    for position, (start, end) in enumerate(spans):
        while at < len(found) and found[at][0] < start:
            at += 1
        pieces, here = [], start
        while at < len(found) and found[at][1] <= end:
            begin, stop, unit = found[at]
            if begin >= here:
                number = stop - len(unit) if unit and text[begin:stop].endswith(unit) else stop
                pieces += [text[here:begin], FIGURE]
                here = max(number, begin + 1)
            at += 1
        if pieces:
            changed[position] = "".join([*pieces, text[here:end]])
    made = dict(zip(changed, plains(list(changed.values()), masks), strict=True))
    return [made.get(position, wording) for position, wording in enumerate(wordings)]


def _parts(
    section_of: list[str], sections: Rows, topics: Rows, masks: Masks
) -> tuple[tuple[int, ...], tuple[Part, ...]]:
    """Runs of sentences under one heading. A section that is taken up again behind its children is two parts."""
    headings: dict[str, str] = dict(sections)
    labels = {section_id: (role, topic) for section_id, role, topic in topics}
    part: list[int] = []
    parts: list[Part] = []
    for position, section_id in enumerate(section_of):
        if not parts or section_of[position - 1] != section_id:
            role, topic = labels.get(section_id, ("other", "none"))
            parts.append(Part(plain(headings.get(section_id, ""), masks), role, topic, position, position + 1))
        else:
            last = parts[-1]
            parts[-1] = Part(last.heading, last.role, last.topic, last.first, position + 1)
        part.append(len(parts) - 1)
    return tuple(part), tuple(parts)
