"""The labelled series: invented reports with marked spans, and the labels that the marks make.

``⟦ps1|…⟧`` marks a span of label ps1; spans nest, a span may bear several labels (``⟦ro2,st1|…⟧``), the same label in
several reports points at both sides. The letters of a label tell what it is (see ``TYPES``); a mark without a label is
a look-alike that is easily taken for one. Written before our output was looked at; see README.md beside the files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SERIES = Path(__file__).parent / "series"
TYPES = {
    "ps": "parts_do_not_sum",
    "rc": "rate_contradicts_counts",
    "cc": "change_contradicts_levels",
    "re": "restated",
    "st": "stale_figure",
    "fp": "foreign_place_name",
    "cf": "repeated_figure_conflict",
    "ju": "jump",
    "rb": "relation_broken",
    "ro": "own",
    "rx": "other",
}
_MARK = re.compile(r"⟦([a-z0-9,]*)\||⟧")


@dataclass(frozen=True)
class Span:
    """Where a label stands: the report's file stem, and half-open offsets into its text without marks."""

    label: str
    doc: str
    start: int
    end: int

    @property
    def type(self) -> str:
        """What the label says: a finding's type, or own or other for reuse."""
        return TYPES[self.label[:2]]


def unmarked(doc: str, marked: str) -> tuple[str, list[Span]]:
    """The text without its marks, and the spans that they marked."""
    text, spans, open_marks, at = "", [], [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark.group() == "⟧":
            labels, start = open_marks.pop()
            spans += [Span(label, doc, start, len(text)) for label in labels if label]
        else:
            open_marks.append((mark.group(1).split(","), len(text)))
    if open_marks:
        raise ValueError(f"{doc}: a mark is not closed at {open_marks[-1][1]}")
    return text + marked[at:], spans


def series(name: str) -> tuple[dict[str, str], list[Span]]:
    """The texts of a series by file stem, and all its spans, earlier reports first."""
    texts, spans = {}, []
    for path in sorted((SERIES / name).glob("*.txt"), key=lambda p: (p.stem[-4:], p.stem)):
        texts[path.stem], found = unmarked(path.stem, path.read_text("utf-8"))
        spans += found
    return texts, spans


def labels(spans: list[Span]) -> dict[str, list[Span]]:
    """The spans of each label."""
    made: dict[str, list[Span]] = {}
    for span in spans:
        made.setdefault(span.label, []).append(span)
    return made


def write(name: str, raw: Path, gold: Path) -> None:
    """The series as a folder of reports and a folder of labels in the form of the shared ones."""
    texts, spans = series(name)
    for folder in (raw, gold / "docs"):
        folder.mkdir(parents=True, exist_ok=True)
        for doc, text in texts.items():
            (folder / f"{doc}.txt").write_text(text, "utf-8")
    kinds: dict[str, list[str]] = {"findings": [], "reuse": []}
    for row in _rows(labels(spans), texts):
        kinds["reuse" if "relation" in row else "findings"].append(json.dumps(row, ensure_ascii=False))
    for kind, lines in kinds.items():
        (gold / f"{kind}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def _rows(found: dict[str, list[Span]], texts: dict[str, str]) -> Iterator[dict]:
    for label, sides in found.items():
        where = [{"doc": s.doc, "start": s.start, "end": s.end, "raw": texts[s.doc][s.start : s.end]} for s in sides]
        kind = "relation" if label[0] == "r" and label[1] in "ox" else "type"
        yield {"label": label, kind: sides[0].type, "spans": where, "why": label}
