"""A report made ready for comparison: its sentences with their wording, their words and the sections they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.diff.masking import FIGURE, Masks, masks_of, plain, without_figures
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


def documents(
    tables: Tables, profiles: Mapping[str, Profile], wanted: Iterable[str] | None = None
) -> dict[str, Document]:
    """Every report of the tables (or the wanted ones) by its id, made ready for comparison."""
    reports = tables["reports"]
    if wanted is not None:
        reports = reports[reports["report_id"].isin(list(wanted))]
    rows = {name: _by_report(tables[name]) for name in ("sections", "topics", "sentences", "quantities", "problems")}
    made: dict[str, Document] = {}
    columns = (reports[name] for name in ("report_id", "profile", "text", "year"))
    for report_id, genre, text, year in zip(*columns, strict=True):
        mine = {name: groups.get(report_id, tables[name].iloc[:0]) for name, groups in rows.items()}
        found = _document(report_id, text, mine, profiles.get(genre, profiles["other"]))
        made[report_id] = replace(found, year=None if pd.isna(year) else int(year))
    return made


def _by_report(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {str(key): rows for key, rows in table.groupby("report_id", sort=False)} if len(table) else {}


def _document(report_id: str, text: str, rows: Tables, profile: Profile) -> Document:
    masks = masks_of(profile)
    sentences = rows["sentences"].sort_values(["start", "end"], kind="stable")
    spans = tuple(zip(sentences["start"].tolist(), sentences["end"].tolist(), strict=True))
    wordings = [plain(text[start:end], masks) for start, end in spans]
    masked = tuple(without_figures(s, masks) for s in _figures_aside(text, spans, wordings, rows["quantities"], masks))
    part, parts = _parts(sentences["section_id"].tolist(), rows["sections"], rows["topics"], masks)
    words = tuple(tuple(found) or tuple(wording) for found, wording in zip(sentences["words"], wordings, strict=True))
    doubts = set(rows["problems"]["code"]) & set(profile.data["masking"]["doubts"]["codes"])
    return Document(report_id, text, spans, tuple(wordings), masked, words, part, parts, bool(doubts))


def _figures_aside(
    text: str, spans: tuple[tuple[int, int], ...], wordings: list[str], quantities: pd.DataFrame, masks: Masks
) -> Iterable[str]:
    """The wordings with the numbers of stated quantities replaced: 近七成 and 20余万元 are figures no pattern tells."""
    found = sorted(zip(quantities["start"], quantities["end"], quantities["unit"], strict=True))
    at = 0
    for (start, end), wording in zip(spans, wordings, strict=True):
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
        yield plain("".join([*pieces, text[here:end]]), masks) if pieces else wording


def _parts(
    section_of: list[str], sections: pd.DataFrame, topics: pd.DataFrame, masks: Masks
) -> tuple[tuple[int, ...], tuple[Part, ...]]:
    """Runs of sentences under one heading. A section that is taken up again behind its children is two parts."""
    headings = dict(zip(sections["section_id"], sections["heading"], strict=True))
    labels = dict(zip(topics["section_id"], zip(topics["role"], topics["topic"], strict=True), strict=True))
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
