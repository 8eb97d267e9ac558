"""A report made ready for comparison: its sentences with their wording, their words and the sections they stand in.

The reports of a batch are made ready together, in arrays that hold the sentences of all of them, and only reports of one
batch can be compared: words and characters have their numbers there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.arrow import Coded, coded
from pipeline.diff.letters import Letters, letters_of
from pipeline.diff.masking import Masks, masks_of
from pipeline.diff.ragged import Numbers, bounds
from pipeline.diff.vocabulary import Words, words_of
from pipeline.diff.wordings import Figure, masked_wordings, wordings
from pipeline.profiles import Profile
from pipeline.spotting import codes_of
from pipeline.tables import TABLES, Tables

NEEDED = {
    "reports": ("profile", "region_code", "region", "level", "parent_code", "year", "source", "text", "term"),
    "sections": ("section_id", "heading"),
    "topics": ("section_id", "role", "topic"),
    "sentences": ("section_id", "start", "end", "words"),
    "quantities": ("start", "end", "unit"),
    "problems": ("code",),
}
"""The columns that a comparison reads, besides ``report_id``."""


def without(needed: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The columns of these tables that are not among the needed ones, as a step names them."""
    return tuple(f"{t}.{c.name}" for t in needed for c in TABLES[t].columns if c.name not in ("report_id", *needed[t]))


@dataclass(frozen=True)
class Batch:
    """The sentences of several reports, one behind the other. The lists run parallel, one entry a sentence.

    ``plain`` is the wording, ``masked`` the wording without figures; ``plain_id`` and ``masked_id`` tell equal ones.
    ``start`` and ``end`` are offsets in the sentence's own report.
    """

    start: Numbers
    end: Numbers
    plain: list[str]
    masked: list[str]
    plain_id: Numbers
    masked_id: Numbers
    words: Words
    letters: Letters


@dataclass(frozen=True)
class Parts:
    """The sections of a report that hold sentences of their own, in reading order.

    The wordings of their headings, a number for each role with its topic, whether a topic is known, and which sentence
    is the first. A section that is taken up again behind its children is two parts.
    """

    headings: list[str]
    labels: Numbers
    named: NDArray[np.bool_]
    first: Numbers

    def among(self, mine: slice, first: int) -> Parts:
        """Those of one report whose first sentence is the given one of the batch."""
        return Parts(self.headings[mine], self.labels[mine], self.named[mine], self.first[mine] - first)


@dataclass(frozen=True)
class Document:
    """One report: its number in its batch, and its sentences there. ``doubtful``: its text may have been lost.

    ``part``: for each sentence, in which of ``parts`` it stands.
    """

    report_id: str
    text: str
    year: int | None
    doubtful: bool
    batch: Batch
    number: int
    sentences: slice
    parts: Parts
    part: Numbers

    def __len__(self) -> int:
        return self.sentences.stop - self.sentences.start

    @cached_property
    def plain(self) -> list[str]:
        """The wordings of its sentences."""
        return self.batch.plain[self.sentences]

    @cached_property
    def masked(self) -> list[str]:
        """The wordings without figures."""
        return self.batch.masked[self.sentences]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where a run of its sentences stands in its text."""
        return int(self.batch.start[self.sentences.start + first]), int(self.batch.end[self.sentences.start + last])

    @cached_property
    def said(self) -> str:
        """Its words without marks, a character for each."""
        at = self.batch.words.said_at
        return self.batch.words.said[at[self.sentences.start] : at[self.sentences.stop]]

    @cached_property
    def counts(self) -> Numbers:
        """How often each word of the batch stands in it."""
        return np.bincount(codes_of(self.said), minlength=self.batch.words.kinds)


def documents(
    tables: Tables, profiles: Mapping[str, Profile], wanted: Iterable[str] | None = None
) -> dict[str, Document]:
    """Every report of the tables (or the wanted ones) by its id, made ready for comparison in one batch."""
    reports = tables["reports"]
    if wanted is not None:
        reports = reports[reports["report_id"].isin(list(wanted))]
    ids, texts = reports["report_id"].tolist(), reports["text"].tolist()
    genres = [profiles.get(genre, profiles["other"]) for genre in reports["profile"]]
    rows = {name: _of_reports(tables[name], ids, columns) for name, columns in NEEDED.items() if name != "reports"}
    masks = [masks_of(genre) for genre in genres]
    batch = _batch(texts, masks, rows["sentences"], rows["quantities"])
    report, section, *_ = rows["sentences"]
    opens = np.ones(len(report), dtype=bool)
    opens[1:] = (section[1:] != section[:-1]) | (report[1:] != report[:-1])
    parts = _parts(np.flatnonzero(opens), section, [masks[k] for k in report[opens].tolist()], rows)
    part = np.cumsum(opens) - 1
    lossy = [set(genre.data["masking"]["doubts"]["codes"]) for genre in genres]
    doubtful = {k for k, code in zip(*rows["problems"], strict=True) if code in lossy[k]}
    at, part_at = (bounds(np.bincount(of, minlength=len(ids))).tolist() for of in (report, report[opens]))
    made: dict[str, Document] = {}
    for k, (name, year) in enumerate(zip(ids, reports["year"], strict=True)):
        mine, headed = slice(at[k], at[k + 1]), slice(part_at[k], part_at[k + 1])
        made[name] = Document(name, texts[k], None if pd.isna(year) else int(year), k in doubtful, batch, k, mine,
                              parts.among(headed, mine.start), part[mine] - headed.start)  # fmt: skip
    return made


def _of_reports(table: pd.DataFrame, ids: Sequence[str], columns: Sequence[str]) -> list[NDArray[Any]]:
    """The number of its report and the given columns, of a table's rows of some reports: report by report, in reading order."""
    names = table["report_id"].to_numpy()
    first = np.flatnonzero(np.concatenate([[True], names[1:] != names[:-1]])) if len(names) else np.zeros(0, np.int64)
    numbers = {report_id: k for k, report_id in enumerate(ids)}
    runs = [numbers.get(name, -1) for name in names[first].tolist()]  # rows of a report stand together, mostly
    report = np.repeat(np.array(runs, dtype=np.int64), np.diff(first, append=len(names)))
    mine = np.flatnonzero(report >= 0)
    places = [table[name].to_numpy()[mine] for name in ("end", "start") if name in columns]
    order = mine[np.lexsort([*places, report[mine]])]
    return [report[order], *(_rows(table[name], order) for name in columns)]


def _rows(column: pd.Series, order: Numbers) -> Any:
    """These rows of a column, as an array."""
    if isinstance(column.array, pd.arrays.ArrowExtensionArray):  # words that stand as numbers stay so
        return column.array.take(order)
    return column.to_numpy()[order]


def _batch(
    texts: Sequence[str], masks: Sequence[Masks], sentences: Sequence[NDArray[Any]], quantities: Sequence[NDArray[Any]]
) -> Batch:
    report, _, start, end, words = sentences
    holders = report.tolist()
    raw = [texts[k][s:e] for k, s, e in zip(holders, start.tolist(), end.tolist(), strict=True)]
    of_report = [masks[k] for k in holders]
    plain = wordings(raw, of_report)
    masked = masked_wordings(plain, raw, of_report, _figures(report, start, end, quantities, raw))
    (_, plain_id), (different, masked_id) = _numbered(plain), _numbered(masked)
    return Batch(start, end, plain, masked, plain_id, masked_id,
                 words_of(_spoken(words, plain), raw, start), letters_of(different, masked_id, report, len(texts)))  # fmt: skip


def _spoken(words: NDArray[Any] | pd.api.extensions.ExtensionArray, wordings: Sequence[str]) -> Coded:
    """The words of sentences; of one that has none, its characters."""
    found = coded(pd.Series(words))
    bare = np.flatnonzero(found.edges[1:] == found.edges[:-1])
    if not len(bare):
        return found
    lists = pd.Series(words).tolist()
    return coded(pd.Series([list(said) or list(wording) for said, wording in zip(lists, wordings, strict=True)]))


def _numbered(wordings: Sequence[str]) -> tuple[list[str], Numbers]:
    """The different wordings, and which of them each is."""
    numbers: dict[str, int] = {}
    which = np.array([numbers.setdefault(wording, len(numbers)) for wording in wordings], dtype=np.int64)
    return list(numbers), which


def _figures(
    report: Numbers, start: Numbers, end: Numbers, quantities: Sequence[NDArray[Any]], raw: Sequence[str]
) -> Iterator[Figure]:
    """Where the numbers of quantities stand in the sentences that hold them; their units are wording."""
    holder, first, stop, unit = quantities
    room = int(max(end.max(initial=0), stop.max(initial=0))) + 1
    at = np.searchsorted(report * room + start, holder * room + first, side="right") - 1
    inside = (at >= 0) & (report[at] == holder) & (stop <= end[at]) if len(report) else np.zeros(len(at), dtype=bool)
    for k, begin, close, word in zip(at[inside].tolist(), (first - start[at])[inside].tolist(),
                                     (stop - start[at])[inside].tolist(), unit[inside].tolist(), strict=True):  # fmt: skip
        yield k, begin, close - len(word) if word and raw[k].endswith(word, begin, close) else close


def _parts(
    first: Numbers, section: NDArray[Any], masks: Sequence[Masks], rows: Mapping[str, Sequence[NDArray[Any]]]
) -> Parts:
    """The parts of a batch, given the first sentence of each and the sections of all sentences."""
    _, ids, headings = (values.tolist() for values in rows["sections"])
    heading_of = dict(zip(ids, headings, strict=True))
    _, ids, roles, topics = (values.tolist() for values in rows["topics"])
    label_of = dict(zip(ids, zip(roles, topics, strict=True), strict=True))
    mine = section[first].tolist()
    labels = [label_of.get(k, ("other", "none")) for k in mine]
    numbers = {label: k for k, label in enumerate(dict.fromkeys(labels))}
    return Parts(
        wordings([heading_of.get(k, "") for k in mine], masks),
        np.array([numbers[label] for label in labels], dtype=np.int64),
        np.array([topic != "none" for _, topic in labels], dtype=bool),
        first,
    )
