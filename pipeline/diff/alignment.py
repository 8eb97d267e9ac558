"""Three reports or more side by side: rows of passages that answer to one another, built on the alignment of pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd
from rapidfuzz.distance import Indel

from pipeline.diff.align import align
from pipeline.diff.document import Document

COLUMNS = ("row", "report_id", "start", "end", "op", "likeness", "text")
"""One line a cell: the row it stands in; its passage; how it changed against the cell before it in its row."""


@dataclass
class Row:
    """Sentences that answer to one another: report number -> a run of its sentences; reports without one are absent."""

    sentences: dict[int, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Link:
    likeness: float
    distance: int
    mine: tuple[int, ...]
    earlier: int
    theirs: int


def rows_of(documents: Sequence[Document]) -> list[Row]:
    """Every sentence of every report in exactly one row, in reading order.

    Reports are taken one after the other. A sentence goes to the row of the sentence that it answers to in any report
    before it: the most alike first, of equals the nearest report. What answers to nothing opens a row of its own in
    front of the row of the next sentence that has one.
    """
    rows: list[Row] = []
    for number, document in enumerate(documents):
        home = {(k, s): row for row in rows for k, run in row.sentences.items() for s in run}
        placed = _placed(documents, number, home)
        for sentence, row in placed.items():
            row.sentences.setdefault(number, []).append(sentence)
        rows = _with_new(rows, number, len(document))
    return rows


def _with_new(rows: list[Row], number: int, size: int) -> list[Row]:
    """The rows with one for each sentence of a report that has none yet, in front of the next one that has."""
    of_sentence = {s: k for k, row in enumerate(rows) for s in row.sentences.get(number, ())}
    ahead: dict[int, list[int]] = {}
    after = len(rows)
    for sentence in reversed(range(size)):
        if sentence in of_sentence:
            after = of_sentence[sentence]
        else:
            ahead.setdefault(after, []).append(sentence)
    made: list[Row] = []
    for k in range(len(rows) + 1):
        made += [Row({number: [sentence]}) for sentence in reversed(ahead.get(k, []))]
        made += rows[k : k + 1]
    return made


def _placed(documents: Sequence[Document], number: int, home: dict[tuple[int, int], Row]) -> dict[int, Row]:
    """Sentences of a report -> the row that each goes to; two runs of one report never share a row."""
    taken: dict[int, Row] = {}
    used: set[int] = set()
    for link in sorted(_links(documents, number), key=lambda k: (-k.likeness, k.distance, k.mine, k.theirs)):
        row = home[(link.earlier, link.theirs)]
        if id(row) in used or any(s in taken for s in link.mine):
            continue
        used.add(id(row))
        taken.update(dict.fromkeys(link.mine, row))
    return taken


def _links(documents: Sequence[Document], number: int) -> Iterator[_Link]:
    for earlier in range(number):
        matches = align(documents[earlier], documents[number])
        for mine, theirs, likeness in zip(
            matches.b.tolist(), matches.a.tolist(), matches.likeness.tolist(), strict=True
        ):
            yield _Link(round(likeness, 6), number - earlier, tuple(range(*mine)), earlier, theirs[0])


def alignment(documents: Sequence[Document]) -> pd.DataFrame:
    """The rows as a table with the columns ``COLUMNS``, a line a cell, by row and then by report as given.

    ``op``: first (nothing before it in its row), same, figures (only the figures differ), edited.
    """
    lines = []
    for at, row in enumerate(rows_of(documents)):
        last: tuple[str, str] | None = None
        for number in sorted(row.sentences):
            document, run = documents[number], sorted(row.sentences[number])
            said = "".join(document.plain[k] for k in run), "".join(document.masked[k] for k in run)
            start, end = document.span(run[0], run[-1])
            op, alike = _op(last, said)
            lines.append((at, document.report_id, start, end, op, alike, document.text[start:end]))
            last = said
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _op(last: tuple[str, str] | None, said: tuple[str, str]) -> tuple[str, float]:
    if last is None:
        return "first", 0.0
    if last[0] == said[0]:
        return "same", 1.0
    return ("figures" if last[1] == said[1] else "edited"), float(Indel.normalized_similarity(last[0], said[0]))
